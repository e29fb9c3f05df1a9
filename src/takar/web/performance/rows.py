"""An indicator as a row of figures: finished texts for lists, tiles and the indicator's own page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from takar.agreements.progress import YearProgress
from takar.catalogue.units import printed_unit
from takar.kernel import clock
from takar.kernel.formatting import MONTHS, format_number
from takar.measurement.numbers.forecast import grows
from takar.measurement.selectors import Realisation
from takar.web.performance.progress_words import class_of, forecast_words, percent_words, uncapped_words


def indicator_row(realised: Realisation, year_progress: YearProgress) -> dict[str, Any]:
    """What `components/indicator_row.html` shows."""
    indicator, year = realised.indicator, year_progress.year
    judged = year_progress.of(realised)
    target, achievement = judged.target, judged.achievement
    # A percentage or an index is not due bit by bit, so time has no mark on its bar.
    timed = realised.measure is None or grows(realised.measure)
    return {
        "url": reverse("web:indicator", args=[year, indicator.no]),
        "name": indicator.name,
        "number": str(indicator.no),
        "unit": printed_unit(
            target.unit if target else indicator.unit, realised.measure.unit if realised.measure else None
        ),
        "target": target.target_words if target else "belum ada",
        "realisation": "belum diukur" if realised.total is None else format_number(realised.total),
        "percent_text": percent_words(achievement),
        "percent_note": uncapped_words(achievement),
        "percent": None if achievement.raw is None else min(100, int(achievement.raw)),
        "time_percent": year_progress.time.percent if timed else None,
        "state_tone": judged.progress.tone,
        "state_label": judged.progress.label,
        "grade": class_of(achievement, runs=year_progress.runs),
        "forecast": forecast_words(judged.outlook, target, year),
        "points": points(realised, year),
        "spark_title": f"{indicator.name}, tiap bulan {year}",
    }


def points(realised: Realisation, year: int) -> list[dict[str, Any]]:
    """Twelve bars, 30 units high at most; months to come and months not measured are dots."""
    highest = max((count or 0 for count in realised.months), default=0) or 1
    today = clock.today()
    found = []
    for index, count in enumerate(realised.months):
        ahead = (year, index + 1) > (today.year, today.month)
        height = round(30 * (count or 0) / highest)
        words = "belum diukur" if count is None else ("belum tiba" if ahead else format_number(count))
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
