"""Permintaan pemilik data: what people asked about their own data, and the hours left to answer."""

from __future__ import annotations

from math import floor
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from takar.kernel import clock
from takar.kernel.access import get_visible, visible
from takar.kernel.errors import DomainError, Refused
from takar.kernel.formatting import format_moment
from takar.ledger.actions.forms import add_error
from takar.ledger.data_requests import answer_request, may_handle, receive_request
from takar.ledger.fields import OfficeMomentField
from takar.ledger.models import DataRequest
from takar.organisation.actor import Actor
from takar.web.http import StaffRequest
from takar.web.plugins import WaitingGroup, WaitingLine
from takar.web.tables import Row, Table
from takar.web.waiting import SHOWN

LISTED = 100


class RequestForm(forms.Form):
    kind = forms.ChoiceField(label="Permintaan", choices=[("", "Pilih"), *DataRequest.Kind.choices])
    asked_by = forms.CharField(label="Nama pemohon", max_length=160)
    contact = forms.CharField(label="Telepon atau alamat jawaban", max_length=200, required=False)
    details = forms.CharField(
        label="Data apa dan mengapa", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    received_at = OfficeMomentField(
        label="Diterima pada",
        help_text="Tanggal dan jam, misalnya 12/3/2026 08.30. Batasnya 72 jam sesudahnya.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("asked_by", "contact", "details"):
            self.fields[name].widget.attrs["data-no-draft"] = ""


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Jawaban kantor",
        max_length=2000,
        help_text="Apa yang dilakukan dan bagaimana diberitahukan.",
        widget=forms.Textarea(attrs={"rows": 4, "data-no-draft": ""}),
    )


def _require(actor: Actor) -> None:
    if not may_handle(actor):
        raise Refused("Permintaan pemilik data ditangani pimpinan atau pengelola pengaturan.")


def overview(request: StaffRequest, year: int) -> HttpResponse:
    _require(request.actor)
    form = RequestForm(request.POST or None, initial={"received_at": timezone.localtime(clock.now())})
    if request.method == "POST" and form.is_valid():
        try:
            receive_request(actor=request.actor, **form.cleaned_data)
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, "Permintaan tercatat; waktunya berjalan 72 jam.")
            return redirect("web:data-requests", year=year)
    context = {
        "year": year,
        "form": form,
        "table": Table(
            "Permintaan pemilik data",
            ("Permintaan", "Diterima", "Paling lambat", "Dijawab oleh"),
            [_row(row, year) for row in visible(request.actor, DataRequest)[:LISTED]],
            first="Pemohon",
            empty="Belum ada permintaan.",
        ),
        "back_url": reverse("web:personal-data", args=[year]),
    }
    failed = request.method == "POST"
    return render(request, "web/privacy/requests.html", context, status=422 if failed else 200)


def _row(row: DataRequest, year: int) -> Row:
    words, tone = state_words(row)
    return Row(
        row.asked_by,
        [
            row.get_kind_display(),
            format_moment(timezone.localtime(row.received_at)),
            format_moment(timezone.localtime(row.due_at)),
            row.answered_by_name,
        ],
        url=reverse("web:data-request", args=[year, row.pk]),
        state=words,
        tone=tone,
        meta=f"{row.get_kind_display()} · paling lambat {format_moment(timezone.localtime(row.due_at))}",
    )


def state_words(row: DataRequest) -> tuple[str, str]:
    """The state of a request in words, and the tone (colour) of it."""
    if row.answered_at is not None:
        late = row.answered_at > row.due_at
        return ("dijawab terlambat", "warn") if late else ("dijawab", "done")
    hours = floor((row.due_at - clock.now()).total_seconds() / 3600)
    return (
        ("lewat waktu", "danger")
        if hours < 0
        else (f"{hours} jam lagi", "warn" if hours < 24 else "progress")
    )


def answer(request: StaffRequest, year: int, pk: int) -> HttpResponse:
    _require(request.actor)
    row = get_visible(request.actor, DataRequest, pk=pk)
    form = None if row.answered_at else AnswerForm(request.POST or None)
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            answer_request(request=row, actor=request.actor, answer=form.cleaned_data["answer"])
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, "Jawaban tercatat.")
            return redirect("web:data-requests", year=year)
    lines = [
        ("Permintaan", row.get_kind_display()),
        ("Pemohon", row.asked_by),
        ("Telepon atau alamat jawaban", row.contact),
        ("Data apa dan mengapa", row.details),
        ("Diterima", f"{format_moment(timezone.localtime(row.received_at))}, dicatat {row.recorded_by_name}"),
        ("Paling lambat", format_moment(timezone.localtime(row.due_at))),
        ("Jawaban", row.answer),
        ("Dijawab oleh", row.answered_by_name),
    ]
    context = {
        "year": year,
        "title": "Permintaan pemilik data",
        "facts": [{"label": label, "value": text, "wide": len(text) > 60} for label, text in lines if text],
        "form": form,
        "submit": "Simpan jawaban",
        "back_label": "Permintaan pemilik data",
        "back_url": reverse("web:data-requests", args=[year]),
    }
    failed = request.method == "POST"
    return render(request, "web/privacy/form.html", context, status=422 if failed else 200)


def waiting(actor: Actor, year: int) -> list[WaitingGroup]:
    """Requests that nobody has answered yet, for Hari ini; the time left is shown in hours."""
    if not may_handle(actor):
        return []
    found = list(visible(actor, DataRequest).filter(answered_at=None).order_by("due_at"))
    lines = []
    for row in found[:SHOWN]:
        words, tone = state_words(row)
        received = f"diterima {format_moment(timezone.localtime(row.received_at))}"
        url = reverse("web:data-request", args=[year, row.pk])
        due = timezone.localtime(row.due_at).date()
        lines.append(WaitingLine(row.get_kind_display(), url, received, due, words, tone))
    url = reverse("web:data-requests", args=[year])
    return [WaitingGroup("Permintaan pemilik data", len(found), url, lines)]
