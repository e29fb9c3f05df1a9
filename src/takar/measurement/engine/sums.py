"""Columns of entries, added up by the database month by month: one query however many entries there are.

What needs only sums and counts of a column is asked for in groups. The single entries (facts.py) are
read where the number rests on which entry it was: the newest value, or one entry at two milestones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Count, DateField, DecimalField, F, IntegerField, Q, Sum, Value
from django.db.models.functions import Cast, Round

from takar.measurement.engine import facts, spans
from takar.measurement.engine.selecting import selected
from takar.measurement.engine.spans import Clock, Span
from takar.measurement.language.amounts import Amounts, Group
from takar.measurement.language.measure import Measure, Term, TimeUnit

Cells = dict[tuple[int, str], dict[int, Amounts]]
"""(Office id, measure code) -> month (``year * 100 + month``) -> what was found there."""
_MILLIS = 10_000
"""Four decimals, which is what columns of the books have at most."""
_ZERO = Decimal(0)


def can_add(measure: Measure) -> bool:
    """Whether the database can do it, where no entry is met twice."""
    return measure.aggregate.adds_columns or bool(measure.since)


def by_month(measures: Sequence[Measure], *, office_ids: Sequence[int], first: int, last: int) -> Cells:
    """What all these measures found, of the months in which they found anything. At most two queries and
    the calendar's."""
    found: Cells = defaultdict(dict)
    _of_columns(found, [m for m in measures if not m.since], office_ids, first, last)
    _of_spans(found, [m for m in measures if m.since], office_ids, first, last)
    return found


def _of_columns(
    found: Cells, measures: Sequence[Measure], office_ids: Sequence[int], first: int, last: int
) -> None:
    """Measures that add a column up."""
    plan = _plan(measures, len(office_ids), _written_columns)
    # Asked for once: the connection is looked up anew each time.
    parts = _MILLIS if connection.vendor == "sqlite" else 1
    for row in plan.ask(office_ids, first, last):
        place, office, month, size = row[:4]
        for asked in plan.asked[place]:
            filled, total, timely, due = 0, _ZERO, 0, 0
            if asked.number and (filled := row[asked.number]):
                total = (Decimal(row[asked.number + 1]) / parts).normalize()
            if asked.due:
                timely, due = row[asked.due : asked.due + 2]
            aggregate = asked.measure.aggregate
            add = aggregate.base_group_amount if asked.is_base else aggregate.group_amount
            _put(found[office, asked.measure.code], month, add(Group(size, filled, total, timely, due)))


def _of_spans(
    found: Cells, measures: Sequence[Measure], office_ids: Sequence[int], first: int, last: int
) -> None:
    """Measures of how long something took: how often each pair of days, or of moments, occurs."""
    plan = _plan(measures, len(office_ids), _written_spans)
    watch = Clock(office_ids)
    by_code = {measure.code: measure for measure in measures}
    sizes: dict[tuple[int, str, int], int] = defaultdict(int)
    timely: dict[tuple[int, str, int], int] = defaultdict(int)
    totals: dict[tuple[int, str, int], Decimal] = defaultdict(Decimal)
    for place, office, month, since, on, *moments, size in plan.ask(office_ids, first, last):
        span = Span.between(since, on, *moments)
        took: dict[TimeUnit, Decimal | None] = {}
        for asked in plan.asked[place]:
            measure = asked.measure
            if measure.time not in took:
                took[measure.time] = watch.took(measure, office, span)
            if (value := took[measure.time]) is not None:
                key = office, measure.code, month
                sizes[key] += size
                totals[key] += value * size
                if measure.within is not None and value <= measure.within:
                    timely[key] += size
    for key, size in sizes.items():
        office, code, month = key
        measure = by_code[code]
        group = Group(size, size, totals[key], timely[key], 0 if measure.within is None else size)
        _put(found[office, code], month, measure.aggregate.group_amount(group))


def _put(months: dict[int, Amounts], month: int, amount: Amounts) -> None:
    """A measure of several books finds something in each."""
    months[month] = months[month] + amount if month in months else amount


@dataclass(frozen=True)
class _Asked:
    """A measure that a branch answers, and in which columns of its rows."""

    measure: Measure
    is_base: bool = False
    """Whether it is what the measure is divided by."""
    number: int = 0
    """Where it stands how many have a value, and behind it their sum; 0 where no column is added."""
    due: int = 0
    """Where it stands how many came in time, and behind it how many have a due date."""


@dataclass
class _Plan:
    """One question for a set of measures and so many offices, written once; what it is asked about varies."""

    sql: str = ""
    values: Sequence[Any] = ()
    asked: Sequence[Sequence[_Asked]] = ()
    """For each branch the measures it answers."""

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


Write = Callable[[Sequence[Measure], int], _Plan]
_plans: dict[tuple[Any, ...], _Plan] = {}
_MOST_PLANS = 500


def _plan(measures: Sequence[Measure], offices: int, write: Write) -> _Plan:
    """Written once for a set of measures: the query compiler takes longer than the database."""
    if not measures or not offices:
        return _Plan()
    key = (write, offices, tuple((measure.code, measure.fingerprint) for measure in measures))
    if key not in _plans:
        if len(_plans) >= _MOST_PLANS:
            _plans.clear()
        _plans[key] = write(measures, offices)
    return _plans[key]


def _union(branches: Sequence[Any], asked: Sequence[Sequence[_Asked]]) -> _Plan:
    first, *others = branches
    sql, values = (first.union(*others, all=True) if others else first).query.sql_with_params()
    return _Plan(sql, values, asked)


