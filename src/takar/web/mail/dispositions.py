"""Giving a disposition, passing one on, printing the sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel import clock
from takar.kernel.access import get_visible, visible
from takar.kernel.errors import DomainError, Refused
from takar.ledger.fields import OfficeDateField, RowsChoice
from takar.organisation.actor import Actor
from takar.organisation.models import Position
from takar.organisation.selectors import holders_on
from takar.registers.mail import services
from takar.registers.mail.models import INSTRUCTIONS, Disposition, IncomingLetter
from takar.reporting.documents.dispositions import disposition_pdf
from takar.web.addresses import entry_url
from takar.web.forms import blame
from takar.web.http import StaffRequest
from takar.web.mail.pages import thread
from takar.web.responses import pdf_response


class DispositionForm(forms.Form):
    receivers: forms.ModelMultipleChoiceField[Position] = RowsChoice(
        queryset=None,
        label="Diteruskan kepada",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih sekurang-kurangnya satu penerima."},
    )
    instructions = forms.MultipleChoiceField(
        choices=list(INSTRUCTIONS.items()),
        label="Dengan hormat harap",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    instruction = forms.CharField(
        label="Catatan", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = OfficeDateField(label="Batas waktu", required=False, ahead=True)
    on = OfficeDateField(label="Tanggal disposisi", initial=clock.today)

    def __init__(self, *args: Any, choices: Any, holders: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["receivers"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = choices
        field.label_from_instance = lambda obj: (  # type: ignore[method-assign]
            f"{obj.title} ({holders[obj.pk]})" if obj.pk in holders else str(obj.title)
        )


def dispose(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    letter = get_visible(request.actor, IncomingLetter, pk=entry_id)
    if not request.actor.is_leader:
        raise Refused("Surat didisposisi oleh Camat atau Sekretaris.")
    return _give(request, letter, None, _receivers(request.actor))


def pass_on(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    parent = get_visible(request.actor, Disposition, pk=entry_id)
    if parent.position_id not in request.actor.position_ids:
        raise Refused("Disposisi ini ditujukan kepada jabatan lain.")
    below = _receivers(request.actor).filter(pk__in=request.actor.below)
    return _give(request, parent.letter, parent, below)


def _receivers(actor: Actor) -> Any:
    """Positions that can receive: everyone in office but the giver."""
    return visible(actor, Position).filter(retired_on=None).exclude(pk__in=actor.position_ids)


def _give(
    request: StaffRequest, letter: IncomingLetter, parent: Disposition | None, receivers: Any
) -> HttpResponse:
    actor = request.actor
    names = {
        pk: held.person.name for pk, held in holders_on(clock.today(), office_id=letter.office_id).items()
    }
    form = DispositionForm(request.POST or None, choices=receivers, holders=names)
    if request.method == "POST" and form.is_valid():
        try:
            given = services.dispose(
                letter=letter,
                actor=actor,
                receivers=list(form.cleaned_data["receivers"]),
                instructions=form.cleaned_data["instructions"],
                instruction=form.cleaned_data["instruction"],
                on=form.cleaned_data["on"],
                due_on=form.cleaned_data["due_on"],
                parent=parent,
            )
        except Refused:
            raise
        except DomainError as error:
            blame(form, error)
        else:
            messages.success(request, f"Disposisi diteruskan kepada {len(given)} penerima.")
            return redirect(entry_url(parent or letter))
    context = {
        "title": "Teruskan disposisi" if parent else "Disposisi surat",
        "letter": letter,
        "form": form,
        "thread": thread(actor, letter),
        "year": letter.year,
        "back_url": entry_url(parent or letter),
    }
    failed = request.method == "POST"
    return render(request, "web/mail/dispose.html", context, status=422 if failed else 200)


def sheet(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    letter = get_visible(request.actor, IncomingLetter, pk=entry_id)
    return pdf_response(disposition_pdf(request.actor, letter), f"disposisi-{letter.number}-{letter.year}")
