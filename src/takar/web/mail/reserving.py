"""Reserving a number for a letter still to be written, and writing it later."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel.access import get_visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger.access import may_record
from takar.ledger.forms import form_class
from takar.registers.mail import services
from takar.registers.mail.book import OutgoingLetters
from takar.registers.mail.models import OutgoingLetter
from takar.web.addresses import book_url, entry_url
from takar.web.forms import blame, sections
from takar.web.http import StaffRequest

NEEDED = ["kind", "filing_code", "occurred_on", "title", "area"]


def _require_keeper(request: StaffRequest) -> None:
    if not may_record(request.actor, OutgoingLetters):
        raise Refused(f"Buku {OutgoingLetters.label} dipegang jabatan lain di kantor Anda.")


def reserve(request: StaffRequest, year: int) -> HttpResponse:
    _require_keeper(request)
    form = form_class(OutgoingLetters, request.actor, only=NEEDED)(request.POST or None)
    form.fields["title"].label = "Keperluan nomor"
    if request.method == "POST" and form.is_valid():
        try:
            letter = services.reserve_number(actor=request.actor, values=form.values())
        except DomainError as error:
            blame(form, error)
        else:
            messages.success(request, f"Nomor {letter.number_label} dicadangkan.")
            return redirect(entry_url(letter))
    context = {
        "book": OutgoingLetters,
        "year": year,
        "title": "Cadangkan nomor surat",
        "lead": "Nomor tersimpan dalam urutan dan terlihat sebagai cadangan sampai suratnya diisi.",
        "form": form,
        "sections": [{"label": "Nomor", "fields": [{"field": form[name], "hint": ""} for name in NEEDED]}],
        "cancel_url": book_url(OutgoingLetters, year),
    }
    failed = request.method == "POST"
    return render(request, "web/books/form.html", context, status=422 if failed else 200)


def fill(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    _require_keeper(request)
    letter = get_visible(request.actor, OutgoingLetter, pk=entry_id)
    if letter.state != "reserved":
        raise NotFound("Nomor ini bukan cadangan; pakai “Perbaiki isian”.")
    form = form_class(OutgoingLetters, request.actor)(request.POST or None, instance=letter)
    if request.method == "POST" and form.is_valid():
        try:
            services.fill_reserved(letter=letter, actor=request.actor, values=form.values())
        except DomainError as error:
            blame(form, error)
        else:
            messages.success(request, f"Surat nomor {letter.number_label} terisi.")
            return redirect(entry_url(letter))
    context = {
        "book": OutgoingLetters,
        "year": letter.year,
        "title": f"Isi surat nomor {letter.number_label}",
        "form": form,
        "sections": sections(OutgoingLetters, form),
        "cancel_url": entry_url(letter),
    }
    failed = request.method == "POST"
    return render(request, "web/books/form.html", context, status=422 if failed else 200)
