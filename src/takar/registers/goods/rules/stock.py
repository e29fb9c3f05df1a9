"""Keeping balance and stock card in step with the books of movements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db import connection

from takar.kernel.decimals import MOST_DIGITS, is_kept_exactly
from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_date_long, format_number
from takar.ledger.books import Change, Event
from takar.ledger.models import CANCELLED
from takar.registers.goods.calculation import fifo
from takar.registers.goods.models import (
    StockAdjustment,
    StockBalance,
    StockCardLine,
    StockCount,
    StockItem,
    StockMovement,
)
from takar.registers.goods.selectors import changed_since_counted

_TOLD_ONLY = (Change.ADVANCED, Change.MOVED, Change.WITHDRAWN)
"""What happened to the paper of a movement, and not to the goods."""


def move_stock(event: Event[StockMovement]) -> None:
    """Carry an entry's change into the balance and the card of its item (of both, when it changed).

    Runs inside the transaction of the entry, under the balances' row locks: two issues of the last
    rim cannot both pass, on either database, and the layers of an item change under its lock only.
    """
    entry = event.entry
    if event.change in _TOLD_ONLY or not _moves(event):
        return
    now = {} if event.change is Change.CANCELLED else {entry.item_id: entry.quantity * entry.sign}
    was: dict[int, Decimal] = {}
    if event.change is Change.CANCELLED:
        was = {entry.item_id: entry.quantity * entry.sign}
    elif event.change is Change.CORRECTED:
        was = {event.before["item_id"]: Decimal(event.before["quantity"]) * _sign_before(event)}
    # One order of locking for every writer: by item, all of them before anything changes.
    items = sorted(now.keys() | was.keys())
    balances = {item_id: _locked(item_id) for item_id in items}
    for item_id in items:
        _add(balances[item_id], now.get(item_id, Decimal(0)) - was.get(item_id, Decimal(0)))
    if was.keys() - now.keys():
        StockCardLine.objects.filter(pk=entry.pk).delete()
    for item_id in items:
        item = balances[item_id].item
        if event.change is Change.RECORDED and _appends(entry):
            _append(entry, item)
            continue
        if item_id in now:
            _write(entry)
        _refigure(item, entry)


def _moves(event: Event[StockMovement]) -> bool:
    """Whether a correction touched what stock is made of."""
    if event.change is not Change.CORRECTED:
        return True
    entry = event.entry
    before = event.before
    return (
        before["item_id"] != entry.item_id
        or Decimal(before["quantity"]) != entry.quantity
        or before["occurred_on"] != entry.occurred_on.isoformat()
        or Decimal(before.get("unit_price", "0")) != getattr(entry, "unit_price", Decimal(0))
        or _sign_before(event) != entry.sign
    )


def _sign_before(event: Event[StockMovement]) -> int:
    entry = event.entry
    direction = event.before.get("direction")
    return entry.sign if direction is None else (1 if direction == StockAdjustment.Direction.MORE else -1)


# ---- balances -----------------------------------------------------------------------------------


def _locked(item_id: int) -> StockBalance:
    StockBalance.objects.bulk_create([StockBalance(item_id=item_id)], ignore_conflicts=True)
    return StockBalance.objects.select_for_update(of=("self",)).select_related("item").get(pk=item_id)


def _add(balance: StockBalance, delta: Decimal) -> None:
    """Decimals are added here and not in SQL, because SQLite would add them as floating point."""
    if not delta:
        return
    left = balance.quantity + delta
    if left < 0:
        have = f"{format_number(balance.quantity)} {balance.item.unit}"
        raise DomainError(f"Persediaan {balance.item.name} tinggal {have}.", field="quantity")
    StockBalance.objects.filter(pk=balance.pk).update(quantity=left)


# ---- the card -----------------------------------------------------------------------------------


def _write(entry: StockMovement) -> None:
    """The movement's own line; ``remaining`` and ``cost`` are figured next."""
    StockCardLine.objects.update_or_create(
        pk=entry.pk,
        defaults={
            "item_id": entry.item_id,
            "on": entry.occurred_on,
            "quantity": entry.quantity * entry.sign,
            "price": entry.price_in,
        },
    )


