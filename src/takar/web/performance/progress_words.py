"""Targets, percentages, forecasts and working time as pages say them."""

from __future__ import annotations

from typing import Any

from takar.agreements.achievement import Achievement
from takar.agreements.models import AgreedTarget
from takar.kernel import clock
from takar.kernel.formatting import format_date_long, format_number, format_percent
from takar.measurement.numbers.forecast import Basis, Forecast
from takar.organisation.calendar import WorkingTime


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
            f"telah lewat ({format_percent(100 * time.share)})"
        )
    return {"time_percent": time.percent, "time_words": words}
