"""Which entries of a book an address asks for; the list, the print and the export show the same."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from takar.ledger.actions import actions_of, waiting_in
from takar.ledger.books import Book
from takar.ledger.filters import EntryFilters, filter_class
from takar.ledger.selectors import book_entries
from takar.web import asked
from takar.web.http import StaffRequest

WAITING = "menunggu"
"""Word of the address: "saya" for all that waits for the actor, or the code of one action. What waits is
shown whatever its year."""
EVERY = "saya"
TICKED = "pilih"
"""Word of the address, once for each ticked row."""


def filtered(request: StaffRequest, book: type[Book], year: int) -> EntryFilters:
    """The entries under the filters of the address."""
    filters = filter_class(book, request.actor)
    return filters(request.GET, queryset=_rows(request, book, year))


def _rows(request: StaffRequest, book: type[Book], year: int) -> QuerySet[Any]:
    actor = request.actor
    if waiting := asked.text(request, WAITING):
        mine = waiting_in(actor, book, "" if waiting == EVERY else waiting)
        return book_entries(book, actor, year=None).filter(mine)
    if ticked := asked.keys(request, TICKED):
        return book_entries(book, actor, year=None).filter(pk__in=ticked)
    return book_entries(book, actor, year=year)


def waiting_words(request: StaffRequest, book: type[Book]) -> str:
    """What the list is narrowed to, in words; empty when it shows the year."""
    waiting = asked.text(request, WAITING)
    if waiting:
        headings = {action.code: action.waits_as for action in actions_of(book) if action.waits_as}
        return headings.get(waiting, "Menunggu saya")
    return "Yang dicentang" if asked.keys(request, TICKED) else ""
