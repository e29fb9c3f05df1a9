"""The measure language: what a number counts, as validated data and never as code.

A measure names a book, the milestone whose date puts an entry into a period, and filters from
closed lists. Its value is the size of the set of entries so selected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Aggregate(StrEnum):
    COUNT = "count"
    """The number of entries selected; an entry is never counted twice."""
    DISTINCT = "distinct"
    """The number of different subjects (employees, vehicles) of the entries selected.

    Months do not add up to the year: who appears in two months is one in the year.
    """


@dataclass(frozen=True)
class Term:
    """Entries of one book to which one milestone happened, narrowed by filters.

    ``where`` maps a dimension of the book to the values that count; an area takes what is below it.
    """

    book: str
    milestone: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Subject:
    """The indicator of the decree that a measure answers, by its own words and not by its number."""

    position: str
    name: str


@dataclass(frozen=True)
class Measure:
    """``terms`` are joined by "or"; terms of one book share one milestone (rules.py says why)."""

    code: str
    label: str
    unit: str
    aggregate: Aggregate
    terms: tuple[Term, ...]
    subjects: tuple[Subject, ...]
    why: str = ""
    """Why the measure reads the decree this way, where the words leave room."""
    place: str = ""
    """File and line, for error messages."""
