"""The ways to make a number of the entries a measure found: one class for each, and all about it.

Everything else asks the class: the form what to show, the rules what must be there, the engine where
to read, the forecast what the number does over a year. A new way is a class in a file of its kind and
a line here; this order is the order on the form. Pure: no database, no clock.
"""

from __future__ import annotations

from takar.measurement.language.aggregates.base import (
    Aggregate,
    FromTally,
    Need,
    _known,
    aggregate_named,
    all_aggregates,
    register,
)
from takar.measurement.language.aggregates.columns import Average, Index, Sum
from takar.measurement.language.aggregates.combined import Combined, Composite, Growth
from takar.measurement.language.aggregates.counts import Count, Distinct
from takar.measurement.language.aggregates.shares import DistinctRatio, OnTime, Ratio, RatioOfSums
from takar.measurement.language.aggregates.stated import Manual
from takar.measurement.language.aggregates.times import MeanTime, WithinTime

__all__ = [
    "AVERAGE", "COMPOSITE", "COUNT", "DISTINCT", "DISTINCT_RATIO", "GROWTH", "INDEX", "MANUAL", "MEAN_TIME", "ON_TIME",
    "RATIO", "RATIO_OF_SUMS", "SUM", "WITHIN_TIME", "Aggregate", "Combined", "FromTally", "Need", "_known",
    "aggregate_named", "all_aggregates", "register",
]  # fmt: skip

COUNT = register(Count())
DISTINCT = register(Distinct())
SUM = register(Sum())
AVERAGE = register(Average())
RATIO = register(Ratio())
RATIO_OF_SUMS = register(RatioOfSums())
DISTINCT_RATIO = register(DistinctRatio())
ON_TIME = register(OnTime())
MEAN_TIME = register(MeanTime())
WITHIN_TIME = register(WithinTime())
INDEX = register(Index())
GROWTH = register(Growth())
COMPOSITE = register(Composite())
MANUAL = register(Manual())
