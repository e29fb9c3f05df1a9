"""Opname: writing down what was counted, and approving it."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel import clock
from takar.kernel.access import get_visible
from takar.kernel.errors import DomainError, Refused
from takar.kernel.formatting import format_date_long, format_number
from takar.ledger.access import may_advance, may_record
from takar.ledger.actions.forms import add_error
from takar.ledger.fields import OfficeDateField
from takar.registers.goods import services
from takar.registers.goods.book import StockCounts
from takar.registers.goods.models import StockCount
from takar.registers.goods.selectors import book_quantities, holdings
from takar.reporting.documents.goods import count_pdf
from takar.web.addresses import entry_url
from takar.web.goods.quantities import Line, QuantitiesForm
from takar.web.http import StaffRequest
from takar.web.responses import pdf_response


class CountForm(QuantitiesForm):
    """Its only fields are the items'."""


def fill(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    count = get_visible(request.actor, StockCount, pk=entry_id)
    if not may_record(request.actor, StockCounts):
        raise Refused(f"Buku {StockCounts.label} dipegang jabatan lain di kantor Anda.")
    if count.state != "drafted":
        raise DomainError("Opname ini sudah disahkan atau dibatalkan; hitungannya tetap.")
    books = book_quantities(count.office_id, count.occurred_on)
    told = {int(line["item"]): line for line in count.lines}
    lines = [
        Line(
            row.item.pk,
            row.item.name,
            row.item.unit,
            (f"{format_number(books.get(row.item.pk, Decimal(0)))} {row.item.unit}",),
            Decimal(told[row.item.pk]["counted"]) if row.item.pk in told else None,
            told[row.item.pk]["reason"] if row.item.pk in told else "",
        )
        for row in holdings(request.actor)
    ]
    form = CountForm(request.POST or None, lines=lines, with_reasons=True)
    if request.method == "POST" and form.is_valid():
        try:
            services.fill_count(
                count=count, actor=request.actor, counted=form.quantities(), reasons=form.reasons()
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, "Hitungan tersimpan.")
            return redirect(entry_url(count))
    context = {
        "title": "Isi hitungan",
        "subject": count.title,
        "lead": f"Keadaan pada akhir {format_date_long(count.occurred_on)}. Yang dikosongkan tidak dihitung; "
        "setiap selisih dijelaskan.",
        "columns": ("Menurut buku",),
        "quantity_label": "Hasil hitung",
        "empty": "Belum ada barang persediaan yang didaftarkan.",
        "form": form,
        "submit": "Simpan hitungan",
        "back_url": entry_url(count),
        "back_label": StockCounts.label,
    }
    failed = request.method == "POST"
    return render(request, "web/goods/quantities.html", context, status=422 if failed else 200)


class ApproveForm(forms.Form):
    on = OfficeDateField(label="Tanggal disahkan", initial=clock.today)
    note = forms.CharField(label="Catatan", required=False, max_length=500)


def approve(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    count = get_visible(request.actor, StockCount, pk=entry_id)
    if not may_advance(request.actor, count, StockCounts.spec("approved")):
        raise Refused("Opname disahkan oleh atasan pemegang buku, bukan oleh yang menghitung.")
    form = ApproveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.approve_count(
                count=count, actor=request.actor, on=form.cleaned_data["on"], note=form.cleaned_data["note"]
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, f"Opname disahkan; {len(made)} penyesuaian tercatat.")
            return redirect(entry_url(count))
    differing = len(count.differing)
    context = {
        "title": "Sahkan opname",
        "subject": count.title,
        "lead": f"{len(count.lines)} barang dihitung, {differing} berselisih. Setiap selisih menjadi penyesuaian "
        "persediaan dengan penjelasannya.",
        "form": form,
        "submit": "Sahkan opname",
        "book": StockCounts,
        "entry": count,
        "back_url": entry_url(count),
    }
    failed = request.method == "POST"
    return render(request, "web/books/small_form.html", context, status=422 if failed else 200)


def pdf(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    count = get_visible(request.actor, StockCount, pk=entry_id)
    return pdf_response(count_pdf(request.actor, count), f"opname-{count.occurred_on}")
