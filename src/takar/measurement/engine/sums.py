"""Columns of entries, added up by the database month by month: one query however many entries there are.

What needs only sums and counts of a column is asked for in groups. The single entries (facts.py) are
read where the number rests on which entry it was: the newest value, or one entry at two milestones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Count, DateField, DecimalField, F, IntegerField, Q, Sum, Value
from django.db.models.functions import Cast, Round

from takar.measurement.engine import facts, spans
from takar.measurement.engine.calculation import amounts
from takar.measurement.engine.selecting import selected
from takar.measurement.engine.spans import Clock, Span
from takar.measurement.language.amounts import Amounts, Fact, Group
from takar.measurement.language.measure import Measure, TimeUnit

Cell = tuple[int, str, int, Amounts]
"""Office id, measure code, month (``year * 100 + month``), what was found there."""
_MILLIS = 10_000
"""Four decimals, which is what columns of the books have at most."""


def can_add(measure: Measure) -> bool:
    """Whether the database can do it, where no entry is met twice."""
    if measure.aggregate.adds_columns:
        return True
    return bool(measure.since) and measure.time is not TimeUnit.HOURS


def of_columns(
    measures: Sequence[Measure], *, office_ids: Sequence[int], first: int, last: int
) -> Iterator[Cell]:
    """Measures that add a column up. One query."""
    plan = _plan([m for m in measures if not m.since], len(office_ids), _column_sums)
    for place, office, month, size, filled, total, timely, due in plan.ask(office_ids, first, last):
        exact = Decimal(total or 0) / _MILLIS if connection.vendor == "sqlite" else Decimal(total or 0)
        group = Group(size, filled, exact.normalize(), timely, due)
        for measure, is_base in plan.asked[place]:
            aggregate = measure.aggregate
            found = aggregate.base_group_amount(group) if is_base else aggregate.group_amount(group)
            yield office, measure.code, month, found


def of_spans(
    measures: Sequence[Measure], *, office_ids: Sequence[int], first: int, last: int
) -> Iterator[Cell]:
    """Measures of how long something took: how often each pair of days occurs. One query, and the calendar's."""
    plan = _plan([m for m in measures if m.since], len(office_ids), _pairs_of_days)
    watch = Clock(office_ids)
    for place, office, month, since, on, size in plan.ask(office_ids, first, last):
        span = Span(spans.day(since), spans.day_of(on))
        for measure, _ in plan.asked[place]:
            fact = Fact(0, span.until, "", value=watch.took(measure, office, span))
            yield office, measure.code, month, amounts(measure, [fact]).times(size)


Build = Callable[[Any, Measure, str, bool], Any]


@dataclass
class _Plan:
    """One question for a set of measures and so many offices, written once; what it is asked about varies."""

    sql: str = ""
    values: Sequence[Any] = ()
    asked: Sequence[Sequence[tuple[Measure, bool]]] = ()
    """For each branch the measures it answers, and whether what they are divided by."""

    def ask(self, office_ids: Sequence[int], first: int, last: int) -> list[tuple[Any, ...]]:
        if not self.sql or not office_ids:
            return []
        known = dict(zip(_offices(len(office_ids)), office_ids, strict=True))
        known |= {_FIRST: first * 100 + 1, _LAST: last * 100 + 12}
        values = [known.get(value, value) if isinstance(value, int) else value for value in self.values]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


_FIRST, _LAST = 2_000_000_001, 2_000_000_002
"""Stand for the months while the question is written: no filter of a measure is such a number."""


def _offices(size: int) -> range:
    return range(9_000_000_000_000_000, 9_000_000_000_000_000 + size)


_plans: dict[tuple[Any, ...], _Plan] = {}
_MOST_PLANS = 500


def _plan(measures: Sequence[Measure], offices: int, build: Build) -> _Plan:
    """Written once for a set of measures: the query compiler takes longer than the database."""
    key = (build, offices, tuple((measure.code, measure.fingerprint) for measure in measures))
    if key not in _plans:
        if len(_plans) >= _MOST_PLANS:
            _plans.clear()
        _plans[key] = _written(measures, offices, build)
    return _plans[key]


def _written(measures: Sequence[Measure], offices: int, build: Build) -> _Plan:
    branches: list[Any] = []
    asked: list[list[tuple[Measure, bool]]] = []
    places: dict[tuple[Any, ...], int] = {}
    for measure in measures:
        for is_base, terms in ((False, measure.terms), (True, measure.divisor)):
            for book in sorted({term.book for term in terms}):
                own = [term for term in terms if term.book == book]
                scale = measure.scale if is_base and measure.aggregate.is_stated else None
                name = measure.per_number if is_base else measure.number
                # Measures that ask the same of the same entries share a branch.
                same = (repr(own), name, measure.due, measure.since, scale)
                if same not in places:
                    places[same] = len(branches)
                    rows = selected(own).filter(
                        office_id__in=list(_offices(offices)), month__gte=_FIRST, month__lte=_LAST
                    )
                    placed = rows.annotate(place=Value(places[same], IntegerField()))
                    branches.append(build(placed, measure, book, is_base))
                    asked.append([])
                asked[places[same]].append((measure, is_base))
    if not branches or not offices:
        return _Plan()
    first, *others = branches
    whole = first.union(*others, all=True) if others else first
    sql, values = whole.query.sql_with_params()
    return _Plan(sql, values, asked)


def _column_sums(rows: Any, measure: Measure, book: str, is_base: bool) -> Any:
    name = measure.per_number if is_base else measure.number
    column = facts.column(book, name, facts.DECIMAL)
    if is_base and measure.aggregate.is_stated:
        column = facts.per_scale(measure, column)
    due = facts.column(book, measure.due, DateField(null=True))
    # SQLite adds decimals as floats, but whole numbers exactly.
    exact = Cast(Round(column * _MILLIS), BigIntegerField()) if connection.vendor == "sqlite" else column
    return (
        rows.annotate(number=column, exact=exact, limit=due)
        .values("place", "office_id", "month")
        .annotate(
            size=Count("pk"),
            filled=Count("number"),
            total=Sum("exact", output_field=DecimalField(max_digits=30, decimal_places=4)),
            timely=Count("pk", filter=Q(on__lte=F("limit"))),
            due=Count("limit"),
        )
    )


def _pairs_of_days(rows: Any, measure: Measure, book: str, is_base: bool) -> Any:
    began = rows.annotate(since=spans.since(measure.since, book))
    return began.values("place", "office_id", "month", "since", "on").annotate(size=Count("pk"))


def by_month(cells: Iterator[Cell]) -> dict[tuple[int, str], dict[int, Amounts]]:
    """(Office, measure) -> month -> what all its branches found."""
    found: dict[tuple[int, str], dict[int, Amounts]] = defaultdict(dict)
    for office, code, month, amount in cells:
        known = found[office, code].get(month)
        found[office, code][month] = amount if known is None else known + amount
    return found