def _rows(terms: Sequence[Term], offices: int, place: int) -> Any:
    rows = selected(terms).filter(office_id__in=list(_offices(offices)), month__gte=_FIRST, month__lte=_LAST)
    return rows.annotate(place=Value(place, IntegerField()))


def _by_book(terms: Sequence[Term]) -> Iterator[tuple[str, list[Term]]]:
    """Columns differ from book to book, so each book is a branch of the union."""
    for book in sorted({term.book for term in terms}):
        yield book, [term for term in terms if term.book == book]


# ---- columns ----------------------------------------------------------------------------------------


@dataclass
class _Columns:
    """The entries of one branch, read once for all that is asked of their columns."""

    book: str
    terms: Sequence[Term]
    asked: list[tuple[Measure, bool, int | None, int | None]] = field(default_factory=list)
    numbers: dict[tuple[str, int | None], Any] = field(default_factory=dict)
    dues: dict[str, Any] = field(default_factory=dict)

    def ask(self, measure: Measure, is_base: bool) -> None:
        name = measure.per_number if is_base else measure.number
        number = due = None
        scale = measure.scale if is_base and measure.aggregate.is_stated else None
        if name or scale is not None:
            column = facts.column(self.book, name, facts.DECIMAL)
            column = column if scale is None else facts.per_scale(measure, column)
            self.numbers.setdefault((name, scale), column)
            number = list(self.numbers).index((name, scale))
        if measure.due:
            self.dues.setdefault(measure.due, facts.column(self.book, measure.due, DateField(null=True)))
            due = list(self.dues).index(measure.due)
        self.asked.append((measure, is_base, number, due))

    def places(self, numbers: int) -> list[_Asked]:
        """Behind place, office, month and size come two columns for each number, then two for each due date."""
        return [
            _Asked(
                measure,
                is_base,
                0 if number is None else 4 + 2 * number,
                0 if due is None else 4 + 2 * (numbers + due),
            )
            for measure, is_base, number, due in self.asked
        ]

    def grouped(self, rows: Any, numbers: int, dues: int) -> Any:
        """All branches are equally wide, so what this one is not asked for is nothing."""
        exactly = connection.vendor == "sqlite"
        read: dict[str, Any] = {}
        added: dict[str, Any] = {"size": Count("pk")}
        for n, column in enumerate(self.numbers.values()):
            # SQLite adds decimals as floats, but whole numbers exactly.
            exact = Cast(Round(column * _MILLIS), BigIntegerField()) if exactly else column
            read |= {f"number{n}": column, f"exact{n}": exact}
            added |= {f"filled{n}": Count(f"number{n}"), f"total{n}": Sum(f"exact{n}", output_field=_TOTAL)}
        for n in range(len(self.numbers), numbers):
            added |= {
                f"filled{n}": Cast(Value(None), BigIntegerField()),
                f"total{n}": Cast(Value(None), _TOTAL),
            }
        for n, column in enumerate(self.dues.values()):
            read[f"limit{n}"] = column
            added |= {
                f"timely{n}": Count("pk", filter=Q(on__lte=F(f"limit{n}"))),
                f"due{n}": Count(f"limit{n}"),
            }
        for n in range(len(self.dues), dues):
            added |= {f"{name}{n}": Cast(Value(None), BigIntegerField()) for name in ("timely", "due")}
        return rows.annotate(**read).values("place", "office_id", "month").annotate(**added)


_TOTAL = DecimalField(max_digits=30, decimal_places=4, null=True)


def _written_columns(measures: Sequence[Measure], offices: int) -> _Plan:
    branches: dict[str, _Columns] = {}
    for measure in measures:
        for is_base, terms in ((False, measure.terms), (True, measure.divisor)):
            for book, own in _by_book(terms):
                branches.setdefault(repr(own), _Columns(book, own)).ask(measure, is_base)
    all_branches = list(branches.values())
    numbers = max(len(branch.numbers) for branch in all_branches)
    dues = max(len(branch.dues) for branch in all_branches)
    return _union(
        [
            branch.grouped(_rows(branch.terms, offices, place), numbers, dues)
            for place, branch in enumerate(all_branches)
        ],
        [branch.places(numbers) for branch in all_branches],
    )


# ---- spans ------------------------------------------------------------------------------------------


@dataclass
class _Spans:
    """The spans of one branch. Moments of recording are read only where a measure of them asks for hours."""

    book: str
    terms: Sequence[Term]
    asked: list[_Asked] = field(default_factory=list)

    def grouped(self, rows: Any, *, in_hours: bool) -> Any:
        measures = [asked.measure for asked in self.asked]
        finest = next((m for m in measures if m.time is TimeUnit.HOURS), measures[0])
        read = spans.columns(finest, self.book)
        moments = ("since_at", "until_at") if in_hours else ()
        rows = rows.annotate(**{name: read[name] for name in ("since", *moments)})
        named = rows.values("place", "office_id", "month", "since", "on", *moments)
        return named.annotate(size=Count("pk"))


def _written_spans(measures: Sequence[Measure], offices: int) -> _Plan:
    branches: dict[tuple[str, str], _Spans] = {}
    for measure in measures:
        for book, own in _by_book(measure.terms):
            branch = branches.setdefault((repr(own), measure.since), _Spans(book, own))
            branch.asked.append(_Asked(measure))
    in_hours = any(measure.time is TimeUnit.HOURS for measure in measures)
    return _union(
        [
            branch.grouped(_rows(branch.terms, offices, place), in_hours=in_hours)
            for place, branch in enumerate(branches.values())
        ],
        [branch.asked for branch in branches.values()],
    )
