"""Working days of an office: weekdays, less national holidays, less what the office itself notes.

National holidays come from the ``holidays`` library (Indonesia). Cuti bersama and local days are set
by decree each year, so the office keeps them as rows; a row may also make a day a working day.
Perpres 21/2023: five working days a week; an office with six keeps its own rows for Saturdays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import holidays

from takar.kernel.period import Period
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
        own = self._own.get(day)
        if own is not None:
            return own == CalendarDay.Kind.WORKING
        return day.weekday() < SATURDAY and day not in national_holidays(day.year)

    def working_days(self) -> Iterator[date]:
        day = self.period.start
        while day < self.period.end:
            if self.is_working(day):
                yield day
            day += timedelta(days=1)


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
