"""The way of a payment request: verified, SPM, SP2D, and into the cash book."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from takar.kernel.formatting import format_amount
from takar.ledger.access import may_record
from takar.ledger.actions import Action, DayAndNoteForm, Outcome, for_book, turns
from takar.ledger.actions.base import UNSENT, Sent
from takar.ledger.actions.general import Advance
from takar.ledger.forms import form_class
from takar.ledger.models import Entry
from takar.ledger.services import kept_by_others
from takar.organisation.actor import Actor
from takar.registers.finance import services
from takar.registers.finance.book import CashEntries, PaymentRequests
from takar.registers.finance.models import PaymentRequest
from takar.registers.finance.rules.papers import not_bookable
from takar.registers.finance.selectors import not_in_the_cash_book


@for_book(PaymentRequests)
class Verify(Advance[Entry]):
    code = "verify"
    milestones = ("verified",)
    bulk = True
    waits_in = ("drafted",)
    waits_as = "SPP menunggu verifikasi"

    def turn(self, actor: Actor) -> Q | None:
        """The superiors of the treasurer, or Camat and Sekretaris."""
        return turns.superiors(actor, self.book)


class NumberForm(DayAndNoteForm):
    """SIPD's number, the day, and a note."""

    number = forms.CharField(max_length=200, help_text="Seperti tercantum di SIPD.")
    field_order = ["number", "on", "note"]

    def __init__(self, *args: Any, paper: str, **kwargs: Any) -> None:
        super().__init__(*args, day_label=f"Tanggal {paper}", **kwargs)
        self.fields["number"].label = f"Nomor {paper}"


class _Numbered(Action[PaymentRequest]):
    """A paper that SIPD numbers."""

    form_class = NumberForm
    paper: ClassVar[str]
    column: ClassVar[str]

    def turn(self, actor: Actor) -> Q | None:
        return turns.keepers(actor, self.book)

    def lead(self, actor: Actor, entry: PaymentRequest) -> str:
        return f"Jumlah bersih Rp{entry.net_text}."

    def form_options(self, actor: Actor, entry: PaymentRequest) -> dict[str, Any]:
        return {"paper": self.paper, "initial": {"number": getattr(entry, self.column)}}

    def said(self) -> Outcome:
        return Outcome(f"“{self.specs[0].label}” tercatat.")


@for_book(PaymentRequests)
class IssueOrder(_Numbered):
    code = "issue"
    slug = "spm"
    label = "Catat SPM terbit"
    milestones = ("issued",)
    waits_in = ("verified",)
    waits_as = "SPP menunggu SPM"
    paper, column = "SPM", "spm_number"

    def perform(self, actor: Actor, entry: PaymentRequest, cleaned: dict[str, Any]) -> Outcome:
        services.issue_order(request=entry, actor=actor, **cleaned)
        return self.said()


@for_book(PaymentRequests)
class Pay(_Numbered):
    code = "pay"
    slug = "sp2d"
    label = "Catat SP2D terbit"
    milestones = ("paid",)
    waits_in = ("issued",)
    waits_as = "SPM menunggu SP2D"
    paper, column = "SP2D", "sp2d_number"

    def perform(self, actor: Actor, entry: PaymentRequest, cleaned: dict[str, Any]) -> Outcome:
        services.pay(request=entry, actor=actor, **cleaned)
        return self.said()


@for_book(PaymentRequests)
class EnterInCashBook(Action[PaymentRequest]):
    """The form of the cash book, filled in from what was paid."""

    code = "enter_in_cash_book"
    slug = "bukukan"
    label = "Bukukan dalam BKU"
    step = True
    waits_in = ("paid",)
    waits_as = "SP2D belum dibukukan"

    def turn(self, actor: Actor) -> Q | None:
        mine = turns.keepers(actor, CashEntries)
        return None if mine is None else mine & not_in_the_cash_book()

    def no_right(self, actor: Actor, entry: PaymentRequest) -> str:
        return "" if may_record(actor, CashEntries) else kept_by_others(CashEntries)

    def not_now(self, actor: Actor, entry: PaymentRequest) -> str:
        return super().not_now(actor, entry) or not_bookable(entry)

    def submit(self, entry: PaymentRequest) -> str:
        return "Simpan"

    def form(self, actor: Actor, entry: PaymentRequest, sent: Sent = UNSENT) -> forms.BaseForm | None:
        initial = {"kind": "sp2d", "title": entry.title, "received": format_amount(entry.net)}
        asked = [name for name in CashEntries.fields() if name not in ("request", "corrects")]
        return form_class(CashEntries, actor, only=asked)(sent.data, initial=initial)

    def perform(self, actor: Actor, entry: PaymentRequest, cleaned: dict[str, Any]) -> Outcome:
        row = services.enter_in_cash_book(request=entry, actor=actor, values=cleaned)
        return Outcome(f"SP2D dibukukan sebagai baris kas nomor {row.number_label}.", goes_to=row)
