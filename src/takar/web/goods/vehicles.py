"""Vehicles of the office: whose papers run out when, and what is being done about it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel import clock
from takar.kernel.access import get_visible
from takar.kernel.errors import DomainError, Refused
from takar.kernel.formatting import NOTHING, format_date, format_date_long
from takar.kernel.months import add_years
from takar.ledger.access import may_advance, may_record
from takar.ledger.actions.forms import add_error
from takar.ledger.fields import OfficeDateField, OfficeMoneyField
from takar.registers.goods import services
from takar.registers.goods.book import Assets, VehicleRenewals
from takar.registers.goods.models import VehicleRenewal
from takar.registers.goods.selectors import VehicleDue, vehicle_dues
from takar.web.addresses import book_url, entry_url
from takar.web.http import StaffRequest
from takar.web.tables import Row, Table


def overview(request: StaffRequest, year: int) -> HttpResponse:
    """Both due dates of every vehicle, the earliest first."""
    actor, today = request.actor, clock.today()
    writes = may_record(actor, VehicleRenewals)
    dues = vehicle_dues(actor)
    context = {
        "year": year,
        "today": format_date_long(today),
        "table": Table(
            "Surat kendaraan",
            ("Surat", "Jatuh tempo", "Diingatkan mulai", "Pemegang"),
            [_line(due, year, today, writes) for due in dues],
            first="Kendaraan",
            empty="Belum ada kendaraan. Catat aset KIB B dengan nomor polisi dan tanggal suratnya.",
        ),
        "record_url": f"{book_url(Assets, year, 'entry-record')}?kind=b" if may_record(actor, Assets) else "",
        "renewals_url": book_url(VehicleRenewals, year),
    }
    return render(request, "web/goods/vehicles.html", context)


def due_state(due: VehicleDue, today: date) -> tuple[str, str]:
    """Words and tone of a due date."""
    days = due.days(today)
    if due.renewal is not None:
        return f"Diajukan {format_date(due.renewal.occurred_on)}", "progress"
    if days < 0:
        return f"Lewat {-days} hari", "danger"
    if due.is_due(today):
        return ("Hari ini" if days == 0 else f"{days} hari lagi"), "warn"
    return "Belum waktunya", "neutral"


def renewal_url(due: VehicleDue, year: int) -> str:
    """The form of the book, filled in with what is due."""
    told = {"vehicle": due.vehicle.pk, "kind": due.kind, "due_on": f"{due.on:%d/%m/%Y}"}
    return f"{book_url(VehicleRenewals, year, 'entry-record')}?{urlencode(told)}"


def _line(due: VehicleDue, year: int, today: date, writes: bool) -> Row:
    state, tone = due_state(due, today)
    action, url = "", ""
    if due.renewal is not None:
        action, url = "Buka pengajuan", entry_url(due.renewal)
    elif writes and due.is_due(today):
        action, url = "Ajukan perpanjangan", renewal_url(due, year)
    words = VehicleRenewals.kinds[due.kind]
    begin = date.fromordinal(due.on.toordinal() - due.vehicle.remind_days)
    return Row(
        due.vehicle.plate,
        [words, format_date(due.on), format_date(begin), str(due.vehicle.holder or NOTHING)],
        sub=f"{due.vehicle.title} {due.vehicle.brand}".strip(),
        url=entry_url(due.vehicle),
        state=state,
        tone=tone,
        meta=f"{words}, {format_date(due.on)}",
        action=action,
        action_url=url,
    )


class PayForm(forms.Form):
    on = OfficeDateField(label="Tanggal dibayar", initial=clock.today)
    tax = OfficeMoneyField(label="PKB (Rp)", max_digits=14, decimal_places=2, min_value=0)
    levy = OfficeMoneyField(label="SWDKLLJ (Rp)", max_digits=14, decimal_places=2, min_value=0)
    fees = OfficeMoneyField(
        label="Biaya STNK/TNKB dan denda (Rp)", max_digits=14, decimal_places=2, min_value=0, required=False
    )
    valid_until = OfficeDateField(label="Berlaku sampai", ahead=True)
    note = forms.CharField(label="Nomor bukti bayar", required=False, max_length=200)


def pay(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    renewal = get_visible(request.actor, VehicleRenewal, pk=entry_id)
    if not may_advance(request.actor, renewal, VehicleRenewals.spec("paid")):
        raise Refused(f"Buku {VehicleRenewals.label} dipegang jabatan lain di kantor Anda.")
    due = renewal.due_on or renewal.occurred_on
    start = {
        "tax": renewal.tax or None,
        "levy": renewal.levy or None,
        "fees": renewal.fees or None,
        "valid_until": add_years(due, 1 if renewal.kind == "tahunan" else 5),
    }
    form = PayForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.pay_renewal(
                renewal=renewal,
                actor=request.actor,
                on=data["on"],
                valid_until=data["valid_until"],
                amounts={"tax": data["tax"], "levy": data["levy"], "fees": data["fees"] or Decimal(0)},
                note=data["note"],
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, f"Dibayar; berlaku sampai {format_date_long(data['valid_until'])}.")
            return redirect(entry_url(renewal))
    context = {
        "title": "Catat pembayaran",
        "subject": renewal.title,
        "lead": "Jatuh tempo berikutnya dihitung dari tanggal berlaku yang baru.",
        "form": form,
        "submit": "Simpan pembayaran",
        "book": VehicleRenewals,
        "entry": renewal,
        "back_url": entry_url(renewal),
    }
    failed = request.method == "POST"
    return render(request, "web/books/small_form.html", context, status=422 if failed else 200)
