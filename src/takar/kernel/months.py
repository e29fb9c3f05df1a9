"""Counting in calendar months and years, and a month as a column holds it (``2026-07``)."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta
from django.core.validators import RegexValidator

from takar.kernel.formatting import NOTHING
from takar.kernel.period import Period

a_month = RegexValidator(
    r"^[12]\d{3}-(0[1-9]|1[0-2])$", "Tulis tahun dan bulan, misalnya 2026-07 untuk Juli 2026."
)


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months on (or back); the month's last day where it has no such day."""
    try:
        found: date = day + relativedelta(months=count)
    except (OverflowError, ValueError):
        # What somebody typed long ago may lie at the edge of what a date can hold.
        return date.max if count > 0 else date.min
    return found


def add_years(day: date, years: int) -> date:
    """The same day ``years`` on (or back); 29 February becomes 28 in other years."""
    return add_months(day, 12 * years)


def months_between(start: date, end: date) -> int:
    """Whole months from ``start`` to ``end``; never negative."""
    gap = relativedelta(end, start)
    return max(0, int(gap.years * 12 + gap.months))


def month_words(text: str) -> str:
    """``2026-07`` -> ``Juli 2026``."""
    return Period.parse(text).describe() if text else NOTHING
