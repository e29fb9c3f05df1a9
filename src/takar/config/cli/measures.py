"""The numbers, and the entries behind one number."""

from __future__ import annotations

from argparse import Namespace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from takar.config.cli.arguments import Commands, command, takes_json, takes_office, takes_year
from takar.config.cli.output import print_json, print_table, say, shortened
from takar.config.cli.ready import office_named, start_database, system_of
from takar.kernel.errors import BadInput
from takar.kernel.formatting import format_date, format_number, format_percent
from takar.kernel.period import Period
from takar.kernel.spans import check_year

if TYPE_CHECKING:
    from takar.agreements.models import AgreedTarget
    from takar.measurement.models import FrozenValue
    from takar.measurement.selectors import Realisation
    from takar.organisation.actor import Actor


def register(commands: Commands) -> None:
    measure = command(
        commands, "measure", show_measures, "Semua indikator dengan realisasi, target dan persentasenya."
    )
    takes_office(measure)
    takes_year(measure)
    measure.add_argument(
        "--period",
        metavar="PERIODE",
        help="jumlahkan bagian tahun saja: 2025-Q3, 2025-S1 atau 2025-03; target tetap target setahun",
    )
    takes_json(measure)
    entries = command(commands, "entries", show_entries, "Entri di balik satu angka.")
    takes_office(entries)
    entries.add_argument("--indicator", required=True, type=int, metavar="NOMOR", help="nomor indikator")
    takes_year(entries)
    takes_json(entries)


def show_measures(args: Namespace) -> None:
    start_database()
    year = check_year(args.year)
    period = Period.parse(args.period) if args.period else Period.of_year(year)
    if period.start.year != year:
        raise BadInput(f"Periode {args.period} tidak di dalam tahun {year}.")
    from takar.agreements.progress import Progress
    from takar.measurement.selectors import realisations

    office = office_named(args.office)
    actor = system_of(office)
    found = realisations(actor, year=year, both=args.json)
    if not found:
        raise BadInput(f"{office} belum memberlakukan keputusan indikator kinerja.")
    # Where an indicator stands is a question about the year, as its pages answer it.
    is_year = period == Period.of_year(year)
    rows = _rows(actor, found, year, period, is_year=is_year)
    if args.json:
        document: dict[str, Any] = {"office": office.code, "year": year}
        if args.period:
            document["period"] = args.period.upper()
        print_json({**document, "indicators": rows})
        return
    say(f"{office}, {period.describe()}", "")
    print_table(
        ("No.", "Jabatan", "Indikator", "Realisasi", "Target", "%", *(("Keadaan",) if is_year else ())),
        [
            (
                str(row["no"]),
                shortened(row["position"], 32),
                shortened(row["name"], 60),
                "belum diukur" if row["total"] is None else format_number(row["total"]),
                row["target"] if isinstance(row["target"], str) else format_number(row["target"]),
                format_percent(row["percent"]),
                *([Progress(row["progress"]).label] if is_year else ()),
            )
            for row in rows
        ],
        right=(0, 3, 4, 5),
    )


def _rows(
    actor: Actor, found: list[Realisation], year: int, period: Period, *, is_year: bool
) -> list[dict[str, Any]]:
    from takar.agreements.progress import progress_of_year
    from takar.measurement.numbers.official import as_closed, sealed_numbers

    year_progress = progress_of_year(actor, found, year=year)
    sealed = sealed_numbers(actor, period)
    rows = []
    for item in found:
        line = year_progress.targets.get(item.indicator.pk)
        total = item.total_in(period)
        rows.append(
            {
                "no": item.indicator.no,
                "position": item.indicator.position.title,
                "name": item.indicator.name,
                "aggregate": item.measure.aggregate.code if item.measure else None,
                "state": item.state.value,
                "months": [_number(count) for count in item.months],
                "total": _number(total),
                "unit": item.unit,
                "target": _promised(line),
                "percent": _number(year_progress.judge.of(item.indicator.pk, total, line).raw, places=2),
                "progress": year_progress.of(as_closed(item, sealed.get(item.indicator.pk))).progress.value
                if is_year
                else None,
                **_other_reading(item, period),
                **_closed(sealed.get(item.indicator.pk)),
            }
        )
    return rows


