"""What people do with a request for goods: approve it, in part if need be, and hand out what was approved."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q

from takar.kernel.formatting import format_date, format_number
from takar.ledger.access import may_record
from takar.ledger.actions import Action, Outcome, for_book, turns
from takar.ledger.actions.base import UNSENT, Sent
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.goods import services
from takar.registers.goods.actions.forms import ApproveForm, IssueForm, Line
from takar.registers.goods.book import StockIssues, SupplyRequests
from takar.registers.goods.models import SupplyRequest
from takar.registers.goods.selectors import balances


class _OnRequest(Action[SupplyRequest]):
    """A table of the goods that were asked for, with what is left of each."""

    def about(self, entry: Entry) -> str:
        return f"{entry.position or ''} · {format_date(entry.occurred_on)}".strip(" ·")


@for_book(SupplyRequests)
class ApproveRequest(_OnRequest):
    code = "approve"
    slug = "setujui-permintaan"
    label = "Setujui"
    milestones = ("approved",)
    waits_in = ("submitted",)
    waits_as = "Permintaan barang menunggu persetujuan"

    def turn(self, actor: Actor) -> Q | None:
        return turns.superiors(actor, self.book)

    def heading(self, entry: SupplyRequest) -> str:
        return "Setujui permintaan"

    def form(self, actor: Actor, entry: SupplyRequest, sent: Sent = UNSENT) -> forms.BaseForm | None:
        left = balances(actor)
        lines = [
            Line(
                line.item,
                line.name,
                line.unit,
                (
                    f"{format_number(line.quantity)} {line.unit}",
                    f"{format_number(left[line.item])} {line.unit}",
                ),
                line.granted,
            )
            for line in entry.asked
        ]
        return ApproveForm(sent.data, lines=lines)

    def perform(self, actor: Actor, entry: SupplyRequest, cleaned: dict[str, Any]) -> Outcome:
        written = cleaned["quantities"]
        services.approve_request(
            request=entry,
            actor=actor,
            granted={line.item: written.get(line.item, Decimal(0)) for line in entry.asked},
            on=cleaned["on"],
            note=cleaned["note"],
        )
        return Outcome("Permintaan disetujui; barangnya dapat dikeluarkan.")


@for_book(SupplyRequests)
class IssueGoods(_OnRequest):
    """Filled in with what was approved: one press of the button writes the issue book.

    It needs no key: goods are handed out once, and a second sending is told so.
    """

    code = "issue"
    slug = "keluarkan"
    label = "Keluarkan barang"
    milestones = ("issued",)
    waits_in = ("approved",)
    waits_as = "Permintaan barang siap dikeluarkan"

    def turn(self, actor: Actor) -> Q | None:
        """The keepers of the issue book, as long as they write in the book of requests as well."""
        return turns.keepers(actor, StockIssues) if may_record(actor, self.book) else None

    def form(self, actor: Actor, entry: SupplyRequest, sent: Sent = UNSENT) -> forms.BaseForm | None:
        left = balances(actor)
        lines = [
            Line(
                line.item,
                line.name,
                line.unit,
                (
                    f"{format_number(line.granted)} {line.unit}",
                    f"{format_number(left[line.item])} {line.unit}",
                ),
                min(line.granted, left[line.item]),
            )
            for line in entry.asked
            if line.granted
        ]
        return IssueForm(
            sent.data, lines=lines, initial={"receiver": str(entry.person or entry.position or "")}
        )

    def perform(self, actor: Actor, entry: SupplyRequest, cleaned: dict[str, Any]) -> Outcome:
        written = cleaned["quantities"]
        made = services.issue_request(
            request=entry,
            actor=actor,
            quantities={line.item: written.get(line.item, Decimal(0)) for line in entry.asked},
            on=cleaned["on"],
            receiver=cleaned["receiver"],
            note=cleaned["note"],
        )
        return Outcome(f"{len(made)} pengeluaran tercatat dari permintaan ini.")
