"""Pages of a list: how many rows, which page, and the words at its foot."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest

from takar.kernel.formatting import format_number
from takar.web import asked
from takar.web.addresses import with_query

SIZES = (25, 50, 100)


def page_size(request: HttpRequest) -> int:
    """Rows per page: asked in the address, remembered for the next list."""
    size = asked.key(request, "baris")
    if size in SIZES:
        request.session["rows"] = size
        return size
    kept: int = request.session.get("rows", SIZES[0])
    return kept


def pager(request: HttpRequest, page: Page[Any], word: str) -> dict[str, Any]:
    total = page.paginator.count
    size = page.paginator.per_page

    def url(number: int) -> str:
        return with_query(request, hal=str(number))

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "summary": (
            f"{format_number(page.start_index())}–{format_number(page.end_index())} "
            f"dari {format_number(total)} {word}"
            if total
            else f"Tidak ada {word}"
        ),
        "previous_url": url(page.previous_page_number()) if page.has_previous() else "",
        "next_url": url(page.next_page_number()) if page.has_next() else "",
        "pages": [
            {
                "label": str(n),
                "url": url(int(n)) if str(n).isdigit() else "",
                "current": n == page.number,
            }
            for n in numbers
        ],
        "sizes": [
            {"label": str(n), "url": with_query(request, baris=str(n), hal=None), "current": n == size}
            for n in SIZES
        ]
        if total > SIZES[0]
        else [],
    }
