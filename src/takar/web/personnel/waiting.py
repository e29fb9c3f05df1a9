"""The personnel part of "Hari ini": leave to consider or decide, proposals to prepare."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.formatting import format_date
from takar.organisation.actor import Actor
from takar.registers.personnel.book import Proposals
from takar.registers.personnel.models import Proposal
from takar.registers.personnel.selectors.listing import DUE_WORDS
from takar.registers.personnel.selectors.workload import (
    due_to_prepare,
    granted_to_record,
    leave_to_consider,
    leave_to_decide,
)
from takar.web.addresses import book_url, entry_url
from takar.web.personnel.links import into_history_url, propose_url

SHOWN = 8


def personnel_work(actor: Actor, year: int) -> list[dict[str, Any]]:
    today = clock.today()
    due = due_to_prepare(actor, today)
    watch_url = reverse("web:watch", args=[year])
    outside = list(granted_to_record(actor))
    return [
        _leave("Cuti menunggu pertimbangan", leave_to_consider(actor), year),
        _leave("Cuti menunggu keputusan", leave_to_decide(actor), year),
        {
            "title": "Usulan yang perlu disiapkan",
            "count": len(due),
            "all_url": watch_url,
            "lines": [
                {
                    "url": propose_url(row, year),
                    "title": f"{DUE_WORDS[row.due.what.value]} {row.profile.employee}",
                    "sub": f"TMT {format_date(row.due.on)}",
                    "state": "",
                    "tone": "neutral",
                }
                for row in due[:SHOWN]
            ],
        },
        {
            "title": "Dikabulkan, belum masuk riwayat pegawai",
            "count": len(outside),
            "all_url": watch_url,
            "lines": [
                {
                    "url": into_history_url(entry),
                    "title": entry.title,
                    "sub": f"TMT {format_date(entry.effective_on)} · catat ke riwayat",
                    "state": "",
                    "tone": "neutral",
                }
                for entry in outside[:SHOWN]
            ],
        },
    ]


def _leave(title: str, waiting: QuerySet[Proposal], year: int) -> dict[str, Any]:
    entries = list(waiting)  # never many: a leave waits for days, not for years
    return {
        "title": title,
        "count": len(entries),
        "all_url": f"{book_url(Proposals, year)}?kind=cuti",
        "lines": [
            {
                "url": entry_url(entry),
                "title": str(entry.person),
                "sub": f"{entry.leave_type} · {entry.leave_words} · {entry.leave_days} hari",
                "state": "",
                "tone": "neutral",
            }
            for entry in entries[:SHOWN]
        ],
    }
