"""Which closed period a day falls in: what the ledger asks before it writes (:mod:`takar.ledger.late`)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from takar.kernel import clock
from takar.kernel.period import Period, month_key
from takar.ledger.late import ClosedPeriod
from takar.measurement.models import PeriodClosing


def closed_period(office_id: int, days: Collection[date]) -> ClosedPeriod | None:
    """The smallest closed period that one of the days falls in.

    At most one query, and none for days of this month: no period closes before it is over, and no period
    is shorter than a month.
    """
    this_month = month_key(clock.today())
    past = {day for day in days if month_key(day) < this_month}
    if not past:
        return None
    codes = {code for day in past for code in _codes(day)}
    rows = PeriodClosing.objects.filter(
        office_id=office_id, kind=PeriodClosing.Kind.CLOSING, period__in=codes
    ).values_list("period", "made_at")
    found = [(Period.parse(code), made_at) for code, made_at in rows]
    if not found:
        return None
    period, made_at = min(found, key=lambda pair: (pair[0].end - pair[0].start, pair[0].start))
    return ClosedPeriod(period.code, period.describe(), timezone.localdate(made_at))


def _codes(day: date) -> list[str]:
    return [
        Period.of_month(day.year, day.month).code,
        Period.of_quarter(day.year, (day.month + 2) // 3).code,
        Period.of_semester(day.year, (day.month + 5) // 6).code,
        Period.of_year(day.year).code,
    ]
