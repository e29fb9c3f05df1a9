"""Peninjauan masa simpan: entries whose personal data was kept long enough; Camat or Sekretaris decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from takar.kernel.access import get_visible
from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_date
from takar.ledger.models import Entry
from takar.ledger.retention import Due, due_for_removal, remove_from_all
from takar.web.addresses import entry_url
from takar.web.forms import ReasonForm, blame
from takar.web.http import StaffRequest
from takar.web.tables import Row, Table


class RemovalForm(ReasonForm):
    entries = forms.MultipleChoiceField(
        label="Entri yang data pribadinya dihapus",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih sekurang-kurangnya satu entri."},
    )
    field_order = ["entries", "reason"]

    def __init__(self, data: Any, due: list[Due]) -> None:
        super().__init__(data)
        self.fields["reason"].label = "Dasar penghapusan"
        self.fields["reason"].help_text = "Misalnya nomor berita acara atau keputusan penyusutan arsip."
        self.fields["entries"].choices = [(str(one.entry.pk), _words(one)) for one in due]  # type: ignore[attr-defined]


def _words(one: Due) -> str:
    entry = one.entry
    return f"{entry.declaration.label} {entry.number_label}, terakhir {format_date(one.last_on)}"


def overview(request: StaffRequest, year: int) -> HttpResponse:
    due = due_for_removal(request.actor)
    form = RemovalForm(request.POST or None, due)
    if request.method == "POST" and form.is_valid():
        try:
            chosen = [get_visible(request.actor, Entry, pk=pk) for pk in form.cleaned_data["entries"]]
            remove_from_all(entries=chosen, actor=request.actor, reason=form.cleaned_data["reason"])
        except DomainError as error:
            blame(form, error)
        else:
            count = len(form.cleaned_data["entries"])
            messages.success(request, f"Data pribadi {count} entri dihapus; entri dan nomornya tetap.")
            return redirect("web:retention-review", year=year)
    context = {
        "year": year,
        "form": form,
        "table": Table(
            "Entri yang masa simpannya lewat",
            ("Kolom", "Kejadian terakhir", "Berkas bukti"),
            [_row(one) for one in due],
            first="Entri",
            numeric=frozenset({2}),
        ),
        "back_url": reverse("web:personal-data", args=[year]),
    }
    failed = request.method == "POST"
    return render(request, "web/privacy/review.html", context, status=422 if failed else 200)


def _row(one: Due) -> Row:
    book, entry = one.entry.declaration, one.entry
    return Row(
        f"{book.label} {entry.number_label}".strip(),
        [
            ", ".join(book.field_label(name) for name in one.columns),
            format_date(one.last_on),
            str(one.files),
        ],
        url=entry_url(entry),
        state=book.state_label(entry.state),
        tone=book.state_tone(entry.state),
        meta=f"terakhir {format_date(one.last_on)}",
    )
