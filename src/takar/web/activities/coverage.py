"""Cakupan desa: which village had what this year, and which had nothing.

No boundaries are at hand offline, so the picture is a schematic one, a tile for each village, and says so.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from takar.kernel.access import visible
from takar.kernel.formatting import format_date
from takar.ledger.models import Area
from takar.registers.activities.book import Activities
from takar.registers.activities.selectors import Covered, coverage
from takar.web import asked
from takar.web.addresses import book_url, with_query
from takar.web.http import StaffRequest
from takar.web.tables import Row, Table

COLUMNS = 4
TILE, GAP = 150, 10
"""Units of the drawing; the browser scales it."""
SHADES = 5


def village_map(request: StaffRequest, year: int) -> HttpResponse:
    areas = list(visible(request.actor, Area).filter(parent=None))
    area = asked.text(request, "bidang")
    known = next((row for row in areas if row.code == area), None)
    rows = coverage(request.actor, year=year, areas=[known.code] if known else [])
    kinds = [code for code in Activities.kinds if any(row.kinds[code] for row in rows)]
    empty = [row.village.name for row in rows if not row.held]
    context: dict[str, Any] = {
        "year": year,
        "area": known.name if known else "",
        "areas": [
            {
                "label": row.name,
                "url": with_query(request, bidang=row.code),
                "current": known is not None and row.pk == known.pk,
            }
            for row in areas
        ],
        "every_url": with_query(request, bidang=None),
        "empty": empty,
        "empty_words": ", ".join(empty),
        "map": _picture(rows, year),
        "table": _summary(rows, year),
        "by_kind": _by_kind(rows, kinds, year),
    }
    return render(request, "web/activities/coverage.html", context)


def _picture(rows: list[Covered], year: int) -> dict[str, Any]:
    most = max((row.held for row in rows), default=0) or 1
    lines = (len(rows) + COLUMNS - 1) // COLUMNS or 1
    across = min(len(rows), COLUMNS) or 1
    return {
        "width": across * (TILE + GAP) - GAP,
        "height": lines * (TILE + GAP) - GAP,
        "tile": TILE,
        "title": f"Kegiatan tiap desa tahun {year}",
        "desc": "; ".join(f"{row.village.name}: {row.held}" for row in rows),
        "tiles": [
            {
                "x": place % COLUMNS * (TILE + GAP),
                "y": place // COLUMNS * (TILE + GAP),
                "centre": place % COLUMNS * (TILE + GAP) + TILE // 2,
                "name_y": place // COLUMNS * (TILE + GAP) + 42,
                "count_y": place // COLUMNS * (TILE + GAP) + 95,
                "words_y": place // COLUMNS * (TILE + GAP) + 125,
                "name": row.village.name,
                "count": str(row.held),
                "words": "kegiatan" if row.held else "belum ada",
                "title": f"{row.village.name}: {row.held} kegiatan",
                "shade": 0 if not row.held else 1 + (SHADES - 1) * row.held // most,
                "url": f"{book_url(Activities, year)}?villages={row.village.pk}",
            }
            for place, row in enumerate(rows)
        ],
    }


def _by_kind(rows: list[Covered], kinds: list[str], year: int) -> Table:
    return Table(
        title="Menurut jenis kegiatan",
        first="Desa",
        columns=[Activities.kinds[code].split(" (")[0] for code in kinds],
        numeric=frozenset(range(len(kinds))),
        rows=[
            Row(
                title=row.village.name,
                url=f"{book_url(Activities, year)}?villages={row.village.pk}",
                cells=[str(row.kinds[code] or "–") for code in kinds],
                meta=", ".join(
                    f"{row.kinds[code]} {Activities.kinds[code].split(' (')[0].lower()}"
                    for code in kinds
                    if row.kinds[code]
                ),
            )
            for row in rows
        ],
    )


def _summary(rows: list[Covered], year: int) -> Table:
    return Table(
        title="Kegiatan tiap desa",
        first="Desa",
        columns=["Dilaksanakan", "Rencana", "Terakhir"],
        numeric=frozenset({0, 1}),
        rows=[
            Row(
                title=row.village.name,
                url=f"{book_url(Activities, year)}?villages={row.village.pk}",
                cells=[str(row.held), str(row.planned or "–"), format_date(row.last)],
                state="" if row.held else "Belum ada kegiatan",
                tone="warn",
                meta=f"{row.held} kegiatan, terakhir {format_date(row.last)}" if row.held else "",
            )
            for row in rows
        ],
        note="Kegiatan yang menjangkau beberapa desa dihitung pada tiap desa.",
        empty="Belum ada desa. Pengelola pengaturan menambahkannya di Pengaturan.",
    )
