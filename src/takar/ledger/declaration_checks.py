"""System checks: a misspelt name in a Book declaration stops the start, all faults at once."""

from __future__ import annotations

import inspect
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
    model = book.model
    for word in _WORDS:
        if not getattr(book, word, "").strip():
            yield "E001", f"{word} is empty", "Fill it in: people read it."

    def is_field(name: str) -> bool:
        return book.find_field(name) is not None

    stored = {
        "sections": book.fields(),
        "filters": book.filters,
        "search": book.search,
        "dimensions": book.dimensions,
        "identity": book.identity,
        "required": book.required,
        "labels": list(book.labels),
        "helps": list(book.helps),
        "masked": list(book.masked),
        "personal": book.personal,
        "residents": book.residents,
        "veiled": book.veiled,
        "ahead": book.ahead,
        "only_for": list(book.only_for),
        "required_for": list(book.required_for),
        "words_of": list(book.words_of),
        "facets": book.facets,
        "retired_fields": book.retired_fields,
        "category_field": [book.category_field] if book.category_field else [],
        "subject_field": [book.subject_field] if book.subject_field else [],
    }
    for attribute, names in stored.items():
        for name in names:
            if not is_field(name):
                yield (
                    "E002",
                    f"{attribute} names {name!r}, no field of {model.__name__}",
                    "Check the spelling.",
                )

    for name in {*book.masked, *book.veiled} - set(book.personal):
        yield "E012", f"{name!r} is hidden, but not personal", "Name it in `personal` too."
    for name in book.personal:
        if isinstance(book.find_field(name), EncryptedText) and name in {
            *(*book.search, *book.filters, book.category_field, book.subject_field, *book.facets)
        }:
            yield "E013", f"{name!r} is encrypted, but searched or counted by", "Leave it out there."
    for name in book.veiled:
        if name in {*book.search, *book.filters, *book.identity, book.category_field, book.subject_field}:
            yield (
                "E011",
                f"{name!r} is veiled, but can be searched by",
                "What few may read is not found by it.",
            )
    shown = [column.field for column in (*book.columns, *book.more_facts)]
    for layout in (book.printed, *book.printed_kinds.values()):
        shown += [column.field for column in layout.columns]
    shown += list(book.words_of.values())
    for path in shown:
        if not is_field(path.split(".")[0]) and not hasattr(model, path.split(".")[0]):
            yield "E003", f"column {path!r} is neither field nor property", "Name a field or a property."
    for attribute, by_field in (("only_for", book.only_for), ("required_for", book.required_for)):
        for name, kinds in by_field.items():
            if unknown := set(kinds) - set(book.kinds):
                yield (
                    "E009",
                    f"{attribute} of {name!r} names {sorted(unknown)}, no kind",
                    "Check the spelling.",
                )
    if not any(column.on_phone for column in book.columns):
        yield "E004", "no column is flagged on_phone", "Flag the two or three that matter on a phone."

    told = [*book.printed_kinds, *(kind for section in book.sections for kind in section.kinds)]
    for kind in told:
        if kind not in book.kinds:
            yield "E010", f"a section or printed layout is for {kind!r}, no kind", "Check the spelling."

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
