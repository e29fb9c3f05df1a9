"""The books of consumables: quantities in, out and counted; balance and value follow."""

from __future__ import annotations

from collections.abc import Iterator

from takar.ledger.books import (
    Book,
    Change,
    Column,
    Doer,
    Event,
    Group,
    MilestoneSpec,
    PrintedColumn,
    PrintedLayout,
    Section,
    register,
)
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.goods.models import (
    StockAdjustment,
    StockCount,
    StockIssue,
    StockItem,
    StockReceipt,
)
from takar.registers.goods.rules import stock
from takar.registers.goods.rules.permissions import judges


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
    subject_field = "item"
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
            PrintedColumn("Jumlah harga", "cost", 1.3, numeric=True, total=True),
            PrintedColumn("Berita acara pemeriksaan", "inspection_record", 1.6),
            PrintedColumn("Ket.", "state", 1.1),
        ),
    )

    @classmethod
    def prepare(cls, entry: Entry) -> None:
        stock.describe_movement(entry)

    @classmethod
    def settle(cls, event: Event) -> None:
        stock.move_stock(event)

    @classmethod
    def audit(cls, office_id: int) -> Iterator[str]:
        """Asked once, though both books move the same balances."""
        return stock.wrong_balances(office_id)


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
        Column("card.cost_words", "Nilai", numeric=True),
        Column("receiver", "Diserahkan kepada"),
        Column("purpose", "Untuk"),
    )
    more_facts = (
        Column("card.unit_cost_words", "Harga satuan (rata-rata FIFO)"),
        Column("card.cost_words", "Jumlah harga (FIFO)"),
    )
    filters = ("kind", "item")
    search = ("title", "receiver", "purpose", "item")
    dimensions = ("kind",)
    printed = PrintedLayout(
        "Buku Pengeluaran Barang",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal", "recorded_day", 1.2),
            PrintedColumn("Nama barang", "item.name", 2.4),
            PrintedColumn("Banyak", "amount", 1, numeric=True),
            PrintedColumn("Harga satuan", "card.unit_cost", 1.2, numeric=True),
            PrintedColumn("Jumlah harga", "card.cost", 1.3, numeric=True, total=True),
            PrintedColumn("Untuk", "given_to", 2.6),
            PrintedColumn("Tanggal penyerahan", "occurred_on", 1.2),
            PrintedColumn("Ket.", "state", 1.1),
        ),
    )

    @classmethod
    def prepare(cls, entry: Entry) -> None:
        stock.describe_movement(entry)

    @classmethod
    def settle(cls, event: Event) -> None:
        stock.move_stock(event)


@register
class StockCounts(Book):
    code = "stock_count"
    slug = "opname-persediaan"
    model = StockCount
    group = Group.GOODS
    label = "Opname persediaan"
    entry_label = "opname persediaan"
    icon = "clipboard-list"
    purpose = (
        "Barang dihitung menurut kenyataan; setiap selisih dijelaskan, lalu disahkan menjadi penyesuaian."
    )

    milestones = (
        MilestoneSpec("drafted", "Dihitung", initial=True, tone="neutral"),
        MilestoneSpec(
            "approved",
            "Disahkan",
            verb="Sahkan opname",
            after=("drafted",),
            by=(Doer.KEEPER, Doer.LEADER),
            tone="done",
            fixed=True,
        ),
    )
    labels = {"occurred_on": "Tanggal hitung", "title": "Uraian", "number": "No."}
    helps = {
        "occurred_on": "Keadaan pada akhir hari itu. Hitungan diisi sesudah disimpan.",
        "title": "Boleh kosong: ditulis otomatis.",
    }
    required = ("occurred_on",)
    sections = (Section("Opname", ("occurred_on", "title")),)
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Tanggal hitung", on_phone=True),
        Column("title", "Uraian", on_phone=True),
        Column("counted_items", "Barang dihitung", numeric=True, on_phone=True),
        Column("difference_count", "Berselisih", numeric=True),
    )
    filters = ("state",)
    search = ("title",)
    dimensions = ()
    printed = PrintedLayout(
        "Daftar Opname Persediaan",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal hitung", "occurred_on", 1.4),
            PrintedColumn("Uraian", "title", 4),
            PrintedColumn("Barang dihitung", "counted_items", 1.2, numeric=True),
            PrintedColumn("Berselisih", "difference_count", 1.2, numeric=True),
            PrintedColumn("Ket.", "state", 1.4),
        ),
    )

    @classmethod
    def prepare(cls, entry: Entry) -> None:
        assert isinstance(entry, StockCount)
        stock.prepare_count(entry)

    @classmethod
    def settle(cls, event: Event) -> None:
        stock.settle_count(event)

    @classmethod
    def refuses(cls, entry: Entry, change: Change) -> str:
        assert isinstance(entry, StockCount)
        return stock.why_not_cancelled(entry) if change is Change.CANCELLED else ""

    @classmethod
    def may_advance(cls, actor: Actor, entry: Entry, spec: MilestoneSpec) -> bool:
        return judges(actor, entry)


@register
class StockAdjustments(Book):
    code = "stock_adjustment"
    slug = "penyesuaian-persediaan"
    model = StockAdjustment
    group = Group.GOODS
    label = "Penyesuaian persediaan"
    entry_label = "penyesuaian persediaan"
    icon = "diff"
    purpose = (
        "Selisih opname yang sudah disahkan, dengan penjelasannya. Lahir dari opname, tidak dicatat sendiri."
    )
    recordable = False

    kinds = dict(StockItem.Category.choices)
    milestones = (MilestoneSpec("adjusted", "Disesuaikan", initial=True, tone="done"),)
    labels = {"occurred_on": "Tanggal hitung", "title": "Penjelasan", "number": "No."}
    required = ("occurred_on", "title")
    sections = (
        Section(
            "Penyesuaian", ("occurred_on", "item", "direction", "quantity", "unit_price", "title", "count")
        ),
    )
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Tanggal", on_phone=True),
        Column("item.name", "Barang", on_phone=True),
        Column("signed_amount", "Selisih", numeric=True, on_phone=True),
        Column("card.cost_words", "Nilai", numeric=True),
        Column("title", "Penjelasan"),
    )
    more_facts = (Column("card.cost_words", "Nilai (FIFO)"),)
    filters = ("kind", "direction", "item")
    search = ("title", "item")
    dimensions = ("kind",)
    printed = PrintedLayout(
        "Buku Penyesuaian Persediaan",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal", "occurred_on", 1.2),
            PrintedColumn("Nama barang", "item.name", 2.6),
            PrintedColumn("Selisih", "signed_amount", 1.2, numeric=True),
            PrintedColumn("Nilai", "card.cost", 1.3, numeric=True),
            PrintedColumn("Penjelasan", "title", 3.4),
            PrintedColumn("Ket.", "state", 1.2),
        ),
    )

    @classmethod
    def prepare(cls, entry: Entry) -> None:
        stock.describe_movement(entry)

    @classmethod
    def settle(cls, event: Event) -> None:
        stock.move_stock(event)
