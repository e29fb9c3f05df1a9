"""What the finance books add to the entry page, and what of them waits on Hari ini."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import format_amount, format_date, format_number, format_rupiah
from takar.ledger.access import keeps, may_record
from takar.ledger.books import Change
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.finance.book import CashClosings, CashEntries
from takar.registers.finance.models import (
    DENOMINATIONS,
    AccountabilityReport,
    CashClosing,
    CashEntry,
    FinancialReport,
    PaymentRequest,
)
from takar.registers.finance.rules import papers
from takar.registers.finance.selectors import closable_month, fill_in
from takar.web.addresses import book_url, entry_url
from takar.web.finance.cashbook import month_url
from takar.web.plugins import WaitingGroup, WaitingLine
from takar.web.tables import Row, Table


def payment_request(actor: Actor, entry: PaymentRequest) -> dict[str, Any]:
    found = list(papers.findings(entry, clock.today())) if not entry.is_cancelled else []
    rows = [
        Row(f.words, state="Sesuai" if f.met else "Perlu diperiksa", tone="done" if f.met else "warn")
        for f in found
    ]
    related = [_related(entry.report, "SPJ yang diganti")] if entry.report else []
    cash = visible(actor, CashEntry).filter(request=entry).order_by("occurred_on", "number")
    related += [_related(row, "baris BKU") for row in cash]
    tables = [Table("Pemeriksaan aturan", (), rows, first="Yang diperiksa")] if rows else []
    return {"tables": tables, "related": related}


def cash_entry(actor: Actor, entry: CashEntry) -> dict[str, Any]:
    closed = CashEntries.refuses(entry, Change.CORRECTED)
    more = [{"label": "Lihat BKU bulan ini", "url": month_url(entry.occurred_on)}]
    if closed and not entry.is_cancelled and may_record(actor, CashEntries):
        prefill = {
            "kind": "pembetulan",
            "title": f"Pembetulan BKU no. {entry.number}/{entry.year}: {entry.title}"[:300],
            "received": format_amount(entry.spent) if entry.spent else "",
            "spent": format_amount(entry.received) if entry.received else "",
            "place": entry.place,
            "account": entry.account,
            "corrects": f"{entry.number}/{entry.year}",
        }
        url = f"{book_url(CashEntries, clock.today().year, 'entry-record')}?{urlencode(prefill)}"
        more.append({"label": "Catat baris pembetulan", "url": url})
    fill_in([entry])
    notes = [f"Saldo setelah baris ini {format_rupiah(entry.balance)}."] if entry.balance is not None else []
    notes += [closed] if closed else []
    related = [_related(entry.request, "SPP, SPM dan SP2D")] if entry.request else []
    wrong = papers.row_named(entry.office_id, entry.corrects) if entry.corrects else None
    if wrong is not None:
        related.append(_related(wrong, "baris yang dibetulkan"))
    corrected = visible(actor, CashEntry).filter(corrects=f"{entry.number}/{entry.year}").order_by("pk")
    related += [_related(row, "baris pembetulannya") for row in corrected]
    return {"page_note": " ".join(notes), "more": more, "related": related}


def cash_closing(actor: Actor, entry: CashClosing) -> dict[str, Any]:
    more = [
        {"label": "Cetak Register Penutupan Kas", "url": entry_url(entry, "closing-print")},
        {"label": "Lihat BKU bulan ini", "url": month_url(entry.period.start)},
    ]
    rows = [
        Row(f"Rp{format_number(worth)}", [format_number(many), format_amount(worth * many)], meta=f"{many} ×")
        for worth in DENOMINATIONS
        if (many := entry.counts.get(str(worth), 0))
    ]
    table = Table(
        "Uang tunai yang dihitung",
        ("Banyaknya", "Jumlah (Rp)"),
        rows,
        first="Pecahan",
        numeric=frozenset({0, 1}),
        empty="Tidak ada uang tunai.",
    )
    note = "" if not entry.difference else f"Selisih {format_rupiah(entry.difference)}: {entry.explanation}"
    return {"more": more, "tables": [table], "page_note": note}


def accountability_report(actor: Actor, entry: AccountabilityReport) -> dict[str, Any]:
    requests = visible(actor, PaymentRequest).filter(report=entry).order_by("pk")
    return {"related": [_related(row, "diajukan dengan") for row in requests], "page_note": _late(entry)}


def financial_report(actor: Actor, entry: FinancialReport) -> dict[str, Any]:
    return {"page_note": _late(entry)}


def _late(entry: AccountabilityReport | FinancialReport) -> str:
    if entry.due_on is None or entry.occurred_on <= entry.due_on:
        return ""
    return f"Disusun lewat batas waktu {format_date(entry.due_on)}."


def _related(entry: Entry, relation: str) -> dict[str, str]:
    number = entry.number_label or str(entry.pk)
    return {"url": entry_url(entry), "label": f"{number}. {entry.title}", "relation": relation}


# ---- Hari ini -----------------------------------------------------------------------------------


def month_to_close(actor: Actor, year: int) -> list[WaitingGroup]:
    """Months that are over and not closed. They close one after the other, so the next one stands for
    all."""
    if actor.office_id is None or not keeps(actor, CashClosings):
        return []
    today = clock.today()
    due = closable_month(actor.office_id, today)
    if due is None:
        return []
    url = reverse("web:cash-close", args=[due.start.year])
    behind = (today.year - due.start.year) * 12 + today.month - due.start.month
    sub = f"{behind} bulan belum ditutup" if behind > 1 else ""
    line = WaitingLine(f"Tutup BKU {due.describe()}", url, sub, due.last_day)
    return [WaitingGroup("Bulan kas yang belum ditutup", 1, url, [line])]
