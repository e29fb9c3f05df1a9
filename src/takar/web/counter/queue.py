"""Antrean: what the counter still owes, what is late next first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from takar.kernel import clock
from takar.kernel.formatting import format_date, format_number
from takar.ledger.access import may_record
from takar.registers.counter.book import ServiceRequests
from takar.registers.counter.models import Category, ServiceRequest
from takar.registers.counter.selectors import Lateness, ready_for_collection, returned_to_applicants
from takar.registers.counter.selectors import queue as waiting_requests
from takar.web import asked
from takar.web.addresses import book_url, entry_url, with_query
from takar.web.closed import page_note
from takar.web.http import StaffRequest
from takar.web.reading_log import shows_rows

LONGEST = 300
"""Rows of one list on the page; a longer queue says how many more there are."""

_NEXT = {"received": "Periksa berkas", "verified": "Tanda tangan", "signed": "Terbitkan"}


def queue(request: StaffRequest, year: int) -> HttpResponse:
    actor = request.actor
    assert actor.office_id is not None
    chosen = asked.one_of(request, "kelompok", Category.values)

    def narrowed(rows: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
        return rows.filter(category=chosen) if chosen else rows

    today = clock.today()
    waiting = list(narrowed(waiting_requests(actor)))
    lateness = Lateness(actor.office_id, today, [entry.promised_on for entry in waiting])
    late = sum(entry.promised_on < today for entry in waiting)
    due = sum(entry.promised_on == today for entry in waiting)
    returned = list(narrowed(returned_to_applicants(actor)))
    ready = list(narrowed(ready_for_collection(actor)))
    shows_rows(actor, len(waiting) + len(returned) + len(ready))
    register = book_url(ServiceRequests, year)
    context = {
        "year": year,
        "closed_note": page_note(actor, ServiceRequests),
        "tiles": [
            {"label": "Terlambat", "value": format_number(late), "tone": "danger" if late else ""},
            {"label": "Jatuh tempo hari ini", "value": format_number(due), "tone": "warn" if due else ""},
            {"label": "Diproses", "value": format_number(len(waiting))},
            {"label": "Siap diambil", "value": format_number(len(ready)), "tone": "done" if ready else ""},
        ],
        "views": [
            {"label": "Semua", "url": with_query(request, kelompok=None), "current": not chosen},
            *(
                {
                    "label": label,
                    "url": with_query(request, kelompok=value),
                    "current": chosen == value,
                }
                for value, label in Category.choices
            ),
        ],
        "rows": [_waiting(entry, lateness) for entry in waiting[:LONGEST]],
        "more": max(len(waiting) - LONGEST, 0),
        "others": [
            part
            for part in (
                _part("Siap diambil pemohon", ready, lambda entry: entry.ticket, f"{register}?state=issued"),
                _part(
                    "Menunggu pemohon melengkapi berkas",
                    returned,
                    lambda entry: entry.completeness,
                    f"{register}?state=returned",
                ),
            )
            if part["lines"]
        ],
        "record_url": book_url(ServiceRequests, year, "entry-record")
        if may_record(actor, ServiceRequests)
        else "",
        "book_url": register,
    }
    return render(request, "web/counter/queue.html", context)


def _waiting(entry: ServiceRequest, lateness: Lateness) -> dict[str, Any]:
    today = lateness.today
    tone = "danger" if entry.promised_on < today else "warn" if entry.promised_on == today else "neutral"
    return {
        "url": entry_url(entry),
        "applicant": entry.applicant,
        "ticket": entry.ticket,
        "service": entry.service.name,
        "received": format_date(entry.occurred_on),
        "promised": format_date(entry.promised_on),
        "words": lateness.words(entry.promised_on),
        "tone": tone,
        "next": _NEXT[entry.state],
    }


SHORT = 20
"""Rows of the lists below the queue."""


def _part(
    title: str, entries: Sequence[ServiceRequest], sub: Callable[[ServiceRequest], str], url: str
) -> dict[str, Any]:
    return {
        "title": title,
        "count": format_number(len(entries)),
        "more": max(len(entries) - SHORT, 0),
        "url": url,
        "lines": [
            {
                "url": entry_url(entry),
                "title": f"{entry.applicant}: {entry.service.name}",
                "sub": f"masuk {format_date(entry.occurred_on)} · {sub(entry)}",
            }
            for entry in entries[:SHORT]
        ],
    }
