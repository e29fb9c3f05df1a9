"""The Book declaration: one small class names what a book is; everybody else reads it.

See docs/how-to/add-a-book.md. Wrong names stop start-up (takar.ledger.declaration_checks).
"""

from takar.ledger.books.declaration import Book
from takar.ledger.books.groups import Counting, Group, Numbering, Privacy, Processing
from takar.ledger.books.layout import Column, Field, PrintedColumn, PrintedLayout, Section
from takar.ledger.books.milestones import Change, E, Event, MilestoneSpec, Performer, Tone
from takar.ledger.books.registry import all_books, book_at, books_of
from takar.ledger.registry import book_named, is_open, register, register_source

__all__ = [
    "Book",
    "Change",
    "Column",
    "Counting",
    "E",
    "Event",
    "Field",
    "Group",
    "MilestoneSpec",
    "Numbering",
    "Performer",
    "PrintedColumn",
    "PrintedLayout",
    "Privacy",
    "Processing",
    "Section",
    "Tone",
    "all_books",
    "book_at",
    "book_named",
    "books_of",
    "is_open",
    "register",
    "register_source",
]
