"""The measure language: what a number counts, as validated data and never as code.

A measure names books, the milestone whose date puts an entry into a period, and filters from
closed lists. Entries so selected are counted, or something about them is worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from takar.kernel import seal
from takar.measurement.language.aggregates import Aggregate
from takar.measurement.language.over import Over

OTHER = "-lain"
"""What the code of a reading by other words ends with."""


class Polarity(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


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
    """``terms`` are joined by "or"; an entry that several select counts once, on the earliest day."""

    code: str
    label: str
    unit: str
    aggregate: Aggregate
    terms: tuple[Term, ...]
    subjects: tuple[Subject, ...] = ()
    why: str = ""
    """Why the measure reads the decree this way, where the words leave room."""
    of: tuple[str, ...] = ()
    """Codes of measures whose entries are taken too; loading.py has already put them into ``terms``."""
    per: tuple[Term, ...] = ()
    """What a ratio is a percentage of."""
    number: str = ""
    """The column that is added up, averaged or taken."""
    due: str = ""
    """The date column that decides whether an entry was on time."""
    over: Over = Over.WHOLE
    one_matter: tuple[str, ...] = ()
    """Relations of the ledger that make two entries one matter (a letter and its own archive item): where
    both are selected, the later one is not counted again."""
    polarity: Polarity = Polarity.HIGHER
    said: str = ""
    """Which of the decree's words this reading follows, where they differ: "menurut rumus"."""
    other: Measure | None = None
    """The reading by the other words. Shown beside the number, and counted instead where the Camat chose it."""
    place: str = ""
    """File and line, for error messages."""

    @property
    def books(self) -> set[str]:
        return {term.book for term in (*self.terms, *self.per)}

    @property
    def main_code(self) -> str:
        """The code under which the measure is listed and bound: a reading by other words has none of its own."""
        return self.code.removesuffix(OTHER)

    @property
    def is_other(self) -> bool:
        return self.code.endswith(OTHER)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over everything that decides the number; words that only explain it stay out."""
        content = asdict(replace(self, other=None))
        for words in ("label", "subjects", "why", "place", "code", "of", "said", "other"):
            del content[words]
        if not self.one_matter:  # numbers sealed before there was this word keep their fingerprint
            del content["one_matter"]
        content["aggregate"] = self.aggregate.code
        return seal.digest(content)
