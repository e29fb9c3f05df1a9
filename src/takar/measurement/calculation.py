"""From what was found in the books to a number. Pure: no database, no clock.

``Amounts`` of two spans of time add up to the amounts of both, so months make quarters, and the
times of two holders of a position make its year. The number is worked out from them at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from operator import add

from takar.measurement.language import Aggregate, Measure, Over

Number = int | Decimal
_CENT = Decimal("0.01")


@dataclass(slots=True)
class Amounts:
    """What a measure found in a span of time. Never changed once made; not frozen, because making a
    frozen one costs thrice as much and a regency's year has twenty-five thousand of them."""

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


def amounts(measure: Measure, facts: Iterable[Fact]) -> Amounts:
    """What some facts amount to."""
    found = [_amount(measure, fact) for fact in facts]
    return reduce(add, found, Amounts())


def _amount(measure: Measure, fact: Fact) -> Amounts:
    if fact.is_base:
        return Amounts(base=1)
    match measure.aggregate:
        case Aggregate.DISTINCT:
            return Amounts(size=1, subjects=frozenset([fact.subject]))
        case Aggregate.ON_TIME:
            if fact.due is None:
                return Amounts()
            return Amounts(size=int(fact.on <= fact.due), base=1)
        case Aggregate.SUM | Aggregate.AVERAGE | Aggregate.INDEX | Aggregate.MANUAL:
            if fact.value is None:
                return Amounts(size=1)
            return Amounts(1, 1, fact.value, latest=(fact.on, fact.entry, fact.value))
    return Amounts(size=1)


def value(measure: Measure, found: Amounts) -> Number | None:
    """The number of one span; None where there is none: a percentage of nothing is not nought."""
    match measure.aggregate:
        case Aggregate.COUNT:
            return found.size
        case Aggregate.DISTINCT:
            return len(found.subjects)
        case Aggregate.SUM:
            return found.total
        case Aggregate.RATIO | Aggregate.ON_TIME:
            return Decimal(found.size * 100) / found.base if found.base else None
        case Aggregate.AVERAGE:
            return found.total / found.base if found.base else None
        case Aggregate.MANUAL:
            return found.total if found.base else None
        case Aggregate.INDEX:
            return found.latest[2] if found.latest else None


def value_over(measure: Measure, months: Sequence[Amounts]) -> Number | None:
    """The number of a period made of these months, as the measure says (``over``)."""
    if measure.over is Over.WHOLE:
        return value(measure, reduce(add, months, Amounts()))
    numbers = [n for n in (value(measure, month) for month in months) if n is not None]
    if not numbers:
        return None
    match measure.over:
        case Over.SUM:
            return sum(numbers)
        case Over.MAX:
            return max(numbers)
        case Over.AVERAGE:
            return Decimal(sum(numbers)) / len(numbers)
        case Over.LAST:
            return numbers[-1]


def rounded(number: Number | None) -> Number | None:
    """As people read it: two decimals, half up, whole numbers as they are."""
    if isinstance(number, Decimal):
        number = number.quantize(_CENT, ROUND_HALF_UP)
        return int(number) if number == number.to_integral_value() else number
    return number
