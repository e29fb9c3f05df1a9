"""The measure language: what a number counts, as validated data and never as code.

A measure names books, the milestone whose date puts an entry into a period, and filters from
closed lists. Entries so selected are counted, or something about them is worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from takar.kernel import seal
from takar.measurement.language.aggregates import Aggregate, Need
from takar.measurement.language.over import Over

OTHER = "-lain"
"""What the code of a reading by other words ends with."""


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


class TimeUnit(StrEnum):
    """How a span is measured; the day it begins is day 0, so the day after it is the first."""

    WORKING_DAYS = (
        "working_days",
        "hari kerja",
        "Hari sesudah hari mulai adalah hari kerja ke-1; hari yang sama 0.",
    )
    DAYS = "days", "hari", "Hari sesudah hari mulai adalah hari ke-1; hari yang sama 0."
    HOURS = (
        "hours",
        "jam",
        "Jam dihitung antara saat pencatatan bila kedua langkah dicatat pada hari terjadinya; selain itu tiap hari "
        "24 jam.",
    )

    label: str
    rule: str

    def __new__(cls, code: str, label: str = "", rule: str = "") -> TimeUnit:
        made = str.__new__(cls, code)
        made._value_ = code
        made.label = label
        made.rule = rule
        return made


SINCE_ENTRY = "entry"
"""A span that begins on the entry's own day."""
SINCE_COLUMN = "column:"
"""Before the name of a date column that a span begins with."""


@dataclass(frozen=True)
class Part:
    """Another measure that one is made of, with its weight of a hundred."""

    measure: str
    weight: Decimal = Decimal(100)


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
    since: str = ""
    """Where a span begins: a milestone of every book, ``entry``, or a date column behind ``column:``."""
    time: TimeUnit = TimeUnit.WORKING_DAYS
    within: Decimal | None = None
    """The longest span that is still in time."""
    parts: tuple[Part, ...] = ()
    inner: tuple[Measure, ...] = ()
    """The measures that ``parts`` names, in their order; loading.py has put them here, and the entries they
    take into ``terms``, so that lists and rights see them."""
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
        own = {term.book for term in (*self.terms, *self.per)}
        return own.union(*(measure.books for measure in self.inner))

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Codes of the measures it is made of, in whichever way."""
        return (*self.of, *(part.measure for part in self.parts))

    @property
    def divisor(self) -> tuple[Term, ...]:
        """The entries that are divided by: the same ones where two columns of them are meant."""
        own = Need.PER_NUMBER in self.aggregate.needs and not self.base
        return self.per or (self.terms if own else ())

    @property
    def main_code(self) -> str:
        """The code under which the measure is listed and bound: a reading by other words has none of its own."""
        return self.code.removesuffix(OTHER)

    @property
    def is_other(self) -> bool:
        return self.code.endswith(OTHER)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over everything that decides the number; words that only explain it stay out.

        Words that came later are left out where a measure does not use them: what was sealed before
        they were there has the fingerprint it had.
        """
        content = asdict(replace(self, inner=(), other=None))
        for words in ("label", "subjects", "why", "place", "code", "of", "said", "other"):
            del content[words]
        content["parts"] = [f"{part.weight.normalize():f}" for part in self.parts]
        content["inner"] = [measure.fingerprint for measure in self.inner]
        content["within"] = None if self.within is None else f"{self.within.normalize():f}"
        for word, unused in _UNUSED.items():
            if content[word] == unused:
                del content[word]
        content["aggregate"] = self.aggregate.code
        return seal.digest(content)


_UNUSED: Mapping[str, object] = {
    "one_matter": (), "per_number": "", "base": "", "distinct": Distinguishes.SUBJECT, "scale": 100, "since": "",
    "time": TimeUnit.WORKING_DAYS, "within": None, "parts": [], "inner": [],
}  # fmt: skip
