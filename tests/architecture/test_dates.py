"""Every date of every model says which days make sense, and every way in refuses the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from takar.kernel.columns import DayField, MomentField, span_of
from takar.kernel.errors import DomainError
from takar.ledger.books import all_books
from takar.ledger.fields import OfficeDateField, OfficeMomentField
from takar.ledger.forms import form_class
from takar.ledger.importing import judge_table, template_columns
from takar.ledger.services import add_milestone, correct_entry, record_entry
from tests import factories
from tests.factories import Cast, has_factory

STAMPS = {"at", "recorded_at", "stored_at", "added_at", "withdrawn_at", "uploaded_at", "imported_at",
          "bound_at", "made_at", "last_login", "date_joined", "given_at", "begins_at", "until", "set_at",
          "due_at", "answered_at", "last_at", "expires"}  # fmt: skip
"""Written by the clock of the program, never by people."""
WRONG = (date(1, 1, 1), date(226, 3, 1), date(9999, 12, 31))


def _columns() -> Iterator[models.Field[Any, Any]]:
    for model in apps.get_models():
        if model.__module__.startswith("takar."):
            yield from (f for f in model._meta.local_fields if isinstance(f, models.DateField))


def _moment(day: date, field: object) -> date | datetime:
    if isinstance(field, MomentField | forms.DateTimeField):
        return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone())
    return day


@pytest.mark.parametrize("field", list(_columns()), ids=str)
def test_every_date_column_has_a_span_and_refuses_days_outside(field: models.Field[Any, Any]) -> None:
    if field.name in STAMPS:
        assert not isinstance(field, DayField)
        return
    assert span_of(field) is not None, f"{field} needs a span: use takar.kernel.columns.DayField"
    for day in WRONG:
        with pytest.raises(ValidationError, match=r"masuk akal|belum tiba"):
            field.clean(_moment(day, field), None)


def test_a_span_is_no_matter_of_migrations() -> None:
    field = apps.get_model("ledger", "Entry")._meta.get_field("occurred_on")
    assert field.deconstruct()[1] == "django.db.models.DateField"
    assert type(field.clone()) is models.DateField


@pytest.mark.parametrize("book", all_books(), ids=lambda book: book.code)
def test_every_form_of_every_book_refuses_them(book: Any, cast: Cast) -> None:
    for name, field in form_class(book, cast.system)().fields.items():
        if isinstance(field, forms.DateField | forms.DateTimeField):
            assert isinstance(field, OfficeDateField | OfficeMomentField), name
            for day in WRONG:
                said = f"{day:%d/%m}/{day.year:04}" + (
                    " 08.30" if isinstance(field, OfficeMomentField) else ""
                )
                with pytest.raises(ValidationError, match=r"masuk akal|belum tiba"):
                    field.clean(said)


@pytest.mark.parametrize("book", all_books(), ids=lambda book: book.code)
def test_the_services_refuse_them_whoever_calls(book: Any, cast: Cast) -> None:
    if not (has_factory(book) and book.recordable):
        pytest.skip("written by services of its own, which write through this one")
    entry = factories.entry_of(book, cast)
    for name in ("occurred_on", *book.due_dates()):
        field = book.find_field(name)
        if span_of(field) is None or not getattr(field, "editable", True):
            continue
        if not book.field(name).belongs_to(entry.kind):
            continue  # emptied before it is judged
        with pytest.raises(DomainError, match=r"masuk akal|belum tiba") as refused:
            correct_entry(
                entry=entry,
                actor=cast.system,
                values={name: _moment(date(226, 3, 1), field)},
                reason="uji",
                by_service=True,
            )
        assert refused.value.field == name


def test_a_letter_a_limit_and_a_step_are_refused_in_words(cast: Cast) -> None:
    letters = factories.letter_of(cast).declaration
    values = {"kind": "undangan", "occurred_on": date(226, 3, 1), "title": "x", "sender": "y"}
    with pytest.raises(DomainError, match="1 Maret 226 tidak masuk akal"):
        record_entry(book=letters, actor=cast.clerk.actor, values=values)
    letter = factories.letter_of(cast)
    with pytest.raises(DomainError, match="tidak masuk akal"):
        add_milestone(
            entry=letter, what="followed_up", on=date(226, 3, 1), actor=cast.clerk.actor, note="sudah"
        )


def test_an_import_names_row_and_column(cast: Cast) -> None:
    book = factories.letter_of(cast).declaration
    columns = template_columns(book, cast.clerk.actor)
    values = {"Pengirim": "Dinas", "Perihal": "Undangan", "Tanggal terima": "01/03/0226", "Jenis": "Undangan"}
    table = [columns, [values.get(column, "") for column in columns]]
    (row,) = judge_table(table, book, cast.clerk.actor)
    assert row.line == 2
    assert "Kolom Tanggal terima: Tanggal 1 Maret 226 tidak masuk akal" in row.fate


def test_an_old_bad_date_leaves_the_rest_of_an_entry_mendable(cast: Cast) -> None:
    letter = factories.letter_of(cast)
    type(letter).objects.filter(pk=letter.pk).update(letter_date=date(1, 1, 1))
    letter.refresh_from_db()
    corrected = correct_entry(
        entry=letter, actor=cast.clerk.actor, values={"title": "Baru"}, reason="salah ketik"
    )
    assert corrected.title == "Baru"
