"""System checks: a misspelt name in a Book declaration stops the start, all faults at once."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error

from takar.kernel.encrypted import EncryptedText
from takar.ledger.books import Book, all_books

_WORDS = ("label", "entry_label", "purpose", "slug", "icon")


def check_books(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(f"{book.__name__}: {text}", hint=hint, obj=inspect.getsourcefile(book), id=f"takar.{id_}")
        for book in all_books()
        for id_, text, hint in faults(book)
    ]


def faults(book: type[Book]) -> Iterator[tuple[str, str, str]]:
    """``(id, text, hint)`` of everything wrong with a declaration."""
    for word in _WORDS:
        if not getattr(book, word, "").strip():
            yield "E001", f"{word} is empty", "Fill it in: people read it."
    yield from _columns(book)
    yield from _names(book)
    yield from _kinds(book)
    yield from _hidden(book)
    yield from _milestones(book)


def _columns(book: type[Book]) -> Iterator[tuple[str, str, str]]:
    """Every column is one of the model, and is declared once."""
    declared = [field for section in book.sections for field in section.fields] + list(book.unasked)
    for name in [field.name for field in declared] + _counted(book):
        if book.find_field(name) is None:
            yield "E002", f"{name!r} is no field of {book.model.__name__}", "Check the spelling."
    for name, times in Counter(field.name for field in declared).items():
        if times > 1:
            yield "E015", f"{name!r} is declared {times} times", "Say all of it in one line."


def _counted(book: type[Book]) -> list[str]:
    counting = book.counting
    named = [*counting.by, counting.category, *counting.facets, counting.subject]
    return [name for name in named if name]


def _names(book: type[Book]) -> Iterator[tuple[str, str, str]]:
    """What lists, pages and prints show is a field or a property."""
    shown = [column.field for column in (*book.columns, *book.more_facts)]
    for layout in (book.printed, *book.printed.of_kinds.values()):
        shown += [column.field for column in layout.columns]
    shown += [book.field(name).words for name in book.fields() if book.field(name).words]
    for path in shown:
        first = path.split(".")[0]
        if book.find_field(first) is None and not hasattr(book.model, first):
            yield "E003", f"column {path!r} is neither field nor property", "Name a field or a property."
    if not any(column.on_phone for column in book.columns):
        yield "E004", "no column is flagged on_phone", "Flag the two or three that matter on a phone."


def _kinds(book: type[Book]) -> Iterator[tuple[str, str, str]]:
    for name in {*book.fields(), *book.marked("kinds"), *book.marked("required")}:
        column = book.field(name)
        required = column.required if isinstance(column.required, tuple) else ()
        if unknown := {*column.kinds, *required} - set(book.kinds):
            yield "E009", f"{name!r} is for {sorted(unknown)}, no kind", "Check the spelling."
        elif column.kinds and not set(required) <= set(column.kinds):
            yield "E014", f"{name!r} is required for a kind without it", "Name the kind in `kinds` too."
    for kind in book.printed.of_kinds:
        if kind not in book.kinds:
            yield "E010", f"a printed layout is for {kind!r}, no kind", "Check the spelling."


def _hidden(book: type[Book]) -> Iterator[tuple[str, str, str]]:
    """What few may read is not found by searching, nor counted by."""
    for name in book.marked("personal"):
        column, counted = book.field(name), name in _counted(book)
        found = column.search or column.filter or counted
        if column.veiled and (found or column.identity):
            yield (
                "E011",
                f"{name!r} is veiled, but can be searched by",
                "What few may read is not found by it.",
            )
        elif found and isinstance(book.find_field(name), EncryptedText):
            yield "E013", f"{name!r} is encrypted, but searched or counted by", "Leave it out there."


def _milestones(book: type[Book]) -> Iterator[tuple[str, str, str]]:
    codes = [spec.code for spec in book.milestones]
    if len(set(codes)) != len(codes):
        yield "E005", "two milestones share a code", "Each milestone needs its own code."
    if not any(spec.initial for spec in book.milestones):
        yield "E006", "no milestone is initial", "Say which milestone recording an entry writes."
    for spec in book.milestones:
        for name in (*spec.after, *spec.unless):
            if name not in codes:
                yield "E007", f"{spec.code} names {name!r}, no milestone", "Check the spelling."
        if not spec.initial and spec.by_hand and not spec.verb:
            yield "E008", f"{spec.code} has no verb", "The button needs a word, or set by_hand=False."
