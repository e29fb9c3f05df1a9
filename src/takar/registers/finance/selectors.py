"""The BKU as it is read: rows in the order of their days, each with the balance after it.

Balances are never stored with the rows, because a row of an earlier day may still join an open month.
What a closed month came to is frozen in its closing, and from there one adds up. Amounts are added
in Python: SQLite would add them as floats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from takar.kernel.access import visible
from takar.kernel.period import Period
from takar.kernel.spans import in_reach
from takar.ledger.models import CANCELLED
from takar.organisation.actor import Actor
from takar.registers.finance.models import NIL, ZERO, CashBook, CashClosing, CashEntry


@dataclass(frozen=True)
class Sides:
    """Money in and money out."""

    received: Decimal = ZERO
    spent: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        return self.received - self.spent

    def __add__(self, other: Sides) -> Sides:
        return Sides(self.received + other.received, self.spent + other.spent)


@dataclass(frozen=True)
class MonthPage:
    """A month of the BKU as it stands on its page."""

    period: Period
    opening: Decimal
    """The balance carried over from the months before."""
    rows: list[CashEntry]
    """By day, then number; cancelled rows stand among them and count nothing."""
    this_month: Sides
    before: Sides
    """From the first of January up to last month."""
    carried: Decimal
    """The balance on the first of January."""
    by_place: dict[str, Decimal]
    """Balance at the end of the month, in the bank and in cash."""
    closing: CashClosing | None

    @property
    def up_to_now(self) -> Sides:
        return self.before + self.this_month

    @property
    def balance(self) -> Decimal:
        return self.opening + self.this_month.net


def closed_through(office_id: int) -> date | None:
    """The last day of the last closed month; None when nothing was closed yet."""
    return CashBook.objects.filter(pk=office_id).values_list("closed_through", flat=True).first()


def sides(office_id: int, *, start: date | None = None, end: date | None = None) -> Sides:
    """What came in and went out on the days from ``start`` until before ``end``."""
    total_in = total_out = ZERO
    for received, spent in _rows(office_id, start, end).values_list("received", "spent"):
        total_in += received
        total_out += spent
    return Sides(total_in, total_out)


def balance_before(office_id: int, day: date) -> Decimal:
    """The balance at the beginning of a day: from the last closing before it, and what followed."""
    closing = (
        CashClosing.objects.filter(office_id=office_id, month__lt=f"{day:%Y-%m}")
        .exclude(state=CANCELLED)
        .order_by("-month")
        .first()
    )
    start, base = (closing.period.end, closing.book_balance) if closing else (None, ZERO)
    return base + sides(office_id, start=start, end=day).net


def month_page(actor: Actor, period: Period) -> MonthPage:
    """A month with running balances. Rows the actor may not read still count in the balance."""
    assert actor.office_id is not None
    office_id = actor.office_id
    opening = balance_before(office_id, period.start)
    first = date(period.start.year, 1, 1)
    rows = list(
        visible(actor, CashEntry)
        .filter(book="cash_entry", occurred_on__gte=period.start, occurred_on__lt=period.end)
        .order_by("occurred_on", "number", "pk")
    )
    fill_in(rows)
    before = sides(office_id, start=first, end=period.start)
    by_place: dict[str, Decimal] = dict.fromkeys(CashEntry.Place.values, ZERO)
    for place, received, spent in _rows(office_id, None, period.end).values_list(
        "place", "received", "spent"
    ):
        by_place[place] += received - spent
    return MonthPage(
        period=period,
        opening=opening,
        rows=rows,
        this_month=sides(office_id, start=period.start, end=period.end),
        before=before,
        carried=opening - before.net,
        by_place=by_place,
        closing=visible(actor, CashClosing)
        .filter(month=f"{period.start:%Y-%m}")
        .exclude(state=CANCELLED)
        .prefetch_related("effective")
        .first(),
    )


def fill_in(entries: Sequence[CashEntry]) -> None:
    """Give each row the balance after it; cancelled rows keep none."""
    for office_id in {entry.office_id for entry in entries}:
        mine = {entry.pk: entry for entry in entries if entry.office_id == office_id}
        start = min(entry.occurred_on for entry in mine.values()).replace(day=1)
        last = max(entry.occurred_on for entry in mine.values())
        balance = balance_before(office_id, start)
        rows = (
            _rows(office_id, start, None)
            .filter(occurred_on__lte=last)
            .order_by("occurred_on", "number", "pk")
        )
        for pk, received, spent in rows.values_list("pk", "received", "spent"):
            balance += received - spent
            if pk in mine:
                mine[pk].balance = balance


def months_with_rows(office_id: int, year: int) -> set[int]:
    rows = CashEntry.objects.filter(office_id=office_id, book="cash_entry", occurred_on__year=year)
    return {day.month for day in rows.order_by().values_list("occurred_on", flat=True).distinct()}


def closings_of(actor: Actor, year: int) -> dict[int, CashClosing]:
    """Month -> its closing, of a year."""
    rows = visible(actor, CashClosing).filter(month__startswith=f"{year}-").exclude(state=CANCELLED)
    return {int(row.month[5:]): row for row in rows}


def next_to_close(office_id: int) -> Period | None:
    """The month that comes next: after the last closed one, else that of the first row; None without rows."""
    through = closed_through(office_id)
    if through is not None:
        through = in_reach(through)
        return Period.of_months(through.year, through.month + 1, 1) if through.month < 12 else Period.of_month(
            through.year + 1, 1
        )  # fmt: skip
    first = _rows(office_id, None, None).order_by("occurred_on").values_list("occurred_on", flat=True).first()
    return Period.of_month(first.year, first.month) if first else None


def closable_month(office_id: int, today: date) -> Period | None:
    """The month that is over and comes next to close."""
    due = next_to_close(office_id)
    return due if due is not None and due.last_day <= today else None


def not_in_the_cash_book() -> Q:
    """Payment requests that pay something and that no row of the cash book stands for."""
    rows = CashEntry.objects.filter(request_id=OuterRef("pk")).exclude(state=CANCELLED)
    return ~Q(kind__in=NIL) & ~Q(Exists(rows))


def _rows(office_id: int, start: date | None, end: date | None) -> QuerySet[CashEntry]:
    rows = CashEntry.objects.filter(office_id=office_id, book="cash_entry")
    rows = rows.exclude(state=CANCELLED).order_by()
    if start is not None:
        rows = rows.filter(occurred_on__gte=start)
    return rows.filter(occurred_on__lt=end) if end is not None else rows
