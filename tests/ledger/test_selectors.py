"""Named reads of the ledger."""

from __future__ import annotations

from datetime import date

import pytest

from takar.ledger.selectors import entries_per_month
from takar.ledger.services import cancel_entry
from takar.registers.mail.services import fill_reserved, reserve_number
from tests.factories import Cast, filing_code, letter_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


def test_the_months_of_the_books_count_each_entry_once(cast: Cast) -> None:
    """On the first and on the last day of a month, of this year only, without what was cancelled."""
    for day in (date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1), date(2025, 12, 31)):
        letter_of(cast, occurred_on=day, letter_date=None)
    mistake = letter_of(cast, occurred_on=date(2026, 3, 2), letter_date=None)
    cancel_entry(entry=mistake, actor=cast.clerk.actor, reason="Keliru")
    found = entries_per_month(cast.camat.actor, year=2026)
    assert {month: size for (book, month), size in found.items() if book == "incoming_letter"} == {3: 2, 4: 1}
    assert entries_per_month(cast.camat.actor, year=2025)["incoming_letter", 12] == 1


def test_a_number_reserved_and_filled_is_one_letter(cast: Cast) -> None:
    values = {
        "occurred_on": date(2026, 7, 10),
        "filing_code": filing_code(),
        "kind": "surat_tugas",
        "title": "Nanti",
    }
    reserved = reserve_number(actor=cast.clerk.actor, values=values)
    fill_reserved(letter=reserved, actor=cast.clerk.actor, values={"title": "Tugas", "recipient": "Kasi"})
    assert entries_per_month(cast.camat.actor, year=2026) == {("outgoing_letter", 7): 1}
