"""A measure counted fast and from its single entries, for tests that compare both with a third way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from takar.kernel.formatting import rounded
from takar.kernel.period import Period
from takar.measurement.engine import counting, facts
from takar.measurement.engine.calculation import amounts, value, value_over
from takar.measurement.language.amounts import Amounts, Number
from takar.measurement.language.loading import read
from takar.measurement.language.measure import Measure
from takar.measurement.language.rules import faults
from tests.factories import Cast


def made(**values: Any) -> Measure:
    """A measure without a fault."""
    measure = read({"code": "coba", "label": "Coba", "unit": "x", **values}, "uji")
    assert list(faults(measure)) == []
    return measure


def months(measure: Measure, cast: Cast, year: int = 2026) -> tuple[Amounts, ...]:
    """Twelve amounts, after both ways to them and to their quarters agreed."""
    office = cast.office.pk
    found = counting.amounts_by_month([measure], office_ids=[office], year=year)[office][measure.code]
    for month, fast in enumerate(found, start=1):
        slow = facts.of_period(measure, office_id=office, period=Period.of_month(year, month))
        assert value(measure, amounts(measure, slow)) == value(measure, fast), month
    for quarter in range(1, 5):
        slow = facts.of_period(measure, office_id=office, period=Period.of_quarter(year, quarter))
        own = found[quarter * 3 - 3 : quarter * 3]
        assert value(measure, amounts(measure, slow)) == value(measure, sum(own, Amounts())), quarter
    return found


def by_month(measure: Measure, cast: Cast, year: int = 2026) -> Mapping[int, Number]:
    """Months that have a number."""
    found = [rounded(value(measure, month)) for month in months(measure, cast, year)]
    return {n: number for n, number in enumerate(found, start=1) if number is not None}


def of_year(measure: Measure, cast: Cast, year: int = 2026) -> Number | None:
    return rounded(value_over(measure, months(measure, cast, year)))


def by_hand(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
