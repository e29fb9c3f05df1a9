"""Which books there are: those that come with Takar and those an office declared itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from takar.kernel.errors import NotFound
from takar.ledger.books.declaration import Book
from takar.ledger.books.groups import Group
from takar.organisation.models import Office

B = TypeVar("B", bound=type[Book])

_books: dict[str, type[Book]] = {}


class Source(Protocol):
    """Books that are data: an office declares them on a page, and no other office hears of them."""

    def of_office(self, office: Office) -> Sequence[type[Book]]:
        """The office's own books."""
        ...

    def named(self, code: str) -> type[Book] | None:
        """The book of this code, of whichever office."""
        ...


_sources: list[Source] = []


def register(book: B) -> B:
    """Class decorator: the book is open for every reader of the registry."""
    if book.code in _books and _books[book.code] is not book:
        raise LookupError(f"two books are called {book.code!r}")
    _books[book.code] = book
    return book


def register_source(source: Source) -> None:
    """Books of this source stand beside the declared ones."""
    _sources.append(source)


def all_books() -> list[type[Book]]:
    """Every book that comes with Takar, by shelf and then in the order of declaration."""
    return _by_shelf(_books.values())


def books_of(office: Office | None) -> list[type[Book]]:
    """Every book of an office: those that come with Takar and those it declared itself."""
    own = [book for source in _sources for book in source.of_office(office)] if office else []
    return _by_shelf([*_books.values(), *own])


def _by_shelf(books: Iterable[type[Book]]) -> list[type[Book]]:
    shelves = list(Group)
    return sorted(books, key=lambda book: shelves.index(book.group))


def book_named(code: str) -> type[Book]:
    """The book of a code. Codes are unique over all offices."""
    found = _find(code)
    if found is None:
        raise LookupError(f"no book is called {code!r}")
    return found


def _find(code: str) -> type[Book] | None:
    if code in _books:
        return _books[code]
    return next((book for source in _sources if (book := source.named(code)) is not None), None)


def is_open(code: str) -> bool:
    """Whether Takar keeps a book of this name yet."""
    return _find(code) is not None


def book_at(slug: str, office: Office | None = None) -> type[Book]:
    """The book at an address, as this office sees it."""
    for book in _books.values():
        if book.slug == slug:
            return book
    for book in books_of(office):
        if book.slug == slug:
            return book
    raise NotFound("Buku ini tidak ada.")
