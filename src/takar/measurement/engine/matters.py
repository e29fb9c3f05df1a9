"""Entries of one matter that the tally counts again: a letter and its own archive item.

Read from the links, which are few, and not from the milestones, which are many. Plain SQL for the
same reason as in counting.py: columns and tables are fixed, values are parameters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from takar.kernel.period import Period
from takar.ledger.facets import Facets
from takar.ledger.models import EffectiveMilestone, EntryLink
from takar.ledger.multi_value import pattern
from takar.measurement.engine.selecting import STORED, has_many_categories, resolved
from takar.measurement.language.measure import Measure, Term


@dataclass(frozen=True)
class Double:
    """A milestone that counts a matter again."""

    measure: str
    is_base: bool
    office: int
    month: int


def doubles(measures: Sequence[Measure], office_ids: Sequence[int], *, last: int) -> Iterator[Double]:
    """Every milestone of a matter but the earliest, up to the end of year ``last``. One query; none where no
    measure asks.
    """
    asked = [
        (measure, is_base, terms)
        for measure in measures
        for is_base, terms in ((False, measure.terms), (True, measure.per))
        if measure.one_matter and terms
    ]
    if not asked or not office_ids:
        return
    branches, values = [], []
    for place, (measure, _, terms) in enumerate(asked):
        for end in ("source_id", "target_id"):
            sql, more = _branch(place, end, measure.one_matter, terms, office_ids)
            branches.append(sql)
            values += [*more, Period.of_year(last).end]
    matters: Mapping[tuple[int, int], set[tuple[Any, int, int, int]]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(branches), values)
        for place, matter, *row in cursor.fetchall():
            matters[place, matter].add(tuple(row))
    # An entry of two matters is taken back once.
    again = {(place, row) for (place, _), rows in matters.items() for row in sorted(rows)[1:]}
    for place, (_, _, office, month) in again:
        measure, is_base, _ = asked[place]
        yield Double(measure.code, is_base, office, month)


def _branch(
    place: int, end: str, relations: Sequence[str], terms: Sequence[Term], office_ids: Sequence[int]
) -> tuple[str, list[Any]]:
    tests, values = [], [*relations, *office_ids]
    for term in terms:
        test, more = _test(term)
        tests.append(test)
        values += more
    # "+ 0" keeps SQLite from the index over everything of an office.
    sql = (
        f'SELECT {place}, l.target_id, e."on", e.id, e.office_id, e.month'  # noqa: S608 - fixed names only
        f" FROM {EntryLink._meta.db_table} l JOIN {EffectiveMilestone._meta.db_table} e ON e.entry_id = l.{end}"
        f" WHERE l.relation IN ({_marks(relations)}) AND e.office_id + 0 IN ({_marks(office_ids)})"
        f' AND ({" OR ".join(tests)}) AND e."on" < %s'
    )
    return sql, values


def _test(term: Term) -> tuple[str, list[Any]]:
    parts, values = ["e.book = %s", "e.what = %s"], [term.book, term.milestone]
    for name, wanted in resolved(term).items():
        column = f"e.{STORED.get(name, name)}"
        if isinstance(wanted, Facets):
            held = [[f";{facet}={value};" for value in sorted(some)] for facet, some in wanted.wanted.items()]
        elif name == "category" and has_many_categories(term.book):
            held = [[pattern(value) for value in sorted(wanted)]]
        else:
            parts.append(f"{column} IN ({_marks(sorted(wanted))})")
            values += sorted(wanted)
            continue
        for texts in held:
            parts.append(f"({' OR '.join([f'REPLACE({column}, %s, %s) <> {column}'] * len(texts))})")
            values += [value for text in texts for value in (text, "")]
    return f"({' AND '.join(parts)})", values


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))
