"""From what was found in the books to a number. Pure: no database, no clock.

The aggregate of the measure says what an entry adds and how the number is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add

from takar.measurement.language.amounts import Amounts, Fact, Number
from takar.measurement.language.measure import Measure
from takar.measurement.language.over import Over


def amounts(measure: Measure, facts: Iterable[Fact]) -> Amounts:
    """What some facts amount to."""
    found = [_amount(measure, fact) for fact in facts]
    return reduce(add, found, Amounts())


def _amount(measure: Measure, fact: Fact) -> Amounts:
    return Amounts(base=1) if fact.is_base else measure.aggregate.amount(fact)


def value(measure: Measure, found: Amounts) -> Number | None:
    """The number of one span; None where there is none: a percentage of nothing is not nought."""
    return measure.aggregate.value(found)


def value_over(measure: Measure, months: Sequence[Amounts]) -> Number | None:
    """The number of a period made of these months, as the measure says (``over``)."""
    if measure.over is Over.WHOLE:
        return value(measure, reduce(add, months, Amounts()))
    numbers = [n for n in (value(measure, month) for month in months) if n is not None]
    return measure.over.of(numbers) if numbers else None
