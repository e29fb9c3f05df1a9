"""From what was found in the books to a number. Pure: no database, no clock.

The aggregate of the measure says what an entry adds and how the number is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import reduce
from operator import add

from takar.measurement.language.aggregates import Combined
from takar.measurement.language.amounts import NOTHING, Amounts, Fact, Number
from takar.measurement.language.measure import Measure
from takar.measurement.language.over import Over


def parts_of(measure: Measure) -> Sequence[tuple[Measure, int]]:
    """What a combined measure is made of, each with the years it is looked up before."""
    if isinstance(measure.aggregate, Combined) and measure.aggregate.looks_back:
        return [(inner, earlier) for inner in measure.inner for earlier in (0, 1)]
    return [(inner, 0) for inner in measure.inner]


def amounts(measure: Measure, facts: Iterable[Fact]) -> Amounts:
    """What some facts amount to."""
    if measure.inner:
        by_part: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            place, _, rest = fact.part.partition("/")
            by_part[place].append(replace(fact, part=rest))
        parts = [amounts(inner, by_part[str(place)]) for place, (inner, _) in enumerate(parts_of(measure))]
        return Amounts(parts=tuple(parts))
    found = [_amount(measure, fact) for fact in facts]
    return reduce(add, found, Amounts())


def _amount(measure: Measure, fact: Fact) -> Amounts:
    aggregate = measure.aggregate
    if fact.is_base:
        return aggregate.base_amount(fact)
    return aggregate.amount(fact if measure.within is None else replace(fact, limit=measure.within))


def value(measure: Measure, found: Amounts) -> Number | None:
    """The number of one span; None where there is none: a percentage of nothing is not nought."""
    if isinstance(measure.aggregate, Combined):
        return _combined(measure, [value(*pair) for pair in _pairs(measure, found)])
    number = measure.aggregate.value(found)
    return number if number is None or measure.scale == 100 else Decimal(number) * measure.scale / 100


def value_over(measure: Measure, months: Sequence[Amounts]) -> Number | None:
    """The number of a period made of these months, as the measure says (``over``)."""
    if measure.over is Over.WHOLE:
        return _of_parts(measure, months) if measure.inner else value(measure, reduce(add, months, Amounts()))
    numbers = [n for n in (value(measure, month) for month in months) if n is not None]
    return measure.over.of(numbers) if numbers else None


def lacking(measure: Measure, months: Sequence[Amounts]) -> list[Measure]:
    """Parts of a combined measure that have no number over these months."""
    numbers = _numbers(measure, months)
    found = zip(parts_of(measure), numbers, strict=True)
    return list({inner.code: inner for (inner, _), number in found if number is None}.values())


def _of_parts(measure: Measure, months: Sequence[Amounts]) -> Number | None:
    """Every part over the whole period in its own way, then together."""
    return _combined(measure, _numbers(measure, months))


def _numbers(measure: Measure, months: Sequence[Amounts]) -> list[Number | None]:
    # Months that do not count yet have no parts.
    counted = [month.parts for month in months if month.parts]
    return [
        value_over(inner, [parts[place] for parts in counted]) if counted else None
        for place, (inner, _) in enumerate(parts_of(measure))
    ]


def _pairs(measure: Measure, found: Amounts) -> list[tuple[Measure, Amounts]]:
    parts = found.parts or (NOTHING,) * len(parts_of(measure))
    return [(inner, part) for (inner, _), part in zip(parts_of(measure), parts, strict=True)]


def _combined(measure: Measure, numbers: Sequence[Number | None]) -> Number | None:
    assert isinstance(measure.aggregate, Combined)
    return measure.aggregate.combined(numbers, [part.weight for part in measure.parts])
