"""The personnel part of "Hari ini": leave to consider or decide, proposals to prepare."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.formatting import format_date
from takar.organisation.actor import Actor
from takar.registers.personnel.book import Proposals
from takar.registers.personnel.listing import DUE_WORDS
from takar.registers.personnel.models import Proposal
from takar.registers.personnel.workload import due_to_prepare, leave_to_consider, leave_to_decide
from takar.web.addresses import book_url, entry_url

SHOWN = 8


def personnel_work(actor: Actor, year: int) -> list[dict[str, Any]]:
    today = clock.today()
    due = due_to_prepare(actor, today)
    watch_url = reverse("web:watch", args=[year])
    return [
        _leave("Cuti menunggu pertimbangan", leave_to_consider(actor), year),
        _leave("Cuti menunggu keputusan", leave_to_decide(actor), year),
        {
            "title": "Usulan yang perlu disiapkan",
            "count": len(due),
            "all_url": watch_url,
            "lines": [
                {
                    "url": watch_url,
                    "title": f"{DUE_WORDS[row.due.what.value]} {row.profile.employee}",
                    "sub": f"TMT {format_date(row.due.on)}",
                    "state": "",
                    "tone": "neutral",
                }
                for row in due[:SHOWN]
            ],
        },
    ]


def _leave(title: str, entries: QuerySet[Proposal], year: int) -> dict[str, Any]:
    return {
        "title": title,
        "count": entries.count(),
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
