"""The measure language: what a number counts, as validated data and never as code.

A measure names books, the milestone whose date puts an entry into a period, and filters from
closed lists. Entries so selected are counted, or something about them is worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property

from takar.kernel import seal
from takar.measurement.language.aggregates import Aggregate, Need
from takar.measurement.language.over import Over


class Polarity(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


class Distinguishes(StrEnum):
    """What makes two entries the same one where different things are counted."""

    SUBJECT = "subject", "Pegawai, kendaraan, barang: yang dicatat entri"
    VILLAGE = "village", "Desa"

    label: str

    def __new__(cls, code: str, label: str = "") -> Distinguishes:
        made = str.__new__(cls, code)
        made._value_ = code
        made.label = label
        return made


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
    per_number: str = ""
    """The column that a sum is divided by."""
    base: str = ""
    """What is divided by where it is no entry: ``villages``, ``positions``, ``employees``, or the name of
    one of the office's own numbers behind ``figure:``."""
    distinct: Distinguishes = Distinguishes.SUBJECT
    scale: int = 100
    """Of how many a share is told."""
    over: Over = Over.WHOLE
    polarity: Polarity = Polarity.HIGHER
    place: str = ""
    """File and line, for error messages."""

    @property
    def books(self) -> set[str]:
        return {term.book for term in (*self.terms, *self.per)}

    @property
    def divisor(self) -> tuple[Term, ...]:
        """The entries that are divided by: the same ones where two columns of them are meant."""
        own = Need.PER_NUMBER in self.aggregate.needs and not self.base
        return self.per or (self.terms if own else ())

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over everything that decides the number; words that only explain it stay out.

        Words that came later are left out where a measure does not use them: what was sealed before
        they were there has the fingerprint it had.
        """
        content = asdict(self)
        for words in ("label", "subjects", "why", "place", "code", "of"):
            del content[words]
        for word, unused in _UNUSED.items():
            if content[word] == unused:
                del content[word]
        content["aggregate"] = self.aggregate.code
        return seal.digest(content)


_UNUSED: Mapping[str, object] = {
    "per_number": "", "base": "", "distinct": Distinguishes.SUBJECT, "scale": 100,
}  # fmt: skip
