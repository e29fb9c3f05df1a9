"""Cuti saya: what is left, what was asked, a new request; and the official form on paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel import clock
from takar.kernel.access import get_visible, visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.kernel.formatting import format_date
from takar.ledger.actions.forms import add_error
from takar.registers.personnel import services
from takar.registers.personnel.book import Proposals
from takar.registers.personnel.models import Employee, Proposal
from takar.registers.personnel.selectors.leave import annual_balance
from takar.reporting.documents.leave import leave_pdf
from takar.web.addresses import entry_url
from takar.web.http import StaffRequest
from takar.web.personnel.forms import LeaveForm
from takar.web.responses import pdf_response
from takar.web.tables import Row, Table


def mine(request: StaffRequest, year: int) -> HttpResponse:
    """Everybody about themselves."""
    actor = request.actor
    employee = get_visible(actor, Employee, pk=actor.person_id)
    form = LeaveForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            entry = services.request_leave(actor=actor, values=form.cleaned_data)
        except Refused:
            raise
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, f"Cuti {entry.leave_words} diajukan, {entry.leave_days} hari.")
            return redirect(entry_url(entry))
    asked = visible(actor, Proposal).filter(employee=employee, kind="cuti", leave_from__year=year)
    context = {
        "year": year,
        "employee": employee,
        "balance": annual_balance(employee, year),
        "form": form,
        "open": year == clock.today().year or request.method == "POST",
        "table": Table(
            "Cuti saya",
            ("Tanggal", "Lama", "Diajukan"),
            [
                Row(
                    str(entry.leave_type),
                    [entry.leave_words, f"{entry.leave_days} hari", format_date(entry.occurred_on)],
                    url=entry_url(entry),
                    state=Proposals.state_label(entry.state),
                    tone=Proposals.state_tone(entry.state),
                    meta=f"{entry.leave_words}, {entry.leave_days} hari",
                )
                for entry in asked.select_related("leave_type").order_by("-leave_from", "-pk")
            ],
            first="Jenis",
            numeric=frozenset({1}),
            empty=f"Belum ada cuti tahun {year}.",
        ),
    }
    failed = request.method == "POST"
    return render(request, "web/personnel/leave.html", context, status=422 if failed else 200)


def form_pdf(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    """The official form, for whoever may read the leave."""
    entry = get_visible(request.actor, Proposal, pk=entry_id)
    if entry.kind != "cuti":
        raise NotFound("Formulir cuti hanya untuk usulan cuti.")
    return pdf_response(leave_pdf(entry), f"formulir-cuti-{entry.employee}")
