"""Asking for goods: what is in the store room, and how much of it one needs."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel import clock
from takar.kernel.errors import DomainError, Refused
from takar.kernel.formatting import format_number
from takar.ledger.actions.forms import add_error
from takar.ledger.fields import OfficeDateField
from takar.ledger.form_keys import OtherContent
from takar.registers.goods import services
from takar.registers.goods.actions.forms import Line, QuantitiesForm
from takar.registers.goods.book import SupplyRequests
from takar.registers.goods.selectors import holdings
from takar.web.addresses import book_url, entry_url
from takar.web.form_keys import form_key, question
from takar.web.http import StaffRequest


class AskForm(QuantitiesForm):
    columns = ("Golongan", "Sisa")

    purpose = forms.CharField(label="Keperluan", max_length=300)
    on = OfficeDateField(label="Tanggal diajukan", initial=clock.today)


def ask(request: StaffRequest, year: int) -> HttpResponse:
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
        wanted = {items[pk]: quantity for pk, quantity in form.cleaned_data["quantities"].items() if quantity}
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
        "form": form,
        "submit": "Ajukan sebagai permintaan baru" if conflict else "Ajukan permintaan",
        "back_url": book_url(SupplyRequests, year),
        "back_label": SupplyRequests.label,
        "client_key": uuid.uuid4() if conflict else form_key(request) or uuid.uuid4(),
        "asked": conflict,
    }
    status = 409 if conflict else 422 if request.method == "POST" else 200
    return render(request, "web/goods/quantities.html", context, status=status)
