"""Pengaturan: the office's own reference data, one list and one form for all kinds of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.catalogue.models import Decree
from takar.kernel.access import get_visible, may, require, visible
from takar.kernel.columns import LastDayField, last_day
from takar.kernel.errors import NotFound
from takar.kernel.formatting import format_amount
from takar.kernel.money import MoneyField
from takar.ledger.books import books_of
from takar.ledger.display import as_text
from takar.organisation.access import oversees_accounts, reads_numbers_of_staff
from takar.organisation.models import Office, Person, User
from takar.registers.custom.models import CustomBook
from takar.web.http import StaffRequest
from takar.web.reference_kinds import KINDS, Kind
from takar.web.reference_rows import label_of, row_form, row_page
from takar.web.settings import kinds as _of_the_office  # noqa: F401 - they come first in the list

FORBIDDEN = "Pengaturan diubah oleh pengelola pengaturan kantor."


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise NotFound("Pengaturan ini tidak ada.")
    return KINDS[slug]


def overview(request: StaffRequest, year: int) -> HttpResponse:
    context = {
        "year": year,
        "kinds": [
            {
                "label": kind.label,
                "lead": kind.lead,
                "url": reverse("web:reference", args=[year, kind.slug]),
                "count": visible(request.actor, kind.model).count(),
            }
            for kind in KINDS.values()
        ],
        "decrees_url": reverse("web:decrees", args=[year]),
        "decrees": visible(request.actor, Decree).count(),
        "own_books_url": reverse("web:own-books", args=[year])
        if may(request.actor, "change", CustomBook)
        else "",
        "accounts_url": reverse("web:accounts", args=[year]) if oversees_accounts(request.actor) else "",
        "accounts": visible(request.actor, User).count(),
        "own_books": visible(request.actor, CustomBook).count(),
        "personal_data_url": reverse("web:personal-data", args=[year]),
    }
    return render(request, "web/settings/overview.html", context)


def listing(request: StaffRequest, year: int, slug: str) -> HttpResponse:
    kind = _kind(slug)
    editable = not kind.shared and may(request.actor, "change", kind.model)
    columns = _columns(kind, request)
    names = [f for f in columns if isinstance(kind.model._meta.get_field(f), models.ForeignKey)]
    rows = visible(request.actor, kind.model).select_related(*names)
    books = {book.code: book.label for book in books_of(request.actor.office)}
    context = {
        "year": year,
        "kind": kind,
        "columns": [label_of(kind.model, name) for name in columns],
        "rows": [
            {
                "cells": [_text(row, name, books) for name in columns],
                "url": reverse("web:reference-edit", args=[year, slug, row.pk]) if editable else "",
                "retired": getattr(row, "retired_on", None) is not None,
            }
            for row in rows
        ],
        "new_url": reverse("web:reference-new", args=[year, slug])
        if editable and kind.model is not Office
        else "",
        "usual": kind.usual() if kind.usual else None,
        "back_url": reverse("web:settings", args=[year]),
    }
    return render(request, "web/settings/list.html", context)


def _columns(kind: Kind, request: StaffRequest) -> tuple[str, ...]:
    """NIP and rank are for those whose work needs everybody's (UU 27/2022)."""
    if kind.model is not Person or reads_numbers_of_staff(request.actor):
        return kind.columns
    return tuple(name for name in kind.columns if name not in {"nip", "rank"})


def _text(row: models.Model, name: str, books: Mapping[str, str]) -> str:
    if name == "book":
        return books.get(getattr(row, name), getattr(row, name))
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    field = row._meta.get_field(name)
    if isinstance(field, LastDayField):
        value = last_day(value)
    return format_amount(value) if isinstance(field, MoneyField) else as_text(value)


def edit(request: StaffRequest, year: int, slug: str, pk: int | None = None) -> HttpResponse:
    kind = _kind(slug)
    if kind.shared or (pk is None and kind.model is Office):
        raise NotFound("Data ini tidak diubah dari sini.")
    require(request.actor, "change", kind.model, FORBIDDEN)
    row = get_visible(request.actor, kind.model, pk=pk) if pk is not None else kind.model()
    if pk is None:
        _own(row, request)
    form = row_form(request.actor, kind.model, kind.fields)(
        request.POST or None,
        instance=row,
        initial=kind.initial() if kind.initial is not None and pk is None else None,
    )
    return row_page(
        request,
        form,
        year=year,
        title=f"Ubah {kind.label.lower()}" if pk else f"Tambah {kind.label.lower()}",
        lead=kind.lead,
        back_url=reverse("web:reference", args=[year, slug]),
        back_label=kind.label,
        said=f"{kind.label} tersimpan.",
        forbidden=FORBIDDEN,
    )


def _own(row: models.Model, request: StaffRequest) -> None:
    """A new row belongs to the actor's office."""
    if any(field.name == "office" for field in row._meta.fields):
        row.office_id = request.actor.office_id  # type: ignore[attr-defined]
