"""From what was found in the books to a number. Pure: no database, no clock.

The aggregate of the measure says what an entry adds and how the number is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from operator import add

from takar.measurement.language.amounts import Amounts, Fact, Number
from takar.measurement.language.measure import Measure
from takar.measurement.language.over import Over

_CENT = Decimal("0.01")


def amounts(measure: Measure, facts: Iterable[Fact]) -> Amounts:
    """What some facts amount to."""
    found = [_amount(measure, fact) for fact in facts]
    return reduce(add, found, Amounts())


def _amount(measure: Measure, fact: Fact) -> Amounts:
    aggregate = measure.aggregate
    return aggregate.base_amount(fact) if fact.is_base else aggregate.amount(fact)


def value(measure: Measure, found: Amounts) -> Number | None:
    """The number of one span; None where there is none: a percentage of nothing is not nought."""
    number = measure.aggregate.value(found)
    return number if number is None or measure.scale == 100 else number * measure.scale / 100


def value_over(measure: Measure, months: Sequence[Amounts]) -> Number | None:
    """The number of a period made of these months, as the measure says (``over``)."""
    if measure.over is Over.WHOLE:
        return value(measure, reduce(add, months, Amounts()))
    numbers = [n for n in (value(measure, month) for month in months) if n is not None]
    return measure.over.of(numbers) if numbers else None


def rounded(number: Number | None) -> Number | None:
    """As people read it: two decimals, half up, whole numbers as they are."""
    if isinstance(number, Decimal):
        number = number.quantize(_CENT, ROUND_HALF_UP)
        return int(number) if number == number.to_integral_value() else number
    return number
