"""Closing a month of the BKU with the money counted beside it, and the closing on paper."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.access import get_visible
from takar.kernel.errors import DomainError, Refused
from takar.kernel.formatting import format_date, format_rupiah
from takar.ledger.access import may_record
from takar.ledger.actions.forms import add_error
from takar.ledger.form_keys import recorded_with
from takar.ledger.models import Entry
from takar.ledger.services import kept_by_others
from takar.organisation.actor import Actor
from takar.registers.finance import selectors as reads
from takar.registers.finance import services
from takar.registers.finance.actions.cash import CloseForm
from takar.registers.finance.book import CashClosings, CashEntries
from takar.registers.finance.models import CashClosing, CashEntry
from takar.reporting.documents.finance import closing_pdf
from takar.web import asked
from takar.web.addresses import entry_url
from takar.web.finance.cashbook import month_url, own_office
from takar.web.form_keys import form_key
from takar.web.http import StaffRequest
from takar.web.responses import pdf_response


def close(request: StaffRequest, year: int) -> HttpResponse:
    """Close the month that is next."""
    office_id = own_office(request)
    if not may_record(request.actor, CashClosings):
        raise Refused(kept_by_others(CashClosings))
    key = form_key(request)
    if closed := recorded_with(CashClosings, request.actor, key):  # sent again: its answer was lost
        messages.warning(request, f"{closed.title} sudah tercatat dari formulir ini. Periksa isinya.")
        return redirect(entry_url(closed))
    due = reads.next_to_close(office_id)
    if due is None:
        return _nothing_to_close(request, year, "Belum ada baris kas yang dicatat.")
    if clock.today() < due.last_day:
        return _nothing_to_close(
            request,
            year,
            f"Berikutnya {due.describe()}, yang baru dapat ditutup pada {format_date(due.last_day)}.",
        )
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            closing = services.close_month(
                actor=request.actor,
                month=asked.posted(request, "month"),
                client_key=key,
                **form.cleaned_data,
            )
        except Refused:
            raise
        except DomainError as error:
            # Rules of the entry name its columns; the form calls the day of closing `on`.
            field = "on" if error.field == "occurred_on" else error.field
            add_error(form, DomainError(error.message, field=field))
        else:
            messages.success(request, f"BKU {due.describe()} ditutup. Menunggu pengesahan atasan.")
            return redirect(entry_url(closing))
    page = reads.month_page(request.actor, due)
    context = {
        "title": f"Tutup BKU {due.describe()}",
        "lead": "Setelah ditutup, baris bulan ini tidak berubah lagi; pembetulan dicatat pada bulan terbuka.",
        "month": f"{due.start:%Y-%m}",
        "facts": _facts(page.opening, page.this_month.received, page.this_month.spent, page.by_place),
        "back_url": month_url(due.start),
        "back_label": CashEntries.label,
        "submit": "Tutup bulan ini",
        "form": form,
        "client_key": key or uuid.uuid4(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/finance/count.html", context, status=status)


def _nothing_to_close(request: StaffRequest, year: int, words: str) -> HttpResponse:
    context = {
        "title": "Tutup BKU",
        "lead": words,
        "back_url": reverse("web:cash-book", args=[year]),
        "back_label": CashEntries.label,
    }
    return render(request, "web/finance/count.html", context)


def beside_the_money(actor: Actor, entry: Entry, form: forms.BaseForm) -> dict[str, Any]:
    """The figures of the book, on the page that counts again."""
    assert isinstance(entry, CashClosing)
    return {"facts": _facts(entry.opening, entry.received, entry.spent)}


def _facts(
    opening: Decimal, received: Decimal, spent: Decimal, by_place: dict[str, Decimal] | None = None
) -> list[dict[str, Any]]:
    rows = [
        ("Saldo bulan lalu", opening),
        ("Penerimaan bulan ini", received),
        ("Pengeluaran bulan ini", spent),
        ("Saldo buku", opening + received - spent),
    ]
    if by_place:
        rows += [(f"Menurut buku: {label.lower()}", by_place[key]) for key, label in CashEntry.Place.choices]
    return [{"label": label, "value": format_rupiah(value), "num": True} for label, value in rows]


def print_closing(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    closing = get_visible(request.actor, CashClosing, pk=entry_id)
    return pdf_response(closing_pdf(request.actor, closing), f"penutupan-kas-{closing.month}")
