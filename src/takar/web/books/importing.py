"""Spreadsheet import over the web: upload, preview of each row's fate, yes."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from takar.kernel.access import get_visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger import access, late
from takar.ledger import importing as imports
from takar.ledger.actions.forms import add_error
from takar.ledger.books import Book, book_at
from takar.ledger.models import ImportBatch
from takar.ledger.services import refuse_closed
from takar.reporting.writers.spreadsheet import Column, write_xlsx
from takar.web.addresses import book_url
from takar.web.http import StaffRequest
from takar.web.responses import xlsx_response


class ImportForm(forms.Form):
    file = forms.FileField(
        label="Berkas XLSX atau CSV",
        help_text="Baris pertama berisi judul kolom seperti pada contoh. Paling banyak 5.000 baris.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )


def _book_for(request: StaffRequest, slug: str) -> type[Book]:
    book = book_at(slug, request.actor.office)
    if not book.recordable:
        raise NotFound("Entri buku ini lahir dari buku lain.")
    refuse_closed(book)
    if not access.may_record(request.actor, book):
        raise Refused(f"Buku {book.label} dipegang jabatan lain di kantor Anda.")
    return book


def upload(request: StaffRequest, year: int, slug: str) -> HttpResponse:
    book = _book_for(request, slug)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            content = imports.table_bytes(file)
            batch = imports.start_import(
                book=book, actor=request.actor, content=content, filename=file.name or "impor"
            )
        except DomainError as error:
            form.add_error("file", error.message)
        else:
            return redirect(reverse("web:import-preview", args=[year, slug, batch.pk]))
    context = {
        "book": book,
        "year": year,
        "form": form,
        "columns": imports.template_columns(book, request.actor),
        "template_url": book_url(book, year, "import-template"),
        "back_url": book_url(book, year),
    }
    failed = request.method == "POST"
    return render(request, "web/books/import.html", context, status=422 if failed else 200)


def template(request: StaffRequest, year: int, slug: str) -> HttpResponse:
    """An empty spreadsheet with the right header."""
    book = _book_for(request, slug)
    columns = [Column(label) for label in imports.template_columns(book, request.actor)]
    return xlsx_response(write_xlsx(book.label, columns, []), f"contoh-{book.slug}")


def preview(request: StaffRequest, year: int, slug: str, batch_id: int) -> HttpResponse:
    book = _book_for(request, slug)
    batch = get_visible(request.actor, ImportBatch, pk=batch_id, book=book.code)
    confirmed = request.method == "POST"
    form = forms.Form(request.POST if confirmed else None)
    if confirmed:
        try:
            count = imports.confirm_import(batch=batch, actor=request.actor)
        except DomainError as error:
            form.is_valid()
            add_error(form, error)
        else:
            messages.success(request, f"{count} {book.entry_label} dari {batch.filename} tercatat.")
            return redirect(book_url(book, year))
    rows = [] if batch.imported_at else imports.judged_rows(batch, request.actor)
    good = sum(row.is_good for row in rows)
    assert request.actor.office_id is not None
    late_rows, closed = imports.late_rows(rows, request.actor.office_id)
    if closed:
        late.want()
    names = list(rows[0].cells) if rows else []
    context = {
        "book": book,
        "year": year,
        "batch": batch,
        "form": form,
        "good": good,
        "late": f"{closed.sentence} {late_rows} baris jatuh pada masa yang sudah ditutup." if closed else "",
        "twins": sum(bool(row.twin) for row in rows),
        "bad": sum(bool(row.errors) for row in rows),
        "columns": [name if name == imports.NUMBER_COLUMN else book.field_label(name) for name in names],
        "rows": [
            {
                "line": row.line,
                "cells": [row.cells.get(name, "") for name in names],
                "fate": row.fate,
                "tone": "danger" if row.errors else ("warn" if row.twin else "done"),
            }
            # Rows that the clerk must check come first.
            for row in sorted(rows, key=lambda row: (row.is_good, not row.errors, row.line))
        ],
        "back_url": book_url(book, year, "import"),
    }
    return render(request, "web/books/import_preview.html", context, status=422 if confirmed else 200)
