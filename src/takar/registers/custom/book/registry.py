"""An office's own books, as the rest of the program asks for them.

Built books are remembered per process under the office's stamp, a word that changes with every
declaration. Whoever has the office's row in hand (every request does) knows without a query whether
the memory holds; an empty stamp says there is nothing to look for. Where only a book's code is
known, the stamp is asked for once per request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.signals import request_finished, request_started
from django.db.models import F

from takar.ledger.books import Book
from takar.organisation.models import Office
from takar.registers.custom.book.factory import build
from takar.registers.custom.models import BookEdition

_CODE = re.compile(r"c(\d+)_")
"""``c12_buku_tamu``: the code names the office, so a code alone finds its book."""

_stamps: ContextVar[dict[int, str] | None] = ContextVar("stamps of this request", default=None)
"""Office -> stamp as this request has seen it; None outside of requests."""


class OfficeShelf:
    """The books of every office that declared any."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[str, dict[str, type[Book]]]] = {}

    def of_office(self, office: Office) -> Sequence[type[Book]]:
        known = _stamps.get()
        if known is not None:
            known[office.pk] = office.books_stamp
        return list(self._books(office.pk, office.books_stamp).values())

    def named(self, code: str) -> type[Book] | None:
        match = _CODE.match(code)
        if match is None:
            return None
        office_id = int(match[1])
        return self._books(office_id, self._stamp(office_id)).get(code)

    def _stamp(self, office_id: int) -> str:
        known = _stamps.get()
        if known is not None and office_id in known:
            return known[office_id]
        found = Office.objects.filter(pk=office_id).values_list("books_stamp", flat=True).first() or ""
        if known is not None:
            known[office_id] = found
        return found

    def _books(self, office_id: int, stamp: str) -> dict[str, type[Book]]:
        if not stamp:
            return {}
        known = self._known.get(office_id)
        if known is None or known[0] != stamp:
            # Should another process declare something between the stamp and this, its newer stamp
            # brings the next request back here.
            known = self._known[office_id] = (stamp, _load(office_id))
        return known[1]


def _load(office_id: int) -> dict[str, type[Book]]:
    """One query: an edition holds the whole book, so no half of a change is ever seen."""
    editions = BookEdition.objects.filter(book__office_id=office_id, number=F("book__edition"))
    return {
        edition.book.code: build(edition.plan, code=edition.book.code, slug=edition.book.slug)
        for edition in editions.select_related("book").order_by("book_id")
    }


SHELF = OfficeShelf()


def saw(office_id: int, stamp: str) -> None:
    """This request has just changed the office's books itself."""
    known = _stamps.get()
    if known is not None:
        known[office_id] = stamp


@contextmanager
def one_request() -> Iterator[None]:
    """What is asked inside is asked once, as in a request of the web; for long jobs and tests."""
    before = _stamps.set({})
    try:
        yield
    finally:
        _stamps.reset(before)


def _begin(**kwargs: Any) -> None:
    _stamps.set({})


def _end(**kwargs: Any) -> None:
    _stamps.set(None)


def listen() -> None:
    request_started.connect(_begin, dispatch_uid="custom books begin")
    request_finished.connect(_end, dispatch_uid="custom books end")
