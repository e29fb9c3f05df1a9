"""One achievement worked out from a target and a realisation; opens no database unless an office is named."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from takar.agreements.achievement import Formula, Rule, Target, read_number, shipped_rule, way_words
from takar.config.cli.arguments import Commands, command, takes_json, takes_office
from takar.config.cli.output import print_json, say
from takar.config.cli.ready import office_named, start_database, system_of
from takar.kernel.errors import BadInput
from takar.kernel.formatting import format_percent, json_number
from takar.measurement.language.measure import Polarity


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "achievement",
        show,
        "Menghitung capaian dan kelasnya dari target dan realisasi. Tidak menyimpan.",
    )
    parser.add_argument("--target", required=True, metavar="T", help="target: 60, atau rentang 7..8")
    parser.add_argument("--realisation", required=True, metavar="R", help="realisasi: 48 atau 6.5")
    parser.add_argument(
        "--polarity",
        required=True,
        choices=[word.value for word in Polarity],
        help="higher bila makin tinggi makin baik, lower bila makin rendah makin baik",
    )
    parser.add_argument(
        "--formula",
        choices=[word.value for word in Formula],
        default=Formula.STANDARD.value,
        help="bila makin rendah makin baik: standard (2T-R)/T atau ratio T/R",
    )
    parser.add_argument(
        "--cap", metavar="PERSEN", help="batas tertinggi capaian; persentase aslinya ditulis sebagai raw"
    )
    takes_office(parser, required=False)
    takes_json(parser)


def show(args: Namespace) -> None:
    target = Target.parse(args.target, read_number)
    realisation = read_number(args.realisation)
    cap = None if args.cap is None else read_number(args.cap)
    if cap is not None and cap <= 0:
        raise BadInput("Batas tertinggi capaian harus lebih dari nol.")
    rule = _rule(args.office)
    if cap is not None:
        rule = Rule(rule.classes, cap)
    found = rule.judge(target, realisation, polarity=args.polarity, formula=args.formula)
    limited = rule.cap is not None
    if args.json:
        document = {
            "percent": json_number(found.capped if limited else found.raw),
            "class": found.grade.code if found.grade else None,
        }
        print_json({**document, "raw": json_number(found.raw)} if limited else document)
    elif found.raw is None or found.grade is None:
        say("Tidak ada persentase yang masuk akal untuk target dan realisasi ini.")
    else:
        shown = found.capped if found.capped is not None else found.raw
        before = f" (sebelum dibatasi {format_percent(found.raw)})" if found.is_capped else ""
        say(f"Capaian {format_percent(shown)}{before}, {found.grade.code} ({found.grade.label}).")
        way = way_words(target, realisation, polarity=args.polarity, formula=args.formula)
        say(f"Dihitung {way}.")


def _rule(office: str | None) -> Rule:
    """The office's own rule, where one is named; else the one that ships with Takar."""
    if office is None:
        # Read without Django, so the machine's own day: bounds change by decision, not overnight.
        return shipped_rule(date.today())  # noqa: DTZ011
    start_database()
    from takar.agreements.selectors import rule_in_force
    from takar.kernel import clock

    return rule_in_force(system_of(office_named(office)), year=clock.today().year)
