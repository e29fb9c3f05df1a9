"""Where an indicator stands in its year: reached, on track, behind. Asked by pages and commands alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from takar.agreements.achievement import Achievement
from takar.agreements.models import AgreedTarget
from takar.agreements.selectors import Judge, judge_of, targets_by_indicator
from takar.kernel import clock
from takar.measurement.engine.counting import Year
from takar.measurement.language.measure import Polarity
from takar.measurement.numbers.forecast import Forecast, forecast, grows
from takar.measurement.numbers.official import OfficialValue
from takar.measurement.selectors import State
from takar.organisation.actor import Actor
from takar.organisation.calendar import WorkingTime, working_time

BEHIND_BY = 15
"""Percentage points behind what was due by now from which an indicator is called behind."""


class Progress(StrEnum):
    """A member, its words and its tone."""

    label: str
    tone: str

    NOT_MEASURED = "not_measured", "Belum diukur"
    NO_TARGET = "no_target", "Belum ada target"
    NO_PERCENT = "no_percent", "Tanpa persentase"
    REACHED = "reached", "Tercapai", "done"
    MISSED = "missed", "Tidak tercapai", "warn"
    """The year is over."""
    ON_TRACK = "on_track", "Sesuai jalur", "progress"
    BEHIND = "behind", "Tertinggal", "warn"
    OVER_LIMIT = "over_limit", "Melewati batas", "warn"
    """Less is better, and the number is above the target already."""
    NEAR_LIMIT = "near_limit", "Terancam lewat", "warn"
    """Less is better, and the number will be above the target if it goes on like this."""

    def __new__(cls, code: str, label: str = "", tone: str = "neutral") -> Progress:
        made = str.__new__(cls, code)
        made._value_ = code
        made.label = label
        made.tone = tone
        return made

    @property
    def needs_attention(self) -> bool:
        return self in {Progress.MISSED, Progress.BEHIND, Progress.OVER_LIMIT, Progress.NEAR_LIMIT}


@dataclass(frozen=True)
class Judged:
    """An indicator against its target today."""

    target: AgreedTarget | None
    achievement: Achievement
    outlook: Forecast | None
    progress: Progress


@dataclass(frozen=True)
class YearProgress:
    """What the numbers of a year are held against: targets, the office's rule, working time, the year before."""

    year: int
    targets: Mapping[int, AgreedTarget]
    judge: Judge
    time: WorkingTime
    before: Mapping[int, Year | None]
    """Indicator id -> the twelve months of last year, while the year runs."""

    @property
    def runs(self) -> bool:
        return self.year == clock.today().year

    def forecast_of(self, realised: OfficialValue) -> Forecast | None:
        """None for years that are over or have not begun."""
        if not self.runs or realised.measure is None:
            return None
        before = self.before.get(realised.indicator.pk)
        return forecast(realised.measure, realised.value, before=before, time=self.time)

    def of(self, realised: OfficialValue) -> Judged:
        """Against the target that counts: of the signed agreement, else of the newest draft."""
        return self.against(realised, self.targets.get(realised.indicator.pk))

    def against(self, realised: OfficialValue, target: AgreedTarget | None) -> Judged:
        achievement = self.judge.of(realised.indicator.pk, realised.value, target)
        outlook = self.forecast_of(realised)
        return Judged(target, achievement, outlook, self._progress(realised, target, achievement, outlook))

    def _progress(
        self,
        realised: OfficialValue,
        target: AgreedTarget | None,
        achievement: Achievement,
        outlook: Forecast | None,
    ) -> Progress:
        """Time is the measure, not taste."""
        if realised.state is State.NOT_MEASURED:
            return Progress.NOT_MEASURED
        if target is None or target.promised is None:
            return Progress.NO_TARGET
        if realised.value is None:
            return Progress.NOT_MEASURED
        if not self.runs:
            if achievement.raw is None:
                return Progress.NO_PERCENT
            return Progress.REACHED if achievement.is_reached else Progress.MISSED
        fewer = self.judge.polarity_of(realised.indicator.pk) is Polarity.LOWER
        if realised.measure is not None and not grows(realised.measure):
            return _level(achievement)
        if fewer:
            return self._limit(realised, target, outlook)
        if achievement.raw is None:
            return Progress.NO_PERCENT
        if achievement.is_reached:
            return Progress.REACHED
        due = self.time.share if outlook is None else outlook.due
        return (
            Progress.BEHIND
            if Fraction(achievement.raw) + BEHIND_BY < 100 * Fraction(due)
            else Progress.ON_TRACK
        )

    def _limit(self, realised: OfficialValue, target: AgreedTarget, outlook: Forecast | None) -> Progress:
        """Where less is better, the target is a limit that time may still break."""
        assert target.promised is not None
        assert realised.value is not None
        if realised.value > target.promised.top:
            return Progress.OVER_LIMIT
        expected = self.judge.of(realised.indicator.pk, outlook.value, target).raw if outlook else None
        if expected is not None and expected + BEHIND_BY < 100:
            return Progress.NEAR_LIMIT
        return Progress.ON_TRACK


def _level(achievement: Achievement) -> Progress:
    """A number that does not grow is never reached before the year ends: it may still fall."""
    if achievement.raw is None:
        return Progress.NO_PERCENT
    return Progress.BEHIND if achievement.raw + BEHIND_BY < 100 else Progress.ON_TRACK


def progress_of_year(actor: Actor, realised: Sequence[OfficialValue], *, year: int) -> YearProgress:
    """Everything these numbers of a year are held against; a fixed number of queries."""
    bindings = [r.binding for r in realised if r.binding is not None]
    return YearProgress(
        year,
        targets_by_indicator(actor, year=year),
        judge_of(actor, year=year, bindings=bindings or None),
        working_time(actor.office_id or 0, year, clock.today()),
        {r.indicator.pk: r.before for r in realised},
    )
