"""Working days of an office: weekdays, less national holidays, less what the office itself notes.

National holidays come from the ``holidays`` library (Indonesia). Cuti bersama and local days are set
by decree each year, so the office keeps them as rows; a row may also make a day a working day.
Perpres 21/2023: five working days a week; an office with six keeps its own rows for Saturdays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, cached_property
from itertools import accumulate

import holidays

from takar.kernel.period import Period
from takar.kernel.spans import in_reach
from takar.organisation.models import CalendarDay

SATURDAY = 5


@cache
def national_holidays(year: int) -> dict[date, str]:
    """Day -> name, in Indonesian."""
    return dict(holidays.country_holidays("ID", years=year, language="id").items())


class WorkingCalendar:
    """The calendar of one office over a period; asks the database once."""

    def __init__(self, office_id: int, period: Period) -> None:
        self.period = period
        rows = CalendarDay.objects.filter(office_id=office_id, day__gte=period.start, day__lt=period.end)
        self._own = {row.day: row.kind for row in rows}

    def is_working(self, day: date) -> bool:
        return _is_working(day, self._own)

    def working_days(self) -> Iterator[date]:
        day = self.period.start
        while day < self.period.end:
            if self.is_working(day):
                yield day
            day += timedelta(days=1)


def _is_working(day: date, own: Mapping[date, str]) -> bool:
    """``own``: the days on which the office differs from weekdays and national holidays."""
    if day in own:
        return own[day] == CalendarDay.Kind.WORKING
    return day.weekday() < SATURDAY and day not in national_holidays(day.year)


class WorkingDays:
    """Working days between any two days, in the calendars of several offices. One query, when first asked."""

    def __init__(self, office_ids: Sequence[int]) -> None:
        self._office_ids = office_ids
        self._passed: dict[tuple[int, int], list[int]] = {}

    @cached_property
    def _own(self) -> Mapping[int, Mapping[date, str]]:
        found: dict[int, dict[date, str]] = {office: {} for office in self._office_ids}
        for row in CalendarDay.objects.filter(office_id__in=self._office_ids):
            found[row.office_id][row.day] = row.kind
        return found

    def between(self, office_id: int, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; none where the end is not later."""
        start, end = in_reach(start), in_reach(end)
        if end <= start:
            return 0
        years = range(start.year, end.year)
        whole = sum(self._of_year(office_id, year)[-1] for year in years)
        return whole + self._until(office_id, end) - self._until(office_id, start)

    def _until(self, office_id: int, day: date) -> int:
        return self._of_year(office_id, day.year)[day.timetuple().tm_yday]

    def _of_year(self, office_id: int, year: int) -> list[int]:
        """How many have passed at the end of each day of a year, from the day before the first."""
        if (office_id, year) not in self._passed:
            first, own = date(year, 1, 1), self._own[office_id]
            days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
            passed = list(accumulate((int(_is_working(day, own)) for day in days), initial=0))
            self._passed[office_id, year] = passed
        return self._passed[office_id, year]


@dataclass(frozen=True)
class WorkingTime:
    """The working days of a year by month: all of them, and those that have passed."""

    year: int
    days: tuple[int, ...]
    passed: tuple[int, ...]
    """Up to and including the day asked for."""

    @property
    def share(self) -> Fraction:
        """How much of the year's working time has passed, 0 to 1."""
        return Fraction(sum(self.passed), sum(self.days) or 1)

    @property
    def percent(self) -> int:
        return round(self.share * 100)

    def share_of_month(self, month: int) -> Fraction:
        return Fraction(self.passed[month - 1], self.days[month - 1] or 1)


def working_time(office_id: int, year: int, on: date) -> WorkingTime:
    """The working time of a year up to a day. One query."""
    days, passed = [0] * 12, [0] * 12
    for day in WorkingCalendar(office_id, Period.of_year(year)).working_days():
        days[day.month - 1] += 1
        passed[day.month - 1] += day <= on
    return WorkingTime(year, tuple(days), tuple(passed))


def count_working_days(office_id: int, period: Period) -> int:
    return sum(1 for _ in WorkingCalendar(office_id, period).working_days())


def after_working_days(office_id: int, day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; the day itself when ``count`` is 0."""
    if count == 0:
        return day
    # Twice the days and a month more is ample for any run of holidays.
    calendar = WorkingCalendar(
        office_id, Period(day + timedelta(days=1), day + timedelta(days=31 + 2 * count))
    )
    for number, found in enumerate(calendar.working_days(), start=1):
        if number == count:
            return found
    raise LookupError(f"no {count} working days within {calendar.period.describe()}")
