"""Is everything there that Takar needs? One line each, with what to do where something is missing."""

from __future__ import annotations

import shutil
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass

from takar.config.cli.arguments import Commands, command, takes_json
from takar.config.cli.output import print_json, say
from takar.config.cli.ready import pending_migrations, start_django
from takar.kernel.formatting import format_number

LEAST_SPACE = 1_000_000_000
"""Bytes: below this a day of scans and a backup may no longer fit."""


@dataclass(frozen=True)
class Finding:
    subject: str
    state: str
    """What was found, for a person."""
    remedy: str = ""
    """Empty when all is well."""


def register(commands: Commands) -> None:
    takes_json(
        command(
            commands,
            "doctor",
            examine,
            "Memeriksa apakah Takar dapat bekerja. Status 1 bila ada yang kurang.",
        )
    )


def examine(words: Namespace) -> int:
    start_django()
    found = [check() for check in CHECKS]
    if words.json:
        print_json(
            {"checks": [{"subject": f.subject, "state": f.state, "remedy": f.remedy or None} for f in found]}
        )
    else:
        for finding in found:
            mark = "PERIKSA" if finding.remedy else "OK"
            say(
                f"{mark:<8} {finding.subject}: {finding.state}"
                + (f" {finding.remedy}" if finding.remedy else "")
            )
    return 1 if any(finding.remedy for finding in found) else 0


def have_program(name: str) -> bool:
    return shutil.which(name) is not None


def check_python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    remedy = "" if sys.version_info >= (3, 11) else "Pasang Python 3.11 atau yang lebih baru."
    return Finding("Python", version, remedy)


def check_folder() -> Finding:
    from django.conf import settings

    try:
        settings.DATA.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.DATA):
            pass
    except OSError as error:
        return Finding(
            "Folder data",
            f"{settings.DATA} tidak dapat ditulisi ({error.strerror}).",
            "Perbaiki izinnya atau arahkan TAKAR_DATA ke folder lain.",
        )
    return Finding("Folder data", str(settings.DATA))


def check_database() -> Finding:
    from django.db import connection
    from django.db.utils import OperationalError

    try:
        connection.ensure_connection()
    except OperationalError as error:
        return Finding(
            "Basis data",
            f"tidak terjangkau ({str(error).strip()}).",
            "Periksa TAKAR_DATABASE_URL dan peladennya.",
        )
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)
    version = ".".join(str(part) for part in connection.get_database_version())
    return Finding("Basis data", f"{name} {version}")


def check_migrations() -> Finding:
    from django.db.utils import OperationalError

    try:
        missing = pending_migrations()
    except OperationalError:
        return Finding("Susunan tabel", "tidak dapat diperiksa.", "Perbaiki basis data dahulu.")
    if missing:
        return Finding("Susunan tabel", f"{missing} langkah belum dijalankan.", "Jalankan “takar migrate”.")
    return Finding("Susunan tabel", "mutakhir")


def check_static() -> Finding:
    from django.conf import settings

    if settings.DEBUG or (settings.STATIC_ROOT / "staticfiles.json").is_file():
        return Finding("Berkas tampilan", "ada")
    return Finding(
        "Berkas tampilan", "belum dikumpulkan.", "Jalankan “takar serve” sekali; ia mengumpulkannya."
    )


def check_typesetting() -> Finding:
    from takar.reporting.writers.typesetting import warm_up

    try:
        warm_up()
    except Exception as error:
        return Finding(
            "Pencetakan PDF", f"gagal ({error}).", "Jalankan “make setup” untuk memasang pustakanya lagi."
        )
    return Finding("Pencetakan PDF", "huruf dan Typst siap")


def check_space() -> Finding:
    from django.conf import settings

    free = shutil.disk_usage(settings.DATA).free
    state = f"{format_number(free / 1_000_000_000, places=1)} GB bebas"
    if free < LEAST_SPACE:
        return Finding("Ruang cakram", f"{state}.", "Kosongkan ruang sebelum pindaian berikutnya.")
    return Finding("Ruang cakram", state)


def check_proxy() -> Finding:
    """What the running server saw at the last attempts to sign in; asks nothing outside."""
    from django.conf import settings
    from django.db.utils import DatabaseError

    from takar.sign_in.addresses import proxy_state

    if not settings.HTTPS:
        return Finding("Proksi", "tidak dipakai (TAKAR_HTTPS=0)")
    try:
        state = proxy_state()
    except DatabaseError:
        return Finding("Proksi", "tidak dapat diperiksa.", "Perbaiki basis data dahulu.")
    if state == "missing":
        return Finding(
            "Proksi",
            "dalam satu jam terakhir tidak meneruskan alamat peramban.",
            "Tambahkan “proxy_set_header X-Forwarded-For $remote_addr;” pada nginx.",
        )
    if state.startswith("unlisted"):
        address = state.removeprefix("unlisted ")
        return Finding(
            "Proksi",
            f"permintaan datang dari {address}, yang bukan proksi tepercaya.",
            f"Bila itu proksi Anda, masukkan ke TAKAR_PROXIES; bila bukan, tutup porta Takar baginya ({address}).",
        )
    return Finding("Proksi", "meneruskan alamat peramban" if state else "belum ada yang mencoba masuk")


CHECKS: tuple[Callable[[], Finding], ...] = (
    check_python,
    check_folder,
    check_database,
    check_migrations,
    check_static,
    check_typesetting,
    check_space,
    check_proxy,
)
