"""Laporan data orang: everything the books hold of one resident or employee, as a spreadsheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.kernel.access import visible
from takar.kernel.errors import DomainError, Refused
from takar.ledger.actions.forms import ReasonForm, add_error
from takar.organisation.models import Person
from takar.reporting.documents.person_report import person_report, report_xlsx
from takar.web.http import StaffRequest
from takar.web.responses import xlsx_response


class PersonForm(ReasonForm):
    nik = forms.CharField(label="NIK", max_length=24, required=False)
    name = forms.CharField(
        label="Nama", max_length=160, required=False, help_text="Seperti tertulis di buku."
    )
    phone = forms.CharField(label="Telepon", max_length=30, required=False)
    person = forms.ModelChoiceField[Person](
        label="Atau pegawai", queryset=None, required=False, empty_label="Bukan pegawai"
    )
    field_order = ["nik", "name", "phone", "person", "reason"]

    def __init__(self, data: Any, request: StaffRequest) -> None:
        super().__init__(data)
        people = self.fields["person"]
        assert isinstance(people, forms.ModelChoiceField)
        people.queryset = visible(request.actor, Person)
        people.widget.attrs["data-typeahead"] = ""
        self.fields["reason"].label = "Keperluan"
        self.fields[
            "reason"
        ].help_text = "Misalnya permintaan yang bersangkutan, dengan tanggal dan buktinya."
        for name in ("nik", "name", "phone"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "data-no-draft": ""}


def ask(request: StaffRequest, year: int) -> HttpResponse:
    if not request.actor.is_leader:
        raise Refused("Laporan data orang dibuat Camat atau Sekretaris.")
    form = PersonForm(request.POST or None, request)
    if request.method == "POST" and form.is_valid():
        try:
            report = person_report(request.actor, **form.cleaned_data)
        except DomainError as error:
            add_error(form, error)
        else:
            answer = xlsx_response(report_xlsx(report), "laporan-data-orang")
            answer["Cache-Control"] = "no-store"
            return answer
    context = {
        "year": year,
        "title": "Laporan data orang",
        "lead": "Semua yang tersimpan tentang seorang warga atau pegawai, dan siapa yang membacanya. "
        "Pembuatan laporan ini tercatat.",
        "form": form,
        "submit": "Unduh laporan (XLSX)",
        "back_label": "Data pribadi",
        "back_url": reverse("web:personal-data", args=[year]),
        "plain": True,
    }
    failed = request.method == "POST"
    return render(request, "web/privacy/form.html", context, status=422 if failed else 200)
