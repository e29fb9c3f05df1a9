"""What a measure finds in a span of time, before it becomes a number. Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from takar.kernel.months import add_years

Number = int | Decimal
Stated = tuple[date, int, Decimal]
"""Day, entry and value."""


@dataclass(frozen=True)
class Standing:
    """A number that is there and does not happen: villages of the office, inhabitants, as of a day."""

    on: date
    value: Decimal
    members: frozenset[str] | None = None
    """Which they are, where they are rows: who is not among them has no part in a share of them."""

    def __or__(self, other: Standing) -> Standing:
        """The later one; two of one day are parts of one list."""
        if self.on != other.on:
            return max(self, other, key=lambda standing: standing.on)
        if self.members is None or other.members is None:
            return self
        members = self.members | other.members
        return Standing(self.on, Decimal(len(members)), members)


@dataclass(slots=True)
class Amounts:
    """What a measure found in a span of time. Never changed once made; not frozen, because making a
    frozen one costs thrice as much and a regency's year has twenty-five thousand of them.

    The amounts of two spans add up to the amounts of both, so months make quarters, and the times of
    two holders of a position make its year.
    """

    size: int = 0
    """Entries selected; for a share on time, those that were."""
    base: int = 0
    """Entries a percentage or a mean is taken of; values stated."""
    total: Decimal = Decimal(0)
    subjects: frozenset[str] = frozenset()
    latest: Stated | None = None
    """Day, entry and value of the newest entry that has a value."""
    base_total: Decimal = Decimal(0)
    """The column that a sum is divided by, added up."""
    base_subjects: frozenset[str] = frozenset()
    standing: Standing | None = None
    """What is divided by, where that is no entry."""
    parts: tuple[Amounts, ...] = ()
    """What the measures found that this one is made of, in their order."""

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.size + other.size,
            self.base + other.base,
            self.total + other.total,
            self.subjects | other.subjects,
            _newer(self.latest, other.latest),
            self.base_total + other.base_total,
            self.base_subjects | other.base_subjects,
            _later(self.standing, other.standing),
            _together(self.parts, other.parts),
        )


def _newer(one: Stated | None, other: Stated | None) -> Stated | None:
    return max(one, other) if one and other else one or other


def _later(one: Standing | None, other: Standing | None) -> Standing | None:
    return one | other if one and other else one or other


def _together(one: tuple[Amounts, ...], other: tuple[Amounts, ...]) -> tuple[Amounts, ...]:
    if not one or not other:
        return one or other
    return tuple(mine + yours for mine, yours in zip(one, other, strict=True))


NOTHING = Amounts()


class Group(NamedTuple):
    """Entries of a month taken together: how many, and what a column of them adds up to."""

    size: int
    filled: int
    """How many have a value in the number column or are known to have taken so long, and their sum."""
    total: Decimal
    timely: int
    """How many came on or before their due date or within the limit, and how many have one."""
    due: int


@dataclass(frozen=True)
class Fact:
    """One entry as a measure sees it: when, about what, and the value or due date it asks for."""

    entry: int
    """0 for what is no entry: a number that stands on a day."""
    on: date
    what: str
    subject: str = ""
    value: Decimal | None = None
    """The number column, or how long something took."""
    due: date | None = None
    is_base: bool = False
    """The entry belongs to ``per`` and not to the terms."""
    part: str = ""
    """Where the measure is made of others: which of them found it, "1" or, deeper down, "1/0"."""

    years_back: int = 0
    """How many years before the period it happened: what growth is held against."""
    limit: Decimal | None = None
    """The longest that is in time, as the measure says."""

    @property
    def day(self) -> date:
        """The day on which it is put into the period."""
        return add_years(self.on, self.years_back) if self.years_back else self.on

    @property
    def is_standing(self) -> bool:
        return self.is_base and not self.entry
