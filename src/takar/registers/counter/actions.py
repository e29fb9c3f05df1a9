"""What people do with a request at the counter: check its papers, sign, issue, hand over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from takar.ledger.access import may_record
from takar.ledger.actions import Action, Outcome, for_book, turns
from takar.ledger.actions.base import UNSENT, Sent
from takar.ledger.actions.checklist import ChecklistForm
from takar.ledger.actions.general import Advance
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.counter import services
from takar.registers.counter.book import ServiceRequests
from takar.registers.counter.models import ServiceRequest
from takar.registers.counter.rules import why_not_checked


class _Owed(Action[ServiceRequest]):
    """What the office owes the applicant until the promised day; the counter's keepers see to it.

    A returned request waits for its applicant, and so does one that is ready: nobody here is late.
    """

    due = "promised_on"

    def turn(self, actor: Actor) -> Q | None:
        return turns.keepers(actor, self.book)

    def about(self, entry: ServiceRequest) -> str:
        return f"{entry.ticket} · {super().about(entry)}"


@for_book(ServiceRequests)
class CheckRequest(_Owed):
    code = "check"
    slug = "periksa-berkas"
    label = "Periksa berkas"
    milestones = ("verified",)
    waits_in = ("received",)
    waits_as = "Permohonan menunggu diperiksa berkasnya"

    def no_right(self, actor: Actor, entry: ServiceRequest) -> str:
        return "" if may_record(actor, self.book) else self.kept_by_others

    def not_now(self, actor: Actor, entry: ServiceRequest) -> str:
        return why_not_checked(entry) or super().not_now(actor, entry)

    def lead(self, actor: Actor, entry: ServiceRequest) -> str:
        return f"{entry.service.name}, {entry.service.promise_words}."

    def submit(self, entry: ServiceRequest) -> str:
        return "Simpan pemeriksaan"

    def form(self, actor: Actor, entry: ServiceRequest, sent: Sent = UNSENT) -> forms.BaseForm | None:
        return ChecklistForm(
            sent.data,
            points=entry.service.papers,
            label="Berkas yang ada",
            have=entry.papers,
            help_text="Bila ada yang kurang, permohonan dikembalikan dengan menyebut kekurangannya.",
        )

    def perform(self, actor: Actor, entry: ServiceRequest, cleaned: dict[str, Any]) -> Outcome:
        # A service without papers asks for none.
        checked = services.check_papers(request=entry, actor=actor, **{"ticked": [], **cleaned})
        if checked.missing:
            return Outcome(f"Dikembalikan. {checked.completeness}.", tone="warning")
        return Outcome("Berkas lengkap; permohonan diverifikasi.")


@for_book(ServiceRequests)
class Sign(Advance[Entry], _Owed):
    code = "sign"
    milestones = ("signed",)
    bulk = True
    waits_in = ("verified",)
    waits_as = "Permohonan menunggu ditandatangani"


@for_book(ServiceRequests)
class Issue(Advance[Entry], _Owed):
    code = "issue"
    milestones = ("issued",)
    waits_in = ("signed",)
    waits_as = "Permohonan menunggu diterbitkan"
