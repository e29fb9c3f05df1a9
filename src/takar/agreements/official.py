"""The official number with what it is worth: percent of the target, class, progress.

What pages, commands and exports ask when they show a realisation beside its target.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from takar.agreements.achievement import Achievement, Class
from takar.agreements.models import AgreedTarget
from takar.agreements.progress import Progress, YearProgress, progress_of_year
from takar.catalogue.models import Indicator
from takar.kernel.period import Period
from takar.measurement.language.amounts import Number
from takar.measurement.numbers.forecast import Forecast
from takar.measurement.numbers.official import (
    Figure,
    OfficialValue,
    Status,
    all_official_values,
    official_value,
)
from takar.organisation.actor import Actor


@dataclass(frozen=True)
class OfficialNumber:
    """One indicator in one period, as everything that shows a number shows it."""

    official: OfficialValue
    target: AgreedTarget | None
    """Of the year, also where the period is a part of it."""
    achievement: Achievement
    progress: Progress | None
    """Where it stands in its year; None for a part of the year, which has no target of its own."""
    outlook: Forecast | None = None

    @property
    def indicator(self) -> Indicator:
        return self.official.indicator

    @property
    def period(self) -> Period:
        return self.official.period

    @property
    def status(self) -> Status:
        return self.official.status

    @property
    def value(self) -> Number | None:
        return self.official.value

    @property
    def books(self) -> Number | None:
        return self.official.books

    @property
    def is_drifted(self) -> bool:
        return self.official.is_drifted

    @property
    def after_closing(self) -> Number | None:
        return self.official.after_closing

    @property
    def parts_note(self) -> str:
        return self.official.parts_note

    @property
    def months(self) -> tuple[Figure, ...]:
        return self.official.months

    @property
    def quarters(self) -> tuple[Figure, ...]:
        return self.official.quarters

    @property
    def percent(self) -> Decimal | int | None:
        return self.achievement.raw

    @property
    def grade(self) -> Class | None:
        return self.achievement.grade


@dataclass(frozen=True)
class OfficialNumbers:
    """The numbers that were asked for, and what they were held against."""

    numbers: list[OfficialNumber]
    yardstick: YearProgress


def official_number(actor: Actor, indicator: Indicator, *, period: Period) -> OfficialNumber:
    """One indicator in a month, quarter, half year or year. A fixed number of queries."""
    return held_against_targets(actor, [official_value(actor, indicator, period=period)], period).numbers[0]


def official_numbers(actor: Actor, *, period: Period, both: bool = False) -> list[OfficialNumber]:
    """Every indicator of the decree in force; ``both`` with its other reading. A fixed number of queries."""
    return held_against_targets(actor, all_official_values(actor, period=period, both=both), period).numbers


def held_against_targets(actor: Actor, found: Iterable[OfficialValue], period: Period) -> OfficialNumbers:
    """Official values with their percents, and the yardstick for whoever shows it too."""
    values = list(found)
    yardstick = progress_of_year(actor, values, year=period.start.year)
    return OfficialNumbers([_held(value, yardstick) for value in values], yardstick)


def _held(value: OfficialValue, yardstick: YearProgress) -> OfficialNumber:
    if value.period != Period.of_year(yardstick.year):
        target = yardstick.targets.get(value.indicator.pk)
        return OfficialNumber(
            value, target, yardstick.judge.of(value.indicator.pk, value.value, target), None
        )
    judged = yardstick.of(value)
    return OfficialNumber(value, judged.target, judged.achievement, judged.progress, judged.outlook)
