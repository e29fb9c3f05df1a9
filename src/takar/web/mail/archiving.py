"""Filing a letter: the archive form, filled in from the letter."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel import clock
from takar.kernel.access import get_visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger.access import may_record
from takar.ledger.forms import form_class
from takar.ledger.models import Entry
from takar.registers.mail import services
from takar.registers.mail.book import Archive
from takar.registers.mail.models import IncomingLetter, OutgoingLetter
from takar.web.addresses import entry_url
from takar.web.forms import blame, sections
from takar.web.http import StaffRequest


def archive(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    letter = get_visible(request.actor, Entry, pk=entry_id).detail()
    if not isinstance(letter, IncomingLetter | OutgoingLetter):
        raise NotFound("Hanya surat yang diarsipkan dengan cara ini.")
    if not may_record(request.actor, Archive):
        raise Refused(f"Buku {Archive.label} dipegang jabatan lain di kantor Anda.")
    incoming = isinstance(letter, IncomingLetter)
    start = {
        "occurred_on": clock.today(),
        "kind": "surat_masuk" if incoming else "surat_keluar",
        "filing_code": letter.filing_code_id,
        "title": letter.title,
        "span": str(letter.year),
        "copy_level": "asli" if incoming else "pertinggal",
        "area": letter.area_id,
        "village": letter.village_id,
        "restricted": letter.restricted,
        "quantity": 1,
    }
    form = form_class(Archive, request.actor)(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            item = services.archive_letter(letter=letter, actor=request.actor, values=form.values())
        except DomainError as error:
            blame(form, error)
        else:
            messages.success(request, f"Surat diarsipkan sebagai berkas nomor {item.number_label}.")
            return redirect(entry_url(letter))
    context = {
        "book": Archive,
        "year": letter.year,
        "title": f"Arsipkan surat {letter.number_label}",
        "form": form,
        "sections": sections(Archive, form),
        "cancel_url": entry_url(letter),
    }
    failed = request.method == "POST"
    return render(request, "web/books/form.html", context, status=422 if failed else 200)
