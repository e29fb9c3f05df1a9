"""The two books of consumables: quantities in, quantities out; the balance follows."""

from __future__ import annotations

from collections.abc import Iterator

from takar.ledger.books import (
    Book,
    Column,
    Event,
    Group,
    MilestoneSpec,
    PrintedColumn,
    PrintedLayout,
    Section,
    register,
)
from takar.ledger.models import Entry
from takar.registers.goods import services
from takar.registers.goods.models import StockIssue, StockItem, StockReceipt


@register
class StockReceipts(Book):
    code = "stock_receipt"
    slug = "penerimaan-barang"
    model = StockReceipt
    group = Group.GOODS
    label = "Penerimaan barang"
    entry_label = "penerimaan barang"
    icon = "package-plus"
    purpose = "Buku penerimaan barang pakai habis. Setiap penerimaan menambah sisa persediaan."

    kinds = dict(StockItem.Category.choices)
    milestones = (MilestoneSpec("received", "Diterima", initial=True, tone="done"),)
    labels = {"occurred_on": "Tanggal terima", "title": "Keterangan", "number": "No."}
    required = ("occurred_on",)
    sections = (
        Section("Barang", ("occurred_on", "item", "quantity", "unit_price")),
        Section("Asal", ("supplier", "invoice", "inspection_record", "title")),
    )
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Tanggal", on_phone=True),
        Column("item.name", "Barang", on_phone=True),
        Column("amount", "Banyaknya", numeric=True, on_phone=True),
        Column("unit_price", "Harga satuan", numeric=True),
        Column("total", "Jumlah harga", numeric=True),
        Column("supplier", "Dari"),
    )
    filters = ("kind", "item")
    search = ("title", "supplier", "invoice", "item")
    dimensions = ("kind",)
    printed = PrintedLayout(
        "Buku Penerimaan Barang",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal", "occurred_on", 1.2),
            PrintedColumn("Dari", "supplier", 2),
            PrintedColumn("Faktur", "invoice", 1.6),
            PrintedColumn("Nama barang", "item.name", 2.4),
            PrintedColumn("Banyak", "amount", 1, numeric=True),
            PrintedColumn("Harga satuan", "unit_price", 1.2, numeric=True),
            PrintedColumn("Jumlah harga", "total", 1.3, numeric=True),
            PrintedColumn("Berita acara", "inspection_record", 1.6),
            PrintedColumn("Ket.", "title", 1.6),
        ),
    )

    @classmethod
    def prepare(cls, entry: Entry) -> None:
        services.describe_movement(entry)

    @classmethod
    def settle(cls, event: Event) -> None:
        services.move_stock(event, 1)

    @classmethod
    def audit(cls, office_id: int) -> Iterator[str]:
        """Asked once, though both books move the same balances."""
        return services.wrong_balances(office_id)


@register
class StockIssues(Book):
    code = "stock_issue"
    slug = "pengeluaran-barang"
    model = StockIssue
    group = Group.GOODS
    label = "Pengeluaran barang"
    entry_label = "pengeluaran barang"
    icon = "package-minus"
    purpose = "Buku pengeluaran barang pakai habis. Barang yang tidak ada tidak dapat dikeluarkan."

    kinds = dict(StockItem.Category.choices)
    milestones = (MilestoneSpec("issued", "Dikeluarkan", initial=True, tone="done"),)
    labels = {"occurred_on": "Tanggal penyerahan", "title": "Keterangan", "number": "No."}
    required = ("occurred_on",)
    sections = (
        Section("Barang", ("occurred_on", "item", "quantity")),
        Section("Penyerahan", ("receiver", "purpose", "title")),
    )
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Tanggal", on_phone=True),
        Column("item.name", "Barang", on_phone=True),
        Column("amount", "Banyaknya", numeric=True, on_phone=True),
        Column("receiver", "Diserahkan kepada"),
        Column("purpose", "Untuk"),
    )
    filters = ("kind", "item")
    search = ("title", "receiver", "purpose", "item")
    dimensions = ("kind",)
    printed = PrintedLayout(
        "Buku Pengeluaran Barang",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal penyerahan", "occurred_on", 1.3),
            PrintedColumn("Nama barang", "item.name", 2.6),
            PrintedColumn("Banyak", "amount", 1, numeric=True),
            PrintedColumn("Diserahkan kepada", "receiver", 2.4),
            PrintedColumn("Untuk", "purpose", 2.4),
            PrintedColumn("Ket.", "title", 2),
        ),
    )

    @classmethod
    def prepare(cls, entry: Entry) -> None:
        services.describe_movement(entry)

    @classmethod
    def settle(cls, event: Event) -> None:
        services.move_stock(event, -1)
