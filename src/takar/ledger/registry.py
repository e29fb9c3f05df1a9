"""Code -> book. Imports neither rows nor declarations, because both of them ask it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from takar.ledger.books import Book
    from takar.organisation.models import Office


class Source(Protocol):
    """Books that are data: an office declares them on a page, and no other office hears of them."""

    def of_office(self, office: Office) -> Sequence[type[Book]]:
        """The office's own books."""
        ...

    def named(self, code: str) -> type[Book] | None:
        """The book of this code, of whichever office."""
        ...


B = TypeVar("B", bound="type[Book[Any]]")

declared: dict[str, type[Book]] = {}
"""The books that come with Takar, in the order of declaration."""

sources: list[Source] = []


def register(book: B) -> B:
    """Class decorator: the book is open for every reader of the registry."""
    if book.code in declared and declared[book.code] is not book:
        raise LookupError(f"two books are called {book.code!r}")
    declared[book.code] = book
    return book


def register_source(source: Source) -> None:
    """Add a source of books beside the declared ones."""
    sources.append(source)


def book_named(code: str) -> type[Book]:
    """The book of a code. Codes are unique over all offices."""
    found = _find(code)
    if found is None:
        raise LookupError(f"no book is called {code!r}")
    return found


def is_open(code: str) -> bool:
    """Whether Takar keeps a book of this name yet."""
    return _find(code) is not None


def _find(code: str) -> type[Book] | None:
    if code in declared:
        return declared[code]
    return next((book for source in sources if (book := source.named(code)) is not None), None)
