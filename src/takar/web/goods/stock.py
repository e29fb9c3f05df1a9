"""What is left in the store room, what it is worth, and the card of each item."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.access import get_visible
from takar.kernel.formatting import NOTHING, format_date, format_date_long, format_number, format_rupiah
from takar.ledger.access import may_record
from takar.registers.goods.book import StockIssues, StockReceipts
from takar.registers.goods.models import StockCount, StockItem
from takar.registers.goods.selectors import CardLine, Holding, card_of, holdings
from takar.reporting.documents.goods import card_cells, card_pdf, consumables_pdf, count_pdf, stock_list_pdf
from takar.web.addresses import book_url, entry_url
from takar.web.http import StaffRequest
from takar.web.responses import pdf_response
from takar.web.tables import Row, Table


def balances(request: StaffRequest, year: int) -> HttpResponse:
    rows = holdings(request.actor)
    total = sum((row.value for row in rows), Decimal(0))
    context = {
        "year": year,
        "rows": [_row(row, year) for row in rows],
        "total": format_rupiah(total.quantize(Decimal("0.01"))),
        "today": format_date_long(clock.today()),
        "ask_url": reverse("web:supply-ask", args=[year]) if request.actor.main else "",
        "print_url": reverse("web:stock-print", args=[year]),
        "consumables_url": reverse("web:consumables-print", args=[year]),
        "receive_url": book_url(StockReceipts, year, "entry-record")
        if may_record(request.actor, StockReceipts)
        else "",
        "issue_url": book_url(StockIssues, year, "entry-record")
        if may_record(request.actor, StockIssues)
        else "",
    }
    return render(request, "web/goods/stock.html", context)


def _row(row: Holding, year: int) -> dict[str, Any]:
    item = row.item
    return {
        "name": item.name,
        "url": reverse("web:stock-card", args=[year, item.pk]),
        "category": item.get_category_display(),
        "code": item.code,
        "left": format_number(row.quantity),
        "unit": item.unit,
        "value": format_rupiah(row.value.quantize(Decimal("0.01"))),
        "is_out": not row.quantity,
        "is_low": row.is_low,
    }


def card(request: StaffRequest, year: int, item_id: int) -> HttpResponse:
    """Kartu persediaan of one item: every movement with what was left after it, newest first."""
    item = get_visible(request.actor, StockItem, pk=item_id)
    rows = card_of(item)
    last = rows[-1] if rows else None
    layers = [row for row in rows if row.line.remaining]
    context = {
        "year": year,
        "item": item,
        "category": item.get_category_display(),
        "left": f"{format_number(last.left if last else 0)} {item.unit}",
        "value": format_rupiah(last.value.quantize(Decimal("0.01")) if last else Decimal(0)),
        "layers": Table(
            "Lapisan yang tersisa",
            ("Sisa", "Harga satuan", "Nilai"),
            [
                Row(
                    str(row.entry),
                    [
                        f"{format_number(row.line.remaining)} {item.unit}",
                        format_rupiah(row.line.price),
                        format_rupiah((row.line.remaining * row.line.price).quantize(Decimal("0.01"))),
                    ],
                    sub=format_date(row.line.on),
                    url=entry_url(row.entry),
                    meta=f"{format_number(row.line.remaining)} {item.unit} @ {format_rupiah(row.line.price)}",
                )
                for row in layers
            ],
            first="Dari penerimaan",
            numeric=frozenset({0, 1, 2}),
            note="Barang yang paling dahulu masuk dikeluarkan lebih dahulu (FIFO).",
            empty="Persediaan barang ini habis.",
        ),
        "card": Table(
            "Kartu persediaan",
            ("Tanggal", "Masuk", "Keluar", "Sisa", "Harga satuan", "Bertambah", "Berkurang", "Nilai sisa"),
            [_line(row) for row in reversed(rows)],
            first="Surat dasar",
            numeric=frozenset(range(1, 8)),
            empty="Belum ada penerimaan atau pengeluaran.",
        ),
        "print_url": reverse("web:stock-card-print", args=[year, item.pk]),
        "back_url": reverse("web:stock", args=[year]),
        "in_url": f"{book_url(StockReceipts, year)}?item={item.pk}",
        "out_url": f"{book_url(StockIssues, year)}?item={item.pk}",
    }
    return render(request, "web/goods/card.html", context)


def _line(row: CardLine) -> Row:
    day, paper, side, came, gone, left, *money = card_cells(row)
    moved = f"+{came}" if came else f"−{gone}"
    return Row(
        paper,
        [day, came or NOTHING, gone or NOTHING, left, *(cell or NOTHING for cell in money)],
        sub=side,
        url=entry_url(row.entry),
        meta=f"{day} · {moved}, sisa {left}",
    )


def card_print(request: StaffRequest, year: int, item_id: int) -> HttpResponse:
    item = get_visible(request.actor, StockItem, pk=item_id)
    return pdf_response(card_pdf(request.actor, item), f"kartu-{item.name}")


def count_print(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    count = get_visible(request.actor, StockCount, pk=entry_id)
    return pdf_response(count_pdf(request.actor, count), f"opname-{count.occurred_on}")


def list_print(request: StaffRequest, year: int) -> HttpResponse:
    return pdf_response(stock_list_pdf(request.actor), f"persediaan-{clock.today()}")


def consumables_print(request: StaffRequest, year: int) -> HttpResponse:
    return pdf_response(consumables_pdf(request.actor, year), f"barang-pakai-habis-{year}")
