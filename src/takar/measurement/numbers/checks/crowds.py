"""Last weeks that are far above the pace of the other days, and sources that fell silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from takar.kernel.formatting import MONTHS, format_date, format_number
from takar.kernel.period import Period, month_key
from takar.ledger.models import EffectiveMilestone
from takar.measurement.models import CheckRule
from takar.measurement.numbers.checks.findings import Finding, Kind
from takar.measurement.numbers.checks.rows import Look, Row, label, share_of
from takar.organisation.calendar import WorkingCalendar

WEEK = 5
"""Working days of the last week (Perpres 21/2023)."""
SHORTEST = 3 * WEEK
"""Working days a period needs before its last week can be compared with the others."""
RHYTHM_DAYS = 6
"""A rhythm needs entries on six different days within the year before (a half-yearly report has none)."""


@dataclass(frozen=True)
class _Week:
    begin: date
    end: date
    """The first day of the next month."""

    def holds(self, day: date) -> bool:
        return self.begin <= day < self.end


def jumps(look: Look) -> Iterator[Finding]:
    """The last working week of each month of the period, so of its quarters and of the year as well: crowded
    with entries dated in it, or recorded in it for earlier days.

    The pace is that of the days outside all these weeks: a crowd must not raise what it is compared with.
    """
    weeks = _last_weeks(look)
    if not weeks:
        return
    past = [day for day in look.working_days if day <= look.today]
    usual_days = sum(not any(week.holds(day) for week in weeks) for day in past)
    for book, own in look.by_book:
        others = sum(not any(week.holds(row.on) for week in weeks) for row in own)
        pace = others * WEEK / max(usual_days, 1)
        bounds = look.bounds
        least = max(bounds[CheckRule.Code.CROWD_LEAST], bounds[CheckRule.Code.CROWD] * pace)
        said = f"menurut laju hari lain sekitar {format_number(round(pace) or 1)}"
        dated = _crowds(own, weeks, least, lambda row, week: week.holds(row.on))
        if dated:
            rows = [row for found in dated.values() for row in found]
            sentence = f"{share_of(rows, own)} entri {label(book)} bertanggal pada {_when(dated)}; {said}."
            yield look.finding(Kind.JUMP, book, sentence, rows)
        recorded = _crowds(
            own, weeks, least, lambda row, week: row.on < week.begin and week.holds(row.recorded)
        )
        if recorded:
            rows = [row for found in recorded.values() for row in found]
            sentence = (
                f"{share_of(rows, own)} entri {label(book)} bertanggal lebih awal tetapi baru dicatat pada "
                f"{_when(recorded)}; {said}."
            )
            yield look.finding(Kind.JUMP_RECORDED, book, sentence, rows)


def _last_weeks(look: Look) -> list[_Week]:
    """Of the months of the period whose last week has begun."""
    by_month: dict[int, list[date]] = defaultdict(list)
    for day in look.working_days:
        by_month[month_key(day)].append(day)
    if len(look.working_days) < SHORTEST:
        return []
    return [
        _Week(days[-WEEK], Period.of_month(days[-1].year, days[-1].month).end)
        for days in by_month.values()
        if len(days) >= WEEK and days[-WEEK] <= look.today
    ]


def _crowds(
    own: Sequence[Row], weeks: Sequence[_Week], least: float, belongs: Callable[[Row, _Week], bool]
) -> dict[_Week, list[Row]]:
    found = {week: [row for row in own if belongs(row, week)] for week in weeks}
    return {week: rows for week, rows in found.items() if len(rows) >= least}


def _when(found: dict[_Week, list[Row]]) -> str:
    weeks = list(found)
    if len(weeks) == 1:
        (week,) = weeks
        last = week.end - timedelta(days=1)
        return f"minggu kerja terakhir ({format_date(week.begin)} s.d. {format_date(last)})"
    months = ", ".join(f"{MONTHS[week.begin.month - 1]} {week.begin.year}" for week in weeks)
    return f"minggu kerja terakhir {len(weeks)} bulan ({months})"


def silent(look: Look) -> Iterator[Finding]:
    """Books with a rhythm that fell silent, counted in working days of the office's own calendar."""
    horizon = min(look.period.last_day, look.today)
    window = Period(horizon - timedelta(days=365), horizon + timedelta(days=1))
    days: dict[str, list[date]] = defaultdict(list)
    for book, on in (
        EffectiveMilestone.objects.filter(
            look.sources.condition(), office_id=look.office_id, on__gte=window.start, on__lt=window.end
        )
        .values_list("book", "on")
        .distinct()
    ):
        days[book].append(on)
    calendar = list(WorkingCalendar(look.office_id, window).working_days())
    least, times = look.bounds[CheckRule.Code.SILENT], look.bounds[CheckRule.Code.SILENT_TIMES]
    for book, seen in sorted(days.items()):
        if len(seen) < RHYTHM_DAYS:
            continue
        first, last = min(seen), max(seen)
        quiet = sum(day > last for day in calendar)
        gap = sum(first < day <= last for day in calendar) / (len(seen) - 1)
        if quiet >= least and quiet > times * gap:
            often = "tiap hari kerja" if round(gap) <= 1 else f"tiap {round(gap)} hari kerja"
            yield Finding(
                Kind.SILENT,
                book,
                f"{label(book)} terakhir terisi untuk {format_date(last)}; sesudah itu {quiet} hari kerja "
                f"tanpa satu pun, padahal sebelumnya rata-rata {often}.",
                look.sources.of_book(book),
                book=book,
            )
