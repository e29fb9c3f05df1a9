"""Named reads of the goods books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.months import add_years
from takar.ledger.models import CANCELLED, EffectiveMilestone, Entry
from takar.organisation.actor import Actor
from takar.registers.goods.calculation import fifo
from takar.registers.goods.models import (
    Asset,
    Kib,
    StockAdjustment,
    StockBalance,
    StockCardLine,
    StockCount,
    StockIssue,
    StockItem,
    StockReceipt,
    Vehicle,
    VehicleRenewal,
)

HELD = ("recorded", "proposed")
"""States of an asset that the office still has."""

ZERO = Decimal(0)


# ---- stock --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Holding:
    """What is left of an item, and its worth by FIFO in rupiah."""

    item: StockItem
    quantity: Decimal
    value: Decimal

    @property
    def is_low(self) -> bool:
        return bool(self.item.minimum) and self.quantity <= self.item.minimum


def holdings(actor: Actor) -> list[Holding]:
    """Every item in use, or retired with something left, by category and name; two queries."""
    worth: defaultdict[int, Decimal] = defaultdict(Decimal)
    left: defaultdict[int, Decimal] = defaultdict(Decimal)
    rows = visible(actor, StockCardLine).filter(remaining__gt=0)
    for item_id, remaining, price in rows.values_list("item_id", "remaining", "price"):
        worth[item_id] += remaining * price
        left[item_id] += remaining
    items = visible(actor, StockItem).order_by("category", "name")
    return [
        Holding(item, left[item.pk], worth[item.pk])
        for item in items
        if item.retired_on is None or left[item.pk]
    ]


def book_quantities(office_id: int, until: date) -> dict[int, Decimal]:
    """Item id -> what the books say was left at the end of a day."""
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    rows = StockCardLine.objects.filter(item__office_id=office_id, on__lte=until)
    for item_id, quantity in rows.values_list("item_id", "quantity"):
        sums[item_id] += quantity
    return dict(sums)


def balances(actor: Actor) -> defaultdict[int, Decimal]:
    """Item id -> what is left now."""
    return defaultdict(Decimal, visible(actor, StockBalance).values_list("item_id", "quantity"))


def changed_since_counted(counts: Sequence[StockCount]) -> dict[int, list[str]]:
    """Count -> names of the items of which the books say something else now than when they were counted;
    one query."""
    items = {int(line["item"]) for count in counts for line in count.lines}
    latest = max((count.occurred_on for count in counts), default=date.min)
    rows = list(
        StockCardLine.objects.filter(item_id__in=items, on__lte=latest).values_list(
            "item_id", "on", "quantity"
        )
    )
    found: dict[int, list[str]] = {}
    for count in counts:
        books: defaultdict[int, Decimal] = defaultdict(Decimal)
        for item_id, on, quantity in rows:
            if on <= count.occurred_on:
                books[item_id] += quantity
        found[count.pk] = [
            line["name"] for line in count.lines if books[int(line["item"])] != Decimal(line["book"])
        ]
    return found


def outdated_counts(actor: Actor) -> list[int]:
    """Counts that were written down and must be again, because the books changed meanwhile."""
    drafted = list(visible(actor, StockCount).filter(state="drafted").exclude(lines=[]))
    return [pk for pk, changed in changed_since_counted(drafted).items() if changed] if drafted else []


def last_price(item_id: int) -> Decimal:
    """What the item last cost: the price of goods that an opname found."""
    row = StockCardLine.objects.filter(item_id=item_id, price__gt=0).order_by("-on", "-pk").first()
    return row.price if row else ZERO


@dataclass(frozen=True)
class CardLine:
    """A line of the kartu persediaan with what is left after it."""

    line: StockCardLine
    entry: Entry
    left: Decimal
    value: Decimal
    """Rupiah of what is left."""


def card_of(item: StockItem) -> list[CardLine]:
    """The whole card in its order: by day, deliveries before hand-outs."""
    lines = StockCardLine.objects.filter(item=item)
    rows = list(lines)
    entries = _entries(lines)
    left = value = ZERO
    found = []
    for row in sorted(rows, key=lambda row: fifo.Line(row.pk, row.on, row.quantity).order):
        left += row.quantity
        value += row.cost if row.quantity > 0 else -row.cost
        found.append(CardLine(row, entries[row.pk], left, value))
    return found


def _entries(lines: QuerySet[StockCardLine]) -> dict[int, Entry]:
    """The movements behind lines of a card, with their own columns; one query per book.

    Ask for the lines first: what is recorded meanwhile then has a movement too many, never one too few."""
    keys = lines.order_by().values("pk")
    return {
        entry.pk: entry
        for model in (StockReceipt, StockIssue, StockAdjustment)
        for entry in model._default_manager.filter(pk__in=keys)
    }


def movements_of_year(actor: Actor, year: int) -> list[tuple[StockCardLine, Entry]]:
    """Every movement of a year by its day, deliveries before hand-outs."""
    lines = visible(actor, StockCardLine).filter(on__year=year).select_related("item")
    rows = sorted(lines, key=lambda row: fifo.Line(row.pk, row.on, row.quantity).order)
    entries = _entries(lines)
    return [(row, entries[row.pk]) for row in rows]


def uses_of(entry_id: int, item: StockItem) -> list[tuple[fifo.Use, Entry]]:
    """Which deliveries a hand-out came from."""
    rows = StockCardLine.objects.filter(item=item)
    outcome = fifo.replay(fifo.Line(row.pk, row.on, row.quantity, row.price) for row in rows)
    uses = outcome.uses[entry_id]
    entries = Entry.objects.in_bulk([use.layer for use in uses])
    return [(use, entries[use.layer]) for use in uses]


# ---- vehicles -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Papers:
    """When a vehicle's papers run out. Yearly: pengesahan STNK with tax; five-yearly: STNK and TNKB."""

    tax_due: date | None
    plate_due: date | None


