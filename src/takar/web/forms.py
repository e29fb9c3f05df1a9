"""How pages show the form of an entry: its fields under headings, with what some kinds must fill in."""

from __future__ import annotations

from typing import Any

from takar.ledger.books import Book
from takar.ledger.forms import EntryForm


def sections(book: type[Book], form: EntryForm) -> list[dict[str, Any]]:
    """The form's fields under the headings of the declaration."""
    found = [
        {
            "label": section.label,
            "fields": [form[column.name] for column in section.fields if column.name in form.fields],
        }
        for section in book.sections
    ]
    return [section for section in found if section["fields"]]
