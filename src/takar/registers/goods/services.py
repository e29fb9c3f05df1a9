"""Named writes that touch several entries: a request that is handed out, an opname that is approved."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from takar.kernel.errors import DomainError, Refused
from takar.kernel.formatting import format_number
from takar.ledger import access, chain, order
from takar.ledger.books import Book
from takar.ledger.models import CANCELLED, Entry
from takar.ledger.plain import as_json
from takar.ledger.services import add_milestone, correct_entry, kept_by_others, record_entry
from takar.organisation.actor import Actor
from takar.registers.goods.book import (
    StockAdjustments,
    StockCounts,
    StockIssues,
    SupplyRequests,
    VehicleRenewals,
)
from takar.registers.goods.models import (
    StockAdjustment,
    StockCount,
    StockIssue,
    StockItem,
    SupplyRequest,
    VehicleRenewal,
)
from takar.registers.goods.rules import stock
from takar.registers.goods.rules.supply import ISSUE_OF
from takar.registers.goods.selectors import book_quantities, last_price

# ---- requests -----------------------------------------------------------------------------------


def submit_request(
    *,
    actor: Actor,
    wanted: Mapping[StockItem, Decimal],
    purpose: str,
    on: date,
    client_key: uuid.UUID | None = None,
) -> SupplyRequest:
    """Ask for goods. Everybody with a position in the office may, not only the keepers of the book."""
    if actor.main is None:
        raise Refused("Permintaan barang diajukan oleh pemegang jabatan di kantor ini.")
    if not wanted:
        raise DomainError("Isi banyaknya pada sekurang-kurangnya satu barang.")
    lines = [f"{format_number(quantity)} {item.unit} {item.name}" for item, quantity in wanted.items()]
    return record_entry(
        book=SupplyRequests,
        actor=actor,
        values={
            "occurred_on": on,
            "title": purpose,
            "wanted": "\n".join(lines),
            "person_id": actor.person_id,
            "position_id": actor.main.position_id,
        },
        client_key=client_key,
        # The goods themselves and not their names, which somebody may change between two sendings.
        content={
            "on": on,
            "purpose": purpose,
            "wanted": {str(item.pk): quantity for item, quantity in wanted.items()},
        },
        keepers_only=False,
    )


def approve_request(
    *, request: SupplyRequest, actor: Actor, granted: Mapping[int, Decimal], on: date, note: str = ""
) -> SupplyRequest:
    """Approve what was asked, or less of it. ``granted``: item id -> quantity, items left out as asked."""
    _require_step(actor, request, SupplyRequests, "approved")
    changed: dict[str, str] = {}
    for line in request.asked:
        quantity = granted.get(line.item, line.quantity)
        if not 0 <= quantity <= line.quantity:
            raise DomainError(
                f"{line.name}: yang disetujui antara nol dan {format_number(line.quantity)} {line.unit}."
            )
        if quantity != line.quantity:
            changed[str(line.item)] = as_json(quantity)
    if changed and all(Decimal(changed.get(str(line.item), line.quantity)) == 0 for line in request.asked):
        raise DomainError("Tidak ada yang disetujui. Tolak permintaannya dengan alasan.")
    with transaction.atomic(), chain.sealed_at_the_end():
        current = request
        if changed != request.granted:
            current = correct_entry(
                entry=request,
                actor=actor,
                values={"granted": changed},
                reason="Disetujui dengan jumlah lain",
                version=request.version,
                by_service=True,
            )
        add_milestone(entry=current, what="approved", on=on, actor=actor, note=note, by_service=True)
    return current


def issue_request(
    *,
    request: SupplyRequest,
    actor: Actor,
    quantities: Mapping[int, Decimal],
    on: date,
    receiver: str,
    note: str = "",
) -> list[StockIssue]:
    """Hand out what was approved: one entry of the issue book per item, in one step.

    ``quantities``: item id -> what is handed out now; nought leaves an item out. All or nothing: when
    one item is no longer there, none is issued.
    """
    _require_step(actor, request, SupplyRequests, "issued")
    if not receiver.strip():
        raise DomainError("Tulis siapa yang menerima barangnya.", field="receiver")
    lines = []
    for line in request.asked:
        quantity = quantities.get(line.item, line.granted)
        if not 0 <= quantity <= line.granted:
            raise DomainError(f"{line.name}: paling banyak {format_number(line.granted)} {line.unit}.")
        if quantity:
            lines.append((line, quantity))
    if not lines:
        raise DomainError("Tidak ada barang yang dikeluarkan. Isi banyaknya.")
    items = StockItem.objects.in_bulk([line.item for line, _ in lines])
    made: list[StockIssue] = []
    with transaction.atomic(), chain.sealed_at_the_end():
        # The request first, then numbers, then balances by item: the order of every writer.
        Entry.objects.select_for_update().get(pk=request.pk)
        for line, quantity in sorted(lines, key=lambda pair: pair[0].item):
            issue = record_entry(
                book=StockIssues,
                actor=actor,
                values={
                    "occurred_on": on,
                    "item": items[line.item],
                    "quantity": quantity,
                    "receiver": receiver.strip(),
                    "purpose": request.title[:200],
                    "title": "",
                },
                keepers_only=False,
                links=[(request, ISSUE_OF)],
            )
            made.append(issue)
        add_milestone(entry=request, what="issued", on=on, actor=actor, note=note, by_service=True)
    return made


# ---- opname -------------------------------------------------------------------------------------


def fill_count(
    *, count: StockCount, actor: Actor, counted: Mapping[int, Decimal], reasons: Mapping[int, str]
) -> StockCount:
    """Write down what was counted. A difference without an explanation is refused by the item's name."""
    if not access.may_record(actor, StockCounts):
        raise Refused(kept_by_others(StockCounts))
    if reason := stock.why_not_counted(count):
        raise DomainError(reason)
    if not counted:
        raise DomainError("Isi hitungan sekurang-kurangnya satu barang.")
    books = book_quantities(count.office_id, count.occurred_on)
    items = StockItem.objects.filter(office_id=count.office_id, pk__in=counted).order_by("category", "name")
    lines = []
    for item in items:
        quantity, written = counted[item.pk], books.get(item.pk, Decimal(0))
        if quantity < 0:
            raise DomainError(f"{item.name}: hitungan tidak dapat kurang dari nol.")
        reason = reasons.get(item.pk, "").strip()
        if quantity != written and not reason:
            difference = format_number(quantity - written)
            raise DomainError(f"{item.name}: selisih {difference} {item.unit} harus dijelaskan.")
        lines.append(
            {
                "item": item.pk,
                "name": item.name,
                "unit": item.unit,
                "book": as_json(written),
                "counted": as_json(quantity),
                "reason": reason if quantity != written else "",
            }
        )
    return correct_entry(
        entry=count, actor=actor, values={"lines": lines}, reason="Hitungan diisi", by_service=True
    )


