"""Days that look arranged: recorded late, moved back, on days off, out of the order of the numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from takar.kernel.formatting import format_number
from takar.ledger.books import book_named
from takar.measurement.models import CheckRule
from takar.measurement.numbers.checks.findings import Finding, Kind
from takar.measurement.numbers.checks.rows import Look, Row, label, share_of


def late(look: Look) -> Iterator[Finding]:
    """Recorded long after their day. What a correction moved back is told by itself."""
    bound = look.bounds[CheckRule.Code.LATE]
    for book, own in look.by_book:
        rows = [row for row in own if _days_late(row) > bound]
        if rows:
            longest = max(map(_days_late, rows))
            sentence = (
                f"{share_of(rows, own)} entri {label(book)} dicatat lebih dari {bound} hari sesudah "
                f"tanggalnya; yang terlama {format_number(longest)} hari."
            )
            yield look.finding(Kind.LATE, book, sentence, rows)


def _days_late(row: Row) -> int:
    return 0 if row.moved_from is not None and row.moved_from > row.on else (row.recorded - row.on).days


def moved_back(look: Look) -> Iterator[Finding]:
    bound = look.bounds[CheckRule.Code.MOVED]
    for book, own in look.by_book:
        rows = [row for row in own if row.moved_from and (row.moved_from - row.on).days > bound]
        if rows:
            longest = max((row.moved_from - row.on).days for row in rows if row.moved_from)
            sentence = (
                f"Tanggal {share_of(rows, own).lower()} entri {label(book)} dimundurkan lewat perbaikan lebih dari "
                f"{bound} hari; yang terjauh {format_number(longest)} hari."
            )
            yield look.finding(Kind.MOVED_BACK, book, sentence, rows)


def days_off(look: Look) -> Iterator[Finding]:
    """On Sundays, Saturdays and holidays of the office's calendar, in books of the office desk."""
    for book, own in look.by_book:
        if book_named(book).any_day:
            continue
        rows = [row for row in own if not look.calendar.is_working(row.on)]
        if rows:
            sentence = f"{share_of(rows, own)} entri {label(book)} bertanggal pada hari libur kantor."
            yield look.finding(Kind.DAY_OFF, book, sentence, rows)


def out_of_order(look: Look) -> Iterator[Finding]:
    """Numbers whose day lies far before or after what the numbers around them say.

    The longest run of numbers whose days never step back is taken as it is (n log n); what stands outside
    of it by more than the bound is told, so one odd day accuses no neighbour.
    """
    bound = look.bounds[CheckRule.Code.ORDER]
    for book, own in look.by_book:
        if book_named(book).any_day:
            continue  # a plan gets its number long before its day
        series: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in own:
            if row.number is not None:
                series[row.series, row.dated.year].append(row)
        rows = [odd for numbered in series.values() for odd in _odd(numbered, bound)]
        if rows:
            sentence = (
                f"{share_of(rows, own)} entri {label(book)} bertanggal lebih dari {bound} hari di luar urutan "
                "nomornya."
            )
            yield look.finding(Kind.ORDER, book, sentence, rows)


def _odd(rows: Sequence[Row], bound: int) -> Iterator[Row]:
    ordered = sorted(rows, key=lambda row: row.number or 0)
    days = [row.dated.toordinal() for row in ordered]
    kept = _longest_rising(days)
    before, after = [0] * len(days), [0] * len(days)
    last = days[0] if days else 0
    for place, day in enumerate(days):
        last = day if place in kept else last
        before[place] = last
    last = days[-1] if days else 0
    for place in reversed(range(len(days))):
        last = days[place] if place in kept else last
        after[place] = last
    for place, row in enumerate(ordered):
        if place not in kept and not before[place] - bound <= days[place] <= after[place] + bound:
            yield row


def _longest_rising(days: Sequence[int]) -> set[int]:
    """Places of the longest run of days that never step back."""
    ends: list[int] = []  # the smallest last day of a run of each length
    places: list[int] = []
    came_from: list[int] = []
    for place, day in enumerate(days):
        length = bisect_right(ends, day)
        came_from.append(places[length - 1] if length else -1)
        if length == len(ends):
            ends.append(day)
            places.append(place)
        else:
            ends[length], places[length] = day, place
    found = set()
    place = places[-1] if places else -1
    while place >= 0:
        found.add(place)
        place = came_from[place]
    return found
