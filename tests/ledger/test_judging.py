"""The door of the ledger refuses what the forms refuse: values that come from elsewhere obey alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from takar.kernel.errors import DomainError
from takar.ledger.books import book_named
from takar.ledger.models import Entry
from takar.ledger.services import correct_entry, record_entry
from tests.factories import Cast, entry_of, values_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("stock_receipt", {"quantity": Decimal(-1)}, "quantity", "lebih dari nol"),
    ("stock_receipt", {"unit_price": Decimal("-0.01")}, "unit_price", "tidak kurang dari 0"),
    ("asset", {"price": Decimal(-5)}, "price", "tidak kurang dari 0"),
    ("archive_item", {"quantity": -1}, "quantity", "lebih besar"),
    ("incoming_letter", {"kind": "telegram"}, "kind", "Pilih jenis"),
    ("incoming_letter", {"security": "entah"}, "security", "dari daftar"),
    ("incoming_letter", {"title": "x" * 501}, "title", "paling banyak 500"),
    ("incoming_letter", {"title": ""}, "title", "Isi kolom"),
    ("incoming_letter", {"occurred_on": "kemarin dulu"}, "occurred_on", "kemarin dulu"),
    ("incoming_letter", {"sender": "x" * 2000}, "sender", "paling banyak"),
    ("archive_item", {"filing_code": None}, "filing_code", "Isi kolom"),
    ("activity", {"cost": Decimal("1.001")}, "cost", "desimal"),
    ("case", {"severity": "mengerikan"}, "severity", "dari daftar"),
]


@pytest.mark.parametrize(("code", "values", "field", "said"), WRONG)
def test_recording_refuses_what_a_form_refuses(
    cast: Cast, code: str, values: dict[str, Any], field: str, said: str
) -> None:
    book = book_named(code)
    before = Entry.objects.count()
    with pytest.raises(DomainError, match=said) as caught:
        record_entry(
            book=book, actor=cast.keeper(book).actor, values={**values_for(book, cast.office), **values}
        )
    assert caught.value.field == field
    assert Entry.objects.count() == before


@pytest.mark.parametrize(("code", "values", "field", "said"), WRONG)
def test_correcting_refuses_the_same(
    cast: Cast, code: str, values: dict[str, Any], field: str, said: str
) -> None:
    entry = entry_of(code, cast)
    with pytest.raises(DomainError, match=said) as caught:
        correct_entry(entry=entry, actor=cast.keeper(entry.declaration).actor, values=values, reason="x")
    assert caught.value.field == field


def test_an_old_row_with_a_bad_value_can_still_be_corrected_elsewhere(cast: Cast) -> None:
    letter = entry_of("incoming_letter", cast)
    type(letter).objects.filter(pk=letter.pk).update(kind="telegram")
    changed = correct_entry(entry=letter, actor=cast.clerk.actor, values={"title": "Baru"}, reason="x")
    assert changed.title == "Baru"


def test_judging_asks_no_query(cast: Cast, django_assert_num_queries: Any) -> None:
    from takar.ledger.judging import refuse_faults, refuse_gaps
    from takar.ledger.sealing import sealed_columns

    for code in ("incoming_letter", "asset", "case", "activity"):
        entry = type(entry_of(code, cast)).objects.latest("pk")
        book = entry.declaration
        with django_assert_num_queries(0):
            refuse_faults(book, entry, sealed_columns(book))
            refuse_gaps(book, entry, sealed_columns(book))
    assert date(2026, 7, 15) >= entry.occurred_on
