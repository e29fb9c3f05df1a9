"""What people do with an activity: a plan is held, what was held is reported."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from takar.kernel import clock
from takar.ledger.actions import Action, Outcome, for_book, turns
from takar.ledger.actions.base import UNSENT, Sent
from takar.ledger.actions.forms import UploadForm
from takar.ledger.actions.general import Advance
from takar.ledger.fields import OfficeDateField
from takar.ledger.forms import EntryForm, form_class
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.activities import services
from takar.registers.activities.book import Activities
from takar.registers.activities.models import Activity


class HoldingForm(UploadForm):
    """Day, what came of it, and a photo. The entry form's own fields, so that a value is judged the same."""

    def __init__(self, *args: Any, results: EntryForm, day: date, **kwargs: Any) -> None:
        super().__init__(*args, camera=True, optional=True, **kwargs)
        on = OfficeDateField(label="Tanggal pelaksanaan", initial=day)
        self.fields = {"on": on, **results.fields, **self.fields}
        self.initial = {name: results.initial.get(name) for name in results.fields}


class _OnActivity(Action[Activity]):
    def about(self, entry: Activity) -> str:
        return entry.where


@for_book(Activities)
class Hold(_OnActivity):
    code = "hold"
    slug = "pelaksanaan"
    label = "Catat pelaksanaan"
    milestones = ("held",)
    waits_in = ("planned",)
    waits_as = "Kegiatan yang sudah waktunya"
    due = "scheduled_on"

    def turn(self, actor: Actor) -> Q | None:
        """Whoever holds it, once its day has come; also where the day was taken away again."""
        mine = turns.responsible(actor)
        come = Q(scheduled_on__lte=clock.today()) | Q(scheduled_on=None)
        return None if mine is None else mine & come

    def no_right(self, actor: Actor, entry: Activity) -> str:
        return super().no_right(actor, entry) and services.WHO_HOLDS

    def submit(self, entry: Activity) -> str:
        return "Simpan pelaksanaan"

    def form(self, actor: Actor, entry: Activity, sent: Sent = UNSENT) -> forms.BaseForm | None:
        results = form_class(Activities, actor, only=list(services.RESULTS))(instance=entry)
        day = min(entry.scheduled_on or clock.today(), clock.today())
        return HoldingForm(sent.data, sent.files, results=results, day=day)

    def perform(self, actor: Actor, entry: Activity, cleaned: dict[str, Any]) -> Outcome:
        services.hold_activity(
            activity=entry,
            actor=actor,
            on=cleaned["on"],
            results={name: cleaned[name] for name in services.RESULTS},
            uploads=cleaned["uploads"],
            caption=cleaned["caption"],
        )
        return Outcome("Pelaksanaan kegiatan tercatat.")


@for_book(Activities)
class Report(_OnActivity, Advance[Entry]):
    code = "report"
    milestones = ("reported",)
    bulk = True
    waits_in = ("held",)
    waits_as = "Pelaksanaan tugas belum dilaporkan"

    def turn(self, actor: Actor) -> Q | None:
        """Whoever held it. Only a surat tugas asks for a report; other activities may do without."""
        mine = turns.responsible(actor)
        return None if mine is None else mine & Q(assignment_letter__isnull=False)
