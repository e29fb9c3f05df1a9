"""What people do with a support job: a network fault is resolved, everything else is done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from takar.kernel import clock
from takar.kernel.formatting import format_date
from takar.ledger.access import may_record
from takar.ledger.actions import Action, Outcome, for_book, turns
from takar.ledger.actions.general import Advance
from takar.ledger.fields import OfficeMomentField
from takar.organisation.actor import Actor
from takar.registers.ict import services
from takar.registers.ict.book import SupportJobs
from takar.registers.ict.models import CONFERENCE, NETWORK, SupportJob
from takar.registers.ict.rules import other_end


class _OnJob(Action[SupportJob]):
    waits_in = ("requested",)

    def no_right(self, actor: Actor, entry: SupportJob) -> str:
        return "" if may_record(actor, self.book) else super().no_right(actor, entry)

    def not_now(self, actor: Actor, entry: SupportJob) -> str:
        return other_end(entry, self.milestones[0]) or super().not_now(actor, entry)

    def about(self, entry: SupportJob) -> str:
        asked = f"{entry.requester} · " if entry.requester else ""
        return f"{SupportJobs.kinds[entry.kind]} · {asked}{format_date(entry.occurred_on)}"


@for_book(SupportJobs)
class Finish(_OnJob, Advance[SupportJob]):
    code = "finish"
    milestones = ("done",)
    bulk = True
    waits_as = "Layanan TIK yang diminta"
    due = "started_at"

    def turn(self, actor: Actor) -> Q | None:
        mine = turns.keepers(actor, self.book)
        return None if mine is None else mine & ~Q(kind=NETWORK)

    def due_on(self, entry: SupportJob) -> date | None:
        """The day of a conference; other work has none."""
        if entry.kind != CONFERENCE or entry.started_at is None:
            return None
        return timezone.localtime(entry.started_at).date()


class ResolveForm(forms.Form):
    """When the network came back, why it was gone, what was done."""

    ended_at = OfficeMomentField(label="Pulih pada")
    cause = forms.CharField(label="Penyebab", required=False, max_length=240)
    solution = forms.CharField(label="Penanganan", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


@for_book(SupportJobs)
class Resolve(_OnJob):
    code = "resolve"
    slug = "pulih"
    label = "Catat pulih"
    milestones = ("resolved",)
    form_class = ResolveForm
    waits_as = "Gangguan jaringan belum pulih"

    def turn(self, actor: Actor) -> Q | None:
        mine = turns.keepers(actor, self.book)
        return None if mine is None else mine & Q(kind=NETWORK)

    def form_options(self, actor: Actor, entry: SupportJob) -> dict[str, Any]:
        ended = entry.ended_at or clock.now()
        return {"initial": {"cause": entry.cause, "solution": entry.solution, "ended_at": ended}}

    def perform(self, actor: Actor, entry: SupportJob, cleaned: dict[str, Any]) -> Outcome:
        services.resolve_fault(fault=entry, actor=actor, **cleaned)
        return Outcome("Jaringan tercatat pulih.")
