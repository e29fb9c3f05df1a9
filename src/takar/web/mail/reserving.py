"""Reserving a number for a letter still to be written."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel.errors import DomainError, Refused
from takar.ledger.access import may_record
from takar.ledger.actions.forms import add_error
from takar.ledger.forms import form_class
from takar.ledger.services import kept_by_others
from takar.registers.mail import services
from takar.registers.mail.book import OutgoingLetters
from takar.web.addresses import book_url, entry_url
from takar.web.http import StaffRequest

NEEDED = ["kind", "filing_code", "occurred_on", "title", "area"]


def reserve(request: StaffRequest, year: int) -> HttpResponse:
    if not may_record(request.actor, OutgoingLetters):
        raise Refused(kept_by_others(OutgoingLetters))
    form = form_class(OutgoingLetters, request.actor, only=NEEDED)(request.POST or None)
    form.fields["title"].label = "Keperluan nomor"
    if request.method == "POST" and form.is_valid():
        try:
            letter = services.reserve_number(actor=request.actor, values=form.values())
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, f"Nomor {letter.number_label} dicadangkan.")
            return redirect(entry_url(letter))
    context = {
        "book": OutgoingLetters,
        "year": year,
        "title": "Cadangkan nomor surat",
        "lead": "Nomor tersimpan dalam urutan dan terlihat sebagai cadangan sampai suratnya diisi.",
        "form": form,
        "sections": [{"label": "Nomor", "fields": [form[name] for name in NEEDED]}],
        "cancel_url": book_url(OutgoingLetters, year),
    }
    failed = request.method == "POST"
    return render(request, "web/books/form.html", context, status=422 if failed else 200)
