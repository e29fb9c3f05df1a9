"""Which books there are: those that come with Takar and those an office declared itself."""

from __future__ import annotations

from collections.abc import Iterable

from takar.kernel.errors import NotFound
from takar.ledger.books.declaration import Book
from takar.ledger.books.groups import Group
from takar.ledger.registry import declared, sources
from takar.organisation.models import Office


def all_books() -> list[type[Book]]:
    """Every book that comes with Takar, by shelf and then in the order of declaration."""
    return _by_shelf(declared.values())


def books_of(office: Office | None) -> list[type[Book]]:
    """Every book of an office: those that come with Takar and those it declared itself."""
    own = [book for source in sources for book in source.of_office(office)] if office else []
    return _by_shelf([*declared.values(), *own])


def _by_shelf(books: Iterable[type[Book]]) -> list[type[Book]]:
    shelves = list(Group)
    return sorted(books, key=lambda book: shelves.index(book.group))


def book_at(slug: str, office: Office | None = None) -> type[Book]:
    """The book at an address, as this office sees it."""
    for book in declared.values():
        if book.slug == slug:
            return book
    for book in books_of(office):
        if book.slug == slug:
            return book
    raise NotFound("Buku ini tidak ada.")
