"""Notes in one place who read what: after the answer was made, from its address (takar.ledger.reading).

A new page under an entry or a book is noted without doing anything for it. A family names its other pages
that show personal data in ``plugins.readers``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import cast

from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from takar.kernel.access import visible
from takar.kernel.errors import NotFound
from takar.kernel.security_log import SecurityEvent, log_event
from takar.ledger import reading
from takar.ledger.books import book_at
from takar.ledger.models import Entry, Evidence, ReadingRecord
from takar.organisation.actor import Actor
from takar.web import plugins
from takar.web.http import StaffRequest

logger = logging.getLogger(__name__)

How, Concern = ReadingRecord.How, ReadingRecord.Concern

_ROWS = "rows_shown"
_PDF = "application/pdf"
_TABLES = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def shows_rows(actor: Actor, rows: int) -> None:
    """A view of a list says how many entries it shows, for the readers' log."""
    actor.memory[_ROWS] = rows


class ReadingLog:
    """Middleware, inside StaffOnly. A log that cannot be written must not keep people from reading."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        actor: Actor | None = getattr(request, "actor", None)
        if _reads(request) and response.status_code == 200 and actor is not None:
            try:
                _note(cast(StaffRequest, request), response)
            except DatabaseError:
                logger.exception("the readers' log was not written")
        return response


def _reads(request: HttpRequest) -> bool:
    """A page that was opened, or an export of ticked rows, which a button sends."""
    match = request.resolver_match
    shown = {"entries-export", "action-many", "action", "action-part"}
    return request.method == "GET" or (match is not None and match.url_name in shown)


def _note(request: StaffRequest, response: HttpResponseBase) -> None:
    match = request.resolver_match
    if match is None or request.actor.office_id is None:
        return
    actor, name, words = request.actor, match.url_name or "", match.kwargs
    how = _how(response)
    if how is How.EXPORT:
        log_event(
            SecurityEvent.EXPORTED,
            user_id=actor.user_id,
            office_id=actor.office_id,
            page=name,
            book=words.get("slug", ""),
            rows=actor.memory.get(_ROWS),
        )
    if "entry_id" in words:
        entry = visible(actor, Entry).filter(pk=words["entry_id"]).first()
        if entry is not None:
            reading.note_entry(actor, entry, how)
    elif name == "evidence":
        file = visible(actor, Evidence).filter(pk=words["evidence_id"]).select_related("entry").first()
        if file is not None:
            reading.note_entry(actor, file.entry, How.FILE)
    elif name in {"entries", "entries-export", "entries-print", "action-many"}:
        _note_book(actor, words["slug"], how)
    elif name in plugins.readers and (read := plugins.readers[name](actor, words)) is not None:
        rows = actor.memory.get(_ROWS, 1)
        if read.book is not None:
            reading.note_list(actor, read.book, How.LIST, rows=rows)
        elif read.person_id is None:
            reading.note(actor, How.LIST, Concern.STAFF, rows=rows)
        else:
            reading.note(actor, how, Concern.STAFF, person_id=read.person_id)


def _note_book(actor: Actor, slug: str, how: ReadingRecord.How) -> None:
    try:
        book = book_at(slug, actor.office)
    except NotFound:
        return
    listed = How.LIST if how is How.PAGE else how
    reading.note_list(actor, book, listed, rows=actor.memory.get(_ROWS, 0))


def _how(response: HttpResponseBase) -> ReadingRecord.How:
    kind = response.headers.get("Content-Type", "")
    if kind.startswith(_TABLES):
        return How.EXPORT
    return How.PAPER if kind.startswith(_PDF) else How.PAGE


def note_search(actor: Actor, found: list[Entry]) -> None:
    """A search over all books: one row for each kind of data that it showed."""
    shown: dict[ReadingRecord.Concern, int] = {}
    for entry in found:
        concern = reading.concern_of(entry)
        if concern is not None:
            shown[concern] = shown.get(concern, 0) + 1
    for concern, rows in shown.items():
        reading.note(actor, How.SEARCH, concern, rows=rows)
