"""What happens under the lock of the cash book: rows join open months only, months close in order.

One row per office (CashBook) is locked by everyone who writes in the BKU, closes a month, or asks for
a UP. So a closing sees every row recorded before it, and nothing lands in a month while it closes.
"""

from __future__ import annotations

from datetime import date

from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_rupiah
from takar.kernel.period import Period
from takar.ledger.books import Change, Event
from takar.registers.finance import selectors
from takar.registers.finance.models import CashBook, CashClosing, CashEntry, PaymentRequest
from takar.registers.finance.rules import papers

_ACTS = {
    Change.RECORDED: "ditambah",
    Change.CORRECTED: "diubah",
    Change.CANCELLED: "dikurangi dengan pembatalan",
    Change.ADVANCED: "diubah",
    Change.MOVED: "diubah riwayatnya",
    Change.WITHDRAWN: "diubah riwayatnya",
}


def lock(office_id: int) -> CashBook:
    """The office's cash book, locked until the transaction ends."""
    book = CashBook.objects.select_for_update().filter(pk=office_id).first()
    if book is None:
        CashBook.objects.bulk_create([CashBook(office_id=office_id)], ignore_conflicts=True)
        book = CashBook.objects.select_for_update().get(pk=office_id)
    return book


def keep_closed_months(event: Event[CashEntry]) -> None:
    """Refuse a change on a day of a closed month: where the row is going and where it came from."""
    entry = event.entry
    days = [entry.occurred_on]
    if "occurred_on" in event.before:
        days.append(date.fromisoformat(event.before["occurred_on"]))
    through = lock(entry.office_id).closed_through
    for day in days:
        if through is not None and day <= through:
            raise DomainError(papers.closed_words(day, act=_ACTS[event.change]), field="occurred_on")


def refusal(entry: CashEntry, change: Change) -> str:
    """Why the row may not change, asked without a lock; empty in an open month."""
    through = selectors.closed_through(entry.office_id)
    if through is None or entry.occurred_on > through:
        return ""
    return papers.closed_words(entry.occurred_on, act=_ACTS[change])


def keep_one_float(event: Event[PaymentRequest]) -> None:
    """Ask the rule about UP again, now that no other request can be written meanwhile."""
    entry = event.entry
    if event.change in {Change.RECORDED, Change.CORRECTED} and entry.kind in {"up", "gu_nihil"}:
        lock(entry.office_id)
        papers.require_float(entry)


def close(event: Event[CashClosing]) -> None:
    """Freeze the month's figures and move the line behind which nothing changes."""
    entry = event.entry
    if event.change is Change.RECORDED:
        book = lock(entry.office_id)
        require_next(entry, book.closed_through)
        period = entry.period
        found = selectors.sides(entry.office_id, start=period.start, end=period.end)
        # A first closing takes along whatever earlier months hold.
        entry.opening = selectors.balance_before(entry.office_id, period.start)
        entry.received, entry.spent = found.received, found.spent
        CashClosing.objects.filter(pk=entry.pk).update(
            opening=entry.opening, received=entry.received, spent=entry.spent
        )
        require_explained(entry)
        CashBook.objects.filter(pk=entry.office_id).update(closed_through=period.last_day)
    elif event.change is Change.CORRECTED:
        require_explained(entry)


def require_next(entry: CashClosing, through: date | None) -> None:
    """Months close one after the other, when they are over."""
    period = entry.period
    if entry.occurred_on < period.last_day:
        raise DomainError(f"{period.describe()} belum berakhir, jadi belum dapat ditutup.", field="month")
    if through is None:
        return
    if period.start <= through:
        raise DomainError(f"{period.describe()} sudah ditutup.", field="month")
    due = selectors.next_to_close(entry.office_id)
    assert due is not None
    if period != due:
        raise DomainError(f"Tutup dahulu {due.describe()}: bulan ditutup berurutan.", field="month")


def require_explained(entry: CashClosing) -> None:
    if entry.difference and not entry.explanation.strip():
        side = "kurang" if entry.difference > 0 else "lebih"
        raise DomainError(
            f"Uang yang dihitung {side} {format_rupiah(abs(entry.difference))} dari saldo buku "
            f"({format_rupiah(entry.book_balance)}). Jelaskan selisihnya.",
            field="explanation",
        )


def prepare_closing(entry: CashClosing) -> None:
    """The title follows the month. Order and figures are judged under the lock, when it is recorded."""
    try:
        period = entry.period
    except DomainError as error:
        raise DomainError(error.message, field="month") from error
    if period != Period.of_month(period.start.year, period.start.month):
        raise DomainError("Yang ditutup satu bulan, misalnya 2026-07.", field="month")
    entry.month = f"{period.start:%Y-%m}"
    entry.title = f"Penutupan kas {period.describe()}"
