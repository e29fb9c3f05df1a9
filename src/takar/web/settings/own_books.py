"""Pengaturan, buku buatan sendiri: an operator declares a book, changes it, closes and reopens it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from takar.kernel.access import get_visible, require
from takar.kernel.errors import DomainError, Refused
from takar.kernel.formatting import format_moment
from takar.ledger.actions.forms import ReasonForm, add_error
from takar.ledger.books import books_of
from takar.ledger.forms import form_class
from takar.registers.custom import services
from takar.registers.custom.book.factory import build
from takar.registers.custom.declaration import Plan
from takar.registers.custom.models import CustomBook
from takar.registers.custom.rules.checks import Faulty, faults
from takar.registers.custom.rules.naming import keyed
from takar.registers.custom.selectors import declared_books, editions_of
from takar.web import asked
from takar.web.addresses import book_url
from takar.web.forms import sections
from takar.web.http import StaffRequest
from takar.web.settings.own_book_declaring import DeclarationForm
from takar.web.tables import Row, Table


def _operator_only(request: StaffRequest) -> None:
    require(request.actor, "change", CustomBook, services.OPERATORS_ONLY)


def overview(request: StaffRequest, year: int) -> HttpResponse:
    _operator_only(request)
    shelf = {book.code: book for book in books_of(request.actor.office)}
    rows = [
        Row(
            declared.plan.label,
            [
                str(len(declared.plan.live_columns)),
                str(len(declared.plan.live_steps)),
                str(declared.entries),
                format_moment(timezone.localtime(declared.edition.made_at)),
            ],
            sub=declared.plan.purpose,
            url=reverse("web:own-book", args=[year, declared.book.pk]),
            state="Ditutup" if declared.plan.closed else "Dipakai",
            tone="neutral" if declared.plan.closed else "done",
            meta=f"{declared.entries} entri",
            action="Buka buku",
            action_url=book_url(shelf[declared.book.code], year),
        )
        for declared in declared_books(request.actor)
    ]
    context = {
        "year": year,
        "table": Table(
            "Buku buatan sendiri",
            ["Kolom", "Langkah", "Entri", "Terakhir disusun"],
            rows,
            first="Buku",
            numeric=frozenset({0, 1, 2}),
        ),
        "new_url": reverse("web:own-book-new", args=[year]),
        "back_url": reverse("web:settings", args=[year]),
    }
    return render(request, "web/settings/own_books.html", context)


def declare(request: StaffRequest, year: int) -> HttpResponse:
    _operator_only(request)
    posted = request.POST if request.method == "POST" else None
    form = DeclarationForm(request.actor, data=posted)
    if posted is not None and not form.asks_for_rows and (plan := form.plan()) is not None:
        try:
            book = services.declare_book(
                plan=plan, actor=request.actor, keepers=list(form.book.cleaned_data["keepers"])
            )
        except Faulty as error:
            form.add_faults(error.faults)
        else:
            messages.success(request, f"“{plan.label}” siap dipakai.")
            return redirect("web:own-book", year=year, pk=book.pk)
    context = {
        "title": "Susun buku baru",
        "lead": "Buku ini langsung dapat dicatat, dicari, diimpor, dicetak dan diukur, hanya di kantor ini.",
        "preview_url": reverse("web:own-book-preview-new", args=[year]),
        "submit": "Simpan buku",
    }
    return _page(request, year, form, context)


def revise(request: StaffRequest, year: int, pk: int) -> HttpResponse:
    _operator_only(request)
    book = get_visible(request.actor, CustomBook, pk=pk)
    before = services.plan_of(book)
    posted = request.POST if request.method == "POST" else None
    form = DeclarationForm(request.actor, plan=before, data=posted)
    opened = asked.posted_key(request, "edition")
    edition = book.edition if opened is None else opened
    if posted is not None and not form.asks_for_rows and (plan := form.plan()) is not None:
        try:
            services.revise_book(
                book=book,
                plan=plan,
                actor=request.actor,
                edition=edition,
                note=form.book.cleaned_data["note"],
            )
        except Faulty as error:
            form.add_faults(error.faults)
        except Refused:
            raise
        except DomainError as error:
            form.book.add_error(None, error.message)
        else:
            messages.success(request, f"Susunan “{plan.label}” tersimpan.")
            return redirect("web:own-book", year=year, pk=book.pk)
    shown = next(b for b in books_of(request.actor.office) if b.code == book.code)
    context = {
        "title": f"Susunan {before.label}",
        "lead": "Nama boleh diganti kapan saja. Yang sudah pernah disimpan tidak dihapus, hanya dihentikan.",
        "preview_url": reverse("web:own-book-preview", args=[year, book.pk]),
        "submit": "Simpan susunan",
        "edition": edition,
        "closed": before.closed,
        "turn_url": reverse("web:own-book-turn", args=[year, book.pk]),
        "book_url": book_url(shown, year),
        "history": [
            {
                "number": row.number,
                "when": format_moment(timezone.localtime(row.made_at)),
                "by": row.made_by_name,
                "note": row.note,
            }
            for row in editions_of(request.actor, book)
        ],
    }
    return _page(request, year, form, context)


def _page(request: StaffRequest, year: int, form: DeclarationForm, context: dict[str, Any]) -> HttpResponse:
    context |= {"year": year, "form": form, "back_url": reverse("web:own-books", args=[year])}
    failed = request.method == "POST" and not form.asks_for_rows
    return render(request, "web/settings/own_book.html", context, status=422 if failed else 200)


@require_POST
def preview(request: StaffRequest, year: int, pk: int | None = None) -> HttpResponse:
    """How the book would look: its form, its list, its steps. Stores nothing."""
    _operator_only(request)
    book = get_visible(request.actor, CustomBook, pk=pk) if pk is not None else None
    before = services.plan_of(book) if book else None
    form = DeclarationForm(request.actor, plan=before, data=request.POST)
    plan = form.plan()
    wrong = [message for one in form.all_forms() for messages in one.errors.values() for message in messages]
    context: dict[str, Any] = {"wrong": list(dict.fromkeys(str(message) for message in wrong))}
    if plan is not None:
        plan = keyed(plan)
        context["wrong"] = [fault.sentence for fault in faults(plan, before=before)]
        if not context["wrong"]:
            context |= _shown(request, plan)
    return render(request, "web/settings/_own_book_preview.html", context)


def _shown(request: StaffRequest, plan: Plan) -> dict[str, Any]:
    made = build(plan, code="pratinjau", slug="pratinjau")
    form = form_class(made, request.actor)(auto_id="pratinjau_%s")
    return {
        "plan": plan,
        "sections": sections(made, form),
        "columns": [column.label or made.field_label(column.field) for column in made.columns],
        "printed": [column.label for column in made.printed.columns],
        "steps": [{"label": step.label, "tone": step.tone, "verb": step.verb} for step in plan.live_steps],
    }


def turn(request: StaffRequest, year: int, pk: int) -> HttpResponse:
    """Close the book for new entries, or open it again; with a reason."""
    _operator_only(request)
    book = get_visible(request.actor, CustomBook, pk=pk)
    plan = services.plan_of(book)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = services.reopen_book if plan.closed else services.close_book
        try:
            act(book=book, actor=request.actor, reason=form.cleaned_data["reason"])
        except Refused:
            raise
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, f"“{plan.label}” {'dibuka lagi' if plan.closed else 'ditutup'}.")
            return redirect("web:own-book", year=year, pk=book.pk)
    context = {
        "title": f"{'Buka lagi' if plan.closed else 'Tutup'} “{plan.label}”",
        "lead": "Entri baru dapat dicatat lagi."
        if plan.closed
        else "Tidak ada entri baru lagi. Entri lama tetap terbaca, diperbaiki, dicetak dan dihitung.",
        "form": form,
        "submit": "Buka lagi" if plan.closed else "Tutup buku",
        "danger": not plan.closed,
        "book": {"label": "Buku buatan sendiri"},
        "back_url": reverse("web:own-book", args=[year, book.pk]),
    }
    failed = request.method == "POST"
    return render(request, "web/books/small_form.html", context, status=422 if failed else 200)
