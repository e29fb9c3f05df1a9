"""What the goods books add to the entry page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from takar.kernel.access import visible
from takar.kernel.formatting import NOTHING, format_date, format_number, format_rupiah
from takar.ledger.access import may_record
from takar.ledger.models import CANCELLED, Entry
from takar.organisation.actor import Actor
from takar.registers.goods.book import (
    AssetMoves,
    Assets,
    StockAdjustments,
    StockIssues,
    StockReceipts,
    VehicleRenewals,
)
from takar.registers.goods.models import (
    Asset,
    AssetMove,
    InventoryReport,
    Kib,
    Procurement,
    StockAdjustment,
    StockCount,
    StockIssue,
    StockMovement,
    SupplyRequest,
    VehicleRenewal,
)
from takar.registers.goods.rules import reports
from takar.registers.goods.rules.supply import ISSUE_OF
from takar.registers.goods.selectors import HELD, Recap, papers_of, uses_of
from takar.reporting.documents.goods import report_cells
from takar.web.addresses import book_url, entry_url
from takar.web.tables import Row, Table


def _card(entry: StockMovement) -> dict[str, str]:
    url = reverse("web:stock-card", args=[entry.year, entry.item_id])
    return {"label": f"Kartu persediaan {entry.item.name}", "url": url}


def stock_receipt(actor: Actor, entry: StockMovement) -> dict[str, Any]:
    note = ""
    if not entry.is_cancelled and entry.card.remaining != entry.quantity:
        note = f"Dari penerimaan ini tersisa {format_number(entry.card.remaining)} {entry.item.unit}."
    return {"more": [_card(entry)], "page_note": note}


def stock_issue(actor: Actor, entry: StockIssue) -> dict[str, Any]:
    """Which deliveries the goods came from, and the request they answer."""
    context: dict[str, Any] = {"more": [_card(entry)], "tables": _uses(actor, entry)}
    asked = visible(actor, Entry).filter(links_in__source_id=entry.pk, links_in__relation=ISSUE_OF)
    context["related"] = [
        {"label": str(request), "url": entry_url(request), "relation": "Permintaan"} for request in asked
    ]
    return context


def stock_adjustment(actor: Actor, entry: StockAdjustment) -> dict[str, Any]:
    tables = _uses(actor, entry) if entry.sign < 0 else []
    return {"more": [_card(entry)], "tables": tables}


def _uses(actor: Actor, entry: StockMovement) -> list[Table]:
    if entry.is_cancelled:
        return []
    return [
        Table(
            "Nilai menurut FIFO",
            ("Banyaknya", "Harga satuan", "Jumlah harga"),
            [
                Row(
                    str(layer),
                    [
                        f"{format_number(use.quantity)} {entry.item.unit}",
                        format_rupiah(use.price),
                        format_rupiah(use.cost.quantize(Decimal("0.01"))),
                    ],
                    sub=format_date(layer.occurred_on),
                    url=entry_url(layer),
                    meta=f"{format_number(use.quantity)} {entry.item.unit} @ {format_rupiah(use.price)}",
                )
                for use, layer in uses_of(entry.pk, entry.item)
            ],
            first="Dari penerimaan",
            numeric=frozenset({0, 1, 2}),
        )
    ]


def stock_count(actor: Actor, entry: StockCount) -> dict[str, Any]:
    rows = []
    for line in entry.lines:
        books, counted = Decimal(line["book"]), Decimal(line["counted"])
        same = books == counted
        rows.append(
            Row(
                line["name"],
                [
                    f"{format_number(books)} {line['unit']}",
                    f"{format_number(counted)} {line['unit']}",
                    NOTHING if same else format_number(counted - books),
                    line["reason"] or NOTHING,
                ],
                state="cocok" if same else "berselisih",
                tone="done" if same else "warn",
                meta=f"buku {format_number(books)}, hitung {format_number(counted)}",
            )
        )
    table = Table(
        "Hasil hitung",
        ("Menurut buku", "Hasil hitung", "Selisih", "Penjelasan"),
        rows,
        first="Barang",
        numeric=frozenset({0, 1, 2}),
        empty="Hitungan belum diisi.",
    )
    more = [{"label": "Cetak berita acara", "url": entry_url(entry, "count-print")}]
    related = [
        {"label": f"{a.item.name} {a.signed_amount}: {a.title}", "url": entry_url(a), "relation": _state(a)}
        for a in visible(actor, StockAdjustment).filter(count_id=entry.pk).select_related("item")
    ]
    return {"tables": [table], "more": more, "related": related}


def _state(entry: Entry) -> str:
    return StockAdjustments.state_label(entry.state) if entry.state == CANCELLED else "Penyesuaian"


def supply_request(actor: Actor, entry: SupplyRequest) -> dict[str, Any]:
    table = Table(
        "Barang yang diminta",
        ("Diminta", "Disetujui"),
        [
            Row(
                line.name,
                [
                    f"{format_number(line.quantity)} {line.unit}",
                    f"{format_number(line.granted)} {line.unit}"
                    if entry.state in ("approved", "issued")
                    else NOTHING,
                ],
                meta=f"{format_number(line.quantity)} {line.unit}",
            )
            for line in entry.asked
        ],
        first="Barang",
        numeric=frozenset({0, 1}),
    )
    issues = visible(actor, Entry).filter(links_out__target_id=entry.pk, links_out__relation=ISSUE_OF)
    related = [
        {
            "label": str(issue),
            "url": entry_url(issue),
            "relation": StockIssues.state_label(issue.state),
        }
        for issue in issues.order_by("pk")
    ]
    return {"tables": [table], "related": related}


def procurement(actor: Actor, entry: Procurement) -> dict[str, Any]:
    """What was bought goes into the stock or the asset book with what is already known of it."""
    more: list[dict[str, str]] = []
    if not entry.is_cancelled:
        if entry.kind == "pakai_habis" and may_record(actor, StockReceipts):
            prefill = {
                "item": entry.item_id or "",
                "quantity": _plain(entry.quantity),
                "unit_price": _plain(entry.unit_price),
                "supplier": entry.supplier,
                "title": entry.title,
            }
            more.append({"label": "Catat penerimaan barang", "url": _filled(StockReceipts, entry, prefill)})
        elif entry.kind != "pakai_habis" and may_record(actor, Assets):
            prefill = {
                "kind": {"peralatan": "b", "gedung": "c"}.get(entry.kind, "e"),
                "title": entry.title,
                "price": _plain(entry.cost),
                "pieces": f"{entry.quantity:.0f}",
                "unit": entry.unit,
            }
            more.append({"label": "Catat sebagai aset", "url": _filled(Assets, entry, prefill)})
    return {"more": more, "page_note": f"{entry.amount}, {entry.total}"}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def _filled(book: Any, entry: Entry, prefill: dict[str, Any]) -> str:
    return f"{book_url(book, entry.year, 'entry-record')}?{urlencode(prefill)}"


def asset(actor: Actor, entry: Asset) -> dict[str, Any]:
    moves = visible(actor, AssetMove).filter(subject_id=entry.pk).exclude(state=CANCELLED)
    table = Table(
        "Mutasi dan perubahan keadaan",
        ("Tanggal", "Jenis", "Dari", "Menjadi"),
        [
            Row(
                move.title,
                [
                    format_date(move.occurred_on),
                    AssetMoves.kinds[move.kind],
                    _was(str(move.from_room or ""), move.get_was_display()),
                    _was(str(move.to_room or ""), move.get_condition_display() if move.condition else ""),
                ],
                url=entry_url(move),
                meta=f"{format_date(move.occurred_on)} · {AssetMoves.kinds[move.kind]}",
            )
            for move in moves.select_related("from_room", "to_room").order_by("occurred_on", "pk")
        ],
        first="Alasan",
        empty="Belum pernah pindah atau berubah keadaan.",
    )
    labels = reverse("web:asset-labels", args=[entry.year])
    more = [{"label": "Cetak label", "url": f"{labels}?{urlencode({'aset': entry.pk})}"}]
    if entry.state in HELD and may_record(actor, AssetMoves):
        more.append(
            {"label": "Catat mutasi atau keadaan", "url": _filled(AssetMoves, entry, {"subject": entry.pk})}
        )
    note = ""
    tables = [table]
    if entry.kind == Kib.MACHINE and entry.plate:
        papers = papers_of([entry.pk])[entry.pk]
        note = f"Pajak tahunan {format_date(papers.tax_due)}, STNK dan TNKB {format_date(papers.plate_due)}."
        tables.append(_renewals(actor, entry))
        if entry.state in HELD and may_record(actor, VehicleRenewals):
            more.append(
                {
                    "label": "Ajukan perpanjangan surat",
                    "url": _filled(VehicleRenewals, entry, {"vehicle": entry.pk}),
                }
            )
    return {"tables": tables, "more": more, "page_note": note}


def _was(room: str, condition: str) -> str:
    return ", ".join(word for word in (room, condition) if word) or NOTHING


def _renewals(actor: Actor, entry: Asset) -> Table:
    rows = visible(actor, VehicleRenewal).filter(vehicle_id=entry.pk).exclude(state=CANCELLED)
    return Table(
        "Perpanjangan surat",
        ("Jatuh tempo", "Biaya", "Berlaku sampai"),
        [
            Row(
                VehicleRenewals.kinds[renewal.kind],
                [format_date(renewal.due_on), renewal.total, format_date(renewal.valid_until)],
                sub=f"diajukan {format_date(renewal.occurred_on)}",
                url=entry_url(renewal),
                state=VehicleRenewals.state_label(renewal.state),
                tone=VehicleRenewals.state_tone(renewal.state),
                meta=f"{format_date(renewal.due_on)} · {renewal.total}",
            )
            for renewal in rows.order_by("-occurred_on", "-pk")
        ],
        first="Jenis",
        numeric=frozenset({1}),
        empty="Belum pernah diperpanjang lewat buku ini.",
    )


def inventory_report(actor: Actor, entry: InventoryReport) -> dict[str, Any]:
    figures, frozen = reports.figures_of(entry)
    heads = ("Awal", "Nilai awal", "Bertambah", "Nilai", "Berkurang", "Nilai", "Akhir", "Nilai akhir")
    rows = [Row(str(Kib(recap.kib).label), report_cells(recap), meta=_end(recap)) for recap in figures.recaps]
    rows.append(Row("Jumlah", report_cells(figures.total), meta=_end(figures.total)))
    table = Table(
        f"Keadaan barang {reports.period_of(entry).describe()}",
        heads,
        rows,
        first="Golongan",
        numeric=frozenset(range(8)),
        note=(
            f"Nilai persediaan {format_rupiah(figures.stock_begin.quantize(Decimal('0.01')))} pada awal dan "
            f"{format_rupiah(figures.stock_end.quantize(Decimal('0.01')))} pada akhir masa. "
            + ("Tetap seperti saat disetujui." if frozen else "Masih konsep; dihitung dari buku.")
        ),
    )
    more = [{"label": "Cetak laporan", "url": entry_url(entry, "inventory-report-print")}]
    return {"tables": [table], "more": more}


def _end(recap: Recap) -> str:
    return f"{format_number(recap.end)} barang, {format_rupiah(recap.end_value)}"
