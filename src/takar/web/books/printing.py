"""A list on paper and in a spreadsheet: what is printed is what the list's filters show."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify

from takar.kernel import clock
from takar.kernel.errors import DomainError, NotFound
from takar.kernel.formatting import MONTHS
from takar.ledger.books import Book, book_at
from takar.ledger.filters import EntryFilters
from takar.reporting.documents.books import TOO_MANY, exported_book, printed_book
from takar.web import asked
from takar.web.addresses import book_url
from takar.web.books.listed import TICKED, filtered, waiting_words
from takar.web.http import StaffRequest
from takar.web.reading_log import shows_rows
from takar.web.responses import csv_response, pdf_response, xlsx_response


def book_pdf(request: StaffRequest, year: int, slug: str) -> HttpResponse:
    book = book_at(slug, request.actor.office)
    filters = filtered(request, book, year)
    count = filters.qs.count()
    shows_rows(request.actor, count)
    if count > TOO_MANY:
        raise DomainError(f"Lebih dari {TOO_MANY} entri; saring per bulan dahulu, lalu cetak.")
    chosen = filters.form.cleaned_data if filters.form.is_valid() else {}
    layout = book.layout(str(chosen.get("kind") or ""))
    content = printed_book(
        book, request.actor, filters.qs, _subtitle(request, filters, year, book), layout=layout
    )
    return pdf_response(content, f"{book.slug}-{year}")


def _subtitle(request: StaffRequest, filters: EntryFilters, year: int, book: type[Book]) -> str:
    """The period and filters in words, as the printed book must say what it leaves out."""
    parts = []
    values = filters.form.cleaned_data if filters.form.is_valid() else {}
    month = values.get("bulan")
    whole = f"Sampai dengan tahun {year}" if book.lasting else f"Tahun {year}"
    narrowed = waiting_words(request, book)
    parts.append(narrowed or (f"Bulan {MONTHS[int(month) - 1]} {year}" if month else whole))
    for name, value in values.items():
        if value in (None, "") or name == "bulan":
            continue
        field = filters.form.fields[name]
        text = value if hasattr(value, "pk") else dict(getattr(field, "choices", [])).get(value, value)
        parts.append(f"{field.label}: {text}")
    return "; ".join(parts)


def export(request: StaffRequest, year: int, slug: str, format: str) -> HttpResponse:
    book = book_at(slug, request.actor.office)
    if request.method == "POST" and not asked.keys(request, TICKED):
        messages.warning(request, "Centang dahulu entrinya.")
        return redirect(book_url(book, year))
    filters = filtered(request, book, year)
    rows = filters.qs
    shows_rows(request.actor, rows.count())
    if format == "xlsx":
        content = exported_book(book, request.actor, rows, narrowed=_subtitle(request, filters, year, book))
        return xlsx_response(content, f"{book.slug}-{year}")
    if format == "csv":
        # A table for programs has no room for who took it and when: its name tells.
        taken = f"{timezone.localtime(clock.now()):%Y%m%d-%H%M}-{slugify(request.actor.name)}"
        content = exported_book(book, request.actor, rows, as_csv=True)
        return csv_response(content, f"{book.slug}-{year}-{taken}")
    raise NotFound("Ekspor tersedia sebagai XLSX dan CSV.")
