"""Recording a new entry and correcting one: the same form page for every book."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger import access, services
from takar.ledger.actions.forms import UploadForm, add_error
from takar.ledger.actions.general import kind_of_form
from takar.ledger.books import Book, book_at
from takar.ledger.form_keys import OtherContent, SentForm
from takar.ledger.forms import form_class
from takar.ledger.models import Entry
from takar.ledger.recording import record_with_files
from takar.ledger.selectors import find_twin
from takar.web import asked
from takar.web.addresses import book_url, entry_url
from takar.web.form_keys import form_key, question, sending
from takar.web.forms import kinds_above, sections
from takar.web.http import StaffRequest
from takar.web.scans import warn_of_unreadable


def record(request: StaffRequest, year: int, slug: str) -> HttpResponse:
    book = book_at(slug, request.actor.office)
    if not book.recordable:
        raise NotFound("Entri buku ini lahir dari buku lain.")
    services.refuse_closed(book)
    if not access.may_record(request.actor, book):
        raise Refused(services.kept_by_others(book))
    kind = kind_of_form(book, request.POST, request.GET)
    made = form_class(book, request.actor, kind=kind)
    # Words of the address fill the form in: a page that knows what is missing links here with it.
    given = {name: asked.text(request, name) for name in made.base_fields if name in request.GET}
    if kind:
        given["kind"] = kind
    form = made(request.POST or None, initial=given)
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
                    uploads=upload.uploads(),
                    caption=upload.cleaned_data["caption"],
                    **keys,
                )
                return _recorded(request, book, entry)
        except OtherContent as error:
            conflict = question(request.actor, error, with_file=bool(upload.uploads()))
        except DomainError as error:
            add_error(upload if error.field in upload.fields else form, error)
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
        "kinds": kinds_above(book, form, kind, book.offered_kinds(), request.path),
    }
    status = 409 if conflict else 422 if request.method == "POST" else 200
    return render(request, "web/books/form.html", context, status=status)


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
        request,
        f"{book.entry_label[:1].upper()}{book.entry_label[1:]}{number} tercatat.",
        extra_tags=sending(request),
    )
    if "again" in request.POST:
        address = book_url(book, entry.year, "entry-record")
        # Who records a row of machines goes on with machines.
        return redirect(f"{address}?kind={entry.kind}" if book.by_kind() else address)
    return redirect(entry_url(entry))
