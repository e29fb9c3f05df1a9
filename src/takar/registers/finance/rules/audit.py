"""Proof for the audit: closings say what the rows of their months come to, and the line fits them."""

from __future__ import annotations

from collections.abc import Iterator

from takar.kernel.formatting import format_rupiah
from takar.ledger.models import CANCELLED
from takar.registers.finance.models import ZERO, CashClosing
from takar.registers.finance.selectors import closed_through, sides


def wrong_closings(office_id: int) -> Iterator[str]:
    """Sentences for frozen figures that the rows no longer give."""
    closings = CashClosing.objects.filter(office_id=office_id).exclude(state=CANCELLED).order_by("month")
    balance = None
    last = None
    for closing in closings:
        period = closing.period
        found = sides(office_id, start=period.start, end=period.end)
        if (found.received, found.spent) != (closing.received, closing.spent):
            yield (
                f"BKU {period.describe()} ditutup dengan penerimaan {format_rupiah(closing.received)} dan "
                f"pengeluaran {format_rupiah(closing.spent)}, menurut baris {format_rupiah(found.received)} "
                f"dan {format_rupiah(found.spent)}."
            )
        expected = sides(office_id, end=period.start).net if balance is None else balance
        if closing.opening != expected:
            yield (
                f"BKU {period.describe()} dibuka dengan {format_rupiah(closing.opening)}, "
                f"seharusnya {format_rupiah(expected or ZERO)}."
            )
        balance, last = closing.book_balance, period.last_day
    if closed_through(office_id) != last:
        yield f"Keadaan BKU mencatat penutupan sampai {closed_through(office_id)}, menurut penutupan kas {last}."
