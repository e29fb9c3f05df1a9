"""What every book promises. A new book gets all of this free, and must come with a factory."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext

from takar.kernel.access import visible
from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_date
from takar.kernel.reach import Reach
from takar.ledger.audit import verify
from takar.ledger.books import Book, Change, all_books
from takar.ledger.display import as_text, shown
from takar.ledger.filters import filter_class
from takar.ledger.forms import EntryForm, form_class
from takar.ledger.importing import NUMBER_COLUMN, confirm_import, judged_rows, start_import, template_columns
from takar.ledger.models import CANCELLED, EffectiveMilestone, Entry
from takar.ledger.multi_value import ManyPicker
from takar.ledger.selectors import book_entries, find_twin, search_everywhere
from takar.ledger.services import cancel_entry, correct_entry
from takar.organisation.actor import Actor
from tests.factories import SAMPLES, SPECIALS, Cast, entry_of, has_factory, keeper_name, values_for
from tests.own_books import own_book

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

BOOKS = all_books()
DECLARED_ON_A_PAGE = None
"""Stands for a book of the office's own, which exists in the database only."""


def _name(book: type[Book] | None) -> str:
    return book.code if book else "own_book"


every_book = pytest.mark.parametrize("book", [*BOOKS, DECLARED_ON_A_PAGE], ids=_name, indirect=True)
every_form_book = pytest.mark.parametrize(
    "book", [*(b for b in BOOKS if b.recordable), DECLARED_ON_A_PAGE], ids=_name, indirect=True
)


@pytest.fixture
def book(request: pytest.FixtureRequest, cast: Cast) -> type[Book]:
    found: type[Book] = request.param or own_book(cast)
    return found


def finds(actor: Actor, words: str, entry: Entry) -> bool:
    return entry.pk in {found.pk for found in search_everywhere(actor, words)}


def test_every_book_has_a_factory_and_no_factory_is_left_over() -> None:
    lacking = [book.code for book in BOOKS if not has_factory(book)]
    assert lacking == [], "add a sample to tests/factories.py"
    assert set(SAMPLES) | set(SPECIALS) == {book.code for book in BOOKS}


@every_book
def test_an_entry_can_be_recorded_and_stands_in_its_book(cast: Cast, book: type[Book]) -> None:
    entry = entry_of(book, cast)
    assert type(entry) is book.model
    assert entry.state == book.initial().code
    for name, member in cast.members.items():
        # A closed book is read by whoever keeps it and those above (tests/ledger/test_closed_books.py).
        reads = book.privacy.reads is Reach.OFFICE or name in {
            "camat",
            "secretary",
            "general_head",
            keeper_name(book),
        }
        assert (entry in book_entries(book, member.actor, year=2026)) == reads, name
    assert entry not in book_entries(book, cast.keeper(book).actor, year=2025)
    assert Entry.objects.get(pk=entry.pk).detail() == entry
    assert EffectiveMilestone.objects.filter(entry=entry, month=202607).count() == 1
    assert (entry.number is not None) == (book.numbering is not None)
    assert list(verify(cast.office.pk)) == []


@every_book
def test_the_neighbour_sees_and_searches_nothing(cast: Cast, book: type[Book]) -> None:
    entry = entry_of(book, cast)
    for outsider in (cast.neighbour_camat.actor, cast.neighbour_clerk.actor):
        assert entry not in book_entries(book, outsider, year=2026)
        assert entry.pk not in visible(outsider, Entry).values_list("pk", flat=True)
        assert not finds(outsider, entry.title, entry)


