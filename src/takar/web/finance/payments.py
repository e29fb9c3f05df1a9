"""The two steps of a payment request that bring a number of SIPD's: SPM and SP2D."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel import clock
from takar.kernel.access import get_visible
from takar.kernel.errors import DomainError, Refused
from takar.ledger.access import may_advance
from takar.ledger.actions.forms import add_error
from takar.ledger.fields import OfficeDateField
from takar.registers.finance import services
from takar.registers.finance.book import PaymentRequests
from takar.registers.finance.models import PaymentRequest
from takar.web.addresses import entry_url
from takar.web.http import StaffRequest


class NumberForm(forms.Form):
    """SIPD's number, the day, and a note."""

    number = forms.CharField(max_length=200, help_text="Seperti tercantum di SIPD.")
    on = OfficeDateField(initial=clock.today)
    note = forms.CharField(
        label="Catatan", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


def issue(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    return _step(request, entry_id, "issued", "SPM", "spm_number", services.issue_order)


def pay(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    return _step(request, entry_id, "paid", "SP2D", "sp2d_number", services.pay)


def _step(
    request: StaffRequest, entry_id: int, what: str, paper: str, column: str, write: Callable[..., Any]
) -> HttpResponse:
    entry = get_visible(request.actor, PaymentRequest, pk=entry_id)
    spec = PaymentRequests.spec(what)
    if not may_advance(request.actor, entry, spec):
        raise Refused(f"Anda tidak bertugas mencatat “{spec.label}” pada {PaymentRequests.entry_label} ini.")
    form = NumberForm(request.POST or None, initial={"number": getattr(entry, column)})
    form.fields["number"].label = f"Nomor {paper}"
    form.fields["on"].label = f"Tanggal {paper}"
    if request.method == "POST" and form.is_valid():
        try:
            write(request=entry, actor=request.actor, **form.cleaned_data)
        except Refused:
            raise
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, f"“{spec.label}” tercatat.")
            return redirect(entry_url(entry))
    context = {
        "entry": entry,
        "book": PaymentRequests,
        "title": spec.verb,
        "subject": f"{entry.number_label} {entry.title}".strip(),
        "lead": f"Jumlah bersih Rp{entry.net_text}.",
        "back_url": entry_url(entry),
        "form": form,
        "submit": spec.verb,
    }
    failed = request.method == "POST"
    return render(request, "web/books/small_form.html", context, status=422 if failed else 200)
