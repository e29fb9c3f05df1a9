"""Hari ini: what waits for me, my books, my indicators."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from takar.agreements.official import held_against_targets
from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import format_date, format_date_long
from takar.kernel.period import Period
from takar.ledger.access import keeps, may_record
from takar.ledger.books import books_of
from takar.ledger.models import Entry
from takar.measurement.numbers.official import all_official_values
from takar.organisation.actor import Actor
from takar.web.addresses import book_url, entry_url
from takar.web.http import StaffRequest
from takar.web.performance.progress_words import year_line
from takar.web.performance.rows import indicator_row
from takar.web.waiting import groups


def home(request: StaffRequest) -> HttpResponse:
    return redirect("web:today", year=clock.today().year)


def today(request: StaffRequest, year: int) -> HttpResponse:
    actor = request.actor
    day = clock.today()
    context = {
        "year": year,
        "day": format_date_long(day, weekday=True),
        "waiting": groups(actor, year),
        "books": [
            {
                "label": book.label,
                "icon": book.icon,
                "record_label": f"Catat {book.entry_label}",
                "record_url": book_url(book, year, "entry-record") if book.takes_entries() else "",
                "url": book_url(book, year),
            }
            for book in books_of(actor.office)
            if keeps(actor, book)
            or (book.takes_entries() and may_record(actor, book) and not actor.is_leader)
        ],
        **own_indicators(actor, year),
        "indicators_url": reverse("web:indicators", args=[year]),
        "recent": [
            {
                "url": entry_url(e),
                "title": str(e),
                "book": e.declaration.label,
                "date": format_date(e.occurred_on),
            }
            for e in visible(actor, Entry).filter(recorded_by_id=actor.user_id).order_by("-pk")[:5]
        ],
    }
    return render(request, "web/today.html", context)


def waiting_badge(request: StaffRequest) -> HttpResponse:
    """How much waits for the actor, to refresh the bars of a page that is already open."""
    groups(request.actor, clock.today().year)
    context = {"count": request.actor.memory["waiting"], "alone": True}
    return render(request, "web/components/waiting_count.html", context)


def own_indicators(actor: Actor, year: int) -> dict[str, Any]:
    """The actor's own indicators with the line of the year; empty for who has none."""
    period = Period.of_year(year)
    own = [
        value
        for value in all_official_values(actor, period=period)
        if value.indicator.position_id in actor.position_ids
    ]
    if not own:
        return {"rows": []}
    held = held_against_targets(actor, own, period)
    return {
        "rows": [indicator_row(number, held.yardstick) for number in held.numbers],
        **year_line(held.yardstick.time),
    }
