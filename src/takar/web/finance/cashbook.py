"""The BKU month by month: running balance and totals, on the page and on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.errors import NotFound, Refused
from takar.kernel.formatting import (
    MONTHS,
    NOTHING,
    format_amount,
    format_date,
    format_rupiah,
)
from takar.kernel.period import Period
from takar.ledger.access import may_record
from takar.registers.finance import selectors as reads
from takar.registers.finance.book import CashClosings, CashEntries
from takar.registers.finance.models import CashClosing, CashEntry
from takar.reporting.documents.finance import cash_book_pdf
from takar.web import asked
from takar.web.addresses import book_url, entry_url
from takar.web.http import StaffRequest
from takar.web.responses import pdf_response


def month(request: StaffRequest, year: int) -> HttpResponse:
    """A month of the BKU as the official book shows it."""
    actor = request.actor
    office_id = own_office(request)
    chosen = _asked(request, year) or _latest(office_id, year)
    period = Period.of_month(year, chosen)
    page = reads.month_page(actor, period)
    closings = reads.closings_of(actor, year)
    due = reads.closable_month(office_id, clock.today())
    state, tone = _state(page.closing)
    closable = due == period and may_record(actor, CashClosings)
    context = {
        "year": year,
        "title": f"{MONTHS[chosen - 1]} {year}",
        "state": state,
        "tone": tone,
        "months": [
            {
                "label": MONTHS[n - 1],
                "url": f"{request.path}?bulan={n}",
                "current": n == chosen,
                "closed": n in closings,
            }
            for n in range(1, 13)
        ],
        "tiles": [
            {"label": "Saldo bulan lalu", "value": format_rupiah(page.opening)},
            {"label": "Penerimaan", "value": format_rupiah(page.this_month.received)},
            {"label": "Pengeluaran", "value": format_rupiah(page.this_month.spent)},
            {
                "label": "Saldo",
                "value": format_rupiah(page.balance),
                "note": f"Bank {format_rupiah(page.by_place['bank'])}, tunai {format_rupiah(page.by_place['tunai'])}",
                "tone": "danger" if page.balance < 0 else "",
            },
        ],
        "opening": format_amount(page.opening),
        "rows": [_row(entry) for entry in page.rows],
        "totals": [
            ("Jumlah bulan ini", *_amounts(page.this_month)),
            ("Jumlah sampai dengan bulan lalu", *_amounts(page.before)),
            ("Jumlah sampai dengan bulan ini", *_amounts(page.up_to_now)),
        ],
        "balance": format_amount(page.balance),
        "closing_url": entry_url(page.closing) if page.closing else "",
        "close_url": reverse("web:cash-close", args=[year]) if closable else "",
        "record_url": book_url(CashEntries, year, "entry-record")
        if may_record(actor, CashEntries) and not page.closing
        else "",
        "list_url": f"{book_url(CashEntries, year)}?bulan={chosen}",
        "print_url": f"{reverse('web:cash-book-print', args=[year])}?bulan={chosen}",
        "print_year_url": reverse("web:cash-book-print", args=[year]),
    }
    return render(request, "web/finance/cash_book.html", context)


def own_office(request: StaffRequest) -> int:
    if request.actor.office_id is None:
        raise Refused("Akun ini belum terhubung dengan pegawai kantor mana pun.")
    return request.actor.office_id


def _asked(request: StaffRequest, year: int) -> int | None:
    if not asked.text(request, "bulan"):
        return None
    month = asked.key(request, "bulan")
    if month is None or not 1 <= month <= 12:
        raise NotFound("Bulan ini tidak ada.")
    return month


def _latest(office_id: int, year: int) -> int:
    """The month people come for: the last one with rows, else this month or January."""
    known = reads.months_with_rows(office_id, year)
    today = clock.today()
    return max(known, default=today.month if today.year == year else 1)


def _state(closing: CashClosing | None) -> tuple[str, str]:
    if closing is None:
        return "Terbuka", "neutral"
    return CashClosings.state_label(closing.state), CashClosings.state_tone(closing.state)


def _amounts(sides: reads.Sides) -> tuple[str, str]:
    return format_amount(sides.received), format_amount(sides.spent)


def _row(entry: CashEntry) -> dict[str, Any]:
    return {
        "url": entry_url(entry),
        "number": str(entry.number or ""),
        "date": format_date(entry.occurred_on),
        "title": entry.title,
        "sub": " · ".join(
            part
            for part in (
                entry.proof_number,
                entry.get_place_display(),
                f"membetulkan no. {entry.corrects}" if entry.corrects else "",
                "dibatalkan" if entry.is_cancelled else "",
            )
            if part
        ),
        "account": entry.account,
        "received": entry.received_text,
        "spent": entry.spent_text,
        "amount": f"+{entry.received_text}" if entry.received else f"−{entry.spent_text}",
        "balance": NOTHING if entry.balance is None else format_amount(entry.balance),
        "cancelled": entry.is_cancelled,
    }


def print_book(request: StaffRequest, year: int) -> HttpResponse:
    """One month, or every month of the year that has rows or a closing."""
    office_id = own_office(request)
    said = _asked(request, year)
    if said:
        chosen = [said]
    else:
        known = reads.months_with_rows(office_id, year) | set(reads.closings_of(request.actor, year))
        chosen = sorted(known) or [_latest(office_id, year)]
    content = cash_book_pdf(request.actor, [Period.of_month(year, n) for n in chosen])
    name = f"bku-{year}-{said:02}" if said else f"bku-{year}"
    return pdf_response(content, name)


def month_url(day: date) -> str:
    """The page of the BKU that holds a day."""
    return f"{reverse('web:cash-book', args=[day.year])}?bulan={day.month}"
