"""Jadwal dokumen: what the office's calendar asks for this year, and what of it is missing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.access import may, visible
from takar.kernel.formatting import format_date
from takar.ledger.access import may_record
from takar.registers.documents.book import WorkDocuments
from takar.registers.documents.models import DocumentSchedule
from takar.registers.documents.selectors.documents import DueStatus, Scheduled, scheduled
from takar.web import asked
from takar.web.addresses import entry_url, with_query
from takar.web.documents.pages import record_url
from takar.web.http import StaffRequest

_WORDS = {
    DueStatus.OVERDUE: ("Lewat waktu", "danger"),
    DueStatus.SOON: ("Segera", "warn"),
    DueStatus.LATER: ("Belum waktunya", "neutral"),
    DueStatus.DONE: ("Selesai", "done"),
}


def schedule(request: StaffRequest, year: int) -> HttpResponse:
    actor = request.actor
    every = scheduled(actor, year=year)
    mine = "saya" in request.GET
    rows = [r for r in every if not mine or r.due.schedule.position_id in actor.position_ids]
    chosen = asked.text(request, "keadaan")
    shown = [r for r in rows if chosen not in set(DueStatus) or r.status == chosen]
    records = may_record(actor, WorkDocuments)
    context = {
        "year": year,
        "tiles": [_tile(request, rows, status, chosen) for status in DueStatus],
        "chips": _chips(request, chosen, mine),
        "rows": [_row(row, year, records=records) for row in shown],
        "mine_url": "" if mine else with_query(request, saya="1"),
        "clear_url": request.path,
        "empty": not visible(actor, DocumentSchedule).exists(),
        "starter_url": reverse("web:starter", args=[year]) if may(actor, "change", DocumentSchedule) else "",
        "settings_url": reverse("web:reference", args=[year, "jadwal-dokumen"]),
    }
    return render(request, "web/documents/schedule.html", context)


def _tile(request: HttpRequest, rows: list[Scheduled], status: DueStatus, chosen: str) -> dict[str, Any]:
    label, tone = _WORDS[status]
    count = sum(1 for row in rows if row.status is status)
    return {
        "label": label,
        "value": str(count),
        "unit": f"dari {len(rows)}",
        "tone": tone if count else "",
        "url": with_query(request, keadaan=None if chosen == status else str(status)),
    }


def _chips(request: HttpRequest, chosen: str, mine: bool) -> list[dict[str, str]]:
    chips = []
    if chosen in set(DueStatus):
        chips.append(
            {
                "label": "Keadaan",
                "value": _WORDS[DueStatus(chosen)][0],
                "remove_url": with_query(request, keadaan=None),
            }
        )
    if mine:
        chips.append(
            {"label": "", "value": "Tanggung jawab saya", "remove_url": with_query(request, saya=None)}
        )
    return chips


def _row(row: Scheduled, year: int, *, records: bool) -> dict[str, Any]:
    label, tone = _WORDS[row.status]
    document = row.document
    return {
        "title": row.due.title,
        "area": str(row.due.schedule.area or ""),
        "position": str(row.due.schedule.position or "–"),
        "due": format_date(row.due.on),
        "label": label,
        "tone": tone,
        "url": entry_url(document) if document else "",
        "progress": "" if document is None else WorkDocuments.state_label(document.state),
        "record_url": record_url(row, _recorded_in(year)) if records and document is None else "",
    }


def _recorded_in(year: int) -> int:
    """A document is recorded in the year it is written, which is not after today's."""
    return min(year, clock.today().year)
