"""An indicator as a row of figures: finished texts for lists, tiles and the indicator's own page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from takar.agreements.models import AgreedTarget
from takar.agreements.selectors import percent
from takar.kernel import clock
from takar.kernel.formatting import MONTHS, format_number, format_percent
from takar.measurement.selectors import Realisation, State
from takar.web.frame import time_percent

BEHIND_BY = 15
"""Percentage points behind the time of year from which an indicator is called behind."""


def indicator_row(realised: Realisation, target: AgreedTarget | None, *, year: int) -> dict[str, Any]:
    """What `components/indicator_row.html` shows."""
    indicator = realised.indicator
    reached = percent(realised.total, target.target if target else None)
    tone, label = standing_of(realised, reached, year)
    return {
        "url": reverse("web:indicator", args=[year, indicator.no]),
        "name": indicator.name,
        "number": str(indicator.no),
        "unit": target.unit if target else indicator.unit,
        "target": format_number(target.target) if target else "belum ada",
        "realisation": "belum diukur" if realised.total is None else format_number(realised.total),
        "percent_text": format_percent(reached),
        "percent": None if reached is None else min(100, int(reached)),
        "time_percent": time_percent(year),
        "state_tone": tone,
        "state_label": label,
        "points": points(realised, year),
        "spark_title": f"{indicator.name}, tiap bulan {year}",
    }


def standing_of(realised: Realisation, reached: Any, year: int) -> tuple[str, str]:
    """Tone and words: on track, behind, reached, not measured. Time is the measure, not taste."""
    if realised.state is State.NOT_MEASURED:
        return "neutral", "Belum diukur"
    if reached is None:
        return "neutral", "Belum ada target"
    if reached >= 100:
        return "done", "Tercapai"
    if year < clock.today().year:
        return "warn", "Tidak tercapai"
    if reached + BEHIND_BY < time_percent(year):
        return "warn", "Tertinggal"
    return "progress", "Sesuai jalur"


def points(realised: Realisation, year: int) -> list[dict[str, Any]]:
    """Twelve bars, 30 units high at most; months to come and months not measured are dots."""
    highest = max((count or 0 for count in realised.months), default=0) or 1
    today = clock.today()
    found = []
    for index, count in enumerate(realised.months):
        ahead = (year, index + 1) > (today.year, today.month)
        height = round(30 * (count or 0) / highest)
        words = "belum diukur" if count is None else ("belum tiba" if ahead else str(count))
        found.append(
            {
                "x": 1 + 10 * index,
                "y": 32 - height,
                "height": height,
                "title": f"{MONTHS[index]}: {words}",
                "missing": count is None or ahead,
            }
        )
    return found
