"""Peninjauan masa simpan: entries whose personal data was kept long enough; Camat or Sekretaris decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from takar.kernel.access import get_visible
from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_date
from takar.ledger.actions.forms import ReasonForm, add_error
from takar.ledger.models import Entry
from takar.ledger.retention import Due, due_for_removal, remove_from_all
from takar.web.addresses import entry_url
from takar.web.http import StaffRequest

SHOWN = 25
"""Entries on one page; the next ones come when these are decided."""


class RemovalForm(ReasonForm):
    entries = forms.MultipleChoiceField(
        label="Entri yang data pribadinya dihapus",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih sekurang-kurangnya satu entri."},
    )
    checked = forms.BooleanField(
        label="Entri yang dipilih sudah diperiksa; penghapusan ini tidak dapat dibatalkan",
        error_messages={"required": "Centang bila sudah diperiksa."},
    )
    field_order = ["entries", "reason", "checked"]

    def __init__(self, data: Any, due: list[Due]) -> None:
        super().__init__(data)
        self.fields["reason"].label = "Dasar penghapusan"
        self.fields["reason"].help_text = "Misalnya nomor berita acara atau keputusan penyusutan arsip."
        self.fields["entries"].choices = [(str(one.entry.pk), _words(one)) for one in due]  # type: ignore[attr-defined]


def _words(one: Due) -> str:
    """One line with all that is decided about: the entry, what goes, since when, and scans that stay."""
    book, entry = one.entry.declaration, one.entry
    facts = [
        f"terakhir {format_date(one.last_on)}",
        ", ".join(book.field_label(name) for name in one.columns),
        *([f"{one.files} berkas bukti tetap"] if one.files else []),
    ]
    return format_html(
        '<a href="{}">{}</a> · {}',
        entry_url(entry),
        f"{book.label} {entry.number_label}".strip(),
        " · ".join(facts),
    )


def overview(request: StaffRequest, year: int) -> HttpResponse:
    all_due = due_for_removal(request.actor)
    # The oldest first, as many as one sitting can check.
    due = sorted(all_due, key=lambda one: one.last_on)[:SHOWN]
    form = RemovalForm(request.POST or None, due)
    if request.method == "POST" and form.is_valid():
        try:
            chosen = [get_visible(request.actor, Entry, pk=pk) for pk in form.cleaned_data["entries"]]
            remove_from_all(entries=chosen, actor=request.actor, reason=form.cleaned_data["reason"])
        except DomainError as error:
            add_error(form, error)
        else:
            count = len(form.cleaned_data["entries"])
            messages.success(request, f"Data pribadi {count} entri dihapus; entri, nomor dan namanya tetap.")
            return redirect("web:retention-review", year=year)
    context = {
        "year": year,
        "form": form,
        "due": bool(due),
        "more": f"{SHOWN} entri yang paling lama, dari {len(all_due)}." if len(all_due) > SHOWN else "",
        "back_url": reverse("web:personal-data", args=[year]),
    }
    failed = request.method == "POST"
    return render(request, "web/privacy/review.html", context, status=422 if failed else 200)
