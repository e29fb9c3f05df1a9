"""What a measure finds in a span of time, before it becomes a number. Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Number = int | Decimal


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
    latest: tuple[date, int, Decimal] | None = None
    """Day, entry and value of the newest entry that has a value."""

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            self.size + other.size,
            self.base + other.base,
            self.total + other.total,
            self.subjects | other.subjects,
            max((self.latest, other.latest), key=lambda found: found or (date.min, 0, Decimal(0))),
        )


NOTHING = Amounts()


@dataclass(frozen=True)
class Fact:
    """One entry as a measure sees it: when, about what, and the value or due date it asks for."""

    entry: int
    on: date
    what: str
    subject: str = ""
    value: Decimal | None = None
    due: date | None = None
    is_base: bool = False
    """The entry belongs to ``per`` and not to the terms."""
