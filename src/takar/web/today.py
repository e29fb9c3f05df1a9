"""Hari ini: what waits for me, my books, my indicators."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from takar.agreements.progress import progress_of_year
from takar.agreements.selectors import awaiting_decision
from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import format_date, format_date_long
from takar.ledger.access import keeps, may_record
from takar.ledger.books import books_of
from takar.ledger.models import Entry
from takar.measurement.numbers.official import official_realisations
from takar.organisation.actor import Actor
from takar.registers.mail.selectors import letters_awaiting_disposition, waiting_dispositions
from takar.web.activities import pages as activities
from takar.web.addresses import book_url, entry_url
from takar.web.cases import pages as cases
from takar.web.documents import pages as documents
from takar.web.finance import pages as finance
from takar.web.goods.waiting import goods_work
from takar.web.http import StaffRequest
from takar.web.ict import support
from takar.web.performance.agreements import agreement_url
from takar.web.performance.official import marked
from takar.web.performance.progress_words import year_line
from takar.web.performance.rows import indicator_row
from takar.web.personnel.waiting import personnel_work
from takar.web.privacy import requests as data_requests
from takar.web.settings import overseeing

SHOWN = 8
"""Lines of one kind of waiting work before "lihat semua"."""


def home(request: StaffRequest) -> HttpResponse:
    return redirect("web:today", year=clock.today().year)


def today(request: StaffRequest, year: int) -> HttpResponse:
    actor = request.actor
    day = clock.today()
    context = {
        "year": year,
        "day": format_date_long(day, weekday=True),
        "waiting": waiting(actor, year),
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
    """How much waits for the actor, for the bars of a page that already stands."""
    waiting(request.actor, clock.today().year)
    context = {"count": request.actor.memory["waiting"], "alone": True}
    return render(request, "web/components/waiting_count.html", context)


def waiting(actor: Actor, year: int) -> list[dict[str, Any]]:
    """Kinds of work that wait for the actor, the most urgent lines first."""
    day = clock.today()
    groups = []
    if actor.is_leader:
        letters = letters_awaiting_disposition(actor)
        groups.append(
            {
                "title": "Surat menunggu disposisi",
                "count": letters.count(),
                "all_url": f"{reverse('web:entries', args=[day.year, 'surat-masuk'])}?state=received",
                "lines": [
                    {
                        "url": entry_url(letter),
                        "title": letter.title,
                        "sub": f"{letter.sender} · diterima {format_date(letter.occurred_on)}",
                        "state": letter.get_urgency_display() if letter.urgency != "biasa" else "",
                        "tone": "warn",
                    }
                    for letter in letters[:SHOWN]
                ],
            }
        )
    dispositions = waiting_dispositions(actor)
    groups.append(
        {
            "title": "Disposisi untuk saya",
            "count": dispositions.count(),
            "all_url": reverse("web:entries", args=[day.year, "disposisi"]),
            "lines": [
                {
                    "url": entry_url(d),
                    "title": d.title,
                    "sub": f"{d.giver_name} · {d.instruction_text}",
                    "state": _due(d.due_on, day),
                    "tone": "danger" if d.is_overdue(day) else "neutral",
                }
                for d in dispositions[:SHOWN]
            ],
        }
    )
    groups += documents.waiting(actor, year)
    groups += finance.waiting(actor) + support.waiting(actor)
    proposals = awaiting_decision(actor)
    groups.append(
        {
            "title": "Perjanjian kinerja menunggu persetujuan",
            "count": len(proposals),
            "all_url": reverse("web:agreements", args=[year]),
            "lines": [
                {
                    "url": agreement_url(a),
                    "title": a.position.title,
                    "sub": f"{a.person.name} · tahun {a.year}",
                    "state": "",
                    "tone": "neutral",
                }
                for a in proposals[:SHOWN]
            ],
        }
    )
    groups += personnel_work(actor, year)
    groups += goods_work(actor, year)
    groups.append(data_requests.waiting(actor, year))
    groups += [activities.waiting(actor), cases.waiting(actor), *overseeing.waiting(actor, year)]
    actor.memory["waiting"] = sum(group["count"] for group in groups)
    return [group for group in groups if group["count"]]


def _due(due_on: Any, day: Any) -> str:
    if due_on is None:
        return ""
    days = (due_on - day).days
    if days < 0:
        return f"Lewat {-days} hari"
    return "Hari ini" if days == 0 else f"{days} hari lagi"


def own_indicators(actor: Actor, year: int) -> dict[str, Any]:
    """The actor's own indicators with the line of the year; empty for who has none."""
    own = [
        r for r in official_realisations(actor, year=year) if r.indicator.position_id in actor.position_ids
    ]
    if not own:
        return {"rows": []}
    year_progress = progress_of_year(actor, own, year=year)
    return {
        "rows": [marked(indicator_row(r, year_progress), r) for r in own],
        **year_line(year_progress.time),
    }
