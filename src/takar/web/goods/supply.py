"""Asking for goods, approving, handing out: each in one step, nothing typed twice."""

from __future__ import annotations

import uuid
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel import clock
from takar.kernel.access import get_visible
from takar.kernel.errors import DomainError, Refused
from takar.kernel.formatting import format_number
from takar.ledger.access import may_advance
from takar.ledger.actions.forms import add_error
from takar.ledger.fields import OfficeDateField
from takar.ledger.form_keys import OtherContent
from takar.registers.goods import services
from takar.registers.goods.book import SupplyRequests
from takar.registers.goods.models import SupplyRequest
from takar.registers.goods.selectors import holdings
from takar.web.addresses import book_url, entry_url
from takar.web.form_keys import form_key, question
from takar.web.goods.quantities import Line, QuantitiesForm
from takar.web.http import StaffRequest


class AskForm(QuantitiesForm):
    purpose = forms.CharField(label="Keperluan", max_length=300)
    on = OfficeDateField(label="Tanggal diajukan", initial=clock.today)


def ask(request: StaffRequest, year: int) -> HttpResponse:
    """What is in the store room, and how much of it one needs."""
    actor = request.actor
    if actor.main is None:
        raise Refused("Permintaan barang diajukan oleh pemegang jabatan di kantor ini.")
    rows = [row for row in holdings(actor) if row.item.retired_on is None]
    lines = [
        Line(
            row.item.pk,
            row.item.name,
            row.item.unit,
            (row.item.get_category_display(), f"{format_number(row.quantity)} {row.item.unit}"),
        )
        for row in rows
    ]
    form = AskForm(request.POST or None, lines=lines)
    conflict = None
    if request.method == "POST" and form.is_valid():
        items = {row.item.pk: row.item for row in rows}
        wanted = {items[pk]: quantity for pk, quantity in form.quantities().items() if quantity}
        try:
            entry = services.submit_request(
                actor=actor,
                wanted=wanted,
                purpose=form.cleaned_data["purpose"],
                on=form.cleaned_data["on"],
                client_key=form_key(request),
            )
        except OtherContent as error:
            conflict = question(actor, error)
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, f"Permintaan barang nomor {entry.number_label} diajukan.")
            return redirect(entry_url(entry))
    context = {
        "title": "Minta barang",
        "lead": "Isi banyaknya pada barang yang dibutuhkan. Permintaan disetujui dahulu, lalu dikeluarkan.",
        "columns": ("Golongan", "Sisa"),
        "empty": "Belum ada barang persediaan yang didaftarkan.",
        "client_key": uuid.uuid4() if conflict else form_key(request) or uuid.uuid4(),
        "asked": conflict,
    }
    submit = "Ajukan sebagai permintaan baru" if conflict else "Ajukan permintaan"
    return _page(request, form, context, submit, book_url(SupplyRequests, year))


class ApproveForm(QuantitiesForm):
    on = OfficeDateField(label="Tanggal disetujui", initial=clock.today)
    note = forms.CharField(label="Catatan", required=False, max_length=500)


def approve(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    entry = _step(request, entry_id, "approved")
    left = _left(request)
    lines = [
        Line(
            line.item,
            line.name,
            line.unit,
            (f"{format_number(line.quantity)} {line.unit}", f"{format_number(left[line.item])} {line.unit}"),
            line.granted,
        )
        for line in entry.asked
    ]
    form = ApproveForm(request.POST or None, lines=lines)
    if request.method == "POST" and form.is_valid():
        written = form.quantities()
        try:
            services.approve_request(
                request=entry,
                actor=request.actor,
                granted={line.item: written.get(line.item, Decimal(0)) for line in lines},
                on=form.cleaned_data["on"],
                note=form.cleaned_data["note"],
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, "Permintaan disetujui; barangnya dapat dikeluarkan.")
            return redirect(entry_url(entry))
    context = {"title": "Setujui permintaan", "subject": entry.title, "columns": ("Diminta", "Sisa")}
    return _page(request, form, context, "Setujui", entry_url(entry), entry)


class IssueForm(QuantitiesForm):
    receiver = forms.CharField(label="Diserahkan kepada", max_length=200)
    on = OfficeDateField(label="Tanggal penyerahan", initial=clock.today)
    note = forms.CharField(label="Catatan", required=False, max_length=500)


def issue(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    """Filled in with what was approved: one press of the button writes the issue book."""
    entry = _step(request, entry_id, "issued")
    left = _left(request)
    lines = [
        Line(
            line.item,
            line.name,
            line.unit,
            (f"{format_number(line.granted)} {line.unit}", f"{format_number(left[line.item])} {line.unit}"),
            min(line.granted, left[line.item]),
        )
        for line in entry.asked
        if line.granted
    ]
    who = str(entry.person or entry.position or "")
    form = IssueForm(request.POST or None, lines=lines, initial={"receiver": who})
    if request.method == "POST" and form.is_valid():
        written = form.quantities()
        try:
            made = services.issue_request(
                request=entry,
                actor=request.actor,
                quantities={line.item: written.get(line.item, Decimal(0)) for line in lines},
                on=form.cleaned_data["on"],
                receiver=form.cleaned_data["receiver"],
                note=form.cleaned_data["note"],
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, f"{len(made)} pengeluaran tercatat dari permintaan ini.")
            return redirect(entry_url(entry))
    context = {"title": "Keluarkan barang", "subject": entry.title, "columns": ("Disetujui", "Sisa")}
    return _page(request, form, context, "Keluarkan barang", entry_url(entry), entry)


def _step(request: StaffRequest, entry_id: int, what: str) -> SupplyRequest:
    entry = get_visible(request.actor, SupplyRequest, pk=entry_id)
    if not may_advance(request.actor, entry, SupplyRequests.spec(what)):
        label = SupplyRequests.spec(what).label
        raise Refused(f"Anda tidak bertugas mencatat “{label}” pada {SupplyRequests.entry_label} ini.")
    return entry


def _left(request: StaffRequest) -> defaultdict[int, Decimal]:
    found: defaultdict[int, Decimal] = defaultdict(Decimal)
    for row in holdings(request.actor):
        found[row.item.pk] = row.quantity
    return found


def _page(
    request: StaffRequest,
    form: QuantitiesForm,
    context: dict[str, Any],
    submit: str,
    back_url: str,
    entry: SupplyRequest | None = None,
) -> HttpResponse:
    context |= {
        "form": form,
        "submit": submit,
        "back_url": back_url,
        "back_label": SupplyRequests.label,
        "entry": entry,
        "quantity_label": "Banyaknya",
    }
    status = 409 if context.get("asked") else 422 if request.method == "POST" else 200
    return render(request, "web/goods/quantities.html", context, status=status)
