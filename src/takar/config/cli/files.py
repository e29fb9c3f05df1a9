"""Evidence files on the disk: what nobody names, what is missing, and putting the first aside."""

from __future__ import annotations

import sys
from argparse import Namespace

from takar.config.cli.arguments import Commands, command, takes_json
from takar.config.cli.output import print_json, say
from takar.config.cli.ready import start_database
from takar.kernel.errors import BadInput
from takar.kernel.formatting import format_number


def register(commands: Commands) -> None:
    inner = commands.add_parser("files", help="memeriksa berkas bukti di penyimpanan").add_commands(
        "pekerjaan"
    )
    check = command(
        inner,
        "check",
        check_files,
        "Menyebut berkas yang tidak dirujuk satu entri pun dan berkas yang hilang. Status 1 bila ada.",
    )
    takes_json(check)
    clear = command(
        inner,
        "clear",
        clear_files,
        "Menyingkirkan berkas yang tidak dirujuk dan lebih tua dari satu jam ke folder “cleared-files”.",
    )
    clear.add_argument("--yes", action="store_true", help="tanpa bertanya")
    examine = command(
        inner,
        "examine",
        examine_files,
        "Mencatat rupa, kata-kata dan tanggal foto berkas lama, supaya Pemeriksaan menemukan bukti yang mirip.",
    )
    examine.add_argument(
        "--most", type=int, default=1000, metavar="BERKAS", help="paling banyak sekali jalan (bawaan 1000)"
    )


def check_files(args: Namespace) -> int:
    start_database()
    from takar.config.safekeeping.evidence_files import compare

    found = compare()
    if args.json:
        print_json(
            {
                "unnamed": found.unnamed,
                "unnamed_bytes": found.bytes_unnamed,
                "young": found.young,
                "missing": found.missing,
                "wrong_size": found.wrong_size,
            }
        )
    else:
        say(*(f"Hilang: {name}" for name in found.missing))
        say(*(f"Ukurannya berbeda: {name}" for name in found.wrong_size))
        say(*(f"Tidak dirujuk: {name}" for name in found.unnamed))
        say(
            f"{format_number(len(found.missing))} hilang, {format_number(len(found.wrong_size))} berbeda ukuran, "
            f"{format_number(len(found.unnamed))} tidak dirujuk ({_megabytes(found.bytes_unnamed)}), "
            f"{format_number(found.young)} masih baru."
        )
    return 1 if found.missing or found.wrong_size or found.unnamed else 0


def examine_files(args: Namespace) -> None:
    start_database()
    from takar.ledger.likeness import examine_old
    from takar.ledger.models import EvidenceFile

    if args.most < 1:
        raise BadInput("Tulis banyaknya berkas, paling sedikit 1.")
    looked_at = examine_old(args.most)
    left = EvidenceFile.objects.filter(examined=False).count()
    say(f"{format_number(looked_at)} berkas dibaca, {format_number(left)} masih menunggu.")


def clear_files(args: Namespace) -> None:
    start_database()
    from takar.config.safekeeping.evidence_files import clear, compare

    found = compare()
    if not found.unnamed:
        say("Tidak ada berkas yang perlu disingkirkan.")
        return
    say(f"{format_number(len(found.unnamed))} berkas tidak dirujuk, {_megabytes(found.bytes_unnamed)}.")
    if not args.yes and not _agreed():
        raise BadInput("Tidak ada yang disingkirkan. Ulangi dengan --yes.")
    place, moved = clear(found.unnamed)
    say(f"{format_number(moved)} berkas disingkirkan ke {place}. Hapus folder itu bila tidak diperlukan.")


def _agreed() -> bool:
    if not sys.stdin.isatty():
        return False
    return input("Singkirkan? Tulis ya: ").strip().lower() == "ya"


def _megabytes(size: int) -> str:
    return f"{format_number(size / 1_000_000, places=1)} MB"