def _promised(line: AgreedTarget | None) -> int | float | str | None:
    """A number; a range as `takar achievement` takes it, ``7..8``."""
    if line is None or line.target is None:
        return None
    if line.target_to is None:
        return _number(line.target)
    return f"{_number(line.target)}..{_number(line.target_to)}"


def _other_reading(item: Realisation, period: Period) -> dict[str, Any]:
    """What the other words of the decree would count, beside the number; nothing where they say the same."""
    if item.measure is None or item.measure.other is None:
        return {}
    return {
        "reading": item.measure.said,
        "other_reading": {"said": item.measure.other.said, "total": _number(item.beside_in(period))},
    }


def _closed(frozen: FrozenValue | None) -> dict[str, Any]:
    """What was sealed, beside what the books say; nothing where the period is not closed."""
    if frozen is None:
        return {}
    from django.utils import timezone

    from takar.measurement.models import PeriodClosing
    from takar.measurement.numbers.official import number_of

    return {
        "closed": {
            "value": _number(number_of(frozen)),
            "at": timezone.localtime(frozen.act.made_at).isoformat(timespec="seconds"),
            "restated": frozen.act.kind == PeriodClosing.Kind.RESTATEMENT,
        }
    }


def _number(value: int | Decimal | None, places: int | None = None) -> int | float | None:
    """A JSON number: whole where it is whole."""
    if value is None or isinstance(value, int):
        return value
    shown = value if places is None else value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return int(shown) if shown == shown.to_integral_value() else float(shown)


def show_entries(args: Namespace) -> None:
    start_database()
    year = check_year(args.year)
    from django.db.models import Count, Q

    from takar.catalogue.selectors import active_indicators
    from takar.ledger.books import book_named
    from takar.measurement.engine import facts
    from takar.measurement.selectors import realisation_of

    office = office_named(args.office)
    actor = system_of(office)
    indicator = active_indicators(actor).filter(no=args.indicator).first()
    if indicator is None:
        raise BadInput(f"Keputusan yang berlaku di {office} tidak memuat indikator nomor {args.indicator}.")
    realisation = realisation_of(actor, indicator, year=year)
    # Not the length of the list: where subjects are counted, two entries may be about one of them.
    total = realisation.total
    rows: list[dict[str, Any]] = []
    if total is not None and realisation.measure is not None:
        counted = (
            facts.entries(realisation.measure, office_id=office.pk, period=Period.of_year(year))
            .select_related("entry")
            .annotate(evidence_count=Count("entry__evidence", filter=Q(entry__evidence__withdrawn_at=None)))
            .order_by("on", "book", "entry__number", "entry_id")
        )
        rows = [
            {
                "id": row.entry_id,
                "book": row.book,
                "number": row.entry.number_label or None,
                # The day that put it into the year: the milestone's, not the entry's own.
                "date": row.on.isoformat(),
                "title": row.entry.title,
                "evidence": row.evidence_count,
            }
            for row in counted
        ]
    if args.json:
        print_json({"indicator": args.indicator, "total": total, "entries": rows})
        return
    say(f"{indicator.no}. {indicator.name} ({indicator.position}), tahun {year}")
    if total is None:
        say(f"Belum diukur. {realisation.why_not}")
        return
    say(f"Realisasi {format_number(total)} dari {format_number(len(rows))} entri.", "")
    if rows:
        from datetime import date

        print_table(
            ("Tanggal", "Buku", "Nomor", "Uraian", "Bukti"),
            [
                (
                    format_date(date.fromisoformat(row["date"])),
                    book_named(row["book"]).label,
                    row["number"] or "–",
                    shortened(row["title"], 70),
                    str(row["evidence"]),
                )
                for row in rows
            ],
            right=(4,),
        )
