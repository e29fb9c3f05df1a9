"""What people do with a case: one step of handling after another, until it is resolved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import format_date
from takar.ledger.actions import Action, Outcome, for_book, turns
from takar.ledger.actions.base import UNSENT, Sent
from takar.ledger.actions.forms import UploadForm
from takar.ledger.actions.general import Advance
from takar.ledger.fields import OfficeDateField, RowsChoice
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.organisation.models import Position
from takar.registers.cases import services
from takar.registers.cases.book import Cases
from takar.registers.cases.models import Case


class HandlingForm(UploadForm):
    on = OfficeDateField(label="Tanggal", initial=clock.today)
    action = forms.CharField(
        label="Tindakan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Apa yang dilakukan, tanpa nama orang yang terkait.",
    )
    helpers = forms.CharField(
        label="Dibantu pihak luar",
        required=False,
        max_length=300,
        help_text="Misalnya: Babinsa, Bhabinkamtibmas, Satlinmas Desa Segaran, Puskesmas.",
    )
    positions: forms.ModelMultipleChoiceField[Position] = RowsChoice(
        label="Dibantu jabatan di kantor",
        required=False,
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text="Yang dipilih ikut menangani dan dapat membaca siapa yang terkait.",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, camera=True, optional=True, **kwargs)
        field = self.fields["positions"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = visible(actor, Position).filter(retired_on=None).exclude(pk__in=actor.position_ids)
        self.order_fields(["on", "action", "helpers", "positions", "photo", "file", "caption"])


class _OnCase(Action[Case]):
    """The work of the position that is responsible."""

    def turn(self, actor: Actor) -> Q | None:
        return turns.responsible(actor)

    def about(self, entry: Case) -> str:
        words = f"Desa {entry.village} · {entry.get_incident_display()} · {format_date(entry.occurred_on)}"
        return f"{words} · {entry.get_severity_display().lower()}" if entry.severity == "berat" else words


@for_book(Cases)
class Handle(_OnCase):
    code = "handle"
    slug = "penanganan"
    label = "Catat penanganan"
    milestones = ("handled",)
    keyed = True
    waits_in = ("reported",)
    waits_as = "Masalah belum ditangani"

    def no_right(self, actor: Actor, entry: Case) -> str:
        return super().no_right(actor, entry) and services.WHO_HANDLES

    def submit(self, entry: Case) -> str:
        return "Simpan penanganan"

    def form(self, actor: Actor, entry: Case, sent: Sent = UNSENT) -> forms.BaseForm | None:
        return HandlingForm(sent.data, sent.files, actor=actor)

    def perform(self, actor: Actor, entry: Case, cleaned: dict[str, Any]) -> Outcome:
        services.handle_case(
            case=entry,
            actor=actor,
            on=cleaned["on"],
            action=cleaned["action"],
            helpers=cleaned["helpers"],
            positions=list(cleaned["positions"]),
            uploads=cleaned["uploads"],
            caption=cleaned["caption"],
            client_key=cleaned["client_key"],
        )
        return Outcome("Penanganan tercatat.")


@for_book(Cases)
class Resolve(_OnCase, Advance[Entry]):
    code = "resolve"
    milestones = ("resolved",)
    waits_in = ("handled",)
    waits_as = "Masalah yang sedang ditangani"
