"""How pages show the form of an entry: its fields under headings, with what some kinds must fill in."""

from __future__ import annotations

import json
from typing import Any

from takar.ledger.books import Book
from takar.ledger.forms import EntryForm


def sections(book: type[Book], form: EntryForm) -> list[dict[str, Any]]:
    """The form's fields under the headings of the declaration."""
    found = [
        {
            "label": section.label,
            "fields": [
                {"field": form[name], "hint": _needed(book, name)}
                for name in section.fields
                if name in form.fields
            ],
        }
        for section in book.sections
    ]
    return [section for section in found if section["fields"]]


def _needed(book: type[Book], name: str) -> str:
    """What stands beside the label of a field that only some kinds must fill in."""
    kinds = book.required_for.get(name)
    if not kinds:
        return ""
    if set(book.only_for.get(name, book.kinds)) <= set(kinds):
        return "wajib"
    return f"wajib untuk {', '.join(book.kinds[kind].lower() for kind in kinds)}"


def only_for(book: type[Book]) -> str:
    """Which fields belong to which kinds, for the page to hide the rest; empty where all belong to all."""
    return json.dumps({name: list(kinds) for name, kinds in book.only_for.items()}) if book.only_for else ""
