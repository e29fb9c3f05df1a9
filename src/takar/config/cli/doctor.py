"""Is everything there that Takar needs? One line each, with what to do where something is missing."""

from __future__ import annotations

import shutil
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable

from takar.config.cli import doctor_data
from takar.config.cli.arguments import Commands, command, takes_json
from takar.config.cli.finding import Finding
from takar.config.cli.output import print_json, say
from takar.config.cli.ready import start_django
from takar.kernel.formatting import format_number

LEAST_SPACE = 1_000_000_000
"""Bytes: below this a day of scans and a backup may no longer fit."""


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "doctor",
        examine,
        "Memeriksa apakah Takar dapat bekerja dan datanya utuh. Status 1 bila ada yang kurang.",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="tanpa pemeriksaan seluruh buku dan indeks, yang pada kantor besar perlu beberapa menit",
    )
    takes_json(parser)


def examine(args: Namespace) -> int:
    start_django()
    found = [check() for check in checks(thorough=not args.quick)]
    if args.json:
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


def check_quarantine() -> Finding:
    """Reads a small table the way every file from outside is read."""
    from takar.kernel.errors import BadInput
    from takar.ledger.importing import read_table

    try:
        read_table(b"a;b\n1;2\n", "uji.csv")
    except (BadInput, OSError) as error:
        return Finding("Pembaca berkas", f"tidak berjalan ({error}).", "Periksa batas proses akun Takar.")
    return Finding("Pembaca berkas", "berjalan dalam proses terbatas")


def check_space() -> Finding:
    from django.conf import settings

    try:
        free = shutil.disk_usage(settings.DATA).free
    except OSError as error:
        return Finding(
            "Ruang cakram", f"tidak dapat dibaca ({error.strerror}).", "Perbaiki folder data dahulu."
        )
    state = f"{format_number(free / 1_000_000_000, places=1)} GB bebas"
    if free < LEAST_SPACE:
        return Finding("Ruang cakram", f"{state}.", "Kosongkan ruang sebelum pindaian berikutnya.")
    return Finding("Ruang cakram", state)


def checks(*, thorough: bool) -> tuple[Callable[[], Finding], ...]:
    """``thorough`` reads and audits everything; without it the books are left to `takar audit verify`."""
    return (
        check_python,
        check_folder,
        *doctor_data.checks(thorough=thorough),
        check_static,
        check_typesetting,
        check_quarantine,
        check_space,
    )
