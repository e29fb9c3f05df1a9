"""What documents and dossiers add to the entry page, and what of them waits on Hari ini."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from takar.kernel import clock
from takar.kernel.formatting import format_date
from takar.organisation.actor import Actor
from takar.registers.documents.book import WorkDocuments
from takar.registers.documents.models import WorkDocument
from takar.registers.documents.selectors.documents import (
    Scheduled,
    documents_due_for,
)
from takar.registers.dossiers.models import DossierCheck
from takar.web.addresses import book_url, entry_url
from takar.web.plugins import WaitingGroup, WaitingLine


def work_document(actor: Actor, entry: WorkDocument) -> dict[str, Any]:
    note = f"Versi {entry.edition} · {entry.period_label}"
    if entry.state == "drafted" and entry.due_on and entry.due_on < clock.today():
        note += f" · lewat batas waktu {format_date(entry.due_on)}"
    return {"page_note": note}


def dossier_check(actor: Actor, entry: DossierCheck) -> dict[str, Any]:
    note = f"Masih {entry.finding}." if entry.lacking else ""
    return {"page_note": note}


def waiting(actor: Actor, year: int) -> list[WaitingGroup]:
    """Documents that the calendar asks of the actor's positions."""
    dues = documents_due_for(actor)
    today = clock.today()
    return [
        WaitingGroup(
            "Dokumen terjadwal",
            len(dues),
            f"{reverse('web:documents-schedule', args=[today.year])}?saya=1",
            [
                WaitingLine(
                    row.due.title,
                    entry_url(row.document) if row.document else record_url(row, today.year),
                    row.document.declaration.state_label(row.document.state)
                    if row.document
                    else "Belum dicatat",
                    due=row.due.on,
                )
                for row in dues
            ],
        )
    ]


def record_url(row: Scheduled, year: int) -> str:
    """The form of the book, filled in with what the calendar asks for."""
    due = row.due
    values = {
        "kind": due.schedule.kind,
        "title": due.title,
        "area": due.schedule.area_id or "",
        "period_year": due.year,
        "period_part": due.part,
        "due_on": f"{due.on:%d/%m/%Y}",
        "position": due.schedule.position_id or "",
    }
    return f"{book_url(WorkDocuments, year, 'entry-record')}?{urlencode(values)}"