@every_book
def test_a_cancelled_entry_keeps_its_number_and_its_place_in_the_list(cast: Cast, book: type[Book]) -> None:
    entry = entry_of(book, cast)
    if book.refuses(entry, Change.CANCELLED):  # a book of final acts says so, and nothing is cancelled
        with pytest.raises(DomainError):
            cancel_entry(entry=entry, actor=cast.keeper(book).actor, reason="Dua kali")
        assert not Entry.objects.get(pk=entry.pk).is_cancelled
        return
    cancel_entry(entry=entry, actor=cast.keeper(book).actor, reason="Dua kali")
    stored = book_entries(book, cast.keeper(book).actor, year=2026).get(pk=entry.pk)
    assert (stored.number, stored.number_label) == (entry.number, entry.number_label)
    assert stored.state == CANCELLED
    assert shown(book, stored, "state") == "Dibatalkan"
    assert not EffectiveMilestone.objects.filter(entry=entry).exists()
    assert list(verify(cast.office.pk)) == []


@every_book
def test_a_correction_tells_what_was_and_what_is(cast: Cast, book: type[Book]) -> None:
    entry = entry_of(book, cast)
    changed = correct_entry(
        entry=entry, actor=cast.keeper(book).actor, values={"external_ref": "SRIKANDI-7"}, reason="Nomor lain"
    )
    milestone = changed.milestones.get(what="corrected")
    assert milestone.details["changes"]["external_ref"] == ["", "SRIKANDI-7"]
    assert milestone.note == "Nomor lain"
    assert changed.number == entry.number
    assert finds(cast.keeper(book).actor, "srikandi-7", entry)
    assert list(verify(cast.office.pk)) == []


@every_book
def test_every_column_of_list_and_print_can_be_shown(cast: Cast, book: type[Book]) -> None:
    entry = entry_of(book, cast)
    bare = book.model(office=cast.office, book=book.code, year=2026, occurred_on=date(2026, 7, 1))
    for column in (*book.columns, *book.printed.columns):
        assert isinstance(shown(book, entry, column.field), str)
        if "." not in column.field and column.field in {f.name for f in book.model._meta.concrete_fields}:
            field = book.model._meta.get_field(column.field)
            if column.field != "state" and not (field.is_relation and not getattr(field, "null", False)):
                assert shown(book, bare, column.field) is not None
    shown_first = shown(book, entry, "occurred_on")
    assert shown_first == format_date(entry.occurred_on)


@every_book
def test_a_list_needs_no_query_per_row(cast: Cast, book: type[Book]) -> None:
    actor = cast.keeper(book).actor

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            for entry in book_entries(book, actor, year=2026):
                for column in book.columns:
                    shown(book, entry, column.field)
        return len(found)

    entry_of(book, cast)
    queries()  # what an actor may read is asked once and remembered
    one = queries()
    for _ in range(4):
        entry_of(book, cast)
    assert queries() == one


@every_book
def test_search_finds_an_entry_by_every_word_it_says_it_searches(cast: Cast, book: type[Book]) -> None:
    entry = entry_of(book, cast)
    entry_of(book, cast)
    actor = cast.keeper(book).actor
    filters = filter_class(book, actor)
    for name in book.marked("search"):
        words = str(getattr(entry, name) or "")
        if words:
            found = filters({"q": words.upper()}, queryset=book_entries(book, actor, year=2026)).qs
            assert entry in found, name
    assert finds(actor, f"  {entry.title.upper()} ", entry)
    if entry.number_label:
        assert finds(actor, entry.number_label, entry)
    assert search_everywhere(actor, "tidakadadimanapun") == []


@every_book
def test_every_filter_takes_each_of_its_choices(cast: Cast, book: type[Book]) -> None:
    entry = entry_of(book, cast)
    actor = cast.keeper(book).actor
    filters = filter_class(book, actor)
    rows = book_entries(book, actor, year=2026)
    assert entry in filters({"bulan": "7"}, queryset=rows).qs
    assert entry not in filters({"bulan": "6"}, queryset=rows).qs
    for name in book.filters():
        value = getattr(entry, name)
        if isinstance(value, list):
            value = value[0] if value else ""
        chosen = str(getattr(value, "pk", value) or "")
        made = filters({name: chosen}, queryset=rows)
        assert made.form.is_valid(), name
        assert entry in made.qs, name
        for choice, label in made.form.fields[name].choices:
            assert str(label).strip()
            assert filters({name: str(choice)}, queryset=rows).form.is_valid()


