"""Opname: writing down what was counted, and approving it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q

from takar.kernel.formatting import format_date_long, format_number
from takar.ledger.actions import Action, Outcome, for_book, turns
from takar.ledger.actions.base import UNSENT, Sent
from takar.ledger.books import Change
from takar.organisation.actor import Actor
from takar.registers.goods import services
from takar.registers.goods.actions.forms import CountForm, Line
from takar.registers.goods.book import StockCounts
from takar.registers.goods.models import StockCount
from takar.registers.goods.rules import stock
from takar.registers.goods.selectors import book_quantities, holdings, outdated_counts


@for_book(StockCounts)
class FillCount(Action[StockCount]):
    """Waits for the keepers until everything is counted, and again when the books changed meanwhile."""

    code = "fill"
    slug = "hitungan"
    label = "Isi hitungan"
    change = Change.CORRECTED
    step = True
    waits_in = ("drafted",)
    waits_as = "Opname menunggu hitungan"

    def turn(self, actor: Actor) -> Q | None:
        return turns.keepers(actor, self.book)

    def waiting(self, actor: Actor) -> Q | None:
        mine = super().waiting(actor)
        return None if mine is None else mine & (Q(lines=[]) | Q(pk__in=outdated_counts(actor)))

    def not_now(self, actor: Actor, entry: StockCount) -> str:
        return stock.why_not_counted(entry) or super().not_now(actor, entry)

    def is_step(self, entry: StockCount) -> bool:
        return not entry.lines

    def button(self, entry: StockCount) -> str:
        return self.label if self.is_step(entry) else "Ubah hitungan"

    def lead(self, actor: Actor, entry: StockCount) -> str:
        return (
            f"Keadaan pada akhir {format_date_long(entry.occurred_on)}. Yang dikosongkan tidak dihitung; "
            "setiap selisih dijelaskan."
        )

    def submit(self, entry: StockCount) -> str:
        return "Simpan hitungan"

    def form(self, actor: Actor, entry: StockCount, sent: Sent = UNSENT) -> forms.BaseForm | None:
        books = book_quantities(entry.office_id, entry.occurred_on)
        before = {int(line["item"]): line for line in entry.lines}
        lines = [
            Line(
                item.pk,
                item.name,
                item.unit,
                (f"{format_number(books.get(item.pk, Decimal(0)))} {item.unit}",),
                Decimal(before[item.pk]["counted"]) if item.pk in before else None,
                before[item.pk]["reason"] if item.pk in before else "",
            )
            for item in (row.item for row in holdings(actor))
        ]
        return CountForm(sent.data, lines=lines)

    def perform(self, actor: Actor, entry: StockCount, cleaned: dict[str, Any]) -> Outcome:
        services.fill_count(
            count=entry, actor=actor, counted=cleaned["quantities"], reasons=cleaned["reasons"]
        )
        return Outcome("Hitungan tersimpan.")


@for_book(StockCounts)
class ApproveCount(Action[StockCount]):
    """Every difference becomes an adjustment. It needs no key: an opname is approved once."""

    code = "approve"
    slug = "sahkan-opname"
    label = "Sahkan opname"
    milestones = ("approved",)
    waits_in = ("drafted",)
    waits_as = "Opname menunggu pengesahan"

    def turn(self, actor: Actor) -> Q | None:
        return turns.superiors(actor, self.book)

    def waiting(self, actor: Actor) -> Q | None:
        """What nobody filled in yet, or what has to be counted again, waits for the keepers."""
        mine = super().waiting(actor)
        return None if mine is None else mine & ~Q(lines=[]) & ~Q(pk__in=outdated_counts(actor))

    def no_right(self, actor: Actor, entry: StockCount) -> str:
        if not super().no_right(actor, entry):
            return ""
        return "Opname disahkan oleh atasan pemegang buku, bukan oleh yang menghitung."

    def not_now(self, actor: Actor, entry: StockCount) -> str:
        return super().not_now(actor, entry) or stock.why_not_approved(entry)

    def lead(self, actor: Actor, entry: StockCount) -> str:
        return (
            f"{len(entry.lines)} barang dihitung, {entry.difference_count} berselisih. Setiap selisih menjadi "
            "penyesuaian persediaan dengan penjelasannya."
        )

    def form_options(self, actor: Actor, entry: StockCount) -> dict[str, Any]:
        return {"day_label": "Tanggal disahkan"}

    def perform(self, actor: Actor, entry: StockCount, cleaned: dict[str, Any]) -> Outcome:
        made = services.approve_count(count=entry, actor=actor, on=cleaned["on"], note=cleaned["note"])
        return Outcome(f"Opname disahkan; {len(made)} penyesuaian tercatat.")
