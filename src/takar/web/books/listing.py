"""A book's list: search, filters, sorting and pages, all in the address."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from takar.ledger.access import may_record
from takar.ledger.actions import actions_of, waiting_in
from takar.ledger.books import Book, Column, book_at
from takar.ledger.display import shown
from takar.ledger.filters import EntryFilters
from takar.ledger.models import Entry
from takar.ledger.multi_value import ManyField
from takar.ledger.selectors import book_entries
from takar.measurement.selectors import indicators_of_book
from takar.web import asked
from takar.web.addresses import book_url, entry_url, with_query
from takar.web.books.listed import EVERY, TICKED, WAITING, filtered, waiting_words
from takar.web.closed import list_note
from takar.web.http import StaffRequest
from takar.web.paging import page_size, pager
from takar.web.plugins import list_links
from takar.web.reading_log import shows_rows


def entries(request: StaffRequest, year: int, slug: str) -> HttpResponse:
    actor = request.actor
    book = book_at(slug, actor.office)
    filters = filtered(request, book, year)
    rows = sort(filters.qs, book, asked.text(request, "urut"))
    page = Paginator(rows, page_size(request)).get_page(asked.page(request))
    page.object_list = list(page.object_list)
    book.read_together(page.object_list)
    shows_rows(actor, len(page.object_list))
    records = book.takes_entries() and may_record(actor, book)
    context: dict[str, Any] = {
        "book": book,
        "year": year,
        "filters": filters,
        "filter_fields": [field for field in filters.form if field.name != "q"],
        "chips": narrowed_to(request, book) + chips(request, filters),
        "waits": waits(request, book, year),
        "bulk": [
            {
                "label": action.label,
                "url": reverse("web:action-many", args=[year, book.slug, action.part or action.slug]),
            }
            for action in actions_of(book)
            if action.offered_in_bulk(actor)
        ],
        "ticked_url": f"{book_url(book, year)}ekspor.xlsx",
        "clear_url": request.path,
        "columns": headings(request, book),
        "rows": [row(book, entry) for entry in page.object_list],
        "pager": pager(request, page, book.entry_label),
        "record_url": book_url(book, year, "entry-record") if records else "",
        "import_url": book_url(book, year, "import") if records else "",
        "print_url": with_path(request, book_url(book, year, "entries-print")),
        "export_url": with_path(request, f"{book_url(book, year)}ekspor.xlsx"),
        "links": [link for source in list_links[book.code] if (link := source(actor, year))],
        "feeds": [] if page.object_list else [i.name for i in indicators_of_book(actor, book.code)],
        "closed_note": list_note(actor, book, year),
        "narrowed": bool(request.GET.keys() & {"q", "bulan", WAITING, TICKED, *book.filters()}),
    }
    fragment = request.htmx and not request.htmx.boosted
    response = render(request, "web/books/_results.html" if fragment else "web/books/list.html", context)
    # One address, two answers: going back must not bring the bare list out of the browser's cache.
    patch_vary_headers(response, ["HX-Request"])
    return response


def waits(request: StaffRequest, book: type[Book], year: int) -> dict[str, Any]:
    """The way to what waits for the actor in this book; empty when nothing does."""
    if asked.text(request, WAITING) or not any(action.waits_as for action in actions_of(book)):
        return {}
    count = book_entries(book, request.actor, year=None).filter(waiting_in(request.actor, book)).count()
    return {"count": count, "url": f"{book_url(book, year)}?{WAITING}={EVERY}"} if count else {}


def narrowed_to(request: StaffRequest, book: type[Book]) -> list[dict[str, str]]:
    words = waiting_words(request, book)
    removed = with_query(request, **{WAITING: None, TICKED: None, "hal": None})
    return [{"label": "Hanya", "value": words, "remove_url": removed}] if words else []


def row(book: type[Book], entry: Entry) -> dict[str, Any]:
    """Finished texts of one entry: templates format nothing."""
    dates = {c.field for c in book.columns if isinstance(book.find_field(c.field), models.DateField)}
    cells = [
        {
            "text": shown(book, entry, column.field),
            "css": "num nowrap" if column.numeric else ("num-start nowrap" if column.field in dates else ""),
            "title": column.field == "title" or column is _title_column(book),
        }
        for column in book.columns
    ]
    on_phone = [
        cell["text"]
        for cell, column in zip(cells, book.columns, strict=True)
        if column.on_phone and not cell["title"]
    ]
    return {
        "key": entry.pk,
        "url": entry_url(entry),
        "cells": cells,
        "meta": " · ".join(str(text) for text in on_phone),
        "cancelled": entry.is_cancelled,
        "restricted": entry.restricted,
        "state": book.state_label(entry.state),
        "tone": book.state_tone(entry.state),
    }


def _title_column(book: type[Book]) -> Column:
    """The column that carries the link: the title, or what the book shows in its place."""
    for column in book.columns:
        if column.field == "title":
            return column
    return next(c for c in book.columns if c.on_phone and c.field != "occurred_on")


def sort_path(book: type[Book], column: Column) -> str:
    """The database path a column sorts by; empty when it is computed."""
    field = book.find_field(column.field.split(".")[0])
    if field is None or isinstance(field, models.JSONField):
        return ""
    if isinstance(field, ManyField) or (field.is_relation and "." not in column.field):
        return ""
    if (declared := book.field(column.field)).veiled or declared.masked:
        return ""  # the order would tell what is hidden
    return column.field.replace(".", "__")


def sort(rows: QuerySet[Any], book: type[Book], asked: str) -> QuerySet[Any]:
    paths = {sort_path(book, column) for column in book.columns} - {""}
    path = asked.removeprefix("-").replace(".", "__")
    if path in paths:
        key = book.sort_key(path)
        found = F(key) if isinstance(key, str) else key
        return rows.order_by(found.desc() if asked.startswith("-") else found.asc(), "-pk")
    return rows


def headings(request: HttpRequest, book: type[Book]) -> list[dict[str, Any]]:
    sorted_by = asked.text(request, "urut")
    found = []
    for column in book.columns:
        path = sort_path(book, column)
        order = (
            {column.field: "ascending", f"-{column.field}": "descending"}.get(sorted_by, "") if path else ""
        )
        turned = f"-{column.field}" if order == "ascending" else column.field
        found.append(
            {
                "label": column.label or book.field_label(column.field),
                "numeric": column.numeric,
                "order": order,
                "url": with_query(request, urut=turned, hal=None) if path else "",
            }
        )
    return found


def chips(request: HttpRequest, filters: EntryFilters) -> list[dict[str, str]]:
    """The filters that are on, each with the address without it."""
    found = []
    for name, value in filters.form.cleaned_data.items() if filters.form.is_valid() else []:
        if value in (None, ""):
            continue
        field = filters.form.fields[name]
        text = dict(getattr(field, "choices", [])).get(value, value) if not hasattr(value, "pk") else value
        found.append(
            {
                "label": str(field.label),
                "value": str(text),
                "remove_url": with_query(request, **{name: None, "hal": None}),
            }
        )
    return found


def with_path(request: HttpRequest, path: str) -> str:
    """Another address that keeps this page's filters: what is printed is what is seen."""
    query = request.GET.urlencode()
    return f"{path}?{query}" if query else path