def _appends(entry: StockMovement) -> bool:
    """Whether a new movement changes no earlier hand-out: none lies after its day."""
    later = StockCardLine.objects.filter(item_id=entry.item_id, on__gt=entry.occurred_on, quantity__lt=0)
    return not later.exists()


def _append(entry: StockMovement, item: StockItem) -> None:
    """The usual case without a look at the whole life of the item."""
    line = StockCardLine(
        pk=entry.pk,
        item_id=entry.item_id,
        on=entry.occurred_on,
        quantity=entry.quantity * entry.sign,
        price=entry.price_in,
    )
    if entry.sign > 0:
        line.remaining, line.cost = entry.quantity, _worth(entry.quantity, entry.price_in)
    else:
        layers = {
            row.pk: row
            for row in StockCardLine.objects.filter(item=item, on__lte=entry.occurred_on, remaining__gt=0)
        }
        opened = [replace(_line(row), quantity=row.remaining) for row in layers.values()]
        outcome = _replayed([*opened, _line(line)], item)
        line.cost = outcome.cost(line.pk)
        used = [layers[use.layer] for use in outcome.uses[line.pk]]
        for row in used:
            row.remaining = outcome.remaining[row.pk]
        StockCardLine.objects.bulk_update(used, ["remaining"])
    line.save(force_insert=True)


def _refigure(item: StockItem, entry: StockMovement) -> None:
    """All layers and costs of an item anew, because something in its past changed."""
    rows = list(StockCardLine.objects.filter(item=item))
    outcome = _replayed(map(_line, rows), item, entry)
    changed = []
    for row in rows:
        if row.quantity > 0:
            expected = outcome.remaining[row.pk], _worth(row.quantity, row.price)
        else:
            expected = Decimal(0), outcome.cost(row.pk)
        if (row.remaining, row.cost) != expected:
            row.remaining, row.cost = expected
            changed.append(row)
    StockCardLine.objects.bulk_update(changed, ["remaining", "cost"], batch_size=200)


def _worth(quantity: Decimal, price: Decimal) -> Decimal:
    cost = quantity * price
    if not is_kept_exactly(cost) or cost.adjusted() >= MOST_DIGITS:
        raise DomainError(
            f"Nilainya menjadi Rp{format_number(cost)}, terlalu panjang untuk dicatat. Periksa banyaknya dan "
            "harga satuannya."
        )
    return cost


def _line(row: StockCardLine) -> fifo.Line:
    return fifo.Line(row.pk, row.on, row.quantity, row.price)


def _replayed(
    lines: Iterable[fifo.Line], item: StockItem, entry: StockMovement | None = None
) -> fifo.Outcome:
    try:
        return fifo.replay(lines)
    except fifo.NotEnough as short:
        raise DomainError(
            f"Pada {format_date_long(short.on)} persediaan {item.name} hanya "
            f"{format_number(short.have)} {item.unit}. Periksa tanggalnya, atau catat dahulu penerimaannya.",
            field="occurred_on" if entry is None or entry.pk == short.key else "quantity",
        ) from short


def describe_movement(entry: StockMovement) -> None:
    """The kind follows the item's category; without a remark the item's name is the title."""
    entry.kind = entry.item.category
    entry.title = entry.title or entry.item.name


# ---- opname -------------------------------------------------------------------------------------


def prepare_count(entry: StockCount) -> None:
    """What was counted is what it was on that day: another day needs another count."""
    entry.title = entry.title or f"Opname persediaan {format_date_long(entry.occurred_on)}"


def why_not_counted(count: StockCount) -> str:
    """Why the count can no longer be written down; empty while it can."""
    return "" if count.state == "drafted" else "Opname ini sudah disahkan atau dibatalkan; hitungannya tetap."


def why_not_approved(count: StockCount) -> str:
    """Why a count that stands as a draft cannot be approved; empty when it can."""
    if not count.lines:
        return "Hitungannya belum diisi."
    changed = changed_since_counted([count])[count.pk]
    if changed:
        return f"Sisa menurut buku berubah sejak dihitung: {', '.join(changed)}. Isi ulang hitungannya."
    return ""


