"""Proposals: their papers are gathered, they go out, they are granted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from takar.kernel.formatting import format_date
from takar.ledger.actions import Action, Outcome, for_book, turns
from takar.ledger.actions.base import UNSENT, Sent
from takar.ledger.actions.general import Advance
from takar.ledger.books import Change
from takar.organisation.actor import Actor
from takar.registers.personnel import services
from takar.registers.personnel.access import keeps_personnel
from takar.registers.personnel.actions.leave import asked_in_words
from takar.registers.personnel.book import Proposals
from takar.registers.personnel.models import Proposal
from takar.registers.personnel.reference import papers_for
from takar.registers.personnel.rules.proposals import (
    missing_papers,
    not_the_decider,
    papers_lack,
    why_leave_not_granted,
    why_papers_not_ticked,
)
from takar.registers.personnel.selectors.workload import (
    has_superior_here,
    is_submitted,
    papers_are_lacking,
)


class _OnProposal(Action[Proposal]):
    def about(self, entry: Proposal) -> str:
        if entry.kind == "cuti":
            return asked_in_words(entry)
        return f"TMT {format_date(entry.effective_on)}" if entry.effective_on else super().about(entry)


class PapersForm(forms.Form):
    papers = forms.MultipleChoiceField(
        label="Berkas yang sudah ada", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, entry: Proposal) -> None:
        super().__init__(data, initial={"papers": entry.papers})
        field = self.fields["papers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (paper.code, paper.name if paper.required else f"{paper.name} (bila ada)")
            for paper in papers_for(entry.kind, entry.leave_type_id)
        ]


@for_book(Proposals)
class TickPapers(_OnProposal):
    """The next step of a proposal whose papers lack; later it can still be corrected."""

    code = "tick_papers"
    slug = "berkas"
    label = "Periksa berkas"
    change = Change.CORRECTED
    step = True
    waits_in = ("drafted", "submitted", "considered")
    waits_as = "Usulan yang berkasnya belum lengkap"

    def turn(self, actor: Actor) -> Q | None:
        """A leave goes out without its papers; they are needed for the decision."""
        if turns.keepers(actor, self.book) is None:
            return None
        before = Q(state="drafted") & ~Q(kind="cuti") | Q(kind="cuti") & is_submitted()
        return before & papers_are_lacking()

    def no_right(self, actor: Actor, entry: Proposal) -> str:
        return "" if keeps_personnel(actor) else services.NOT_THE_KEEPER

    def not_now(self, actor: Actor, entry: Proposal) -> str:
        return super().not_now(actor, entry) or why_papers_not_ticked(entry)

    def is_step(self, entry: Proposal) -> bool:
        return bool(missing_papers(entry))

    def submit(self, entry: Proposal) -> str:
        return "Simpan"

    def form(self, actor: Actor, entry: Proposal, sent: Sent = UNSENT) -> forms.BaseForm | None:
        return PapersForm(sent.data, entry=entry)

    def perform(self, actor: Actor, entry: Proposal, cleaned: dict[str, Any]) -> Outcome:
        services.tick_papers(entry=entry, actor=actor, papers=cleaned["papers"])
        return Outcome("Berkas persyaratan tersimpan.")


@for_book(Proposals)
class Submit(Advance[Proposal], _OnProposal):
    code = "submit"
    milestones = ("submitted",)
    bulk = True
    waits_in = ("drafted", "considered")
    waits_as = "Usulan siap diajukan"

    def turn(self, actor: Actor) -> Q | None:
        mine = turns.keepers(actor, self.book)
        if mine is None:
            return None
        return mine & ~is_submitted() & (Q(kind="cuti") | ~papers_are_lacking())

    def not_now(self, actor: Actor, entry: Proposal) -> str:
        return super().not_now(actor, entry) or ("" if entry.kind == "cuti" else papers_lack(entry))


@for_book(Proposals)
class Grant(Advance[Proposal], _OnProposal):
    """Only a leave is decided in the office; of other proposals the answer from outside is written down,
    and nobody here can hasten it."""

    code = "grant"
    milestones = ("granted",)
    waits_in = ("submitted", "considered")
    waits_as = "Cuti menunggu keputusan"
    due = "leave_from"

    def turn(self, actor: Actor) -> Q | None:
        """Leaders decide what was considered, but not on themselves. What is decided outside the office
        (the Camat's) waits for leaders and for those who keep the book until it is written down."""
        from_above = Q(state="submitted") & ~has_superior_here()
        if actor.is_leader:
            mine = Q(state="considered") & is_submitted() | from_above
        elif keeps_personnel(actor):
            mine = from_above
        else:
            return None
        return mine & Q(kind="cuti") & ~papers_are_lacking() & ~Q(employee_id=actor.person_id)

    def no_right(self, actor: Actor, entry: Proposal) -> str:
        reason = super().no_right(actor, entry)
        return reason or (not_the_decider(actor, entry) if entry.kind == "cuti" else "")

    def not_now(self, actor: Actor, entry: Proposal) -> str:
        reason = super().not_now(actor, entry)
        return reason or (why_leave_not_granted(entry) if entry.kind == "cuti" else "")


@for_book(Proposals)
class Refuse(Advance[Proposal]):
    """A leave is refused by whoever may grant it; of other proposals the answer is written down."""

    code = "refuse"
    milestones = ("refused",)

    def no_right(self, actor: Actor, entry: Proposal) -> str:
        reason = super().no_right(actor, entry)
        return reason or (not_the_decider(actor, entry) if entry.kind == "cuti" else "")
