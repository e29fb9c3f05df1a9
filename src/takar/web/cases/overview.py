"""Ringkasan masalah: what is open, and how quickly each kind was dealt with."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import NOTHING, format_date, format_number
from takar.registers.cases.book import Cases
from takar.registers.cases.models import Case
from takar.registers.cases.selectors import OPEN, Pace, pace
from takar.web.addresses import book_url, entry_url
from takar.web.closed import page_note
from takar.web.http import StaffRequest
from takar.web.tables import Row, Table

SHOWN = 30


def summary(request: StaffRequest, year: int) -> HttpResponse:
    rows = pace(request.actor, year=year)
    today = clock.today()
    # Sorted here: asked for in this order, SQLite would read the whole book by its days to find these few.
    still = sorted(
        visible(request.actor, Case)
        .filter(book=Cases.code, year=year, state__in=OPEN)
        .select_related("village", "position")
        .order_by(),
        key=lambda case: (case.occurred_on, case.pk),
    )
    count = len(still)
    context: dict[str, Any] = {
        "year": year,
        "closed_note": page_note(request.actor, Cases),
        "list_url": book_url(Cases, year),
        "tiles": [
            {"label": "Dilaporkan", "value": str(sum(row.reported for row in rows)), "unit": "masalah"},
            {"label": "Selesai", "value": str(sum(row.resolved for row in rows)), "tone": "done"},
            {"label": "Masih terbuka", "value": str(count), "tone": "warn" if count else ""},
        ],
        "speed": _speed(rows, year),
        "open": Table(
            title="Masih terbuka, yang terlama dahulu",
            first="Masalah",
            columns=["Dilaporkan", "Hari", "Desa", "Penanggung jawab"],
            numeric=frozenset({1}),
            rows=[
                Row(
                    title=row.title,
                    sub=row.get_incident_display(),
                    url=entry_url(row),
                    cells=[
                        format_date(row.occurred_on),
                        str((today - row.occurred_on).days),
                        str(row.village),
                        str(row.position or NOTHING),
                    ],
                    state=Cases.state_label(row.state),
                    tone=Cases.state_tone(row.state),
                    meta=f"{format_date(row.occurred_on)} · Desa {row.village}",
                )
                for row in still[:SHOWN]
            ],
            empty="Tidak ada masalah yang terbuka.",
            note=f"{count - SHOWN} lagi di buku." if count > SHOWN else "",
        ),
    }
    return render(request, "web/cases/summary.html", context)


def _speed(rows: list[Pace], year: int) -> Table:
    return Table(
        title="Lama penanganan menurut jenis",
        first="Jenis",
        columns=["Dilaporkan", "Ditangani", "Selesai", "Hari sampai ditangani", "Hari sampai selesai"],
        numeric=frozenset(range(5)),
        rows=[
            Row(
                title=Cases.kinds[row.kind],
                url=f"{book_url(Cases, year)}?kind={row.kind}",
                cells=[
                    str(row.reported),
                    str(row.handled),
                    str(row.resolved),
                    format_number(row.days_to_handle),
                    format_number(row.days_to_resolve),
                ],
                meta=(
                    f"{row.reported} dilaporkan, {row.resolved} selesai, "
                    f"biasanya {format_number(row.days_to_resolve)} hari"
                ),
            )
            for row in rows
        ],
        note="Nilai tengah, dihitung dari hari dilaporkan; yang belum sampai tidak ikut.",
        empty="Belum ada masalah yang dilaporkan tahun ini.",
    )