@dataclass(frozen=True)
class VehicleDue:
    """A due date of a vehicle and what is being done about it."""

    vehicle: Vehicle
    kind: str
    on: date
    renewal: VehicleRenewal | None
    """Submitted for this due date and not paid yet."""

    def days(self, today: date) -> int:
        return (self.on - today).days

    def is_due(self, today: date) -> bool:
        return self.on <= today + timedelta(days=self.vehicle.remind_days)


def papers_of(vehicle_ids: Iterable[int]) -> dict[int, Papers]:
    """The papers as they are, from the KIB and from every renewal that was paid."""
    ids = list(vehicle_ids)
    found = {
        pk: Papers(tax_due, until)
        for pk, tax_due, until in Asset.objects.filter(pk__in=ids).values_list(
            "pk", "tax_due", "papers_until"
        )
    }
    paid = VehicleRenewal.objects.filter(vehicle_id__in=ids, state="paid", valid_until__isnull=False)
    for renewal in paid.order_by("valid_until", "pk"):
        known = found[renewal.vehicle_id]
        assert renewal.valid_until is not None
        if renewal.kind == "tahunan":
            tax, plate = _later(known.tax_due, renewal.valid_until), known.plate_due
        else:
            # New papers for five years include the stamp of this year: tax is due again in one.
            tax = _later(known.tax_due, add_years(renewal.valid_until, -4))
            plate = _later(known.plate_due, renewal.valid_until)
        found[renewal.vehicle_id] = Papers(tax, plate)
    return found


def _later(first: date | None, second: date) -> date:
    return second if first is None else max(first, second)


def vehicle_dues(actor: Actor) -> list[VehicleDue]:
    """Both due dates of every vehicle, the earliest first; a fixed number of queries."""
    vehicles = list(visible(actor, Vehicle).filter(state__in=HELD).select_related("holder", "now_in"))
    papers = papers_of(vehicle.pk for vehicle in vehicles)
    under_way = {
        (renewal.vehicle_id, renewal.kind): renewal
        for renewal in visible(actor, VehicleRenewal).filter(state="submitted").order_by("pk")
    }
    found = [
        VehicleDue(vehicle, kind, on, under_way.get((vehicle.pk, kind)))
        for vehicle in vehicles
        for kind, on in (
            ("tahunan", papers[vehicle.pk].tax_due),
            ("lima_tahunan", papers[vehicle.pk].plate_due),
        )
        if on is not None
    ]
    # In the year of new papers the yearly stamp comes with them; one line is enough.
    whole = {(due.vehicle.pk, due.on) for due in found if due.kind == "lima_tahunan"}
    found = [due for due in found if due.kind == "lima_tahunan" or (due.vehicle.pk, due.on) not in whole]
    return sorted(found, key=lambda due: (due.on, due.vehicle.plate, due.kind))


def papers_due(actor: Actor) -> list[VehicleDue]:
    """Due dates within the lead time of their vehicle for which nothing was submitted yet."""
    today = clock.today()
    return [due for due in vehicle_dues(actor) if due.renewal is None and due.is_due(today)]


# ---- assets -------------------------------------------------------------------------------------


def held_assets(actor: Actor) -> QuerySet[Asset]:
    """Assets the office has: neither disposed of nor cancelled."""
    return visible(actor, Asset).filter(state__in=HELD)


@dataclass
class Recap:
    """Pieces and rupiah of one KIB: at the start, in, out, at the end of a period."""

    kib: str
    begin: int = 0
    begin_value: Decimal = ZERO
    came: int = 0
    came_value: Decimal = ZERO
    left: int = 0
    left_value: Decimal = ZERO

    @property
    def end(self) -> int:
        return self.begin + self.came - self.left

    @property
    def end_value(self) -> Decimal:
        return self.begin_value + self.came_value - self.left_value


def recap_of(office_id: int, start: date, end: date) -> list[Recap]:
    """Assets by KIB over a half-open period, from the days they were recorded and disposed of."""
    found = {kib.value: Recap(kib.value) for kib in Kib}
    gone = dict(
        EffectiveMilestone.objects.filter(office_id=office_id, book="asset", what="disposed").values_list(
            "entry_id", "on"
        )
    )
    rows = Asset.objects.filter(office_id=office_id, occurred_on__lt=end).exclude(state=CANCELLED)
    for pk, kib, on, pieces, price in rows.values_list("pk", "kind", "occurred_on", "pieces", "price"):
        recap, away = found[kib], gone.get(pk)
        if away is not None and away < start:
            continue
        if on < start:
            recap.begin += pieces
            recap.begin_value += price
        else:
            recap.came += pieces
            recap.came_value += price
        if away is not None and away < end:
            recap.left += pieces
            recap.left_value += price
    return list(found.values())


def stock_value(office_id: int, before: date) -> Decimal:
    """Rupiah of the store room at the start of a day, by FIFO."""
    rows = StockCardLine.objects.filter(item__office_id=office_id, on__lt=before)
    return sum(
        (cost if quantity > 0 else -cost for quantity, cost in rows.values_list("quantity", "cost")), ZERO
    )
