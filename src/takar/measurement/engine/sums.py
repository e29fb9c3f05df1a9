"""Columns of entries, added up by the database month by month: one query however many entries there are.

What needs only sums and counts of a column is asked for in groups. The single entries (facts.py) are
read where the number rests on which entry it was: the newest value, or one entry at two milestones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Count, DateField, DecimalField, F, IntegerField, Q, Sum, Value
from django.db.models.functions import Cast, Round

from takar.kernel.period import Period
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


def of_columns(measures: Sequence[Measure], *, office_ids: Sequence[int], period: Period) -> Iterator[Cell]:
    """Measures that add a column up. One query."""
    measures = [measure for measure in measures if not measure.since]
    for measure, is_base, row in _asked(measures, office_ids, period, _column_sums):
        total = Decimal(str(row["total"] or 0))
        if connection.vendor == "sqlite":
            total /= _MILLIS
        group = Group(row["size"], row["filled"], total.normalize(), row["timely"], row["due"])
        aggregate = measure.aggregate
        found = aggregate.base_group_amount(group) if is_base else aggregate.group_amount(group)
        yield row["office_id"], measure.code, row["month"], found


def of_spans(measures: Sequence[Measure], *, office_ids: Sequence[int], period: Period) -> Iterator[Cell]:
    """Measures of how long something took: how often each pair of days occurs. One query, and the calendar's."""
    measures = [measure for measure in measures if measure.since]
    watch = Clock(office_ids)
    for measure, _, row in _asked(measures, office_ids, period, _pairs_of_days):
        took = watch.took(measure, row["office_id"], Span(spans.day(row["since"]), spans.day_of(row["on"])))
        one = amounts(measure, [Fact(0, spans.day_of(row["on"]), "", value=took)])
        yield row["office_id"], measure.code, row["month"], one.times(row["size"])


def _asked(
    measures: Sequence[Measure], office_ids: Sequence[int], period: Period, grouped: Callable[..., Any]
) -> Iterator[tuple[Measure, bool, dict[str, Any]]]:
    branches, parts = [], []
    for measure in measures:
        for is_base, terms in ((False, measure.terms), (True, measure.divisor)):
            for book in sorted({term.book for term in terms}):
                own = [term for term in terms if term.book == book]
                rows = selected(own).filter(office_id__in=office_ids, on__gte=period.start, on__lt=period.end)
                placed = rows.annotate(place=Value(len(parts), IntegerField()))
                branches.append(grouped(placed, measure, book, is_base))
                parts.append((measure, is_base))
    if not branches:
        return
    first, *others = branches
    for row in first.union(*others, all=True) if others else first:
        yield *parts[row["place"]], row


def _column_sums(rows: Any, measure: Measure, book: str, is_base: bool) -> Any:
    name = measure.per_number if is_base else measure.number
    column = facts.column(book, name, facts.DECIMAL)
    if is_base and measure.aggregate.is_stated:
        column = facts.per_scale(measure, column)
    due = facts.column(book, measure.due, DateField(null=True))
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
