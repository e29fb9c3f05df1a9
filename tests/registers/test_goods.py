"""What comes in, what goes out, and that the balance is what the two books add up to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import Cast, stock_item

from takar.kernel.errors import DomainError
from takar.ledger.audit import verify
from takar.ledger.books import book_named
from takar.ledger.forms import form_class
from takar.ledger.models import Entry
from takar.ledger.services import cancel_entry, correct_entry, record_entry
from takar.registers.goods.models import StockBalance, StockIssue, StockItem, StockReceipt
from takar.registers.goods.rules.stock import balances_by_books

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

RECEIPTS, ISSUES = book_named("stock_receipt"), book_named("stock_issue")
TODAY = date(2026, 7, 15)


def receive(cast: Cast, item: StockItem, quantity: str, **more: Any) -> StockReceipt:
    values = {"occurred_on": TODAY, "item": item, "quantity": Decimal(quantity), "supplier": "CV Maju"} | more
    entry = record_entry(book=RECEIPTS, actor=cast.stock_clerk.actor, values=values)
    assert isinstance(entry, StockReceipt)
    return entry


def issue(cast: Cast, item: StockItem, quantity: str, **more: Any) -> StockIssue:
    values = {"occurred_on": TODAY, "item": item, "quantity": Decimal(quantity), "receiver": "Kasi"} | more
    entry = record_entry(book=ISSUES, actor=cast.stock_clerk.actor, values=values)
    assert isinstance(entry, StockIssue)
    return entry


def correct(cast: Cast, entry: Entry, **values: Any) -> Entry:
    return correct_entry(entry=entry, actor=cast.stock_clerk.actor, values=values, reason="Salah tulis")


def left(item: StockItem) -> Decimal:
    return StockBalance.objects.filter(item=item).values_list("quantity", flat=True).first() or Decimal(0)


def test_what_comes_in_less_what_goes_out_is_left(cast: Cast) -> None:
    paper = stock_item(cast.office)
    receive(cast, paper, "10")
    receive(cast, paper, "2.5")
    issue(cast, paper, "4.25")
    assert left(paper) == Decimal("8.25")
    assert balances_by_books(cast.office.pk) == {paper.pk: Decimal("8.25")}


def test_the_kind_follows_the_item_and_the_title_its_name(cast: Cast) -> None:
    soap = stock_item(cast.office, "Sabun", unit="botol", category="kebersihan")
    entry = receive(cast, soap, "1200", title="")
    assert (entry.kind, entry.title, entry.amount) == ("kebersihan", "Sabun", "1.200 botol")
    assert receive(cast, soap, "2", title="Belanja", unit_price=Decimal("12500")).total == "Rp25.000"


def test_nothing_goes_out_that_is_not_there(cast: Cast) -> None:
    paper = stock_item(cast.office)
    with pytest.raises(DomainError, match="Persediaan Kertas HVS F4 tinggal 0 rim") as caught:
        issue(cast, paper, "1")
    assert caught.value.field == "quantity"
    receive(cast, paper, "3")
    with pytest.raises(DomainError, match="tinggal 3 rim"):
        issue(cast, paper, "3.01")
    issue(cast, paper, "3")
    assert left(paper) == 0
    assert StockIssue.objects.filter(office=cast.office).count() == 1


def test_the_database_itself_refuses_less_than_nothing(cast: Cast) -> None:
    paper = stock_item(cast.office)
    receive(cast, paper, "1")
    with pytest.raises(IntegrityError), transaction.atomic():
        StockBalance.objects.filter(item=paper).update(quantity=-1)


def test_a_receipt_whose_goods_are_gone_cannot_be_cancelled_or_lowered(cast: Cast) -> None:
    paper = stock_item(cast.office)
    receipt = receive(cast, paper, "5")
    issue(cast, paper, "4")
    with pytest.raises(DomainError, match="tinggal 1 rim"):
        cancel_entry(entry=receipt, actor=cast.stock_clerk.actor, reason="x")
    with pytest.raises(DomainError, match="tinggal 1 rim"):
        correct(cast, receipt, quantity=Decimal(3))
    correct(cast, receipt, quantity=Decimal(4))
    assert left(paper) == 0
    assert list(verify(cast.office.pk)) == []


def test_a_cancelled_issue_brings_the_goods_back(cast: Cast) -> None:
    paper = stock_item(cast.office)
    receive(cast, paper, "5")
    out = issue(cast, paper, "5")
    cancel_entry(entry=out, actor=cast.stock_clerk.actor, reason="Tidak jadi")
    assert left(paper) == 5
    assert balances_by_books(cast.office.pk) == {paper.pk: Decimal(5)}


def test_correcting_item_and_quantity_moves_both_balances(cast: Cast) -> None:
    paper, ink = stock_item(cast.office), stock_item(cast.office, "Tinta", unit="botol")
    receive(cast, ink, "2")
    receipt = receive(cast, paper, "10")
    corrected = correct(cast, receipt, item=ink, quantity=Decimal(7))
    assert (left(paper), left(ink)) == (0, 9)
    assert corrected.search_text.find("tinta") >= 0
    out = issue(cast, ink, "9")
    with pytest.raises(DomainError, match="Persediaan Kertas HVS F4 tinggal 0 rim"):
        correct(cast, out, item=paper)
    assert (left(paper), left(ink)) == (0, 0)


def test_correcting_another_column_leaves_the_balance(cast: Cast) -> None:
    paper = stock_item(cast.office)
    receipt = receive(cast, paper, "10")
    correct(cast, receipt, supplier="CV Lain", unit_price=Decimal(100))
    assert left(paper) == 10


@pytest.mark.parametrize("quantity", ["0", "-1", "0,001", "sepuluh", ""])
def test_the_form_takes_only_quantities_above_nought(cast: Cast, quantity: str) -> None:
    item = stock_item(cast.office)
    data = {"occurred_on": "hari ini", "item": str(item.pk), "quantity": quantity, "receiver": "Kasi"}
    form = form_class(ISSUES, cast.stock_clerk.actor)(data=data)
    assert "quantity" in form.errors


def test_a_price_left_empty_is_nought(cast: Cast) -> None:
    item = stock_item(cast.office)
    data = {
        "occurred_on": "hari ini",
        "item": str(item.pk),
        "quantity": "2",
        "supplier": "CV",
        "unit_price": "",
    }
    form = form_class(RECEIPTS, cast.stock_clerk.actor)(data=data)
    assert form.is_valid(), form.errors
    entry = record_entry(book=RECEIPTS, actor=cast.stock_clerk.actor, values=form.values())
    assert isinstance(entry, StockReceipt)
    assert entry.total == "Rp0"


def test_the_form_offers_only_the_office_s_own_items_in_use(cast: Cast) -> None:
    ours, old = stock_item(cast.office), stock_item(cast.office, "Karbon", retired_on=date(2020, 1, 1))
    theirs = StockItem.objects.get(office=cast.neighbour_office)
    field = form_class(RECEIPTS, cast.stock_clerk.actor)().fields["item"]
    offered = set(field.queryset)  # type: ignore[attr-defined]
    assert ours in offered
    assert not offered & {old, theirs}


moves = st.lists(
    st.tuples(
        st.sampled_from(["receive", "issue", "correct", "cancel"]),
        st.integers(0, 1),
        st.decimals("0.01", "50", places=2),
        st.integers(0, 30),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=moves)
def test_after_any_history_the_balance_is_what_the_books_add_up_to(
    cast: Cast, history: list[tuple[str, int, Decimal, int]]
) -> None:
    undo = transaction.savepoint()
    items = [stock_item(cast.office, name) for name in ("Kertas", "Tinta")]
    expected: dict[int, tuple[int, Decimal]] = {}  # entry -> (item, signed quantity), kept by hand
    made: list[Entry] = []
    for what, which, quantity, nth in history:
        item = items[which]
        target = made[nth % len(made)] if made else None
        try:
            if what == "receive":
                made.append(receive(cast, item, str(quantity)))
                expected[made[-1].pk] = (item.pk, quantity)
            elif what == "issue":
                made.append(issue(cast, item, str(quantity)))
                expected[made[-1].pk] = (item.pk, -quantity)
            elif target is not None and what == "correct":
                sign = 1 if target.book == "stock_receipt" else -1
                correct(cast, target, item=item, quantity=quantity)
                expected[target.pk] = (item.pk, sign * quantity)
            elif target is not None:
                cancel_entry(entry=target, actor=cast.stock_clerk.actor, reason="x")
                del expected[target.pk]
        except DomainError:
            pass  # refused: nothing may have moved
        sums = {
            pk: sum((q for i, q in expected.values() if i == pk), Decimal(0)) for pk in (i.pk for i in items)
        }
        assert {item.pk: left(item) for item in items} == sums
        assert all(total >= 0 for total in sums.values())
    books = balances_by_books(cast.office.pk)
    assert {item.pk: books.get(item.pk, Decimal(0)) for item in items} == {i.pk: left(i) for i in items}
    assert list(verify(cast.office.pk)) == []
    transaction.savepoint_rollback(undo)
