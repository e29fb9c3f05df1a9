"""Entries of one matter that the tally counts again: a letter and its own archive item.

Read from the links, which are few, and not from the milestones, which are many. Plain SQL for the
same reason as in counting.py: columns and tables are fixed, values are parameters.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from takar.ledger.facets import Facets
from takar.ledger.models import EffectiveMilestone, EntryLink
from takar.ledger.multi_value import pattern
from takar.measurement.engine.selecting import STORED, has_many_categories, resolved
from takar.measurement.language.measure import Measure, Term

Part = tuple[str, bool]
"""Code of a measure, and whether it is what a percentage is taken of."""


@dataclass(frozen=True)
class Again:
    """What of a measure the tally counts again: a branch of the tally's own query, with sizes below nought."""

    part: Part
    relations: Sequence[str]
    terms: Sequence[Term]

    def sql(self, place: int, width: int, offices: int) -> str:
        """``place, office, month, size``, padded to ``width`` sizes. Of each matter all but the earliest.

        SQLite begins with the links (``CROSS JOIN``, and ``+ 0`` to keep it from the index of the office): a
        table it has no statistics of it takes for a long one, and reads every milestone of the office instead.
        PostgreSQL knows how many links there are and chooses itself.
        """
        effective, links = EffectiveMilestone._meta.db_table, EntryLink._meta.db_table
        office = "e.office_id + 0" if connection.vendor == "sqlite" else "e.office_id"
        tests = " OR ".join(_test(term)[0] for term in self.terms)
        ends = " UNION ".join(
            f'SELECT l.target_id AS matter, e."on" AS day, e.id AS id, e.office_id AS office_id, e.month AS month'  # noqa: S608
            f" FROM {links} l CROSS JOIN {effective} e WHERE e.entry_id = l.{end}"
            f" AND l.relation IN ({_marks(self.relations)}) AND {office} IN ({_marks(range(offices))})"
            f" AND e.month <= %s AND ({tests})"
            for end in ("source_id", "target_id")
        )
        padding = "".join([", CAST(NULL AS bigint)"] * (width - 1))
        return (
            f"SELECT {place}, office_id, month, -COUNT(DISTINCT id){padding} FROM ("  # noqa: S608
            f"SELECT office_id, month, id, ROW_NUMBER() OVER (PARTITION BY matter ORDER BY day, id) AS turn"
            f" FROM ({ends}) linked) numbered"
            " WHERE turn > 1 AND month BETWEEN %s AND %s GROUP BY office_id, month"
        )

    def values(self, office_ids: Sequence[int], months: tuple[int, int]) -> list[Any]:
        tests = [value for term in self.terms for value in _test(term)[1]]
        return [*self.relations, *office_ids, months[1], *tests] * 2 + list(months)


def again(measures: Sequence[Measure]) -> tuple[Again, ...]:
    """For every measure that counts a matter once."""
    return tuple(
        Again((measure.code, is_base), measure.one_matter, terms)
        for measure in measures
        for is_base, terms in ((False, measure.terms), (True, measure.per))
        if measure.one_matter and terms
    )


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


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))
