"""What a page says where a book is closed to its reader: the list is shorter than the number."""

from __future__ import annotations

from takar.kernel.formatting import format_number
from takar.ledger.access import closed_books
from takar.ledger.books import Book
from takar.ledger.selectors import unread
from takar.organisation.actor import Actor

_WHY = "dibaca pemegang buku, unitnya, atasannya, pimpinan, dan yang terlibat di dalamnya"


def list_note(actor: Actor, book: type[Book], year: int) -> str:
    """How many entries are not shown and why; empty for an open book."""
    hidden = unread(book, actor, year=year)
    if not hidden:
        return ""
    return f"{format_number(hidden)} entri ikut dihitung tetapi tidak ditampilkan: buku ini {_WHY}."


def page_note(actor: Actor, book: type[Book]) -> str:
    """For pages that add up a book: they count only what the reader may open."""
    if book.code not in closed_books(actor):
        return ""
    return f"Angka dan daftar di sini hanya dari entri yang melibatkan Anda: buku {book.label} {_WHY}."
