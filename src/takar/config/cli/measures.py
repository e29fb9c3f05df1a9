"""The numbers, and the entries behind one number."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from takar.config.cli.arguments import Commands, command, takes_json, takes_office, takes_year
from takar.config.cli.output import print_json, print_table, say, shortened
from takar.config.cli.ready import office_named, start_database, system_of
from takar.kernel.errors import BadInput
from takar.kernel.formatting import format_date, format_number, format_percent, json_number
from takar.kernel.period import Period
from takar.kernel.spans import check_year

if TYPE_CHECKING:
    from takar.agreements.models import AgreedTarget
    from takar.agreements.official import OfficialNumber
    from takar.measurement.numbers.entries import CountedEntry
    from takar.measurement.numbers.official import OfficialValue


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
    entries.add_argument(
        "--period", metavar="PERIODE", help="bagian tahun saja: 2025-Q3, 2025-S1 atau 2025-03"
    )
    takes_json(entries)


def show_measures(args: Namespace) -> None:
    start_database()
    period = _period(args)
    from takar.agreements.official import official_numbers

    office = office_named(args.office)
    found = official_numbers(system_of(office), period=period, both=args.json)
    if not found:
        raise BadInput(f"{office} belum memberlakukan keputusan indikator kinerja.")
    if args.json:
        document: dict[str, Any] = {"office": office.code, "year": period.start.year}
        if args.period:
            document["period"] = args.period.upper()
        print_json({**document, "indicators": [_as_json(number) for number in found]})
        return
    # Where an indicator stands is a question about the year, as its pages answer it.
    is_year = all(number.progress is not None for number in found)
    say(f"{office}, {period.describe()}", "")
    rows = [_row(number, is_year=is_year) for number in found]
    heads = ("No.", "Jabatan", "Indikator", "Realisasi", "Target", "%", *(("Keadaan",) if is_year else ()))
    if any(row[-1] for row in rows):
        print_table((*heads, "Penutupan"), rows, right=(0, 3, 4, 5))
    else:
        print_table(heads, [row[:-1] for row in rows], right=(0, 3, 4, 5))


def _period(args: Namespace) -> Period:
    year = check_year(args.year)
    period = Period.parse(args.period) if args.period else Period.of_year(year)
    if period.start.year != year:
        raise BadInput(f"Periode {args.period} tidak di dalam tahun {year}.")
    return period


def _row(number: OfficialNumber, *, is_year: bool) -> tuple[str, ...]:
    from takar.measurement.numbers.remarks import remarks
    from takar.measurement.numbers.seals import said

    promised = _promised(number.target)
    return (
        str(number.indicator.no),
        shortened(number.indicator.position.title, 32),
        shortened(number.indicator.name, 60),
        said(number.value),
        promised if isinstance(promised, str) else format_number(promised),
        format_percent(number.percent),
        *([number.progress.label if number.progress else ""] if is_year else ()),
        "; ".join(remarks(number.official.figure)),
    )


def _as_json(number: OfficialNumber) -> dict[str, Any]:
    official = number.official
    return {
        "no": number.indicator.no,
        "position": number.indicator.position.title,
        "name": number.indicator.name,
        "aggregate": official.measure.aggregate.code if official.measure else None,
        "state": official.state.value,
        "months": [json_number(month.value) for month in official.over(official.year).months],
        "total": json_number(number.value),
        "unit": official.unit,
        "target": _promised(number.target),
        "percent": json_number(number.percent),
        "progress": number.progress.value if number.progress else None,
        **_other_reading(official),
        **_beside(official),
    }


def _promised(line: AgreedTarget | None) -> int | float | str | None:
    """A number; a range as `takar achievement` takes it, ``7..8``."""
    if line is None or line.target is None:
        return None
    if line.target_to is None:
        return json_number(line.target)
    return f"{json_number(line.target)}..{json_number(line.target_to)}"


def _other_reading(official: OfficialValue) -> dict[str, Any]:
    """What the other words of the decree would count, beside the number; nothing where they say the same."""
    measure = official.measure
    if measure is None or measure.other is None:
        return {}
    beside = official.realised.beside_in(official.period)
    return {
        "reading": measure.said,
        "other_reading": {"said": measure.other.said, "total": json_number(beside)},
    }


def _beside(official: OfficialValue) -> dict[str, Any]:
    """How the number stands to the closings; nothing where neither it nor a part of it is closed."""
    found: dict[str, Any] = {}
    if seal := official.seal:
        from django.utils import timezone

        from takar.measurement.numbers.official import Status

        found["closed"] = {
            "value": json_number(official.value),
            "at": timezone.localtime(seal.act.made_at).isoformat(timespec="seconds"),
            "restated": official.status is Status.RESTATED,
        }
        if not official.figure.has_own_seal:
            found["closed"]["with"] = seal.period.code
    if official.is_drifted:
        found["books"] = json_number(official.books)
    if official.figure.closed_parts:
        found["after_closing"] = json_number(official.after_closing)
    if found and official.parts_note:
        found["parts_note"] = official.parts_note
    return found


def show_entries(args: Namespace) -> None:
    start_database()
    period = _period(args)
    from takar.catalogue.selectors import active_indicators
    from takar.measurement.numbers.entries import Mark, official_entries
    from takar.measurement.numbers.official import official_value
    from takar.measurement.numbers.remarks import remarks
    from takar.measurement.numbers.seals import said

    office = office_named(args.office)
    actor = system_of(office)
    indicator = active_indicators(actor).filter(no=args.indicator).first()
    if indicator is None:
        raise BadInput(f"Keputusan yang berlaku di {office} tidak memuat indikator nomor {args.indicator}.")
    official = official_value(actor, indicator, period=period)
    # Not the length of the list: where subjects are counted, two entries may be about one of them.
    total = official.value
    rows: list[dict[str, Any]] = []
    behind = official_entries(actor, official)
    if total is not None or behind.summary:
        rows = _entry_rows(behind.entries)
    if args.json:
        document: dict[str, Any] = {"indicator": args.indicator, "total": json_number(total)}
        if args.period:
            document["period"] = args.period.upper()
        print_json({**document, **_beside(official), "entries": rows})
        return
    say(f"{indicator.no}. {indicator.name} ({indicator.position}), {period.describe()}")
    if total is None and not rows:
        say(f"Belum diukur. {official.why_not}".rstrip())
        return
    # What came after the closing stands in the list, and not in the number.
    late = behind.sizes[Mark.CAME] if official.status.is_closed else 0
    say(f"Realisasi {said(total)} dari {format_number(len(rows) - late)} entri.")
    for sentence in (*remarks(official.figure), behind.summary):
        if sentence:
            say(f"{sentence[:1].upper()}{sentence[1:]}.")
    say("")
    if rows:
        _print_entries(rows)


def _entry_rows(behind: Sequence[CountedEntry]) -> list[dict[str, Any]]:
    from django.db.models import Count, Q

    from takar.ledger.models import Entry

    standing = Count("evidence", filter=Q(evidence__withdrawn_at=None))
    entries = Entry.objects.annotate(evidence_count=standing).in_bulk([counted.entry for counted in behind])
    return [
        {
            "id": counted.entry,
            "book": entry.book,
            "number": entry.number_label or None,
            # The day that put it into the number: the milestone's, not the entry's own.
            "date": counted.on.isoformat(),
            "title": entry.title,
            "evidence": entry.evidence_count,
            **({"mark": counted.mark.value} if counted.mark else {}),
        }
        for counted in behind
        if (entry := entries[counted.entry])
    ]


def _print_entries(rows: Sequence[dict[str, Any]]) -> None:
    from datetime import date

    from takar.ledger.books import book_named
    from takar.measurement.numbers.entries import Mark

    marked = any("mark" in row for row in rows)
    print_table(
        ("Tanggal", "Buku", "Nomor", "Uraian", "Bukti", *(("Penutupan",) if marked else ())),
        [
            (
                format_date(date.fromisoformat(row["date"])),
                book_named(row["book"]).label,
                row["number"] or "–",
                shortened(row["title"], 70),
                str(row["evidence"]),
                *([Mark(row.get("mark", "")).label] if marked else ()),
            )
            for row in rows
        ],
        right=(4,),
    )
