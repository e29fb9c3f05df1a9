"""Backing up everything an office cannot lose, and bringing it back."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from takar.config.cli.arguments import Commands, command
from takar.config.cli.output import say
from takar.config.cli.ready import start_database, start_django
from takar.kernel.errors import BadInput
from takar.kernel.formatting import format_number


def register(commands: Commands) -> None:
    save = command(
        commands, "backup", back_up, "Menyimpan basis data, berkas bukti dan kunci ke satu berkas zip."
    )
    save.add_argument("file", metavar="BERKAS", type=Path, help="berkas cadangan yang akan dibuat")
    bring = command(
        commands,
        "restore",
        bring_back,
        "Mengembalikan cadangan ke folder data. Hentikan “takar serve” dahulu.",
    )
    bring.add_argument("file", metavar="BERKAS", type=Path, help="berkas dari “takar backup”")
    bring.add_argument("--yes", action="store_true", help="timpa data yang sudah ada")


def back_up(words: Namespace) -> None:
    if words.file.exists():
        raise BadInput(f"Berkas {words.file} sudah ada. Pilih nama lain.")
    if not words.file.resolve().parent.is_dir():
        raise BadInput(f"Folder {words.file.resolve().parent} tidak ada.")
    start_database()
    from takar.config.cli.bundle import write_bundle

    files = write_bundle(words.file)
    size = words.file.stat().st_size / 1_000_000
    say(
        f"Cadangan {words.file}: basis data dan {format_number(files)} berkas, {format_number(size, places=1)} MB.",
        "Berkas ini memuat data pribadi dan kunci. Simpan di tempat yang terjaga.",
    )


def bring_back(words: Namespace) -> None:
    if not words.file.is_file():
        raise BadInput(f"Berkas {words.file} tidak ada.")
    start_django()
    from takar.config.cli.bundle import holds_data, restore_bundle

    if holds_data() and not words.yes:
        raise BadInput("Folder data sudah berisi. Ulangi dengan --yes untuk menimpanya.")
    files = restore_bundle(words.file)
    say(
        f"Cadangan {words.file} dikembalikan: basis data dan {format_number(files)} berkas.",
        "Periksa dengan “takar audit verify”, lalu jalankan “takar migrate” dan “takar serve”.",
    )
