"""Assets at a glance: the six cards, the rooms with their KIR, labels to print."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.kernel.access import get_visible, visible
from takar.kernel.errors import NotFound
from takar.kernel.formatting import NOTHING, format_number, format_rupiah
from takar.ledger.access import may_record
from takar.registers.goods.book import AssetMoves, Assets
from takar.registers.goods.models import Asset, InventoryReport, Kib, Room
from takar.registers.goods.selectors import held_assets
from takar.reporting.documents.books import printed_book
from takar.reporting.documents.goods import labels_pdf, report_pdf, room_pdf
from takar.web import asked
from takar.web.addresses import book_url
from takar.web.http import StaffRequest
from takar.web.responses import pdf_response
from takar.web.tables import Row, Table


def overview(request: StaffRequest, year: int) -> HttpResponse:
    actor = request.actor
    by_kib = {
        row["kind"]: row
        for row in held_assets(actor).values("kind").order_by().annotate(n=Sum("pieces"), total=Sum("price"))
    }
    in_room = dict(
        held_assets(actor)
        .values_list("now_in")
        .order_by()
        .annotate(n=Sum("pieces"))
        .values_list("now_in", "n")
    )
    broken = held_assets(actor).filter(now_is="RB").count()
    # Land and vehicles stand in no room.
    unplaced = held_assets(actor).filter(kind__in=("b", "e"), plate="", now_in=None).count()
    total = sum((row["total"] for row in by_kib.values()), Decimal(0))
    context = {
        "year": year,
        "tiles": [
            {"label": "Barang", "value": format_number(sum(row["n"] for row in by_kib.values()))},
            {"label": "Nilai perolehan", "value": format_rupiah(Decimal(total)), "wide": True},
            {"label": "Rusak berat", "value": format_number(broken), "tone": "warn" if broken else ""},
            {"label": "Belum punya ruangan", "value": format_number(unplaced)},
        ],
        "cards": Table(
            "Kartu inventaris barang",
            ("Jumlah", "Harga perolehan"),
            [_card(kib, by_kib.get(kib.value), year) for kib in Kib],
            first="Golongan",
            numeric=frozenset({0, 1}),
        ),
        "rooms": Table(
            "Ruangan",
            ("Kode", "Penanggung jawab", "Jumlah barang"),
            [
                Row(
                    room.name,
                    [room.code, str(room.keeper or NOTHING), format_number(in_room.get(room.pk, 0))],
                    url=f"{book_url(Assets, year)}?{urlencode({'now_in': room.pk})}",
                    meta=f"{room.code} · {format_number(in_room.get(room.pk, 0))} barang",
                    action="Cetak KIR",
                    action_url=reverse("web:room-print", args=[year, room.pk]),
                )
                for room in visible(actor, Room).filter(retired_on=None).select_related("keeper")
            ],
            first="Ruangan",
            numeric=frozenset({2}),
            empty="Belum ada ruangan. Daftarkan di Pengaturan, Ruangan.",
        ),
        "record_url": book_url(Assets, year, "entry-record") if may_record(actor, Assets) else "",
        "move_url": book_url(AssetMoves, year, "entry-record") if may_record(actor, AssetMoves) else "",
        "book_url": book_url(Assets, year),
        "inventory_url": reverse("web:inventory-print", args=[year]),
        "labels_url": reverse("web:asset-labels", args=[year]),
    }
    return render(request, "web/goods/inventory.html", context)


def _card(kib: Kib, row: Mapping[str, Any] | None, year: int) -> Row:
    pieces, worth = (row["n"], row["total"]) if row else (0, Decimal(0))
    return Row(
        str(kib.label),
        [format_number(pieces), format_rupiah(Decimal(worth))],
        url=f"{book_url(Assets, year)}?{urlencode({'kind': kib.value})}",
        meta=f"{format_number(pieces)} barang",
        action="Cetak kartu",
        action_url=f"{reverse('web:inventory-print', args=[year])}?kib={kib.value}",
    )


def book_pdf(request: StaffRequest, year: int) -> HttpResponse:
    """Buku inventaris, or one KIB with ``?kib=``: what the office has today."""
    kib = asked.text(request, "kib")
    if kib and kib not in Kib.values:
        raise NotFound("Golongan KIB ini tidak ada.")
    rows = held_assets(request.actor).filter(year__lte=year)
    content = printed_book(
        Assets,
        request.actor,
        rows.filter(kind=kib) if kib else rows,
        f"Sampai dengan tahun {year}",
        layout=Assets.layout(kib),
    )
    return pdf_response(content, f"kib-{kib}-{year}" if kib else f"buku-inventaris-{year}")


def room_card(request: StaffRequest, year: int, room_id: int) -> HttpResponse:
    room = get_visible(request.actor, Room, pk=room_id)
    assets = held_assets(request.actor).filter(now_in=room)
    return pdf_response(room_pdf(request.actor, room, assets), f"kir-{room.code}")


def labels(request: StaffRequest, year: int) -> HttpResponse:
    """All labels, or those of a room (``?ruang=``), a KIB (``?kib=``) or one asset (``?aset=``)."""
    rows = held_assets(request.actor).select_related("now_in").order_by("code", "register", "pk")
    for word, path in (("ruang", "now_in"), ("aset", "pk")):
        if asked.text(request, word):
            rows = rows.filter(**{path: asked.key(request, word) or 0})
    if kib := asked.text(request, "kib"):
        rows = rows.filter(kind=kib)

    def address(asset: Asset) -> str:
        return request.build_absolute_uri(reverse("web:entry", args=[asset.year, asset.pk]))

    return pdf_response(labels_pdf(request.actor, list(rows), address), "label-barang")


def report(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    entry = get_visible(request.actor, InventoryReport, pk=entry_id)
    return pdf_response(report_pdf(request.actor, entry), entry.title)