def apply_count(event: Event[StockCount]) -> None:
    """An approved count is final; only its remarks may be corrected."""
    entry = event.entry
    if event.change is Change.CORRECTED:
        moved = event.before["occurred_on"] != entry.occurred_on.isoformat()
        if entry.state == "approved" and (moved or event.before["lines"] != entry.lines):
            raise DomainError("Opname ini sudah disahkan; buat opname baru bila hitungannya keliru.")
        if moved and entry.lines:
            raise DomainError(
                "Hitungan berlaku untuk tanggal semula. Batalkan opname ini dan buat yang baru.",
                field="occurred_on",
            )


def why_not_cancelled(count: StockCount) -> str:
    """Its adjustments are taken back first. Approving locks the count, as cancelling does."""
    if count.adjustments.exclude(state=CANCELLED).exists():
        return "Penyesuaiannya masih berlaku. Batalkan dahulu penyesuaian dari opname ini."
    return ""


# ---- audit --------------------------------------------------------------------------------------


def wrong_balances(office_id: int) -> Iterator[str]:
    """Items whose balance or card is not what the books add up to."""
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
    yield from wrong_cards(office_id)


def wrong_cards(office_id: int) -> Iterator[str]:
    """Cards whose lines, layers or values do not follow from the movements."""
    expected: dict[int, dict[int, fifo.Line]] = {}
    for key, item_id, day, quantity, price in _movements(office_id):
        on = date.fromisoformat(day) if isinstance(day, str) else day
        expected.setdefault(item_id, {})[key] = fifo.Line(key, on, _cents(quantity), _cents(price))
    written: dict[int, dict[int, StockCardLine]] = {}
    for row in StockCardLine.objects.filter(item__office_id=office_id):
        written.setdefault(row.item_id, {})[row.pk] = row
    names = dict(StockItem.objects.filter(office_id=office_id).values_list("pk", "name"))
    for item_id in sorted(expected.keys() | written.keys()):
        lines, rows = expected.get(item_id, {}), written.get(item_id, {})
        if lines != {pk: _line(row) for pk, row in rows.items()}:
            yield f"Kartu persediaan {names[item_id]} tidak sesuai buku penerimaan dan pengeluaran."
            continue
        try:
            outcome = fifo.replay(lines.values())
        except fifo.NotEnough as short:
            yield f"Kartu persediaan {names[item_id]}: pada {short.on} keluar lebih banyak daripada yang ada."
            continue
        for pk, row in rows.items():
            remaining = outcome.remaining.get(pk, Decimal(0))
            cost = row.quantity * row.price if row.quantity > 0 else outcome.cost(pk)
            if (row.remaining, row.cost) != (remaining, cost):
                yield f"Kartu persediaan {names[item_id]}: nilai atau sisa lapisan entri {pk} keliru."


def _cents(value: object) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


_UNION = (
    "SELECT e.id, r.item_id, e.occurred_on, r.quantity, r.unit_price FROM goods_stockreceipt r"
    " JOIN ledger_entry e ON e.id = r.entry_ptr_id WHERE e.office_id = %s AND e.state <> 'cancelled'"
    " UNION ALL"
    " SELECT e.id, i.item_id, e.occurred_on, -i.quantity, 0 FROM goods_stockissue i"
    " JOIN ledger_entry e ON e.id = i.entry_ptr_id WHERE e.office_id = %s AND e.state <> 'cancelled'"
    " UNION ALL"
    " SELECT e.id, a.item_id, e.occurred_on,"
    " CASE WHEN a.direction = 'lebih' THEN a.quantity ELSE -a.quantity END,"
    " CASE WHEN a.direction = 'lebih' THEN a.unit_price ELSE 0 END FROM goods_stockadjustment a"
    " JOIN ledger_entry e ON e.id = a.entry_ptr_id WHERE e.office_id = %s AND e.state <> 'cancelled'"
)


def _movements(office_id: int) -> list[tuple[int, int, str | date, object, object]]:
    """Every movement that is not cancelled, read from the books and not from the card."""
    with connection.cursor() as cursor:
        cursor.execute(_UNION, [office_id] * 3)
        return list(cursor.fetchall())


def balances_by_books(office_id: int) -> dict[int, Decimal]:
    """Item id -> what the entries themselves add up to; the audit compares it with the balances."""
    sums: dict[int, Decimal] = {}
    for _, item_id, _, quantity, _ in _movements(office_id):
        sums[item_id] = sums.get(item_id, Decimal(0)) + _cents(quantity)
    return sums
