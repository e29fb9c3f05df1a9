"""Checking the papers of a request: tick what is there; the rest goes back to the applicant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel import clock
from takar.kernel.access import get_visible
from takar.kernel.errors import DomainError, Refused
from takar.ledger.access import may_record
from takar.ledger.actions.forms import add_error
from takar.ledger.fields import OfficeDateField
from takar.registers.counter.models import ServiceRequest
from takar.registers.counter.services import check_papers
from takar.web.addresses import entry_url
from takar.web.http import StaffRequest


class CheckForm(forms.Form):
    have = forms.MultipleChoiceField(
        label="Berkas yang ada",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Bila ada yang kurang, permohonan dikembalikan dengan menyebut kekurangannya.",
    )
    on = OfficeDateField(label="Tanggal diperiksa", initial=clock.today)
    note = forms.CharField(
        label="Catatan", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, papers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["have"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(paper, paper) for paper in papers]
        if not papers:
            del self.fields["have"]


def check(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    entry = get_visible(request.actor, ServiceRequest, pk=entry_id)
    book = entry.declaration
    if not may_record(request.actor, book):
        raise Refused(f"Buku {book.label} dipegang jabatan lain di kantor Anda.")
    form = CheckForm(request.POST or None, papers=entry.service.papers, initial={"have": entry.papers})
    if request.method == "POST" and form.is_valid():
        try:
            checked = check_papers(
                request=entry,
                have=form.cleaned_data.get("have", []),
                on=form.cleaned_data["on"],
                note=form.cleaned_data["note"],
                actor=request.actor,
            )
        except DomainError as error:
            add_error(form, error)
        else:
            if checked.missing:
                messages.warning(request, f"Dikembalikan. {checked.completeness}.")
            else:
                messages.success(request, "Berkas lengkap; permohonan diverifikasi.")
            return redirect(entry_url(entry))
    context = {
        "title": "Periksa berkas",
        "lead": f"{entry.service.name}, {entry.service.promise_words}.",
        "entry": entry,
        "book": book,
        "subject": f"{entry.number_label} {entry.applicant}".strip(),
        "form": form,
        "submit": "Simpan pemeriksaan",
        "back_url": entry_url(entry),
    }
    failed = request.method == "POST"
    return render(request, "web/books/small_form.html", context, status=422 if failed else 200)
