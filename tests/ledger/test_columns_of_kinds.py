"""A column of some kinds is neither asked of the others, nor stored, nor shown; in every book alike."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest

from takar.ledger.books import Book, all_books, book_named
from takar.ledger.display import shown
from takar.ledger.forms import form_class
from takar.ledger.importing import judged_rows, start_import, template_columns
from takar.ledger.models import Entry, ImportBatch, Milestone
from takar.ledger.services import correct_entry
from takar.reporting.documents.books import exported_book
from takar.web.books.entry import facts
from tests.factories import Cast, entry_of

pytestmark = pytest.mark.django_db

SAID: dict[str, dict[str, Any]] = {
    "asset": {"kind": "b", "plate": "N 1 AB", "tax_due": date(2026, 12, 1), "brand": "Honda"},
    "case": {"kind": "bencana", "incident": "banjir", "displaced": 12, "needs": "Selimut"},
    "proposal": {"kind": "kgb", "effective_on": date(2026, 10, 1)},
}
"""A book, and an entry of one kind with columns that other kinds do not have."""
OTHER = {
    "asset": {"kind": "e"},
    "case": {"kind": "trantib", "incident": "lain"},
    "proposal": {"kind": "ganti_rugi"},
}
"""Another kind, which has none of them."""

each = pytest.mark.parametrize("code", SAID)


def foreign(code: str) -> list[str]:
    return [name for name in SAID[code] if name not in ("kind", "incident")]


def test_the_books_whose_columns_depend_on_the_kind_are_these() -> None:
    # How a stated value is written follows from its measure: tests/measurement/test_stated.py.
    assert {book.code for book in all_books() if book.by_kind()} == {*SAID, "stated_value"}


@each
def test_the_form_of_a_kind_asks_only_for_its_columns(cast: Cast, code: str) -> None:
    book = book_named(code)
    actor = cast.keeper(book).actor
    assert set(foreign(code)) <= set(form_class(book, actor, kind=SAID[code]["kind"]).base_fields)
    assert not set(foreign(code)) & set(form_class(book, actor, kind=OTHER[code]["kind"]).base_fields)


@each
def test_nothing_is_stored_that_another_kind_has(cast: Cast, code: str) -> None:
    entry = entry_of(code, cast, **{**SAID[code], **OTHER[code]})
    entry.refresh_from_db()
    for name in foreign(code):
        assert getattr(entry, name) in (None, ""), name


@each
def test_another_kind_empties_what_it_does_not_have_and_the_history_tells(cast: Cast, code: str) -> None:
    entry = entry_of(code, cast, **SAID[code])
    assert all(getattr(entry, name) not in (None, "") for name in foreign(code))
    actor = cast.keeper(entry.declaration).actor
    changed = correct_entry(entry=entry, actor=actor, values=OTHER[code], reason="Salah jenis")
    assert all(getattr(changed, name) in (None, "") for name in foreign(code))
    milestone = Milestone.objects.get(entry=entry, what="corrected").details["changes"]
    assert set(foreign(code)) <= set(milestone)


@each
def test_what_an_old_entry_still_holds_is_not_shown(cast: Cast, code: str) -> None:
    """Rows of before the rule: page, list and export say nothing of it, and nothing is lost."""
    entry = entry_of(code, cast, **{**SAID[code], **OTHER[code]})
    book = entry.declaration
    actor = cast.keeper(book).actor
    held = {name: SAID[code][name] for name in foreign(code)}
    book.model._default_manager.filter(pk=entry.pk).update(**held)
    entry = Entry.objects.get(pk=entry.pk).detail()
    labels = {fact["label"] for fact in facts(actor, book, entry)}
    exported = exported_book(
        book, actor, book.model._default_manager.filter(pk=entry.pk), as_csv=True
    ).decode()
    header, row = csv.reader(io.StringIO(exported.lstrip("\ufeff")), delimiter=";")
    for name in foreign(code):
        assert getattr(entry, name) not in (None, "")
        assert shown(book, entry, name) == "–"
        assert book.field_label(name) not in labels
        assert row[header.index(book.field_label(name))] == ""


@each
def test_a_line_of_a_spreadsheet_that_says_it_is_told_so(cast: Cast, code: str) -> None:
    """Left out silently, the words of a clerk would be lost."""
    book = book_named(code)
    actor = cast.keeper(book).actor
    entry = entry_of(code, cast, **SAID[code])
    row = dict.fromkeys(template_columns(book, actor), "")
    for name in form_class(book, actor).base_fields:
        text = shown(book, entry, name) if getattr(entry, name) not in (None, "") else ""
        row[book.field_label(name)] = "" if text == "–" else text
    row[book.field_label("kind")] = book.kinds[OTHER[code]["kind"]]
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([row.keys(), row.values()])
    batch = start_import(book=book, actor=actor, content=out.getvalue().encode(), filename="isi.csv")
    (judged,) = judged_rows(ImportBatch.objects.get(pk=batch.pk), actor)
    for name in foreign(code):
        assert any(
            book.field_label(name) in error and "tidak memiliki kolom ini" in error for error in judged.errors
        ), (name, judged.errors)


def test_a_column_is_required_of_its_kinds_only(cast: Cast) -> None:
    book: type[Book] = book_named("proposal")
    made = form_class(book, cast.keeper(book).actor)
    for kind in book.kinds:
        assert ("leave_type" in made(data={"kind": kind}).errors) == (kind == "cuti")
    assert form_class(book, cast.keeper(book).actor, kind="cuti").base_fields["leave_type"].required
