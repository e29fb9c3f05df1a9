"""Which days make sense, by what they mean. A mistyped year must not break other people's pages.

Every date column says which span it has (:class:`takar.kernel.columns.DayField`), so page, import,
command line and services refuse the same days with the same sentence. What was stored before these
limits stays stored: pages that walk over days or years first bring them into reach (:func:`in_reach`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from takar.kernel import clock
from takar.kernel.errors import BadInput, DomainError
from takar.kernel.formatting import format_date_long
from takar.kernel.months import add_years

REPUBLIC = date(1945, 1, 1)
"""No office of today has books from before the year the republic was proclaimed."""
LIVING_MEMORY = date(1900, 1, 1)
"""People born, land measured and houses built before the republic are still in today's books."""


@dataclass(frozen=True)
class Span:
    """From ``first`` to today, or to some years after today."""

    code: str
    first: date
    years_ahead: int

    @property
    def last(self) -> date:
        return add_years(clock.today(), self.years_ahead)

    def fault(self, day: date) -> str:
        """The sentence for a day outside; empty for a day inside."""
        if self.first <= day <= self.last:
            return ""
        if self.years_ahead:
            range_ = f"antara {format_date_long(self.first)} dan {format_date_long(self.last)}"
        else:
            range_ = f"antara {format_date_long(self.first)} dan hari ini"
        day_text = format_date_long(day)
        if day > self.last and not self.years_ahead:
            return f"Tanggal {day_text} belum tiba. Tulis tanggal {range_}."
        return f"Tanggal {day_text} tidak masuk akal. Periksa tahunnya; tulis tanggal {range_}."

    def refuse(self, day: date, *, field: str | None = None) -> None:
        """Raise :class:`DomainError` for a day outside."""
        if fault := self.fault(day):
            raise DomainError(fault, field=field)


PAST = Span("past", REPUBLIC, 0)
"""What has happened: letters, milestones, payments."""
LONG_PAST = Span("long-past", LIVING_MEMORY, 0)
"""Births, and what an office keeps that is older than the republic: land, buildings, their papers."""
PLAN = Span("plan", REPUBLIC, 10)
"""Time limits, plans, and from when a rule, a rank or a position holds."""
FAR = Span("far", LIVING_MEMORY, 60)
"""Ends that lie a working life away, and dates of which only their writer knows what they mean."""


def in_reach(day: date) -> date:
    """``day``, or the nearest day of the widest span: for loops over days that old rows may begin."""
    return min(max(day, FAR.first), FAR.last)


def is_year(year: int) -> bool:
    """Whether an office can have books of that year: from the republic to ten years from now."""
    return PLAN.first.year <= year <= PLAN.last.year


def check_year(year: int) -> int:
    """The year, or :class:`BadInput`."""
    if not is_year(year):
        raise BadInput(f"Tahun {year} tidak masuk akal. Tulis {PLAN.first.year} sampai {PLAN.last.year}.")
    return year