def approve_count(*, count: StockCount, actor: Actor, on: date, note: str = "") -> list[StockAdjustment]:
    """Approve an opname: every difference becomes a movement of the day of counting."""
    _require_step(actor, count, StockCounts, "approved")
    made: list[StockAdjustment] = []
    with transaction.atomic(), chain.sealed_at_the_end():
        Entry.objects.select_for_update().get(pk=count.pk)
        count = StockCount.objects.get(pk=count.pk)
        if reason := stock.why_not_approved(count):
            raise DomainError(reason)
        items = StockItem.objects.in_bulk([int(line["item"]) for line in count.lines])
        for line in sorted(count.differing, key=lambda line: int(line["item"])):
            item = items[int(line["item"])]
            difference = Decimal(line["counted"]) - Decimal(line["book"])
            more = difference > 0
            adjustment = record_entry(
                book=StockAdjustments,
                actor=actor,
                values={
                    "occurred_on": count.occurred_on,
                    "item": item,
                    "quantity": abs(difference),
                    "direction": StockAdjustment.Direction.MORE if more else StockAdjustment.Direction.LESS,
                    "unit_price": last_price(item.pk) if more else Decimal(0),
                    "count": count,
                    "title": line["reason"],
                },
                keepers_only=False,
            )
            made.append(adjustment)
        add_milestone(entry=count, what="approved", on=on, actor=actor, note=note, by_service=True)
    return made


# ---- vehicles -----------------------------------------------------------------------------------


def pay_renewal(
    *,
    renewal: VehicleRenewal,
    actor: Actor,
    on: date,
    valid_until: date,
    amounts: Mapping[str, Decimal],
    note: str = "",
) -> VehicleRenewal:
    """The papers were paid: what it cost, and until when they hold now.

    ``amounts``: ``tax`` (PKB), ``levy`` (SWDKLLJ), ``fees``, in rupiah.
    """
    _require_step(actor, renewal, VehicleRenewals, "paid")
    if valid_until <= on:
        raise DomainError("Masa berlaku yang baru berakhir sesudah tanggal dibayar.", field="valid_until")
    values: dict[str, Any] = {**amounts, "valid_until": valid_until}
    with transaction.atomic(), chain.sealed_at_the_end():
        current = correct_entry(
            entry=renewal,
            actor=actor,
            values=values,
            reason="Dibayar",
            version=renewal.version,
            by_service=True,
        )
        add_milestone(entry=current, what="paid", on=on, actor=actor, note=note, by_service=True)
    return current


# ---- shared -------------------------------------------------------------------------------------


def _require_step(actor: Actor, entry: Entry, book: type[Book], what: str) -> None:
    access.require_own(actor, entry)
    if entry.state == CANCELLED:
        raise DomainError("Entri ini sudah dibatalkan.")
    if not access.may_advance(actor, entry, book.spec(what)):
        raise Refused(f"Anda tidak bertugas mencatat “{book.spec(what).label}” pada {book.entry_label} ini.")
    if reason := order.not_yet(book, book.spec(what), entry.history):
        raise DomainError(reason)
