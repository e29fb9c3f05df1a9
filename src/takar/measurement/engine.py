"""Counting: a fixed number of queries for all measures, months and offices, however many there are.

Counts come from the ledger's tally in one query: a union of grouped sums, one for each milestone of
each book that any measure asks for, grouped by no more than what the measures of that milestone
distinguish. Counts of different subjects take one more. What needs a column of the entries
themselves (facts.py), or meets one entry at two milestones, takes a third.

``facts.entries`` selects with the same terms from the milestones that stand, so a number and the
list behind it cannot disagree; tests compare both with queries written by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from takar.kernel.period import Period
from takar.ledger.models import Tally
from takar.measurement import facts
from takar.measurement.calculation import Amounts, Fact, amounts
from takar.measurement.language import Aggregate, Measure
from takar.measurement.selecting import COLUMNS, Wanted, is_measurable, meets_twice, resolved

Year = tuple[Amounts, ...]
"""Twelve months, January first."""
_TALLIED = frozenset({Aggregate.COUNT, Aggregate.RATIO, Aggregate.DISTINCT})


def amounts_by_month(
    measures: Sequence[Measure], *, office_ids: Sequence[int], year: int
) -> dict[int, dict[str, Year]]:
    """Office id -> measure code -> twelve amounts. At most three queries."""
    tallied = [m for m in measures if m.aggregate in _TALLIED and not meets_twice(m)]
    counted = [m for m in tallied if m.aggregate is not Aggregate.DISTINCT]
    distinct = [m for m in tallied if m.aggregate is Aggregate.DISTINCT]
    told = [m for m in measures if m.aggregate not in _TALLIED or meets_twice(m)]
    found: dict[int, dict[str, Year]] = {office: {} for office in office_ids}
    _counts(found, counted, office_ids, year)
    _subjects(found, distinct, office_ids, year)
    _facts(found, told, office_ids, year)
    return found


def _counts(
    found: dict[int, dict[str, Year]], measures: Sequence[Measure], office_ids: Sequence[int], year: int
) -> None:
    sizes: dict[int, dict[tuple[str, bool], list[int]]] = {
        office: {(m.code, is_base): [0] * 12 for m in measures for is_base in (False, True)}
        for office in office_ids
    }
    for office, month, size, _subject, parts in _read(measures, office_ids, year):
        of_office = sizes[office]
        for part in parts:
            of_office[part][month % 100 - 1] += size
    for office, parts_of in sizes.items():
        for m in measures:
            pairs = zip(parts_of[m.code, False], parts_of[m.code, True], strict=True)
            found[office][m.code] = tuple(Amounts(size, base) for size, base in pairs)


def _subjects(
    found: dict[int, dict[str, Year]], measures: Sequence[Measure], office_ids: Sequence[int], year: int
) -> None:
    sets: dict[tuple[int, str, int], set[str]] = defaultdict(set)
    sizes: dict[tuple[int, str, int], int] = defaultdict(int)
    for office, month, size, subject, parts in _read(measures, office_ids, year, subjects=True):
        for code, _ in parts:
            sets[office, code, month].add(subject)
            sizes[office, code, month] += size
    months = [year * 100 + month for month in range(1, 13)]
    for office in office_ids:
        for m in measures:
            keys = [(office, m.code, month) for month in months]
            found[office][m.code] = tuple(
                Amounts(sizes[key], subjects=frozenset(sets[key])) if key in sets else Amounts()
                for key in keys
            )


def _facts(
    found: dict[int, dict[str, Year]], measures: Sequence[Measure], office_ids: Sequence[int], year: int
) -> None:
    for m in measures:
        for office in office_ids:
            found[office][m.code] = (Amounts(),) * 12
    by_code = {m.code: m for m in measures}
    cells: dict[tuple[int, str], list[list[Fact]]] = defaultdict(lambda: [[] for _ in range(12)])
    for office, code, fact in facts.of_all(measures, office_ids=office_ids, period=Period.of_year(year)):
        cells[office, code][fact.on.month - 1].append(fact)
    for (office, code), months in cells.items():
        found[office][code] = tuple(amounts(by_code[code], month) for month in months)


# ---- one query over the tally -----------------------------------------------------------------------

_ABSENT = {"village": "CAST(NULL AS bigint)"}
Part = tuple[str, bool]
"""Measure code, and whether the term is what a ratio is a percentage of."""


@dataclass
class _Source:
    """One milestone of one book, with all that measures ask of it."""

    book: str
    milestone: str
    asked: list[tuple[Part, Wanted]] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """What at least one term distinguishes; other columns would only split groups."""
        return [column for column in COLUMNS if any(column in where for _, where in self.asked)]

    def select(
        self, place: int, office_ids: Sequence[int], year: int, *, subjects: bool
    ) -> tuple[str, list[Any]]:
        """One branch of the union, and its parameters."""
        columns = self.columns
        cells = ", ".join(name if name in columns else _ABSENT.get(name, "NULL") for name in COLUMNS)
        split = columns if not subjects or "subject" in columns else [*columns, "subject"]
        grouped = ", ".join(["office_id", "month", *split])
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
            sets = [where.get(column) for _, where in self.asked]
            listed = [values for values in sets if isinstance(values, frozenset)]
            if len(listed) == len(sets):
                wanted = sorted(frozenset().union(*listed))
                conditions.append(f"{column} IN ({_marks(wanted)})")
                values += wanted
        sql = (
            f"SELECT {place}, office_id, month, SUM(size), {'subject' if subjects else 'NULL'}, {cells} "  # noqa: S608
            f"FROM {Tally._meta.db_table} WHERE {' AND '.join(conditions)} GROUP BY {grouped}"
        )
        return sql, values

    def parts(self, cell: Sequence[Any]) -> frozenset[Part]:
        """The measures that take a group; a measure is named once however many of its terms do."""
        values = dict(zip(COLUMNS, cell, strict=True))
        return frozenset(
            part
            for part, where in self.asked
            if all(values[column] in wanted for column, wanted in where.items())
        )


def _sources(measures: Sequence[Measure]) -> list[_Source]:
    found: dict[tuple[str, str], _Source] = {}
    for measure in measures:
        for is_base, terms in ((False, measure.terms), (True, measure.per)):
            for term in terms:
                source = found.setdefault((term.book, term.milestone), _Source(term.book, term.milestone))
                source.asked.append(((measure.code, is_base), resolved(term)))
    return list(found.values())


def _read(
    measures: Sequence[Measure], office_ids: Sequence[int], year: int, *, subjects: bool = False
) -> Iterator[tuple[int, int, int, str, frozenset[Part]]]:
    """``(office, month, size, subject, parts)`` for every group. One query.

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
    known: dict[tuple[Any, ...], frozenset[Part]] = {}
    for place, office, month, size, subject, *cell in rows:
        key = (place, *cell)
        if key not in known:
            known[key] = sources[place].parts(cell)
        yield office, month, size, subject, known[key]


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


__all__ = ["Year", "amounts_by_month", "is_measurable"]
