"""Database, demo and server: what keeps an office running."""

from __future__ import annotations

import errno
import os
import socket
from argparse import Namespace

from takar.config.cli.arguments import Commands, command
from takar.config.cli.doctor_data import check_durability, check_keys
from takar.config.cli.output import say
from takar.config.cli.ready import (
    check_declarations,
    migrate,
    start_database,
    start_django,
    use_data,
)
from takar.config.counters import counted_together
from takar.config.environment import BadSetting
from takar.config.schema import pending_migrations
from takar.kernel.errors import BadInput, DomainError
from takar.kernel.formatting import format_number

LEAST_MEMORY, WORKER_MEMORY = 256, 768
"""MB of resident memory above which a process is replaced; one that serves pages has 150 to 250."""


def register(commands: Commands) -> None:
    serve = command(commands, "serve", serve_pages, "Menjalankan Takar untuk peramban.")
    serve.add_argument("--port", type=int, metavar="NOMOR", help="porta; bawaan dari PORT, lalu 8000")
    serve.add_argument("--host", default="127.0.0.1", metavar="ALAMAT", help="alamat; bawaan 127.0.0.1")
    serve.add_argument(
        "--workers", type=int, default=min(2, os.cpu_count() or 1), metavar="BANYAK", help="jumlah proses"
    )
    serve.add_argument(
        "--worker-memory",
        type=int,
        default=WORKER_MEMORY,
        metavar="MB",
        help="proses yang lebih besar diganti; bawaan %(default)s",
    )
    command(commands, "migrate", bring_up_to_date, "Menyiapkan basis data atau memutakhirkannya.")
    command(
        commands,
        "demo",
        make_demo,
        "Mengisi kantor contoh Kecamatan Gedangan: setahun penuh dan tahun ini. Aman diulang.",
    )


AT_ONCE = 100
"""Old evidence files whose likeness is noted on the way; more would hold up the start."""


def bring_up_to_date(args: Namespace) -> None:
    start_django()
    _make_data_folder()
    use_data()
    steps = migrate()
    say(f"Basis data siap; {steps} langkah dijalankan." if steps else "Basis data sudah mutakhir.")
    from takar.ledger.likeness import examine_old

    if examine_old(AT_ONCE) == AT_ONCE:
        say("Masih ada berkas lama yang belum dibaca untuk Pemeriksaan; jalankan “takar files examine”.")


def make_demo(args: Namespace) -> None:
    start_django()
    _make_data_folder()
    use_data()
    if pending_migrations():
        migrate()
    from takar.demo.cast import demo_stands

    if demo_stands():
        say("Kantor contoh sudah ada; tidak ada yang diubah.")
        return
    from takar.demo.build import build
    from takar.kernel import statistics

    built = build(say=say)
    statistics.refresh()
    say(
        f"Selesai: {format_number(built.entries)} entri dalam {format_number(built.seconds, places=0)} detik."
    )


def _make_data_folder() -> None:
    from django.conf import settings

    try:
        settings.DATA.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DomainError(f"Folder data {settings.DATA} tidak dapat dibuat: {error.strerror}.") from error


@counted_together()
def serve_pages(args: Namespace) -> None:
    port = _port(args.port)
    if args.worker_memory < LEAST_MEMORY:
        raise BadInput(f"Satu proses membutuhkan paling sedikit {LEAST_MEMORY} MB.")
    _refuse_taken(args.host, port)
    start_database()
    check_declarations()
    _refuse_lost_keys()
    durable = check_durability()
    if durable.remedy:
        say(f"PERIKSA  {durable.subject}: {durable.state} {durable.remedy}")
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from takar.config.cli.supervision import supervised

    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)
    signins = _demo_signins()
    # The processes are forked from this one; a shared connection would mix up their answers.
    connections.close_all()
    server = supervised(host=args.host, port=port, workers=max(1, args.workers), memory=args.worker_memory)

    @server.on_startup
    def announce() -> None:
        # The socket is open by now: whoever follows the address waits a moment and is answered.
        host = f"[{args.host}]" if ":" in args.host else args.host
        say(f"Takar berjalan di http://{host}:{port}/", *signins, "Hentikan dengan Ctrl+C.")

    server.serve()


def _refuse_lost_keys() -> None:
    """Without the key file new keys would be made, and what they encrypt could not be joined to the rest."""
    from takar.kernel import keyring

    if not keyring.path().is_file() and (found := check_keys()).remedy:
        raise DomainError(f"{found.subject}: {found.state} {found.remedy}")


def _port(given: int | None) -> int:
    if given is None:
        text = os.environ.get("PORT", "8000")
        if not text.isdecimal():
            raise BadSetting(f"PORT={text!r}: tulis nomor porta, misalnya 8000.")
        given = int(text)
    if not 1 <= given <= 65535:
        raise BadInput(f"Porta {given} tidak ada. Pilih antara 1 dan 65535.")
    return given


def _refuse_taken(host: str, port: int) -> None:
    """A sentence instead of the server's own traceback when somebody else listens there."""
    try:
        family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, number) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        why = "sudah dipakai program lain" if error.errno == errno.EADDRINUSE else f"gagal: {error.strerror}"
        raise BadInput(
            f"Alamat {host}:{port} tidak dapat dibuka ({why}). Pilih porta lain dengan --port."
        ) from error


def _demo_signins() -> list[str]:
    """The demo's accounts, only while they still have the demo's password."""
    from takar.demo import DEMO_PASSWORD, SHOWN_ACCOUNTS
    from takar.organisation.models import User

    lines = []
    people = User.objects.filter(username__in=SHOWN_ACCOUNTS, person__isnull=False).in_bulk(
        field_name="username"
    )
    same = {user.password for user in people.values()}
    if len(people) == len(SHOWN_ACCOUNTS) and len(same) == 1:
        first = next(iter(people.values()))
        if first.check_password(DEMO_PASSWORD):
            lines.append(f"Akun contoh, kata sandi semuanya {DEMO_PASSWORD}:")
            lines += [f"  {name:<12} {title}" for name, title in SHOWN_ACCOUNTS.items()]
    return lines
