"""How pages show the form of an entry: its fields under headings, with what some kinds must fill in."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

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


def kinds_above(
    book: type[Book], form: EntryForm, kind: str | None, offered: Collection[str], address: str
) -> list[dict[str, Any]]:
    """Links to the forms of the kinds, where forms differ by kind; the form itself then does not ask."""
    if kind is None:
        return []
    form.fields["kind"].widget = forms.HiddenInput()
    return [
        {"label": label, "url": f"{address}?kind={code}", "current": code == kind}
        for code, label in book.kinds.items()
        if code in offered
    ]
