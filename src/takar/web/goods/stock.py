"""What is left in the store room."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from takar.kernel.access import visible
from takar.kernel.formatting import format_number
from takar.ledger.access import may_record
from takar.registers.goods.book import StockIssues, StockReceipts
from takar.registers.goods.models import StockItem
from takar.web.addresses import book_url
from takar.web.http import StaffRequest


def balances(request: StaffRequest, year: int) -> HttpResponse:
    items = (
        visible(request.actor, StockItem)
        .filter(retired_on=None)
        .select_related("balance")
        .order_by("category", "name")
    )
    rows = []
    for item in items:
        balance = getattr(item, "balance", None)
        left = balance.quantity if balance else 0
        rows.append(
            {
                "name": item.name,
                "category": item.get_category_display(),
                "code": item.code,
                "left": format_number(left),
                "unit": item.unit,
                "is_out": not left,
                "in_url": f"{book_url(StockReceipts, year)}?item={item.pk}",
                "out_url": f"{book_url(StockIssues, year)}?item={item.pk}",
            }
        )
    context = {
        "year": year,
        "rows": rows,
        "receive_url": book_url(StockReceipts, year, "entry-record")
        if may_record(request.actor, StockReceipts)
        else "",
        "issue_url": book_url(StockIssues, year, "entry-record")
        if may_record(request.actor, StockIssues)
        else "",
    }
    return render(request, "web/goods/stock.html", context)
