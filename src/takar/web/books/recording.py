"""Recording a new entry and correcting one: the same form page for every book."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel.access import get_visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger import access, services
from takar.ledger.books import Book, book_at
from takar.ledger.form_keys import OtherContent, SentForm
from takar.ledger.forms import EntryForm, form_class
from takar.ledger.models import Entry
from takar.ledger.recording import record_with_files
from takar.ledger.selectors import find_twin
from takar.web import asked
from takar.web.addresses import book_url, entry_url
from takar.web.books.evidence import warn_of_unreadable
from takar.web.form_keys import form_key, question, sending
from takar.web.forms import ReasonForm, UploadForm, blame, sections
from takar.web.http import StaffRequest


def record(request: StaffRequest, year: int, slug: str) -> HttpResponse:
    book = book_at(slug, request.actor.office)
    if not book.recordable:
        raise NotFound("Entri buku ini lahir dari buku lain.")
    services.refuse_closed(book)
    if not access.may_record(request.actor, book):
        raise Refused(f"Buku {book.label} dipegang jabatan lain di kantor Anda.")
    kind = _kind(request, book)
    made = form_class(book, request.actor, kind=kind)
    # Words of the address fill the form in: a page that knows what is missing links here with it.
    told = {name: asked.text(request, name) for name in made.base_fields if name in request.GET}
    if kind:
        told["kind"] = kind
    form = made(request.POST or None, initial=told)
    upload = UploadForm(
        request.POST or None, request.FILES or None, prefix="bukti", camera=book.photos, optional=True
    )
    twin = conflict = None
    # Both are judged, so that all faults show at once.
    if request.method == "POST" and all([form.is_valid(), upload.is_valid()]):
        values = form.values()
        keys = {"client_key": form_key(request), "earlier_key": form_key(request, "earlier_key")}
        sent = SentForm(book, request.actor, values, keys["client_key"], keys["earlier_key"])
        try:
            # A form that made its entry already is that entry's twin, and that is no news.
            twin = None if sent.recorded() else find_twin(book, request.actor, values)
            if twin is None or "double" in request.POST:
                entry = record_with_files(
                    book=book,
                    actor=request.actor,
                    values=values,
                    uploads=upload.files_told(),
                    caption=upload.cleaned_data["caption"],
                    **keys,
                )
                return _recorded(request, book, entry)
        except OtherContent as error:
            conflict = question(request.actor, error, with_file=bool(upload.files_told()))
        except DomainError as error:
            blame(upload if error.field in upload.fields else form, error)
    if request.method == "GET":
        # Whoever opens an empty form means to type: not forty steps of the Tab key away.
        first = next(name for name in book.fields(kind) if not (kind and name == "kind"))
        form.fields[first].widget.attrs["autofocus"] = True
    context = {
        "book": book,
        "year": year,
        "title": f"Catat {book.entry_label}",
        "form": form,
        "sections": sections(book, form),
        "upload": upload,
        # Whoever is asked and saves again means another entry: that one needs a key of its own.
        "client_key": uuid.uuid4() if conflict else form_key(request) or uuid.uuid4(),
        "earlier_key": "" if conflict else form_key(request, "earlier_key") or "",
        "asked": conflict,
        "twin": twin,
        "twin_url": entry_url(twin) if twin else "",
        "cancel_url": book_url(book, year),
        "again": not conflict,
        "record_anew": f"Catat sebagai {book.entry_label} baru" if conflict else "",
        # Per account: at a shared counter the next person must not be offered what the last one typed.
        "draft_key": f"{request.actor.user_id}-catat-{book.slug}{'-' if kind else ''}{kind or ''}",
        "kinds": _chosen_above(request, book, form, kind, book.offered_kinds()),
    }
    status = 409 if conflict else 422 if request.method == "POST" else 200
    return render(request, "web/books/form.html", context, status=status)


def _kind(request: StaffRequest, book: type[Book], entry: Entry | None = None) -> str | None:
    """The kind whose form is shown, where forms of a book differ by kind."""
    if not book.by_kind():
        return None
    said = asked.posted(request, "kind") or asked.text(request, "kind")
    if said in book.kinds:
        return said
    return entry.kind if entry else next(iter(book.offered_kinds()))


def _chosen_above(
    request: StaffRequest, book: type[Book], form: EntryForm, kind: str | None, offered: Collection[str]
) -> list[dict[str, Any]]:
    """Links to the forms of the kinds; the form itself no longer asks for the kind."""
    if kind is None:
        return []
    form.fields["kind"].widget = forms.HiddenInput()
    return [
        {"label": label, "url": f"{request.path}?kind={code}", "current": code == kind}
        for code, label in book.kinds.items()
        if code in offered
    ]


def _recorded(request: StaffRequest, book: type[Book], entry: Entry) -> HttpResponse:
    if request.FILES:
        warn_of_unreadable(request, entry)
    number = f" nomor {entry.number_label}" if entry.number_label else ""
    if entry.is_cancelled:  # the same form sent again after somebody cancelled what it made
        messages.warning(
            request,
            f"Formulir ini sudah tercatat sebagai {book.entry_label}{number}, lalu dibatalkan. "
            "Catat lagi dari formulir baru bila memang perlu.",
        )
        return redirect(entry_url(entry))
    messages.success(
        request, f"{book.entry_label.capitalize()}{number} tercatat.", extra_tags=sending(request)
    )
    if "again" in request.POST:
        address = book_url(book, entry.year, "entry-record")
        # Who records a row of machines goes on with machines.
        return redirect(f"{address}?kind={entry.kind}" if book.by_kind() else address)
    return redirect(entry_url(entry))


def correct(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    entry = get_visible(request.actor, Entry, pk=entry_id).detail()
    book = entry.declaration
    if not book.recordable or not access.may_record(request.actor, book):
        raise Refused(f"Buku {book.label} dipegang jabatan lain di kantor Anda.")
    kind = _kind(request, book, entry)
    made = form_class(book, request.actor, kind=kind)
    form = made(request.POST or None, instance=entry, initial={"kind": kind} if kind else None)
    # Without a reason nothing was sent yet: the words come from a form that asked (web/form_keys.py).
    reason = ReasonForm(request.POST if "reason" in request.POST else None)
    opened = asked.posted_key(request, "version")
    version = entry.version if opened is None else opened
    if request.method == "POST" and all([form.is_valid(), reason.is_valid()]):
        try:
            services.correct_entry(
                entry=entry,
                actor=request.actor,
                values=form.values(),
                reason=reason.cleaned_data["reason"],
                version=version,
            )
        except DomainError as error:
            version = entry.version  # told now; whoever saves again has seen it
            blame(reason if error.field == "reason" else form, error)
        else:
            messages.success(request, "Perbaikan tersimpan; isi sebelumnya tetap terbaca di riwayat.")
            return redirect(entry_url(entry))
    context = {
        "book": book,
        "year": entry.year,
        "title": f"Perbaiki {book.entry_label} {entry.number_label}",
        "form": form,
        "sections": sections(book, form),
        "kinds": _chosen_above(request, book, form, kind, {*book.offered_kinds(), entry.kind}),
        "reason": reason,
        "version": version,
        "cancel_url": entry_url(entry),
    }
    failed = bool(form.errors or reason.errors)
    return render(request, "web/books/form.html", context, status=422 if failed else 200)
