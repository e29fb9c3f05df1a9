"""Counting: one query per year for all measures and months, however many there are.

The query is a union of grouped counts, one for each milestone of each book that any measure asks
for. Each adds up the ledger's tally, grouped by no more than what the measures of that milestone
distinguish; the groups are then handed to the measures. `entries` selects with the same terms from
the milestones that stand, so a number and the list behind it cannot disagree; tests compare both
with queries written by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from takar.kernel.period import Period
from takar.ledger.books import is_open
from takar.ledger.models import EffectiveMilestone, Tally
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
    for office, month, size, _subject, codes in _read(measures, office_ids, year):
        for code in codes:
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
    for office, month, _size, subject, codes in _read(measures, office_ids, year, subjects=True):
        for code in codes:
            found[office][code][month % 100 - 1].add(subject)
    return found


def entries(measure: Measure, *, office_id: int, period: Period) -> QuerySet[EffectiveMilestone]:
    """The effective milestones (one per entry) that the measure counts in the period."""
    chosen = Q(pk__in=[])
    for term in measure.terms:
        condition = Q(book=term.book, what=term.milestone)
        for dimension, values in _resolved(term).items():
            condition &= Q(**{f"{_STORED.get(dimension, dimension)}__in": values})
        chosen |= condition
    return EffectiveMilestone.objects.filter(
        chosen, office_id=office_id, on__gte=period.start, on__lt=period.end
    )


def takes(measure: Measure, row: EffectiveMilestone) -> bool:
    """Whether the measure counts this effective milestone."""
    return any(
        (term.book, term.milestone) == (row.book, row.what)
        and all(getattr(row, _STORED.get(name, name)) in wanted for name, wanted in _resolved(term).items())
        for term in measure.terms
    )


_COLUMNS = {"kind": "NULL", "category": "NULL", "area": "NULL", "village": "CAST(NULL AS bigint)"}
"""Columns measures may distinguish, and what stands in their place where none does."""
_STORED = {"area": "area_id", "village": "village_id"}
"""What an effective milestone calls a column of the tally, where the names differ."""


def _resolved(term: Term) -> dict[str, frozenset[Any]]:
    """Filters by stored column, areas widened by what is below them."""
    found: dict[str, frozenset[Any]] = {}
    for dimension, values in term.where.items():
        if dimension == "area":
            found["area"] = frozenset().union(*(with_children(code) for code in values))
        elif dimension == "village":
            found["village"] = frozenset(int(value) for value in values)
        else:
            found[dimension] = frozenset(values)
    return found


@dataclass
class _Source:
    """One milestone of one book, with all that measures ask of it."""

    book: str
    milestone: str
    asked: list[tuple[str, dict[str, frozenset[Any]]]] = field(default_factory=list)
    """Measure code and filters of every term on it."""

    @property
    def columns(self) -> list[str]:
        """What at least one term distinguishes; other columns would only split groups."""
        return [column for column in _COLUMNS if any(column in where for _, where in self.asked)]

    def select(
        self, place: int, office_ids: Sequence[int], year: int, *, subjects: bool
    ) -> tuple[str, list[Any]]:
        """One branch of the union, and its parameters."""
        columns = self.columns
        cells = ", ".join(name if name in columns else absent for name, absent in _COLUMNS.items())
        grouped = ", ".join(["office_id", "month", *columns, *(["subject"] if subjects else [])])
        conditions = [
            f"office_id IN ({_marks(office_ids)})",
            "book = %s",
            "what = %s",
            "month BETWEEN %s AND %s",
            "size > 0",
        ]
        values = [*office_ids, self.book, self.milestone, year * 100 + 1, year * 100 + 12]
        for column in columns:
            # Where every term filters by a column, rows that none of them takes need not be read.
            if all(column in where for _, where in self.asked):
                wanted = sorted(frozenset().union(*(where[column] for _, where in self.asked)))
                conditions.append(f"{column} IN ({_marks(wanted)})")
                values += wanted
        sql = (
            f"SELECT {place}, office_id, month, SUM(size), {'subject' if subjects else 'NULL'}, {cells} "  # noqa: S608
            f"FROM {Tally._meta.db_table} WHERE {' AND '.join(conditions)} GROUP BY {grouped}"
        )
        return sql, values

    def codes(self, cell: Sequence[Any]) -> frozenset[str]:
        """The measures that take a group; a measure is named once however many of its terms do."""
        values = dict(zip(_COLUMNS, cell, strict=True))
        return frozenset(
            code
            for code, where in self.asked
            if all(values[column] in wanted for column, wanted in where.items())
        )


def _sources(measures: Iterable[Measure]) -> list[_Source]:
    found: dict[tuple[str, str], _Source] = {}
    for measure in measures:
        for term in measure.terms:
            source = found.setdefault((term.book, term.milestone), _Source(term.book, term.milestone))
            source.asked.append((measure.code, _resolved(term)))
    return list(found.values())


def _read(
    measures: Sequence[Measure], office_ids: Sequence[int], year: int, *, subjects: bool = False
) -> Iterator[tuple[int, int, int, str, frozenset[str]]]:
    """``(office, month, size, subject, codes of the measures)`` for every group. One query.

    Plain SQL: this is the one query every number rests on, and the ORM would build a model-aware
    row for each group. Columns come from a fixed list, values are parameters.
    """
    sources = _sources(measures)
    if not sources or not office_ids:
        return
    branches = [
        source.select(place, office_ids, year, subjects=subjects) for place, source in enumerate(sources)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(sql for sql, _ in branches),
            [value for _, values in branches for value in values],
        )
        rows = cursor.fetchall()
    known: dict[tuple[Any, ...], frozenset[str]] = {}
    for place, office, month, size, subject, *cell in rows:
        key = (place, *cell)
        if key not in known:
            known[key] = sources[place].codes(cell)
        yield office, month, size, subject, known[key]


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))
