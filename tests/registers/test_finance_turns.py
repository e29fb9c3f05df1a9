"""Whose turn it is with the treasurer's papers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.factories import Cast, close_cash_month, entry_of
from tests.whose_turn import waits_for

from takar.kernel.errors import DomainError
from takar.ledger.actions import action_at
from takar.ledger.services import add_milestone, cancel_entry
from takar.registers.finance import services
from takar.registers.finance.models import CashEntry, PaymentRequest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]
TODAY = date(2026, 7, 15)


def request_of(cast: Cast, reached: str = "drafted", **values: Any) -> PaymentRequest:
    made: PaymentRequest = entry_of("payment_request", cast, **values)
    if reached != "drafted":
        add_milestone(entry=made, what="verified", on=TODAY, actor=cast.general_head.actor)
    if reached in {"issued", "paid"}:
        services.issue_order(request=made, actor=cast.treasurer.actor, number="SPM-1", on=TODAY)
    if reached == "paid":
        services.pay(request=made, actor=cast.treasurer.actor, number="SP2D-1", on=TODAY)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(
    ("reached", "code", "who"),
    [
        ("drafted", "verify", "general_head"),
        ("verified", "issue", "treasurer"),
        ("issued", "pay", "treasurer"),
        ("paid", "enter_in_cash_book", "treasurer"),
    ],
)
def test_a_payment_request_always_waits_for_somebody(cast: Cast, reached: str, code: str, who: str) -> None:
    assert waits_for(cast, request_of(cast, reached)) == {code: {who}}


def test_what_the_head_drew_up_waits_for_the_leaders(cast: Cast) -> None:
    made = entry_of("payment_request", cast, actor=cast.general_head.actor)
    assert waits_for(cast, made) == {"verify": {"camat", "secretary"}}
    verify = action_at(made.declaration, "langkah", "verified")
    assert "harus dicatat orang lain" in verify.refusal(cast.general_head.actor, made)


def test_an_sp2d_is_booked_once_and_waits_again_when_its_row_is_cancelled(cast: Cast) -> None:
    made = request_of(cast, "paid")
    enter = action_at(made.declaration, "bukukan")
    form = enter.form(cast.treasurer.actor, made)
    assert form is not None
    assert not {"request", "corrects"} & form.fields.keys()
    values = {
        "occurred_on": TODAY,
        "kind": "sp2d",
        "title": made.title,
        "received": made.net,
        "spent": Decimal(0),
        "place": "bank",
    }
    row = enter.perform(cast.treasurer.actor, made, values).goes_to
    assert isinstance(row, CashEntry)
    assert row.request_id == made.pk
    assert waits_for(cast, made) == {}
    with pytest.raises(DomainError, match="sudah dibukukan"):
        enter.perform(cast.treasurer.actor, made, values)
    assert CashEntry.objects.filter(request=made).count() == 1
    cancel_entry(entry=row, actor=cast.treasurer.actor, reason="Salah tanggal")
    assert waits_for(cast, made) == {"enter_in_cash_book": {"treasurer"}}


def test_what_pays_nothing_is_not_booked(cast: Cast) -> None:
    values: dict[str, Any] = {"vat": 0, "income_tax": 0, "account": ""}
    entry_of("payment_request", cast, kind="up", gross=Decimal(50_000_000), **values)
    nil = request_of(cast, "paid", kind="gu_nihil", gross=Decimal(1_000_000), **values)
    assert waits_for(cast, nil) == {}
    assert "nihil" in action_at(nil.declaration, "bukukan").not_now(cast.treasurer.actor, nil)


@pytest.mark.parametrize("book", ["accountability_report", "financial_report", "cash_closing"])
def test_reports_and_closings_wait_for_the_leaders_but_not_for_their_author(cast: Cast, book: str) -> None:
    assert waits_for(cast, entry_of(book, cast)) == {"approve": {"camat", "secretary"}}
    if book == "cash_closing":
        own = close_cash_month(cast, cast.secretary.actor, {})
    else:
        own = entry_of(book, cast, actor=cast.secretary.actor)
    assert waits_for(cast, own) == {"approve": {"camat"}}
    add_milestone(entry=own, what="approved", on=TODAY, actor=cast.camat.actor)
    assert waits_for(cast, own) == {}
