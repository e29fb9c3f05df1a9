"""A month closes while people record, correct and cancel in it: what closed is what stays.

Real transactions on whichever database the suite runs on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.kernel.period import Period
from takar.ledger.audit import verify
from takar.ledger.books import book_named
from takar.ledger.importing import confirm_import, start_import
from takar.ledger.services import cancel_entry, correct_entry, record_entry
from takar.registers.finance.models import CashClosing, CashEntry, PaymentRequest
from takar.registers.finance.selectors import balance_before, sides
from takar.registers.finance.services import close_month
from tests.concurrency.test_many_writers import at_once, unexpected
from tests.factories import Cast, entry_of, values_for

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 12


def last_month() -> Period:
    before = clock.today().replace(day=1) - timedelta(days=1)
    return Period.of_month(before.year, before.month)


def closing_of(cast: Cast, month: Period) -> CashClosing:
    # The bank says nothing: what matters here is the book's side.
    return close_month(
        actor=cast.treasurer.actor,
        month=f"{month.start:%Y-%m}",
        counts={},
        bank=Decimal("0.01"),
        explanation="Dihitung kemudian",
        on=clock.today(),
    )


def row(cast: Cast, month: Period, amount: int) -> CashEntry:
    book = book_named("cash_entry")
    values = values_for(book, cast.office) | {
        "occurred_on": month.last_day,
        "received": Decimal(amount),
        "spent": Decimal(0),
    }
    entry = record_entry(book=book, actor=cast.treasurer.actor, values=values)
    assert isinstance(entry, CashEntry)
    return entry


def frozen(cast: Cast, month: Period) -> None:
    """What the closing says is what the rows of the month still come to."""
    closing = CashClosing.objects.get(office=cast.office)
    found = sides(cast.office.pk, start=month.start, end=month.end)
    assert (closing.received, closing.spent) == (found.received, found.spent)
    assert balance_before(cast.office.pk, month.end) == closing.book_balance
    assert list(verify(cast.office.pk)) == []


def test_rows_recorded_while_the_month_closes_are_in_it_or_refused(cast: Cast) -> None:
    month = last_month()

    def write(n: int) -> Callable[[], list[Any]]:
        def work() -> list[Any]:
            done: list[Any] = []
            for turn in range(4):
                try:
                    done.append(row(cast, month, 1_000 + n * 10 + turn))
                except DomainError as error:
                    done.append(error)
            return done

        return work

    results = at_once([*(write(n) for n in range(WRITERS)), lambda: closing_of(cast, month)])
    assert unexpected(results) == []
    found = [outcome for part in results[:-1] for outcome in part]
    refused = [outcome for outcome in found if isinstance(outcome, DomainError)]
    assert all("sudah ditutup" in error.message for error in refused)
    kept = len(found) - len(refused)
    assert CashEntry.objects.filter(office=cast.office).count() == kept
    frozen(cast, month)


def test_corrections_moves_and_cancellations_meet_the_closing(cast: Cast) -> None:
    month = last_month()
    rows = [row(cast, month, 10_000 + n) for n in range(9)]
    open_row = entry_of("cash_entry", cast, occurred_on=clock.today())
    who = cast.treasurer.actor

    def change(n: int, entry: CashEntry) -> Callable[[], Any]:
        if n % 3 == 0:
            return lambda: correct_entry(entry=entry, actor=who, values={"received": Decimal(7)}, reason="x")
        if n % 3 == 1:
            return lambda: cancel_entry(entry=entry, actor=who, reason="x")
        return lambda: correct_entry(entry=entry, actor=who, values={"title": "Ejaan lain"}, reason="x")

    def into() -> Any:
        if month.last_day.year != clock.today().year:
            raise DomainError("x")
        return correct_entry(entry=open_row, actor=who, values={"occurred_on": month.last_day}, reason="x")

    work: list[Callable[[], Any]] = [change(n, entry) for n, entry in enumerate(rows)]
    results = at_once([*work, into, lambda: closing_of(cast, month)])
    assert unexpected(results) == []
    frozen(cast, month)


def test_an_import_and_a_closing_do_not_overlap(cast: Cast) -> None:
    month = last_month()
    lines = ["Tanggal;Jenis transaksi;Uraian;Penerimaan (Rp)"]
    lines += [f"{month.last_day:%d/%m/%Y};Belanja;Baris {n};1.000" for n in range(20)]
    batch = start_import(
        book=book_named("cash_entry"),
        actor=cast.treasurer.actor,
        content="\n".join(lines).encode(),
        filename="a.csv",
    )
    results = at_once(
        [lambda: confirm_import(batch=batch, actor=cast.treasurer.actor), lambda: closing_of(cast, month)]
    )
    assert unexpected(results) == []
    # All of the file, or none of it.
    assert CashEntry.objects.filter(office=cast.office).count() in {0, 20}
    frozen(cast, month)


def test_a_writer_that_waits_for_the_closing_is_refused(cast: Cast) -> None:
    """The row is prepared in an open month and stored when the month is closed: the lock decides."""
    month = last_month()

    def close_slowly() -> CashClosing:
        with transaction.atomic():
            closing = closing_of(cast, month)
            # Writers that came meanwhile stand before the lock until this transaction ends.
            for _ in range(200):
                CashEntry.objects.filter(office=cast.office).count()
            return closing

    results = at_once([close_slowly, *[lambda: row(cast, month, 500)] * 6])
    assert unexpected(results) == []
    frozen(cast, month)


def test_a_month_closes_once_although_many_close_it(cast: Cast) -> None:
    month = last_month()
    row(cast, month, 1_000)
    results = at_once([lambda: closing_of(cast, month)] * 6)
    assert unexpected(results) == []
    assert sum(isinstance(r, CashClosing) for r in results) == 1
    frozen(cast, month)


def test_of_many_up_at_once_one_passes(cast: Cast) -> None:
    values = {"kind": "up", "vat": Decimal(0), "income_tax": Decimal(0), "account": ""}
    results = at_once([lambda: entry_of("payment_request", cast, **values)] * 6)
    assert unexpected(results) == []
    assert PaymentRequest.objects.filter(office=cast.office, kind="up").count() == 1
    assert list(verify(cast.office.pk)) == []
