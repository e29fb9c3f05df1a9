"""FIFO: what an issue costs, and what happens when the past is corrected."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import Cast, stock_item
from tests.registers.test_goods import correct, issue, receive

from takar.kernel.errors import DomainError
from takar.ledger.audit import verify
from takar.ledger.services import cancel_entry
from takar.registers.goods.calculation import fifo
from takar.registers.goods.models import StockCardLine
from takar.registers.goods.selectors import card_of, holdings, stock_value, uses_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


def cost(entry: object) -> Decimal:
    return StockCardLine.objects.get(pk=entry.pk).cost  # type: ignore[attr-defined]


def day(number: int) -> date:
    return date(2026, 6, number)


def test_an_issue_costs_what_the_oldest_deliveries_cost(cast: Cast) -> None:
    paper = stock_item(cast.office)
    old = receive(cast, paper, "10", unit_price=Decimal(50_000), occurred_on=day(1))
    new = receive(cast, paper, "10", unit_price=Decimal(60_000), occurred_on=day(5))
    first = issue(cast, paper, "4", occurred_on=day(6))
    second = issue(cast, paper, "8", occurred_on=day(7))
    assert cost(first) == 200_000
    assert cost(second) == 6 * 50_000 + 2 * 60_000
    assert [(use.layer, use.quantity) for use, _ in uses_of(second.pk, paper)] == [(old.pk, 6), (new.pk, 2)]
    (held,) = [row for row in holdings(cast.clerk.actor) if row.item == paper]
    assert (held.quantity, held.value) == (8, 480_000)
    last = card_of(paper)[-1]
    assert (last.left, last.value) == (8, 480_000)
    assert stock_value(cast.office.pk, day(7)) == 500_000 + 600_000 - 200_000
    assert list(verify(cast.office.pk)) == []


def test_the_day_decides_and_not_the_order_of_recording(cast: Cast) -> None:
    paper = stock_item(cast.office)
    receive(cast, paper, "5", unit_price=Decimal(60_000), occurred_on=day(10))
    out = issue(cast, paper, "5", occurred_on=day(12))
    assert cost(out) == 300_000
    # A delivery of earlier is written up late: it is the older one, so it went first.
    receive(cast, paper, "3", unit_price=Decimal(40_000), occurred_on=day(2))
    assert cost(out) == 3 * 40_000 + 2 * 60_000
    assert list(verify(cast.office.pk)) == []


def test_a_corrected_price_is_carried_into_what_was_handed_out(cast: Cast) -> None:
    paper = stock_item(cast.office)
    receipt = receive(cast, paper, "10", unit_price=Decimal(50_000))
    out = issue(cast, paper, "4")
    correct(cast, receipt, unit_price=Decimal(55_000))
    assert cost(out) == 220_000
    assert list(verify(cast.office.pk)) == []


def test_nothing_goes_out_before_it_came_in(cast: Cast) -> None:
    paper = stock_item(cast.office)
    receipt = receive(cast, paper, "10", occurred_on=day(10))
    with pytest.raises(DomainError, match="Pada 9 Juni 2026 persediaan Kertas HVS F4 hanya 0 rim") as early:
        issue(cast, paper, "1", occurred_on=day(9))
    assert early.value.field == "occurred_on"
    issue(cast, paper, "4", occurred_on=day(10))
    with pytest.raises(DomainError, match="Pada 10 Juni 2026"):
        correct(cast, receipt, occurred_on=day(11))
    with pytest.raises(DomainError, match="tinggal 6 rim"):
        correct(cast, receipt, quantity=Decimal(3))
    assert list(verify(cast.office.pk)) == []


def test_a_used_delivery_may_go_when_a_later_one_covers_it_in_time_only(cast: Cast) -> None:
    paper = stock_item(cast.office)
    first = receive(cast, paper, "5", unit_price=Decimal(10), occurred_on=day(1))
    out = issue(cast, paper, "5", occurred_on=day(8))
    receive(cast, paper, "5", unit_price=Decimal(20), occurred_on=day(5))
    cancel_entry(entry=first, actor=cast.stock_clerk.actor, reason="Dua kali")
    assert cost(out) == 100
    again = receive(cast, paper, "9", occurred_on=day(9))
    assert again.pk
    with pytest.raises(DomainError, match="Pada 8 Juni 2026"):
        cancel_entry(
            entry=card_of(paper)[0].entry, actor=cast.stock_clerk.actor, reason="Baru datang tanggal 9"
        )
    assert list(verify(cast.office.pk)) == []


def test_what_is_changed_behind_the_program_is_found(cast: Cast) -> None:
    paper = stock_item(cast.office)
    receipt = receive(cast, paper, "5", unit_price=Decimal(10))
    StockCardLine.objects.filter(pk=receipt.pk).update(remaining=4)
    assert any("nilai atau sisa lapisan" in said for said in verify(cast.office.pk))
    StockCardLine.objects.filter(pk=receipt.pk).update(remaining=5, quantity=6)
    assert any("tidak sesuai buku" in said for said in verify(cast.office.pk))


quantities = st.decimals("0.01", "40", places=2)
lines = st.lists(st.tuples(st.integers(1, 28), st.booleans(), quantities, st.integers(1, 900)), max_size=14)


@pytest.mark.django_db(transaction=False)
@given(movements=lines)
def test_fifo_agrees_with_one_unit_after_the_other(movements: list[tuple[int, bool, Decimal, int]]) -> None:
    """The plain way: a queue of hundredths, each with its price."""
    moves = [
        fifo.Line(key, day(on), quantity if came else -quantity, Decimal(price) if came else fifo.NONE)
        for key, (on, came, quantity, price) in enumerate(movements)
    ]
    queue: list[int] = []
    expected: dict[int, int] = {}
    short = None
    for line in sorted(moves, key=lambda line: line.order):
        hundredths = int(abs(line.quantity) * 100)
        if line.quantity > 0:
            queue += [int(line.price)] * hundredths
        elif len(queue) < hundredths:
            short = line.key
            break
        else:
            expected[line.key] = sum(queue[:hundredths])
            del queue[:hundredths]
    if short is not None:
        with pytest.raises(fifo.NotEnough) as caught:
            fifo.replay(moves)
        assert caught.value.key == short
        return
    outcome = fifo.replay(moves)
    assert {key: outcome.cost(key) * 100 for key in expected} == expected
    assert sum(outcome.remaining.values(), fifo.NONE) * 100 == len(queue)
