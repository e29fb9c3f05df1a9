"""The satisfaction survey (SKM) from a file of raw answers; opens no database."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

from takar.config.cli.arguments import Commands, command, takes_json
from takar.config.cli.output import print_json, print_table, say
from takar.kernel.errors import BadInput
from takar.kernel.formatting import format_number
from takar.kernel.quarantine.limits import LARGEST_FILE
from takar.registers.survey.calculation import skm
from takar.registers.survey.calculation.answer_files import read_answers


def register(commands: Commands) -> None:
    inner = commands.add_parser("survey", help="menghitung survei kepuasan masyarakat (SKM)")
    compute = command(
        inner.add_commands("pekerjaan"),
        "compute",
        compute_file,
        "Menghitung IKM dari jawaban mentah; satu baris satu responden. Tidak menyimpan.",
    )
    compute.add_argument(
        "file",
        metavar="BERKAS",
        type=Path,
        help="CSV berkolom kesembilan unsur (nama atau U1 sampai U9); jawaban 1 sampai 4, kosong bila tidak ada",
    )
    compute.add_argument(
        "--population", type=int, metavar="ORANG", help="jumlah pengguna layanan, untuk jumlah sampel minimal"
    )
    compute.add_argument(
        "--order",
        metavar="KUNCI,…",
        help="arti U1 sampai U9 bila berkas memakai urutan lain dari PermenPANRB 14/2017",
    )
    takes_json(compute)


def compute_file(args: Namespace) -> None:
    try:
        if args.file.stat().st_size > LARGEST_FILE:
            raise BadInput(f"Berkas {args.file} lebih besar dari 32 MB; ini bukan jawaban survei.")
        content = args.file.read_bytes()
    except OSError as error:
        raise BadInput(f"Berkas {args.file} tidak dapat dibuka: {error.strerror}.") from error
    order = [key.strip() for key in args.order.split(",")] if args.order else skm.REGULATION_ORDER
    rows = read_answers(content, order=order)
    # Read without Django, so the machine's own day: bounds change by regulation, not overnight.
    bounds = skm.bounds_on(date.today())  # noqa: DTZ011
    result = skm.compute(rows, bounds=bounds, population=args.population)
    if args.json:
        print_json(skm.to_dict(result))
    else:
        describe(result)


def describe(result: skm.Result) -> None:
    print_table(
        ("Unsur", "Nilai rata-rata", "IKM unsur", "Mutu"),
        [
            (
                element.name,
                format_number(element.average, places=3),
                format_number(element.index, places=2),
                element.grade or "–",
            )
            for element in result.elements
        ],
        right=(1, 2),
    )
    say("", f"Responden: {format_number(result.n)}")
    if result.sample_needed is not None:
        enough = "cukup" if result.n >= result.sample_needed else "belum cukup"
        say(
            f"Sampel minimal menurut Krejcie-Morgan: {format_number(result.sample_needed)} dari "
            f"{format_number(result.population)} pengguna layanan ({enough})."
        )
    if result.index is None:
        say("IKM belum dapat dihitung: ada unsur yang tidak dijawab seorang pun.")
    else:
        say(f"IKM {format_number(result.index, places=2)}, mutu {result.grade} ({result.label}).")
