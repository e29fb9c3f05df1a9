"""Counting: one grouped query per year for all measures and months, however many there are.

The effective milestones are grouped by everything that any measure distinguishes; the groups are
then handed to the measures. `entries` selects with the same terms, so a number and the list behind
it cannot disagree; tests compare both with queries written by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from takar.kernel.period import Period
from takar.ledger.books import is_open
from takar.ledger.models import EffectiveMilestone
from takar.ledger.reference import with_children
from takar.measurement.language import Measure, Term

Months = list[int]
"""Twelve counts, January first."""
Subjects = list[set[str]]
"""Twelve sets of subjects, January first."""


def is_measurable(measure: Measure) -> bool:
    """Whether every book the measure needs is kept by Takar."""
    return all(is_open(term.book) for term in measure.terms)


def count_by_month(
    measures: Sequence[Measure], *, office_ids: Sequence[int], year: int
) -> dict[int, dict[str, Months]]:
    """Office id -> measure code -> twelve counts of entries. One query."""
    totals: dict[int, dict[str, Months]] = {
        office: {measure.code: [0] * 12 for measure in measures} for office in office_ids
    }
    match = _Matcher(measures)
    for office, month, size, *cell in _groups(match.columns, office_ids, year):
        for code in match.codes(tuple(cell)):
            totals[office][code][month % 100 - 1] += size
    return totals


def subjects_by_month(
    measures: Sequence[Measure], *, office_ids: Sequence[int], year: int
) -> dict[int, dict[str, Subjects]]:
    """Office id -> measure code -> twelve sets of subjects, for measures that count distinct ones.

    One query. Sets and not numbers, because a quarter's or year's number is the size of the union.
    """
    found: dict[int, dict[str, Subjects]] = {
        office: {measure.code: [set() for _ in range(12)] for measure in measures} for office in office_ids
    }
    match = _Matcher(measures)
    books = sorted({term.book for measure in measures for term in measure.terms})
    for office, month, _size, subject, *cell in _groups(
        ["subject", *match.columns], office_ids, year, books=books
    ):
        for code in match.codes(tuple(cell)):
            found[office][code][month % 100 - 1].add(subject)
    return found


def entries(measure: Measure, *, office_id: int, period: Period) -> QuerySet[EffectiveMilestone]:
    """The effective milestones (one per entry) that the measure counts in the period."""
    chosen = Q(pk__in=[])
    for term in measure.terms:
        condition = Q(book=term.book, what=term.milestone)
        for dimension, values in _resolved(term).items():
            condition &= Q(**{f"{dimension}__in": values})
        chosen |= condition
    return EffectiveMilestone.objects.filter(
        chosen, office_id=office_id, on__gte=period.start, on__lt=period.end
    )


def takes(measure: Measure, row: EffectiveMilestone) -> bool:
    """Whether the measure counts this effective milestone."""
    values = {
        "book": row.book,
        "what": row.what,
        "kind": row.kind,
        "category": row.category,
        "area_id": row.area_id,
        "village_id": row.village_id,
    }
    return any(_Selector(term).takes(values) for term in measure.terms)


_COLUMNS = ("kind", "category", "area_id", "village_id")


def _resolved(term: Term) -> dict[str, frozenset[Any]]:
    """Filters by stored column, areas widened by what is below them."""
    found: dict[str, frozenset[str]] = {}
    for dimension, values in term.where.items():
        if dimension == "area":
            found["area_id"] = frozenset().union(*(with_children(code) for code in values))
        elif dimension == "village":
            found["village_id"] = frozenset(int(value) for value in values)
        else:
            found[dimension] = frozenset(values)
    return found


class _Selector:
    """A term as a test on one group."""

    def __init__(self, term: Term) -> None:
        self.book = term.book
        self.milestone = term.milestone
        self.where = tuple(_resolved(term).items())

    def takes(self, values: Mapping[str, object]) -> bool:
        return (
            values["book"] == self.book
            and values["what"] == self.milestone
            and all(values[column] in wanted for column, wanted in self.where)
        )


class _Matcher:
    """Which measures take a group; each combination of values is judged once."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        self.columns = _distinguished(measures)
        self._selectors = [(m.code, [_Selector(term) for term in m.terms]) for m in measures]
        self._known: dict[tuple[Any, ...], list[str]] = {}

    def codes(self, cell: tuple[Any, ...]) -> list[str]:
        if cell not in self._known:
            values = dict(zip(self.columns, cell, strict=True))
            self._known[cell] = [
                code for code, terms in self._selectors if any(term.takes(values) for term in terms)
            ]
        return self._known[cell]


def _distinguished(measures: Iterable[Measure]) -> list[str]:
    """Stored columns that at least one measure filters by; the others would only split groups."""
    used = {column for measure in measures for term in measure.terms for column in _resolved(term)}
    return ["book", "what", *(column for column in _COLUMNS if column in used)]


def _groups(
    columns: Sequence[str], office_ids: Sequence[int], year: int, *, books: Sequence[str] = ()
) -> list[tuple[Any, ...]]:
    """``(office, month, size, *columns)``, read in the order of the covering index.

    Plain SQL: this is the one query every number rests on, and the ORM would build a model-aware
    row for each group. Columns come from a fixed list, values are parameters.
    """
    table = EffectiveMilestone._meta.db_table
    names = ", ".join(columns)
    marks = ", ".join(["%s"] * len(office_ids))
    narrowed = f"AND book IN ({', '.join(['%s'] * len(books))}) " if books else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT office_id, month, COUNT(*), {names} FROM {table} "  # noqa: S608
            f"WHERE office_id IN ({marks}) AND month BETWEEN %s AND %s {narrowed}"
            f"GROUP BY office_id, month, {names}",
            [*office_ids, year * 100 + 1, year * 100 + 12, *books],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
