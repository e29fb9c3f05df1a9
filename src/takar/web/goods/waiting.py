"""The goods part of "Hari ini": requests to decide and hand out, counts to approve, papers that run out."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import format_date
from takar.ledger.access import keeps, may_record
from takar.ledger.books import Book
from takar.ledger.models import BookKeeper, Entry
from takar.organisation.actor import Actor
from takar.registers.goods.book import (
    InventoryReports,
    StockCounts,
    StockIssues,
    SupplyRequests,
    VehicleRenewals,
)
from takar.registers.goods.selectors import VehicleDue, vehicle_dues
from takar.registers.goods.services import waiting_for
from takar.web.addresses import book_url, entry_url
from takar.web.goods.vehicles import due_state, renewal_url

SHOWN = 8


def goods_work(actor: Actor, year: int) -> list[dict[str, Any]]:
    today = clock.today()
    dues = papers_due(actor)
    return [
        _group(
            "Permintaan barang menunggu persetujuan",
            SupplyRequests,
            _to_decide(actor, SupplyRequests),
            "submitted",
        ),
        _group("Permintaan barang siap dikeluarkan", SupplyRequests, _to_issue(actor), "approved"),
        _group("Opname menunggu pengesahan", StockCounts, _to_decide(actor, StockCounts), "drafted"),
        _group(
            "Laporan barang menunggu persetujuan",
            InventoryReports,
            _to_decide(actor, InventoryReports),
            "drafted",
        ),
        {
            "title": "Surat kendaraan jatuh tempo",
            "count": len(dues),
            "all_url": reverse("web:vehicles", args=[year]),
            "lines": [
                {
                    "url": renewal_url(due, today.year),
                    "title": f"{due.vehicle.plate} {due.vehicle.title}",
                    "sub": f"{VehicleRenewals.kinds[due.kind]} · {format_date(due.on)}",
                    "state": due_state(due, today)[0],
                    "tone": due_state(due, today)[1],
                }
                for due in dues[:SHOWN]
            ],
        },
    ]


def papers_due(actor: Actor) -> list[VehicleDue]:
    """For whoever keeps the book: within the lead time, and nothing submitted yet."""
    if not keeps(actor, VehicleRenewals):
        return []
    if "goods_papers" not in actor.memory:
        today = clock.today()
        actor.memory["goods_papers"] = [
            due for due in vehicle_dues(actor) if due.renewal is None and due.is_due(today)
        ]
    found: list[VehicleDue] = actor.memory["goods_papers"]
    return found


_DECIDED_FROM: dict[type[Book], str] = {
    SupplyRequests: "submitted",
    StockCounts: "drafted",
    InventoryReports: "drafted",
}
"""Book -> the state in which an entry waits for its approval."""


def _to_decide(actor: Actor, book: type[Book]) -> list[Entry]:
    """What waits for the direct superiors of the keepers; what those asked for themselves waits for the leaders.

    Leaders may decide everything, but it is not their work as long as somebody nearer can.
    """
    if "goods_to_decide" not in actor.memory:
        actor.memory["goods_to_decide"] = _all_to_decide(actor)
    rows: list[Entry] = actor.memory["goods_to_decide"]
    return [row for row in rows if row.book == book.code]


def _all_to_decide(actor: Actor) -> list[Entry]:
    """Of all three books in one query."""
    mine = Q()
    for book, state in _DECIDED_FROM.items():
        if not actor.position_ids or keeps(actor, book) or not may_record(actor, book):
            continue
        heads = _heads(actor)[book.code]
        waits = Q(book=book.code, state=state)
        if actor.position_ids & heads:
            mine |= waits
        elif actor.is_leader:
            mine |= waits & Q(position_id__in=heads)
    if not mine:
        return []
    # A count that nobody filled in yet waits for the keeper.
    counted = Q(book=StockCounts.code, stockcount__lines=[])
    rows = visible(actor, Entry).filter(mine).exclude(counted).order_by("occurred_on", "pk")
    return waiting_for(actor, list(rows), "approved")


def _heads(actor: Actor) -> defaultdict[str, set[int]]:
    """Book code -> direct superiors of its keepers; asked once per request."""
    if "goods_heads" not in actor.memory:
        found: defaultdict[str, set[int]] = defaultdict(set)
        codes = [book.code for book in (SupplyRequests, StockCounts, InventoryReports)]
        rows = visible(actor, BookKeeper).filter(book__in=codes, position__reports_to__isnull=False)
        for code, above in rows.values_list("book", "position__reports_to_id"):
            if above is not None:
                found[code].add(above)
        actor.memory["goods_heads"] = found
    heads: defaultdict[str, set[int]] = actor.memory["goods_heads"]
    return heads


def _to_issue(actor: Actor) -> list[Entry]:
    if not keeps(actor, StockIssues):
        return []
    if "goods_to_issue" not in actor.memory:
        rows = visible(actor, SupplyRequests.model).filter(state="approved").order_by("occurred_on", "pk")
        actor.memory["goods_to_issue"] = waiting_for(actor, list(rows), "issued")
    found: list[Entry] = actor.memory["goods_to_issue"]
    return found


def _group(title: str, book: type[Book], rows: list[Entry], state: str) -> dict[str, Any]:
    year = clock.today().year
    return {
        "title": title,
        "count": len(rows),
        "all_url": f"{book_url(book, year)}?state={state}",
        "lines": [
            {
                "url": entry_url(row),
                "title": row.title,
                "sub": f"nomor {row.number_label} · {format_date(row.occurred_on)}",
                "state": "",
                "tone": "neutral",
            }
            for row in rows[:SHOWN]
        ],
    }
