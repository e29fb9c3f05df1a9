"""Data pribadi: which book keeps whose data, why, on what ground and how long; editable, as CSV too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from takar.kernel.errors import DomainError, Refused
from takar.kernel.formatting import NOTHING, format_date
from takar.ledger import retention
from takar.ledger.actions.forms import add_error
from takar.ledger.retention import EffectiveRule, effective_rule, effective_rules
from takar.organisation.actor import Actor
from takar.reporting.writers.spreadsheet import Column, write_csv
from takar.web.http import StaffRequest
from takar.web.responses import csv_response
from takar.web.tables import Row, Table


class RuleForm(forms.Form):
    purpose = forms.CharField(label="Tujuan", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    contents = forms.CharField(label="Data siapa dan apa", max_length=300)
    legal_basis = forms.CharField(label="Dasar hukum", max_length=300, required=False)
    years = forms.IntegerField(
        label="Masa simpan data pribadi (tahun)",
        min_value=1,
        max_value=100,
        help_text="Dihitung dari kejadian terakhir pada entri. Cocokkan dengan jadwal retensi arsip kantor.",
    )
    verified = forms.BooleanField(
        label="Dasar hukum dan masa simpan sudah dicocokkan dengan aturan", required=False
    )


def may_decide(actor: Actor) -> bool:
    return actor.is_operator or actor.is_leader


def overview(request: StaffRequest, year: int) -> HttpResponse:
    actor = request.actor
    decides = may_decide(actor)
    context = {
        "year": year,
        "table": Table(
            "Data pribadi menurut buku",
            ("Data", "Dasar hukum", "Masa simpan", "Ditetapkan"),
            [_row(rule, year, decides) for rule in effective_rules(actor)],
            first="Buku",
        ),
        "csv_url": reverse("web:personal-data-csv", args=[year]),
        "readers_url": reverse("web:readers", args=[year]),
        "review_url": reverse("web:retention-review", args=[year]) if actor.is_leader else "",
        "person_url": reverse("web:person-report", args=[year]) if actor.is_leader else "",
        "requests_url": reverse("web:data-requests", args=[year]) if decides else "",
        "back_url": reverse("web:settings", args=[year]),
    }
    return render(request, "web/privacy/register.html", context)


def _row(rule: EffectiveRule, year: int, decides: bool) -> Row:
    basis = rule.legal_basis or NOTHING
    return Row(
        rule.label,
        [
            rule.data or NOTHING,
            basis,
            f"{rule.years} tahun",
            format_date(rule.since) if rule.since else "usulan Takar",
        ],
        sub=rule.purpose,
        url=reverse("web:personal-data-edit", args=[year, rule.code]) if decides else "",
        state="diperiksa" if rule.verified else "belum diperiksa",
        tone="done" if rule.verified else "warn",
        meta=f"{rule.years} tahun",
    )


def edit(request: StaffRequest, year: int, code: str) -> HttpResponse:
    if not may_decide(request.actor):
        raise Refused("Aturan data pribadi ditetapkan pimpinan atau pengelola pengaturan.")
    rule = effective_rule(request.actor, code)
    form = RuleForm(
        request.POST or None,
        initial={
            "purpose": rule.purpose,
            "contents": rule.data,
            "legal_basis": rule.legal_basis,
            "years": rule.years,
            "verified": rule.verified,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            values = form.cleaned_data
            retention.decide_rule(
                actor=request.actor,
                code=code,
                purpose=values["purpose"],
                data=values["contents"],
                legal_basis=values["legal_basis"],
                verified=values["verified"],
                years=values["years"],
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, f"Aturan data pribadi {rule.label} berlaku mulai hari ini.")
            return redirect("web:personal-data", year=year)
    context: dict[str, Any] = {
        "year": year,
        "title": f"Data pribadi: {rule.label}",
        "form": form,
        "submit": "Simpan",
        "back_label": "Data pribadi",
        "back_url": reverse("web:personal-data", args=[year]),
    }
    failed = request.method == "POST"
    return render(request, "web/privacy/form.html", context, status=422 if failed else 200)


def as_csv(request: StaffRequest, year: int) -> HttpResponse:
    """The register of processing for whoever asks for it (UU 27/2022 art. 31, unverified)."""
    labels = ("Buku", "Tujuan", "Data", "Dasar hukum", "Diperiksa", "Masa simpan (tahun)", "Berlaku sejak")
    rows = [
        [r.label, r.purpose, r.data, r.legal_basis, r.verified, r.years, r.since]
        for r in effective_rules(request.actor)
    ]
    content = write_csv([Column(label) for label in labels], rows)
    return csv_response(content, "catatan-pemrosesan-data-pribadi")
