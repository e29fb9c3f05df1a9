"""Rupiah is one type of column, and it alone decides how an amount is asked for, shown, printed, exported."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from takar.kernel.money import MoneyField, is_money
from takar.ledger.books import Book, all_books
from takar.ledger.display import shown
from takar.ledger.fields import OfficeMoneyField
from takar.ledger.forms import form_class
from takar.registers.goods.models import StockReceipt
from takar.reporting.documents.books import _kind, _totals
from tests.factories import Cast, entry_of, has_factory

AMOUNT = Decimal("1250000.50")


def _decimals() -> Iterator[models.Field[Any, Any]]:
    for model in apps.get_models():
        if model.__module__.startswith("takar."):
            yield from (f for f in model._meta.local_fields if isinstance(f, models.DecimalField))


@pytest.mark.parametrize("field", list(_decimals()), ids=str)
def test_a_column_headed_rupiah_is_of_the_money_type_and_no_other_is(field: models.Field[Any, Any]) -> None:
    named = "(Rp)" in str(field.verbose_name) or field.name in {
        "price",
        "cost",
        "unit_price",
        "salary",
        "fee",
    }
    assert isinstance(field, MoneyField) is named
    assert is_money(field.model, field.name) is named


def test_money_is_no_matter_of_migrations() -> None:
    assert StockReceipt._meta.get_field("unit_price").deconstruct()[1] == "django.db.models.DecimalField"


def _money_columns() -> Iterator[tuple[type[Book], str]]:
    for book in all_books():
        for name in book.fields():
            if isinstance(book.find_field(name), MoneyField):
                yield book, name


@pytest.mark.django_db
@pytest.mark.usefixtures("midyear")
@pytest.mark.parametrize(("book", "name"), list(_money_columns()), ids=str)
def test_cents_are_written_with_both_digits_everywhere(book: type[Book], name: str, cast: Cast) -> None:
    assert has_factory(book)
    form = form_class(book, cast.keeper(book).actor, only=[name])()
    assert isinstance(form.fields[name], OfficeMoneyField)
    assert form.fields[name].prepare_value(AMOUNT) == "1.250.000,50"
    assert _kind(book, name) == "money"
    entry = entry_of(book, cast)
    entry.kind = next((kind for kind in book.kinds if book.field(name).belongs_to(kind)), entry.kind)
    setattr(entry, name, AMOUNT)
    assert shown(book, entry, name) == "1.250.000,50"
    setattr(entry, name, Decimal("1250000.00"))
    assert shown(book, entry, name) == "1.250.000"


@pytest.mark.django_db
@pytest.mark.usefixtures("midyear")
def test_computed_amounts_and_sums_are_money_too(cast: Cast) -> None:
    entry = entry_of("stock_receipt", cast, quantity=Decimal(2), unit_price=Decimal("625000.25"))
    book = entry.declaration
    assert shown(book, entry, "cost") == "1.250.000,50"
    assert shown(book, entry, "card.cost") == "1.250.000,50"
    totals = _totals(book, book.layout(), [entry])
    assert totals[[column.field for column in book.layout().columns].index("cost")] == "1.250.000,50"
