"""Search across all books and years."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from takar.kernel.formatting import format_date
from takar.ledger.selectors import search_everywhere
from takar.web import asked
from takar.web.addresses import entry_url
from takar.web.http import StaffRequest
from takar.web.reading_log import note_search

LIMIT = 50


def search(request: StaffRequest, year: int) -> HttpResponse:
    words = asked.text(request, "q")
    found = search_everywhere(request.actor, words, limit=LIMIT + 1) if words else []
    note_search(request.actor, found[:LIMIT])
    context = {
        "year": year,
        "q": words,
        "more": len(found) > LIMIT,
        "limit": LIMIT,
        "rows": [
            {
                "url": entry_url(entry),
                "title": entry.title,
                "number": entry.number_label,
                "book": entry.declaration.label,
                "date": format_date(entry.occurred_on),
                "state": entry.declaration.state_label(entry.state),
                "tone": entry.declaration.state_tone(entry.state),
            }
            for entry in found[:LIMIT]
        ],
    }
    return render(request, "web/search.html", context)
