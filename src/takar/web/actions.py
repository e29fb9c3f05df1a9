"""The one page of every action: its form, its errors, what it says afterwards; and the same for many rows."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel.access import get_visible, visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger import late
from takar.ledger.actions import Action, Outcome, Sent, action_at, actions_of
from takar.ledger.actions.forms import add_error, cleaned
from takar.ledger.books import Book, book_at
from takar.ledger.form_keys import OtherContent, SentBefore
from takar.ledger.models import Entry
from takar.web import asked
from takar.web.addresses import action_url, book_url, entry_url
from takar.web.form_keys import Question, form_key, question, sending
from takar.web.http import StaffRequest
from takar.web.plugins import ActionPage, page_of
from takar.web.scans import warn_of_unreadable

MOST_NAMED = 20
"""Rows that bulk work could not do and names one by one."""

_PLAIN = ActionPage("web/books/small_form.html")


def act(request: StaffRequest, year: int, entry_id: int, slug: str, part: str = "") -> HttpResponse:
    """Show the form of an action, or do it."""
    actor = request.actor
    entry = get_visible(actor, Entry, pk=entry_id).detail()
    if request.method != "POST":  # a write must read under its own lock what others recorded meanwhile
        prefetch_related_objects([entry], "milestones")
    action = action_at(entry.declaration, slug, part)
    if reason := action.forbidden(actor, entry):
        raise Refused(reason)
    late = action.not_now(actor, entry)
    if entry.year != year:
        return redirect(action_url(entry, action))
    if request.method != "POST":
        if late:  # an old link, or somebody else was faster
            messages.warning(request, late)
            return redirect(entry_url(entry))
        return _page(request, entry, action, action.form(actor, entry, Sent(prefill=_prefill(request))))
    form = action.form(actor, entry, Sent(request.POST, request.FILES, _prefill(request)))
    conflict = None
    sent_before = False
    late = late or _changed_since(request, entry)
    if form is not None and form.is_valid() and not late:
        said = cleaned(form) | ({"client_key": form_key(request)} if action.keyed else {})
        try:
            return _done(request, entry, action.perform(actor, entry, said))
        except OtherContent as error:
            conflict = question(actor, error)
        except Refused:
            raise
        except DomainError as error:
            sent_before = isinstance(error, SentBefore)
            add_error(form, error)
    elif form is not None and late:
        add_error(form, DomainError(late))
    return _page(request, entry, action, form, conflict, late=late, fresh_key=sent_before)


def _changed_since(request: StaffRequest, entry: Entry) -> str:
    """A verdict must not land on something else than what was shown."""
    opened = asked.posted_key(request, "entry_version")
    if opened is None or opened == entry.version:
        return ""
    return "Entri ini baru saja diubah orang lain. Periksa isinya, lalu simpan kembali bila masih perlu."


def _prefill(request: StaffRequest) -> dict[str, str]:
    return request.GET.dict()


def _done(request: StaffRequest, entry: Entry, outcome: Outcome) -> HttpResponse:
    if outcome.shown_once:
        label, value = outcome.shown_once
        context = {
            "entry": entry,
            "book": entry.declaration,
            "label": label,
            "value": value,
            "back_url": entry_url(entry),
        }
        answer = render(request, "web/books/disclosed.html", context)
        answer["Cache-Control"] = "no-store"
        return answer
    say(request, outcome)
    if request.FILES:
        warn_of_unreadable(request, entry)
        return redirect(f"{entry_url(outcome.goes_to or entry)}#bukti")
    return redirect(entry_url(outcome.goes_to or entry))


def say(request: StaffRequest, outcome: Outcome) -> None:
    level = messages.SUCCESS if outcome.tone == "success" else messages.WARNING
    messages.add_message(request, level, outcome.message, extra_tags=sending(request))


def _page(
    request: StaffRequest,
    entry: Entry,
    action: Action[Any],
    form: forms.BaseForm | None,
    conflict: Question | None = None,
    *,
    late: str = "",
    fresh_key: bool = False,
) -> HttpResponse:
    page = page_of(action) or _PLAIN
    context: dict[str, Any] = {
        "action": action,
        "entry": entry,
        "book": entry.declaration,
        "form": form,
        "title": action.heading(entry),
        "subject": f"{entry.number_label} {entry.title}".strip(),
        "lead": action.lead(request.actor, entry),
        "submit": action.submit(entry),
        "danger": action.danger,
        "back_url": entry_url(entry),
        "back_label": entry.declaration.label,
        "year": entry.year,
        "multipart": form is not None and form.is_multipart(),
        "asked": conflict,
        "late": late,
        "entry_version": entry.version,
    }
    if action.keyed:
        anew = conflict or fresh_key
        context["client_key"] = uuid.uuid4() if anew else form_key(request) or uuid.uuid4()
    if form is not None:
        context |= page.context(request.actor, entry, form)
    failed = form is not None and form.is_bound
    status = 409 if conflict else 422 if failed else 200
    return render(request, page.template, context, status=status)


# ---- many rows at once ----------------------------------------------------------------------------


def act_on_many(request: StaffRequest, year: int, slug: str, action_slug: str) -> HttpResponse:
    """One form for the ticked rows of a list; each row is handled and reported on its own."""
    actor, book = request.actor, book_at(slug, request.actor.office)
    # A milestone without a page of its own is named by its code: all of those share one slug.
    found = (action for action in actions_of(book) if action_slug == (action.part or action.slug))
    action = next(found, None)
    if action is None or not action.bulk:
        raise NotFound("Tindakan ini tidak ada untuk banyak entri sekaligus.")
    entries = _ticked(request, book)
    if not entries:
        messages.warning(request, "Centang dahulu entrinya.")
        return redirect(book_url(book, year))
    able = [entry for entry in entries if not action.refusal(actor, entry)]
    if not able:
        messages.warning(request, action.refusal(actor, entries[0]))
        return redirect(book_url(book, year))
    sent = request.method == "POST" and "do" in request.POST
    form = action.bulk_form(actor, request.POST if sent else None)
    left_out = [(str(entry), action.refusal(actor, entry)) for entry in entries if entry not in able]
    if sent and form.is_valid():
        for title, reason in left_out[:MOST_NAMED]:
            messages.warning(request, f"{title}: {reason}")
        unexplained = _did_many(request, action, able, cleaned(form))
        if not unexplained:
            return redirect(book_url(book, year))
        able, left_out = list(unexplained), []
        add_error(form, next(iter(unexplained.values())))
    context = {
        "book": book,
        "action": action,
        "title": f"{action.label}: {len(able)} {book.entry_label}",
        "entries": [{"title": str(entry), "pk": entry.pk} for entry in able],
        "left_out": left_out,
        "form": form,
        "submit": action.label,
        "back_url": book_url(book, year),
        "year": year,
    }
    return render(request, "web/books/many.html", context, status=422 if sent else 200)


def _ticked(request: StaffRequest, book: type[Book]) -> list[Entry]:
    rows = visible(request.actor, book.model).filter(book=book.code, pk__in=asked.keys(request, "pilih"))
    return list(rows.prefetch_related("milestones").order_by("occurred_on", "pk"))


def _did_many(
    request: StaffRequest, action: Action[Any], entries: list[Entry], said: dict[str, Any]
) -> dict[Entry, DomainError]:
    """Do it to each. Returns those that only lack a reason for being late, which the form asks again."""
    done = 0
    unexplained: dict[Entry, DomainError] = {}
    for entry in entries:
        try:
            action.perform_among_many(request.actor, entry, dict(said))
            done += 1
        except DomainError as error:
            if error.field == late.FIELD:
                unexplained[entry] = error
            else:
                messages.warning(request, f"{entry}: {error}")
    if done:
        messages.success(request, f"{action.label}: {done} {action.book.entry_label} selesai.")
    return unexplained


def linked(entry: Entry, action: Action[Any]) -> dict[str, str]:
    """An action as a link of the entry page."""
    return {"label": action.button(entry), "url": action_url(entry, action)}
