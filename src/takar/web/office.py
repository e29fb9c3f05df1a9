"""Kantor: will we meet the agreement, what lags, what is overdue, which books sleep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.agreements.official import held_against_targets
from takar.agreements.progress import Progress
from takar.kernel import clock
from takar.kernel.formatting import MONTHS_SHORT, format_number
from takar.kernel.period import Period
from takar.ledger.books import books_of
from takar.ledger.selectors import entries_per_month
from takar.measurement.numbers.official import all_official_values
from takar.organisation.actor import Actor
from takar.web.addresses import book_url
from takar.web.http import StaffRequest
from takar.web.performance.progress_words import year_line
from takar.web.performance.rows import indicator_row
from takar.web.plugins import SHOWN_OVERDUE, office_tiles, overdue_sources

SHADES = 5


def office(request: StaffRequest, year: int) -> HttpResponse:
    actor = request.actor
    period = Period.of_year(year)
    held = held_against_targets(actor, all_official_values(actor, period=period), period)
    sizes = Counter(number.progress for number in held.numbers)
    today = clock.today()
    late = [
        indicator_row(number, held.yardstick) | {"owner": number.indicator.position.title}
        for number in held.numbers
        if number.progress and number.progress.needs_attention
    ]
    context = {
        "year": year,
        **year_line(held.yardstick.time),
        "tiles": [
            {**_tile(Progress.REACHED, sizes), "tone": "done"},
            _tile(Progress.ON_TRACK, sizes),
            {
                "label": (Progress.BEHIND if year >= clock.today().year else Progress.MISSED).label,
                "value": str(len(late)),
                "unit": "indikator",
                "tone": "warn" if late else "",
            },
            {
                **_tile(Progress.NOT_MEASURED, sizes),
                "unit": f"dari {len(held.numbers)}",
                "note": "menunggu ukuran atau bukunya" if sizes[Progress.NOT_MEASURED] else "",
                "url": reverse("web:indicators", args=[year]),
            },
            *(tile for source in office_tiles for tile in source(actor, year)),
        ],
        "late": late,
        "overdue": sorted(
            (line for source in overdue_sources for line in source(actor)), key=lambda line: line.due or today
        )[:SHOWN_OVERDUE],
        "heat": heat(actor, year),
        "months": MONTHS_SHORT,
    }
    return render(request, "web/office.html", context)


def _tile(progress: Progress, sizes: Mapping[Progress | None, int]) -> dict[str, str]:
    return {"label": progress.label, "value": str(sizes[progress]), "unit": "indikator"}


def heat(actor: Actor, year: int) -> list[dict[str, Any]]:
    """How much was recorded in each book each month, as five shades; an empty month shows at once."""
    counts = entries_per_month(actor, year=year)
    today = clock.today()
    rows = []
    for book in books_of(actor.office):
        months = [counts.get((book.code, month), 0) for month in range(1, 13)]
        highest = max(months) or 1
        rows.append(
            {
                "label": book.label,
                "url": book_url(book, year),
                "total": format_number(sum(months)),
                "cells": [
                    {
                        "text": "" if (year, month) > (today.year, today.month) else str(count),
                        "shade": 0 if not count else 1 + (SHADES - 1) * count // highest,
                    }
                    for month, count in enumerate(months, start=1)
                ],
            }
        )
    return rows
