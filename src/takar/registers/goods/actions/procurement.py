"""The way of a purchase: received, paid, reported. Its keepers take every step."""

from __future__ import annotations

from django.db.models import Q

from takar.ledger.actions import for_book, turns
from takar.ledger.actions.general import Advance
from takar.organisation.actor import Actor
from takar.registers.goods.book import Procurements
from takar.registers.goods.models import Procurement


class _OfKeepers(Advance[Procurement]):
    def turn(self, actor: Actor) -> Q | None:
        return turns.keepers(actor, self.book)

    def about(self, entry: Procurement) -> str:
        supplier = f"{entry.supplier} · " if entry.supplier else ""
        return f"{supplier}{entry.amount} · {super().about(entry)}"


@for_book(Procurements)
class ReceiveProcurement(_OfKeepers):
    code = "receive"
    milestones = ("received",)
    waits_in = ("procured",)
    waits_as = "Pengadaan menunggu barang diterima"


@for_book(Procurements)
class PayProcurement(_OfKeepers):
    code = "pay"
    milestones = ("paid",)
    waits_in = ("received",)
    waits_as = "Pengadaan menunggu pembayaran"


@for_book(Procurements)
class ReportProcurement(_OfKeepers):
    """One report may name several purchases."""

    code = "report"
    milestones = ("reported",)
    bulk = True
    waits_in = ("paid",)
    waits_as = "Pengadaan menunggu dilaporkan"
