"""Vehicles of the office: whose papers run out when, and what is being done about it."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.formatting import NOTHING, format_date, format_date_long
from takar.ledger.access import keeps, may_record
from takar.organisation.actor import Actor
from takar.registers.goods.book import Assets, VehicleRenewals
from takar.registers.goods.selectors import VehicleDue, papers_due, vehicle_dues
from takar.web import asked
from takar.web.addresses import book_url, entry_url
from takar.web.http import StaffRequest
from takar.web.plugins import WaitingGroup, WaitingLine
from takar.web.tables import Row, Table
from takar.web.waiting import SHOWN, due_words


def overview(request: StaffRequest, year: int) -> HttpResponse:
    """Both due dates of every vehicle, the earliest first; with ``?jatuh-tempo=1`` those to submit now."""
    actor, today = request.actor, clock.today()
    writes = may_record(actor, VehicleRenewals)
    only_due = bool(asked.text(request, "jatuh-tempo"))
    dues = papers_due(actor) if only_due else vehicle_dues(actor)
    context = {
        "year": year,
        "today": format_date_long(today),
        "table": Table(
            "Surat kendaraan",
            ("Surat", "Jatuh tempo", "Diingatkan mulai", "Pemegang"),
            [_line(due, year, today, writes) for due in dues],
            first="Kendaraan",
            empty="Tidak ada surat yang perlu diajukan sekarang."
            if only_due
            else "Belum ada kendaraan. Catat aset KIB B dengan nomor polisi dan tanggal suratnya.",
        ),
        "all_url": reverse("web:vehicles", args=[year]) if only_due else "",
        "record_url": f"{book_url(Assets, year, 'entry-record')}?kind=b" if may_record(actor, Assets) else "",
        "renewals_url": book_url(VehicleRenewals, year),
    }
    return render(request, "web/goods/vehicles.html", context)


def due_state(due: VehicleDue, today: date) -> tuple[str, str]:
    """Words and tone of a due date."""
    if due.renewal is not None:
        return f"Diajukan {format_date(due.renewal.occurred_on)}", "progress"
    if not due.is_due(today):
        return "Belum waktunya", "neutral"
    words, tone = due_words(due.on, today)
    return words, "warn" if due.on > today else tone


def renewal_url(due: VehicleDue, year: int) -> str:
    """The form of the book, filled in with what is due."""
    prefill = {"vehicle": due.vehicle.pk, "kind": due.kind, "due_on": f"{due.on:%d/%m/%Y}"}
    return f"{book_url(VehicleRenewals, year, 'entry-record')}?{urlencode(prefill)}"


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


def waiting(actor: Actor, year: int) -> list[WaitingGroup]:
    """Papers that run out and are not submitted yet, for whoever keeps the book of renewals."""
    dues = papers_due(actor) if keeps(actor, VehicleRenewals) else []
    today = clock.today()
    return [
        WaitingGroup(
            "Surat kendaraan jatuh tempo",
            len(dues),
            f"{reverse('web:vehicles', args=[today.year])}?jatuh-tempo=1",
            [
                WaitingLine(
                    f"{due.vehicle.plate} {due.vehicle.title}",
                    renewal_url(due, today.year),
                    f"{VehicleRenewals.kinds[due.kind]} · {format_date(due.on)}",
                    due=due.on,
                )
                for due in dues[:SHOWN]
            ],
        )
    ]
