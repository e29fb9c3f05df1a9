"""What a year's numbers are held against: targets, the office's rule, working time, the year before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from takar.agreements.achievement import Achievement
from takar.agreements.models import AgreedTarget
from takar.agreements.selectors import Judge, judge_of, targets_by_indicator
from takar.kernel import clock
from takar.kernel.formatting import format_date_long, format_number, format_percent
from takar.measurement.engine import Year
from takar.measurement.forecast import Basis, Forecast, forecast, grows
from takar.measurement.language import Polarity
from takar.measurement.selectors import Realisation, State
from takar.organisation.actor import Actor
from takar.organisation.calendar import WorkingTime, working_time

BEHIND_BY = 15
"""Percentage points behind what was due by now from which an indicator is called behind."""


@dataclass(frozen=True)
class Standing:
    """An indicator against its target today."""

    target: AgreedTarget | None
    achievement: Achievement
    outlook: Forecast | None
    tone: str
    label: str


@dataclass(frozen=True)
class Yardstick:
    year: int
    targets: Mapping[int, AgreedTarget]
    judge: Judge
    time: WorkingTime
    before: Mapping[int, Year | None]
    """Indicator id -> the twelve months of last year, while the year runs."""

    @property
    def runs(self) -> bool:
        return self.year == clock.today().year

    def forecast_of(self, realised: Realisation) -> Forecast | None:
        """None for years that are over or have not begun."""
        if not self.runs or realised.measure is None:
            return None
        before = self.before.get(realised.indicator.pk)
        return forecast(realised.measure, realised.total, before=before, time=self.time)

    def standing_of(self, realised: Realisation) -> Standing:
        """Against the target that counts: of the signed agreement, else of the newest draft."""
        return self.standing_against(realised, self.targets.get(realised.indicator.pk))

    def standing_against(self, realised: Realisation, target: AgreedTarget | None) -> Standing:
        achievement = self.judge.of(realised.indicator.pk, realised.total, target)
        outlook = self.forecast_of(realised)
        tone, label = self._words(realised, target, achievement, outlook)
        return Standing(target, achievement, outlook, tone, label)

    def _words(
        self,
        realised: Realisation,
        target: AgreedTarget | None,
        achievement: Achievement,
        outlook: Forecast | None,
    ) -> tuple[str, str]:
        """Tone and words: reached, on track, behind, not measured. Time is the measure, not taste."""
        if realised.state is State.NOT_MEASURED:
            return "neutral", "Belum diukur"
        if target is None or target.promised is None:
            return "neutral", "Belum ada target"
        if realised.total is None:
            return "neutral", "Belum diukur"
        if not self.runs:
            if achievement.raw is None:
                return "neutral", "Tanpa persentase"
            return ("done", "Tercapai") if achievement.is_reached else ("warn", "Tidak tercapai")
        fewer = self.judge.polarity_of(realised.indicator.pk) is Polarity.LOWER
        if realised.measure is not None and not grows(realised.measure):
            return self._level(achievement)
        if fewer:
            return self._limit(realised, target, outlook)
        if achievement.raw is None:
            return "neutral", "Tanpa persentase"
        if achievement.is_reached:
            return "done", "Tercapai"
        due = self.time.share if outlook is None else outlook.due
        if achievement.raw + BEHIND_BY < float(due) * 100:
            return "warn", "Tertinggal"
        return "progress", "Sesuai jalur"

    def _level(self, achievement: Achievement) -> tuple[str, str]:
        """A number that does not grow is never reached before the year ends: it may still fall."""
        if achievement.raw is None:
            return "neutral", "Tanpa persentase"
        return ("warn", "Tertinggal") if achievement.raw + BEHIND_BY < 100 else ("progress", "Sesuai jalur")

    def _limit(
        self, realised: Realisation, target: AgreedTarget, outlook: Forecast | None
    ) -> tuple[str, str]:
        """Where less is better, the target is a limit that time may still break."""
        assert target.promised is not None
        assert realised.total is not None
        if realised.total > target.promised.top:
            return "warn", "Melewati batas"
        expected = self.judge.of(realised.indicator.pk, outlook.value, target).raw if outlook else None
        if expected is not None and expected + BEHIND_BY < 100:
            return "warn", "Terancam lewat"
        return "progress", "Sesuai jalur"


def yardstick_of(actor: Actor, realised: Sequence[Realisation], *, year: int) -> Yardstick:
    """Everything a page holds these numbers of a year against; a fixed number of queries."""
    today = clock.today()
    bindings = [r.binding for r in realised if r.binding is not None]
    return Yardstick(
        year,
        targets_by_indicator(actor, year=year),
        judge_of(actor, year=year, bindings=bindings or None),
        working_time(actor.office_id or 0, year, today),
        {r.indicator.pk: r.before for r in realised},
    )


# ---- the same in words --------------------------------------------------------------------------------


def forecast_words(outlook: Forecast | None, target: AgreedTarget | None, year: int) -> str:
    """``Dengan laju sekarang diperkirakan 48 dari target 60``; empty where nothing is forecast."""
    if outlook is None:
        return ""
    how = {
        Basis.PACE: "Dengan laju sekarang diperkirakan",
        Basis.SHAPE: f"Dengan laju sekarang dan pola tahun {year - 1} diperkirakan",
        Basis.LEVEL: "Bila bertahan seperti sekarang, akhir tahun",
    }[outlook.basis]
    if target is None or target.promised is None:
        ending = "" if outlook.basis is Basis.LEVEL else " pada akhir tahun"
        return f"{how} {format_number(outlook.value)}{ending}"
    return f"{how} {format_number(outlook.value)} dari target {target.target_words}"


def percent_words(achievement: Achievement) -> str:
    """As the office shows it: capped, where it has a cap."""
    return format_percent(achievement.capped)


def uncapped_words(achievement: Achievement) -> str:
    return f"asli {format_percent(achievement.raw)}" if achievement.is_capped else ""


def class_of(achievement: Achievement, *, runs: bool) -> dict[str, str] | None:
    """Tone and words of the class; while the year runs it is not the last word."""
    if achievement.grade is None:
        return None
    words = f"{achievement.grade.code} · {achievement.grade.label}"
    return {"tone": achievement.grade.tone, "label": f"{words}, sementara" if runs else words}


def year_line(time: WorkingTime) -> dict[str, Any]:
    """What `components/year_line.html` shows: the working time that has passed."""
    today = clock.today()
    if time.year != today.year:
        words = f"Tahun {time.year} {'telah berakhir' if time.year < today.year else 'belum mulai'}"
    else:
        words = (
            f"{format_date_long(today)}, {sum(time.passed)} dari {sum(time.days)} hari kerja "
            f"telah lewat ({time.percent} %)"
        )
    return {"time_percent": time.percent, "time_words": words}
