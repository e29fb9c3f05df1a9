"""Named reads of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When

from takar.kernel.access import visible
from takar.kernel.period import Period
from takar.ledger.access import closed_books
from takar.ledger.books import Book, books_of
from takar.ledger.display import related_paths
from takar.ledger.models import CANCELLED, Entry
from takar.organisation.actor import Actor


def book_entries(
    book: type[Book], actor: Actor, *, year: int | None, paths: Iterable[str] | None = None
) -> QuerySet[Any]:
    """A book's entries of a year (None: of all years), newest number first, with what the given columns
    need.

    A lasting book shows what earlier years recorded too.
    """
    columns = list(paths) if paths is not None else [column.field for column in book.columns]
    span = {} if year is None else {"year__lte": year} if book.lasting else {"year": year}
    years = ["-year"] if book.lasting or year is None else []
    return (
        visible(actor, book.model)
        .filter(book=book.code, **span)
        .select_related(*related_paths(book, columns))
        .order_by(*years, "-number", "-occurred_on", "-pk")
    )


def unread(book: type[Book], actor: Actor, *, year: int) -> int:
    """How many entries of a closed book this actor may not open; 0 for an open book.

    They count like all others, so the page must say why the list is shorter than the number.
    """
    if actor.office is None or not actor.reads_office or book.code not in closed_books(actor):
        return 0
    span = {"year__lte": year} if book.lasting else {"year": year}
    every = book.model._default_manager.filter(office=actor.office, book=book.code, **span)
    return every.count() - visible(actor, book.model).filter(book=book.code, **span).count()


def find_twin(
    book: type[Book], actor: Actor, values: dict[str, Any], *, apart_from: int | None = None
) -> Entry | None:
    """An entry that looks like the same paper: equal in every field of the book's identity."""
    identity = book.marked("identity")
    if not identity or not all(values.get(name) for name in identity):
        return None
    same = Q()
    for name in identity:
        same &= book.condition(name, values[name])
    rows = visible(actor, book.model).filter(same, book=book.code).exclude(state=CANCELLED)
    if apart_from is not None:
        rows = rows.exclude(pk=apart_from)
    return rows.first()


def search_everywhere(actor: Actor, words: str, *, limit: int = 50) -> list[Entry]:
    """Entries of any book and year whose text has all the words, newest first."""
    rows = visible(actor, Entry)
    for word in words.casefold().split():
        rows = rows.filter(search_text__contains=word)
    return list(rows.order_by("-occurred_on", "-pk")[:limit])


def entries_per_month(actor: Actor, *, year: int) -> dict[tuple[str, int], int]:
    """``(book, month) -> entries`` recorded for the days of a year; cancelled ones left out.

    Bare counts: what is confidential or stands in a closed book counts like everything else.
    """
    if actor.office is None or not actor.reads_office:
        return {}
    # Every book by its name, and months as spans of days: so an index answers without reading a row.
    # (The tally counts milestones; a letter that was reserved and then written has begun twice there.)
    starts = [Period.of_month(year, month) for month in range(1, 13)]
    month = Case(*(When(occurred_on__lt=one.end, then=one.start.month) for one in starts))
    rows = (
        Entry.objects.filter(
            office=actor.office,
            book__in=[book.code for book in books_of(actor.office)],
            occurred_on__gte=starts[0].start,
            occurred_on__lt=starts[-1].end,
        )
        .exclude(state=CANCELLED)
        .order_by()
        .values_list("book", month)
        .annotate(size=Count("pk"))
    )
    return {(book, number): size for book, number, size in rows}