@every_book
def test_everything_people_read_has_words(book: type[Book]) -> None:
    words = [book.label, book.entry_label, book.purpose, book.icon, book.slug, book.printed.title]
    words += [spec.label for spec in book.milestones]
    words += [book.field_label(name) for name in book.fields()]
    words += [section.label for section in book.sections]
    words += [column.label or book.field_label(column.field) for column in book.columns]
    words += [column.label for column in book.printed.columns]
    words += [label for pair in book.kinds.items() for label in pair]
    assert all(word.strip() for word in words)
    labels = [book.field_label(name) for name in book.fields()]
    assert len({label.casefold() for label in labels}) == len(labels), "two fields of one form share a word"


@every_book
def test_an_office_that_keeps_no_book_can_still_read_it(cast: Cast, book: type[Book]) -> None:
    entry = entry_of(book, cast)
    # A closed book is for whoever keeps it and those above them (tests/ledger/test_closed_books.py).
    open_to_all = book.privacy.reads is Reach.OFFICE
    assert (entry in visible(cast.government_clerk.actor, book.model)) == open_to_all


# ---- from a spreadsheet -------------------------------------------------------------------------


def written(form: EntryForm, name: str, value: Any) -> str:
    """A value as a clerk writes it in a cell: the words people read."""
    field = form.fields[name]
    if isinstance(field, ManyPicker):
        named = dict(field.choices)
        return ", ".join(str(named[key]) for key in value)
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value) if value else ""
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, list) or value is None:
        return ""
    return as_text(value) if value != "" else ""


@every_form_book
def test_the_template_filled_in_words_comes_back_as_the_same_entry(cast: Cast, book: type[Book]) -> None:
    actor = cast.keeper(book).actor
    original = entry_of(book, cast)
    form = form_class(book, actor)()
    labels = template_columns(book, actor)
    names = list(form.fields)
    values = {name: getattr(original, name) for name in names}
    fresh = values_for(book, cast.office)
    for name in book.marked("identity"):  # another paper, or it would be passed over as a double
        if isinstance(fresh.get(name), str | int):
            values[name] = fresh[name]
    cells = [written(form, name, values[name]) for name in names]
    if NUMBER_COLUMN in labels:
        cells.insert(0, str(original.number + 1))
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([labels, cells])
    batch = start_import(book=book, actor=actor, content=out.getvalue().encode(), filename="isi.csv")
    assert [row.fate for row in judged_rows(batch, actor)] == ["Akan dicatat"]
    assert confirm_import(batch=batch, actor=actor) == 1
    copy = book.model._default_manager.filter(office=cast.office).latest("pk")
    assert copy.pk != original.pk
    assert copy.number == (original.number + 1 if book.numbering else None)
    for name in names:
        if name not in book.marked("identity"):
            assert getattr(copy, name) == getattr(original, name), name


@every_form_book
def test_an_empty_form_names_the_fields_that_are_missing(cast: Cast, book: type[Book]) -> None:
    form = form_class(book, cast.keeper(book).actor)(data={})
    assert not form.is_valid()
    needed = {name for name in book.marked("required") if book.field(name).required_for("")}
    assert {"occurred_on", *needed} - {"kind"} <= set(form.errors)
    assert all(str(message).strip() for messages in form.errors.values() for message in messages)


@every_form_book
def test_the_same_paper_again_is_noticed(cast: Cast, book: type[Book]) -> None:
    entry = entry_of(book, cast)
    values = {name: getattr(entry, name) for name in book.marked("identity")}
    found = find_twin(book, cast.keeper(book).actor, values)
    assert found == (entry if book.marked("identity") else None)
    assert find_twin(book, cast.neighbour_clerk.actor, values) != entry
    if book.marked("identity"):
        assert find_twin(book, cast.keeper(book).actor, values, apart_from=entry.pk) is None
        cancel_entry(entry=entry, actor=cast.keeper(book).actor, reason="x")
        assert find_twin(book, cast.keeper(book).actor, values) is None
