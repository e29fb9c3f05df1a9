"""Keeping the stock balance in step with the two books."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db import connection

from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_number
from takar.ledger.books import Change, Event
from takar.ledger.models import Entry
from takar.registers.goods.models import StockBalance, StockMovement


def move_stock(event: Event, sign: int) -> None:
    """Carry an entry's change into the balance; ``sign`` is 1 for receipts and -1 for issues.

    Runs inside the transaction of the entry, under the balance's row lock: two issues of the last
    rim cannot both pass, on either database.
    """
    entry = event.entry
    assert isinstance(entry, StockMovement)
    now = {entry.item_id: entry.quantity * sign}
    match event.change:
        case Change.RECORDED:
            deltas = now
        case Change.CANCELLED:
            deltas = {pk: -quantity for pk, quantity in now.items()}
        case Change.CORRECTED:
            deltas = dict(now)
            old_item, old = event.before["item_id"], Decimal(event.before["quantity"]) * sign
            deltas[old_item] = deltas.get(old_item, Decimal(0)) - old
        case Change.ADVANCED | Change.MOVED | Change.WITHDRAWN:
            return
    # One order of locking for every writer: by item.
    for item_id in sorted(deltas):
        if deltas[item_id]:
            _change_balance(item_id, deltas[item_id])


def _change_balance(item_id: int, delta: Decimal) -> None:
    """Add to the balance under its row lock.

    Decimals are added here and not in SQL, because SQLite would add them as floating point.
    """
    StockBalance.objects.bulk_create([StockBalance(item_id=item_id)], ignore_conflicts=True)
    balance = StockBalance.objects.select_for_update().select_related("item").get(pk=item_id)
    left = balance.quantity + delta
    if left < 0:
        have = f"{format_number(balance.quantity)} {balance.item.unit}"
        raise DomainError(f"Persediaan {balance.item.name} tinggal {have}.", field="quantity")
    StockBalance.objects.filter(pk=item_id).update(quantity=left)


def describe_movement(entry: Entry) -> None:
    """The kind follows the item's category; without a remark the item's name is the title."""
    assert isinstance(entry, StockMovement)
    entry.kind = entry.item.category
    entry.title = entry.title or entry.item.name


def wrong_balances(office_id: int) -> Iterator[str]:
    """Items whose balance is not what receipts and issues add up to."""
    by_books = balances_by_books(office_id)
    for balance in StockBalance.objects.filter(item__office_id=office_id).select_related("item"):
        expected = by_books.pop(balance.item_id, Decimal(0))
        if balance.quantity != expected:
            yield (
                f"Sisa {balance.item.name} tertulis {format_number(balance.quantity)}, "
                f"menurut buku {format_number(expected)}."
            )
    for item_id, expected in by_books.items():
        if expected:
            yield f"Barang {item_id}: sisa tidak tercatat, menurut buku {format_number(expected)}."


def balances_by_books(office_id: int) -> dict[int, Decimal]:
    """Item id -> what the entries themselves add up to; the audit compares it with the balances."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item_id, SUM(quantity) FROM ("
            " SELECT r.item_id, r.quantity FROM goods_stockreceipt r"
            " JOIN ledger_entry e ON e.id = r.entry_ptr_id WHERE e.office_id = %s AND e.state <> 'cancelled'"
            " UNION ALL"
            " SELECT i.item_id, -i.quantity FROM goods_stockissue i"
            " JOIN ledger_entry e ON e.id = i.entry_ptr_id WHERE e.office_id = %s AND e.state <> 'cancelled'"
            ") moves GROUP BY item_id",
            [office_id, office_id],
        )
        return {int(pk): Decimal(str(total)).quantize(Decimal("0.01")) for pk, total in cursor.fetchall()}
