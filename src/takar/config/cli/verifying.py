"""Does a number on a paper still hold? By its code, or from a saved passport without any database."""

from __future__ import annotations

import re
from argparse import Namespace
from decimal import Decimal
from pathlib import Path
from typing import Any

from takar.config.cli.arguments import Commands, command, takes_json
from takar.config.cli.output import moment_words, print_json, print_table, say
from takar.config.cli.ready import start_database, start_django
from takar.config.cli.texts import text_of
from takar.kernel.formatting import format_number
from takar.kernel.period import Period


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "verify",
        verify,
        "Memeriksa paspor angka: kode dari kertas, atau berkas paspor tanpa basis data. Status 1 bila angkanya "
        "tidak lagi resmi.",
    )
    parser.add_argument(
        "passport", metavar="KODE|BERKAS", help="kode di kaki kertas, atau berkas paspor .json"
    )
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="KUNCI",
        help="kunci publik kantor yang dipercaya untuk berkas; boleh berulang",
    )
    takes_json(parser)


def verify(args: Namespace) -> int:
    is_file = Path(args.passport).exists() or re.search(r"[/.]|^-$", args.passport)
    return _verify_file(args) if is_file else _verify_code(args)


def _verify_code(args: Namespace) -> int:
    start_database()
    from takar.measurement.numbers import passports

    checked = passports.check(passports.find(args.passport))
    content = checked.passport.content
    if args.json:
        print_json(
            {
                "code": str(checked.passport),
                "office": content["office"]["code"],
                "period": content["period"],
                "holds": checked.holds,
                "changed": checked.is_changed,
                "numbers": [
                    {
                        "no": row["no"],
                        "indicator": row["indicator"],
                        "value": row["value"],
                        "status": row["status"],
                        "fate": str(answer.fate),
                        "now": None if answer.now == "–" else answer.now,
                        "holds": answer.holds,
                    }
                    for row, answer in zip(content["numbers"], checked.answers, strict=True)
                ],
            }
        )
    else:
        say(f"{checked.passport}: {content['office']['name']}, {checked.period.describe()}")
        if checked.is_changed:
            say("Isi paspor ini tidak sama dengan yang disegel. Laporkan ini.")
        rows = [
            (str(answer.no), f"{answer.value} {answer.unit}".strip(), answer.words)
            for answer in checked.answers
        ]
        print_table(("No", "Angka", "Keadaan"), rows)
    return 0 if checked.holds else 1


def _verify_file(args: Namespace) -> int:
    start_django()
    from takar.kernel import log_keys, passports
    from takar.kernel.notes import VerifierKey

    text = text_of(args.passport)
    trusted = [VerifierKey.parse(key) for key in args.key]
    own = log_keys.keys()
    if own is not None:
        trusted += [key for origin in passports.origins_in(text) for key in own.known_as(origin)]
    try:
        proven = passports.read(text, trusted)
    except passports.Unproven as error:
        if args.json:
            print_json({"proven": False, "reason": error.message})
        else:
            say(error.message)
        return 1
    if args.json:
        print_json(
            {
                "proven": True,
                "code": passports.printed(proven.code),
                "place": proven.place,
                "sealed_at": proven.sealed_at,
                "origin": proven.point.origin,
                "size": proven.point.size,
                "key": str(proven.signer),
                "content": proven.content,
            }
        )
        return 0
    _say_proven(proven.content)
    say(
        f"Terbukti: langkah {format_number(proven.place)} dari {format_number(proven.point.size)} langkah "
        f"{proven.point.origin}, disegel {moment_words(proven.sealed_at)}."
    )
    return 0


def _number(row: dict[str, Any]) -> str:
    return (
        "belum diukur"
        if row["value"] is None
        else f"{format_number(Decimal(row['value']))} {row['unit']}".strip()
    )


def _say_proven(content: dict[str, Any]) -> None:
    from takar.measurement.numbers.official import Status

    office, period = content["office"], Period.parse(content["period"])
    say(f"{office['name']} ({office['code']}), {period.describe()}")
    rows = [
        (
            str(row["no"]),
            _number(row),
            Status(row["status"]).words,
            row["indicator"],
        )
        for row in content["numbers"]
    ]
    print_table(("No", "Angka", "Keadaan", "Indikator"), rows)
