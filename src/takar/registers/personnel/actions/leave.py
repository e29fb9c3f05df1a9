"""A leave between its request and its answer: the superior's word, and the answer being read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from takar.kernel import clock
from takar.kernel.formatting import format_date
from takar.ledger.actions import Action, Outcome, for_book, turns
from takar.ledger.fields import OfficeDateField
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.personnel import services
from takar.registers.personnel.book import Proposals
from takar.registers.personnel.models import DECIDED, Proposal
from takar.registers.personnel.rules.proposals import not_the_applicant, why_not_seen
from takar.registers.personnel.selectors.workload import answer_is_unread, is_of_people_below


class ConsiderForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Pertimbangan",
        choices=list(services.VERDICTS.items()),
        widget=forms.RadioSelect,
        initial="disetujui",
    )
    note = forms.CharField(
        label="Alasan",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Wajib bila tidak disetujui begitu saja.",
    )
    on = OfficeDateField(label="Tanggal", initial=clock.today)


@for_book(Proposals)
class Consider(Action[Proposal]):
    """The direct superior's word on a leave; the decision stays with the official."""

    code = "consider"
    slug = "pertimbangan"
    label = "Beri pertimbangan"
    milestones = ("considered",)
    form_class = ConsiderForm
    waits_in = ("submitted",)
    waits_as = "Cuti menunggu pertimbangan"
    due = "leave_from"

    def turn(self, actor: Actor) -> Q | None:
        return is_of_people_below(actor) & Q(kind="cuti") if actor.position_ids else None

    def no_right(self, actor: Actor, entry: Proposal) -> str:
        return "" if services.may_consider(actor, entry) else services.NOT_THE_SUPERIOR

    def not_now(self, actor: Actor, entry: Proposal) -> str:
        return "Cuti ini sudah diputuskan." if entry.state in DECIDED else super().not_now(actor, entry)

    def heading(self, entry: Proposal) -> str:
        return "Pertimbangan atasan langsung"

    def lead(self, actor: Actor, entry: Proposal) -> str:
        return f"{entry.leave_days} hari."

    def submit(self, entry: Proposal) -> str:
        return "Simpan pertimbangan"

    def about(self, entry: Proposal) -> str:
        return asked_in_words(entry)

    def perform(self, actor: Actor, entry: Proposal, cleaned: dict[str, Any]) -> Outcome:
        services.consider_leave(entry=entry, actor=actor, **cleaned)
        return Outcome("Pertimbangan tercatat.")


def asked_in_words(entry: Entry) -> str:
    """How long and since when, beside a title that names who, what and when."""
    assert isinstance(entry, Proposal)
    return f"{entry.leave_days} hari · diajukan {format_date(entry.occurred_on)}"


@for_book(Proposals)
class SeeAnswer(Action[Proposal]):
    """An answered leave waits for whoever asked until they have read it; opening its page is reading it.

    A leave that is over needs no more reading.
    """

    code = "see_answer"
    slug = "baca-jawaban"
    label = "Tandai sudah dibaca"
    form_class = forms.Form
    bulk = True
    waits_in = DECIDED
    waits_as = "Cuti Anda sudah dijawab"

    def turn(self, actor: Actor) -> Q | None:
        mine = turns.applicant(actor)
        if mine is None:
            return None
        return mine & answer_is_unread() & Q(kind="cuti", leave_until__gte=clock.today())

    def no_right(self, actor: Actor, entry: Proposal) -> str:
        return not_the_applicant(actor, entry)

    def not_now(self, actor: Actor, entry: Proposal) -> str:
        return super().not_now(actor, entry) or why_not_seen(entry)

    def about(self, entry: Proposal) -> str:
        return self.book.state_label(entry.state)

    def perform(self, actor: Actor, entry: Proposal, cleaned: dict[str, Any]) -> Outcome:
        services.see_answer(entry=entry, actor=actor)
        return Outcome("Jawaban ditandai sudah dibaca.")
