"""Kantor: will we meet the agreement, what lags, what is overdue, which books sleep."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.formatting import MONTHS_SHORT, format_number
from takar.ledger.books import books_of
from takar.ledger.selectors import entries_per_month
from takar.measurement.official import official_realisations
from takar.organisation.actor import Actor
from takar.web.addresses import book_url
from takar.web.http import StaffRequest
from takar.web.performance.official import marked
from takar.web.performance.rows import indicator_row
from takar.web.performance.yardstick import yardstick_of, year_line
from takar.web.plugins import SHOWN_OVERDUE, office_tiles, overdue_sources

SHADES = 5


def office(request: StaffRequest, year: int) -> HttpResponse:
    actor = request.actor
    realised = official_realisations(actor, year=year)
    yardstick = yardstick_of(actor, realised, year=year)
    standings = [(r, yardstick.standing_of(r)) for r in realised]
    labels = [standing.label for _, standing in standings]
    today = clock.today()
    late = [
        marked(indicator_row(r, yardstick), r) | {"owner": r.indicator.position.title}
        for r, standing in standings
        if standing.tone == "warn"
    ]
    indicators_url = reverse("web:indicators", args=[year])
    context = {
        "year": year,
        **year_line(yardstick.time),
        "tiles": [
            {
                "label": "Tercapai",
                "value": str(labels.count("Tercapai")),
                "unit": "indikator",
                "tone": "done",
            },
            {"label": "Sesuai jalur", "value": str(labels.count("Sesuai jalur")), "unit": "indikator"},
            {
                "label": "Tertinggal" if year >= clock.today().year else "Tidak tercapai",
                "value": str(len(late)),
                "unit": "indikator",
                "tone": "warn" if late else "",
            },
            {
                "label": "Belum diukur",
                "value": str(labels.count("Belum diukur")),
                "unit": f"dari {len(realised)}",
                "note": "menunggu ukuran atau bukunya" if "Belum diukur" in labels else "",
                "url": indicators_url,
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
