"""What documents and dossiers add to the entry page, and what of them waits on Hari ini."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from takar.kernel import clock
from takar.kernel.formatting import format_date
from takar.ledger.access import may_advance, may_record
from takar.organisation.actor import Actor
from takar.registers.documents.book import WorkDocuments
from takar.registers.documents.models import WorkDocument
from takar.registers.documents.selectors import (
    Scheduled,
    documents_awaiting_approval,
    documents_due_for,
    returned_documents,
)
from takar.registers.dossiers.models import DossierCheck
from takar.web.addresses import book_url, entry_url

SHOWN = 8


def work_document(actor: Actor, entry: WorkDocument) -> dict[str, Any]:
    more = []
    if not entry.is_cancelled and entry.state != "approved" and may_record(actor, entry.declaration):
        more.append({"label": "Unggah versi baru", "url": entry_url(entry, "document-version")})
        if may_advance(actor, entry, WorkDocuments.spec("checked")):
            more.append({"label": "Kembalikan kepada penyusun", "url": entry_url(entry, "document-return")})
    note = f"Versi {entry.edition} · {entry.period_label}"
    if entry.state == "drafted" and entry.due_on and entry.due_on < clock.today():
        note += f" · lewat batas waktu {format_date(entry.due_on)}"
    return {"more": more, "page_note": note}


def dossier_check(actor: Actor, entry: DossierCheck) -> dict[str, Any]:
    note = f"Masih {entry.finding}." if entry.lacking else ""
    return {"page_note": note}


def waiting(actor: Actor, year: int) -> list[dict[str, Any]]:
    """Documents that wait for the actor: to approve, to mend, to write by the calendar."""
    today = clock.today()
    groups = []
    book = reverse("web:entries", args=[today.year, "dokumen-kerja"])
    if actor.is_leader:
        rows = documents_awaiting_approval(actor)
        groups.append(_group("Dokumen menunggu persetujuan", rows, f"{book}?state=checked", today))
    groups.append(
        _group("Dokumen yang dikembalikan", returned_documents(actor), f"{book}?state=returned", today)
    )
    dues = documents_due_for(actor)
    groups.append(
        {
            "title": "Dokumen terjadwal",
            "count": len(dues),
            "all_url": f"{reverse('web:documents-schedule', args=[today.year])}?saya=1",
            "lines": [
                {
                    "url": entry_url(row.document) if row.document else record_url(row, today.year),
                    "title": row.due.title,
                    "sub": row.document.declaration.state_label(row.document.state)
                    if row.document
                    else "Belum dicatat",
                    "state": f"Batas {format_date(row.due.on)}",
                    "tone": "danger" if row.due.on < today else "warn",
                }
                for row in dues[:SHOWN]
            ],
        }
    )
    return groups


def _group(title: str, rows: Any, url: str, today: date) -> dict[str, Any]:
    return {
        "title": title,
        "count": rows.count(),
        "all_url": url,
        "lines": [
            {
                "url": entry_url(row),
                "title": row.title,
                "sub": f"{row.position or ''} · {row.period_label}".strip(" ·"),
                "state": f"Batas {format_date(row.due_on)}" if row.due_on else "",
                "tone": "danger" if row.due_on and row.due_on < today else "neutral",
            }
            for row in rows[:SHOWN]
        ],
    }


def record_url(row: Scheduled, year: int) -> str:
    """The form of the book, filled in with what the calendar asks for."""
    due = row.due
    told = {
        "kind": due.schedule.kind,
        "title": due.title,
        "area": due.schedule.area_id or "",
        "period_year": due.year,
        "period_part": due.part,
        "due_on": f"{due.on:%d/%m/%Y}",
        "position": due.schedule.position_id or "",
    }
    return f"{book_url(WorkDocuments, year, 'entry-record')}?{urlencode(told)}"
