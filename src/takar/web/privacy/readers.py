"""Pembaca data: who read confidential, personnel and residents' data; for oneself, who read mine."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from takar.kernel.access import visible
from takar.kernel.formatting import NOTHING, format_moment
from takar.kernel.spans import PLAN
from takar.ledger.books import books_of
from takar.ledger.fields import OfficeDateField
from takar.ledger.models import ReadingRecord
from takar.organisation.actor import Actor
from takar.reporting.writers.spreadsheet import Column, Value, write_csv
from takar.web import asked
from takar.web.addresses import entry_url
from takar.web.books.listing import with_path
from takar.web.http import StaffRequest
from takar.web.paging import page_size, pager
from takar.web.reading_log import shows_rows
from takar.web.responses import csv_response
from takar.web.tables import Row, Table

MOST_EXPORTED = 20_000


class ReaderFilter(forms.Form):
    pembaca = forms.CharField(label="Nama pembaca", required=False, max_length=100)
    tentang = forms.ChoiceField(label="Data", required=False)
    cara = forms.ChoiceField(label="Cara", required=False)
    buku = forms.ChoiceField(label="Buku", required=False)
    dari = OfficeDateField(label="Dari", required=False, span=PLAN)
    sampai = OfficeDateField(label="Sampai", required=False, span=PLAN)

    def __init__(self, data: Any, labels: dict[str, str]) -> None:
        super().__init__(data)
        self.fields["tentang"].choices = [("", "Semua"), *ReadingRecord.Concern.choices]  # type: ignore[attr-defined]
        self.fields["cara"].choices = [("", "Semua"), *ReadingRecord.How.choices]  # type: ignore[attr-defined]
        self.fields["buku"].choices = [("", "Semua"), *labels.items()]  # type: ignore[attr-defined]

    def narrowed(self, rows: QuerySet[ReadingRecord]) -> QuerySet[ReadingRecord]:
        values = self.cleaned_data if self.is_valid() else {}
        if words := values.get("pembaca"):
            rows = rows.filter(reader_name__icontains=words)
        for name, column in (("tentang", "concern"), ("cara", "how"), ("buku", "book")):
            if values.get(name):
                rows = rows.filter(**{column: values[name]})
        if values.get("dari"):
            rows = rows.filter(at__date__gte=values["dari"])
        if values.get("sampai"):
            rows = rows.filter(at__date__lt=values["sampai"] + timedelta(days=1))
        return rows


def _rows(request: StaffRequest) -> tuple[ReaderFilter, QuerySet[ReadingRecord], dict[str, str]]:
    labels = {book.code: book.label for book in books_of(request.actor.office)}
    form = ReaderFilter(request.GET, labels)
    rows = form.narrowed(visible(request.actor, ReadingRecord)).select_related("entry", "person")
    return form, rows, labels


def overview(request: StaffRequest, year: int) -> HttpResponse:
    form, rows, labels = _rows(request)
    page = Paginator(rows, page_size(request)).get_page(asked.page(request))
    leader = request.actor.is_leader
    context = {
        "year": year,
        "leader": leader,
        "filter": form,
        "narrowed": any(asked.text(request, name) for name in form.fields),
        "table": Table(
            "Pembaca data",
            ("Pembaca", "Cara", "Data", "Yang dibaca", "Banyak", "Keperluan"),
            [_row(row, labels) for row in page.object_list],
            first="Waktu",
            numeric=frozenset({4}),
            empty="Tidak ada yang cocok dengan saringan ini." if form.has_changed() else "Belum ada catatan.",
        ),
        "pager": pager(request, page, "catatan"),
        "export_url": with_path(request, reverse("web:readers-csv", args=[year])) if leader else "",
        "back_url": reverse("web:personal-data", args=[year]),
    }
    return render(request, "web/privacy/readers.html", context)


def _row(row: ReadingRecord, labels: dict[str, str]) -> Row:
    how, concern, thing = row.get_how_display(), row.get_concern_display(), _thing(row, labels)
    return Row(
        format_moment(timezone.localtime(row.at)),
        [row.reader_name, how, concern, thing, str(row.rows), row.reason or NOTHING],
        url=entry_url(row.entry) if row.entry is not None else "",
        meta=" · ".join(part for part in (row.reader_name, how, concern, thing, row.reason) if part),
    )


def _thing(row: ReadingRecord, labels: dict[str, str]) -> str:
    book = labels.get(row.book, row.book)
    if row.entry is not None:
        number = row.entry.number_label or str(row.entry.pk)
        return f"{book} {number}"
    if row.person is not None:
        return f"Data kepegawaian {row.person.name}"
    return book or ("Daftar pegawai" if row.concern == ReadingRecord.Concern.STAFF else "Semua buku")


def as_csv(request: StaffRequest, year: int) -> HttpResponse:
    _, rows, labels = _rows(request)
    names = ("Waktu", "Pembaca", "Cara", "Data", "Yang dibaca", "Banyak", "Keperluan")
    found: list[list[Value]] = [
        [
            timezone.localtime(r.at),
            r.reader_name,
            r.get_how_display(),
            r.get_concern_display(),
            _thing(r, labels),
            r.rows,
            r.reason,
        ]
        for r in rows[:MOST_EXPORTED]
    ]
    shows_rows(request.actor, len(found))
    return csv_response(write_csv([Column(name) for name in names], found), _file_name(request.actor))


def _file_name(actor: Actor) -> str:
    return f"pembaca-data-{actor.office.code if actor.office else ''}"
