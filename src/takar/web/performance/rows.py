"""An indicator as a row of figures: finished texts for lists, tiles and the indicator's own page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from takar.agreements.official import OfficialNumber
from takar.agreements.progress import YearProgress
from takar.catalogue.units import printed_unit
from takar.kernel import clock
from takar.kernel.formatting import MONTHS, format_number, format_percent
from takar.measurement.numbers.forecast import grows
from takar.measurement.numbers.official import OfficialValue
from takar.measurement.numbers.remarks import after_remark, books_remark, closing_remark
from takar.measurement.numbers.seals import said
from takar.web.performance.progress_words import class_of, forecast_words, percent_words, uncapped_words


def indicator_row(number: OfficialNumber, year_progress: YearProgress) -> dict[str, Any]:
    """What `components/indicator_row.html` shows: the number of a year."""
    indicator, year, official = number.indicator, year_progress.year, number.official
    target, achievement, progress = number.target, number.achievement, number.progress
    assert progress is not None, "a row shows a whole year"
    # A percentage or an index is not due bit by bit, so time has no mark on its bar.
    timed = official.measure is None or grows(official.measure)
    return {
        "url": reverse("web:indicator", args=[year, indicator.no]),
        "name": indicator.name,
        "number": str(indicator.no),
        "unit": printed_unit(target.unit if target else indicator.unit, number.official.measured_in),
        "target": target.target_words if target else "belum ada",
        "realisation": said(number.value),
        "percent_text": percent_words(achievement),
        "percent_note": uncapped_words(achievement),
        "percent": None if achievement.raw is None else min(100, int(achievement.raw)),
        "time_percent": year_progress.time.percent if timed else None,
        "time_text": format_percent(100 * year_progress.time.share) if timed else "",
        "state_tone": progress.tone,
        "state_label": progress.label,
        "grade": class_of(achievement, runs=year_progress.runs),
        "forecast": forecast_words(number.outlook, target, year),
        "spark": spark(official, year) | {"title": f"{indicator.name}, tiap bulan {year}"},
        "closed": closing_remark(official.figure),
        "books": books_remark(official.figure),
        "after": after_remark(official.figure),
    }


def spark(official: OfficialValue, year: int) -> dict[str, str]:
    """Twelve bars, 30 units high at most, as one path; months to come and months not measured are dots.

    One description for all of them: a title on every bar was half of what a page of indicators weighed.
    """
    months = [month.value for month in official.months]
    highest = max((count or 0 for count in months), default=0) or 1
    today = clock.today()
    bars, dots, told = [], [], []
    for index, count in enumerate(months):
        left = 1 + 10 * index
        ahead = (year, index + 1) > (today.year, today.month)
        if count is None or ahead:
            dots.append(f"M{left + 3} 28a1 1 0 1 0 2 0a1 1 0 1 0-2 0")
        elif height := round(30 * count / highest):
            bars.append(f"M{left} 32v-{height}h8v{height}z")
        if not ahead:
            told.append(f"{MONTHS[index]} {'belum diukur' if count is None else format_number(count)}")
    if len(told) < len(months):
        told.append("sesudahnya belum tiba" if told else "belum tiba")
    return {"bars": "".join(bars), "dots": "".join(dots), "desc": ", ".join(told)}
