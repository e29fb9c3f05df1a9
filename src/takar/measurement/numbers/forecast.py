"""Where a number will stand at the end of the year, and how much of it was due by now. Pure.

Time is counted in working days: a week of Lebaran is no week in which an office fell behind. What
grows over the year goes on at its pace so far; where last year's same number has enough entries, its
shape over the year takes the place of an even pace (reports are due in December, not every day). What
does not grow (a percentage, a mean, an index) is taken to stay as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from takar.kernel.formatting import rounded
from takar.measurement.engine.calculation import value_over
from takar.measurement.language.amounts import Amounts, Number
from takar.measurement.language.measure import Measure
from takar.organisation.calendar import WorkingTime

FEWEST_DAYS = 20
"""Working days before anything is said: in the first month a single entry would move the forecast by a tenth."""
SHAPE_ENTRIES = 24
SHAPE_MONTHS = 6
"""What last year must hold for its shape to be more than chance: two entries a month on the average, in
half of the months."""
SHAPE_SHARE = Fraction(1, 10)
"""Below this share of last year's work the shape would multiply the year so far by more than ten."""


class Basis(StrEnum):
    PACE = "pace"
    """The year so far over the share of working days."""
    SHAPE = "shape"
    """The year so far over the share last year's number had reached by the same time."""
    LEVEL = "level"
    """A number that does not grow with time stays as it is."""


@dataclass(frozen=True)
class Forecast:
    value: Number
    basis: Basis
    due: Fraction
    """How much of the year's number was due by now, 0 to 1."""


def grows(measure: Measure) -> bool:
    """Whether the number of a year is made of what its months add to it."""
    return measure.aggregate.grows and measure.over.adds_up


def forecast(
    measure: Measure,
    total: Number | None,
    *,
    before: Sequence[Amounts] | None,
    time: WorkingTime,
) -> Forecast | None:
    """The number at the end of the running year, or None where nothing honest can be said.

    ``total`` is the year so far, ``before`` the twelve months of the year before.
    """
    if total is None or sum(time.passed) < FEWEST_DAYS:
        return None
    if not grows(measure):
        return Forecast(total, Basis.LEVEL, Fraction(1))
    share = None if before is None else shape(measure, before, time)
    if share is not None:
        return Forecast(_reached(measure, total, share), Basis.SHAPE, share)
    if not measure.aggregate.has_even_pace:
        return None
    return Forecast(_reached(measure, total, time.share), Basis.PACE, time.share)


def shape(measure: Measure, before: Sequence[Amounts], time: WorkingTime) -> Fraction | None:
    """The share of last year's number reached by the same time of year; None where last year tells too little."""
    sizes = [month.size for month in before]
    if sum(sizes) < SHAPE_ENTRIES or sum(size > 0 for size in sizes) < SHAPE_MONTHS:
        return None
    whole = value_over(measure, before)
    if not whole or whole < 0:
        return None
    current = next((month for month in range(12, 0, -1) if time.passed[month - 1]), 0)
    if not current:
        return None
    until = Fraction(value_over(measure, before[: current - 1]) or 0)
    within = Fraction(value_over(measure, before[:current]) or 0) - until
    share = (until + within * time.share_of_month(current)) / Fraction(whole)
    return min(share, Fraction(1)) if share >= SHAPE_SHARE else None


def _reached(measure: Measure, total: Number, share: Fraction) -> Number:
    exact = Fraction(total) / share
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    if measure.aggregate.is_whole:
        return int(number.quantize(Decimal(1), ROUND_HALF_UP))
    value = rounded(number)
    assert value is not None
    return value
