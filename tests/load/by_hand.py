"""The same numbers in SQL written by hand; the fastest way is what the engine is compared with.

Written twice: over the milestones that stand, as somebody would who has the ledger only, and over
the tally that the engine reads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.load.world import YEAR

Answer = dict[tuple[int, str, int], int]
"""(Office, measure, month 1 to 12) -> count; nothing where it is nought."""

MILESTONES = "ledger_effectivemilestone"
TALLY = "ledger_tally"


def condition(measure: Any, area: str) -> str:
    """A measure as the WHERE of somebody who writes it by hand, constants and all."""
    from takar.ledger.reference import with_children

    parts = []
    for term in measure.terms:
        tests = [f"book = '{term.book}'", f"what = '{term.milestone}'"]
        if "kind" in term.where:
            tests.append(_among("kind", term.where["kind"]))
        if "category" in term.where:
            one_of = [
                f"category = '{value}' OR category LIKE '%|{value}|%'" for value in term.where["category"]
            ]
            tests.append(f"({' OR '.join(one_of)})")
        if "area" in term.where:
            tests.append(_among(area, sorted(set().union(*(with_children(a) for a in term.where["area"])))))
        parts.append("(" + " AND ".join(tests) + ")")
    return " OR ".join(parts)


def _among(column: str, values: Sequence[str]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def ways(measures: Sequence[Any], offices: Sequence[int], table: str) -> dict[str, Callable[[], Answer]]:
    from django.db import connection

    area, one = ("area", "size") if table == TALLY else ("area_id", "1")
    among = f"office_id IN ({', '.join(map(str, offices))})"
    place = f"{among} AND month BETWEEN {YEAR}01 AND {YEAR}12"
    codes = [m.code for m in measures]

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def wide(columns: str, source: str = table, more: str = "") -> Callable[[], Answer]:
        sql = (
            f"SELECT office_id, month, {columns} FROM {source} WHERE {place} {more} GROUP BY office_id, month"
        )

        def run() -> Answer:
            found: Answer = {}
            for office, month, *counts in ask(sql):
                for code, size in zip(codes, counts, strict=True):
                    if size:
                        found[office, code, month % 100] = int(size)
            return found

        return run

    def counted(measure: Any, test: str, filtered: bool = False) -> str:
        if str(measure.aggregate) == "distinct":
            found = f"CASE WHEN {test} THEN subject END"
            return (
                f"COUNT(DISTINCT subject) FILTER (WHERE {test})" if filtered else f"COUNT(DISTINCT {found})"
            )
        return (
            f"SUM({one}) FILTER (WHERE {test})"
            if filtered
            else f"SUM(CASE WHEN {test} THEN {one} ELSE 0 END)"
        )

    tests = [condition(m, area) for m in measures]
    each = list(zip(measures, tests, strict=True))
    pairs = sorted({(t.book, t.milestone) for m in measures for t in m.terms})
    needed = " OR ".join(f"(book = '{b}' AND what = '{w}')" for b, w in pairs)
    case = ", ".join(counted(m, test) for m, test in each)
    filtered = ", ".join(counted(m, test, filtered=True) for m, test in each)
    different = [str(m.aggregate) == "distinct" for m in measures]
    union = " UNION ALL ".join(
        f"SELECT office_id, {n}, month, {'COUNT(DISTINCT subject)' if different[n] else f'SUM({one})'} "
        f"FROM {table} WHERE {place} AND ({test}) GROUP BY office_id, month"
        for n, (m, test) in enumerate(each)
    )
    cells = (
        f"(SELECT office_id, month, book, what, kind, category, {area}, SUM({one}) AS size FROM {table} "
        f"WHERE {place} AND ({needed}) GROUP BY office_id, month, book, what, kind, category, {area}) cells"
    )
    pregrouped = ", ".join(f"SUM(CASE WHEN {test} THEN size ELSE 0 END)" for test in tests)

    def by_union() -> Answer:
        return {(o, codes[n], month % 100): int(size) for o, n, month, size in ask(union) if size}

    found = {
        "sum of case": wide(case),
        "sum of case, books named": wide(case, more=f"AND ({needed})"),
        "sum filter, books named": wide(filtered, more=f"AND ({needed})"),
        "union of grouped sums": by_union,
    }
    if all(str(m.aggregate) == "count" for m in measures):
        found["cells first, then sum of case"] = wide(pregrouped, cells)
    return found
