"""A step of handling a case: when, what was done, who helped."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel import clock
from takar.kernel.access import get_visible, visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger.access import may_advance
from takar.ledger.actions.forms import UploadForm, add_error
from takar.ledger.fields import OfficeDateField, RowsChoice
from takar.organisation.actor import Actor
from takar.organisation.models import Position
from takar.registers.cases.book import Cases
from takar.registers.cases.models import Case
from takar.registers.cases.services import handle_case
from takar.web.addresses import entry_url
from takar.web.http import StaffRequest


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


def handle(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    case = get_visible(request.actor, Case, pk=entry_id)
    if case.is_cancelled or "resolved" in case.history:
        raise NotFound("Masalah ini sudah selesai atau dibatalkan.")
    if not may_advance(request.actor, case, Cases.spec("handled")):
        raise Refused("Penanganan dicatat pemegang buku atau penanggung jawab masalah ini.")
    form = HandlingForm(request.POST or None, request.FILES or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            handle_case(
                case=case,
                actor=request.actor,
                on=told["on"],
                action=told["action"],
                helpers=told["helpers"],
                positions=list(told["positions"]),
                uploads=form.uploads(),
                caption=told["caption"],
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, "Penanganan tercatat.")
            return redirect(entry_url(case))
    context = {
        "title": "Catat penanganan",
        "entry": case,
        "book": Cases,
        "subject": f"{case.number_label} {case.title}".strip(),
        "form": form,
        "submit": "Simpan penanganan",
        "back_url": entry_url(case),
        "multipart": True,
    }
    failed = request.method == "POST"
    return render(request, "web/books/small_form.html", context, status=422 if failed else 200)
