"""The books of consumables: quantities in, out and counted; balance and value follow."""

from __future__ import annotations

from collections.abc import Iterator

from takar.ledger.books import (
    Book,
    Change,
    Column,
    Counting,
    Event,
    Field,
    Group,
    MilestoneSpec,
    Performer,
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
class StockReceipts(Book[StockReceipt]):
    code = "stock_receipt"
    slug = "penerimaan-barang"
    group = Group.GOODS
    label = "Penerimaan barang"
    entry_label = "penerimaan barang"
    icon = "package-plus"
    own_words = False
    purpose = "Buku penerimaan barang pakai habis. Setiap penerimaan menambah sisa persediaan."

    kinds = dict(StockItem.Category.choices)
    milestones = (MilestoneSpec("received", "Diterima", initial=True, tone="done"),)
    sections = (
        Section(
            "Barang",
            Field("occurred_on", "Tanggal terima"),
            Field("item", filter=True, search=True),
            "quantity",
            "unit_price",
        ),
        Section(
            "Asal",
            Field("supplier", search=True),
            Field("invoice", search=True),
            "inspection_record",
            Field("title", "Keterangan", search=True),
        ),
    )
    unasked = (Field("kind", filter=True),)
    counting = Counting(by=("kind",), subject="item")
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Tanggal", on_phone=True),
        Column("item.name", "Barang", on_phone=True),
        Column("amount", "Banyaknya", numeric=True, on_phone=True),
        Column("unit_price", "Harga satuan", numeric=True),
        Column("total", "Jumlah harga", numeric=True),
        Column("supplier"),
    )
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
    def prepare(cls, entry: StockReceipt) -> None:
        stock.describe_movement(entry)

    @classmethod
    def apply_change(cls, event: Event[StockReceipt]) -> None:
        stock.move_stock(event)

    @classmethod
    def audit(cls, office_id: int) -> Iterator[str]:
        """Asked once, though both books move the same balances."""
        return stock.wrong_balances(office_id)


@register
class StockIssues(Book[StockIssue]):
    code = "stock_issue"
    slug = "pengeluaran-barang"
    group = Group.GOODS
    label = "Pengeluaran barang"
    entry_label = "pengeluaran barang"
    icon = "package-minus"
    own_words = False
    purpose = "Buku pengeluaran barang pakai habis. Barang yang tidak ada tidak dapat dikeluarkan."

    kinds = dict(StockItem.Category.choices)
    milestones = (MilestoneSpec("issued", "Dikeluarkan", initial=True, tone="done"),)
    sections = (
        Section(
            "Barang",
            Field("occurred_on", "Tanggal penyerahan"),
            Field("item", filter=True, search=True),
            "quantity",
        ),
        Section(
            "Penyerahan",
            Field("receiver", search=True),
            Field("purpose", search=True),
            Field("title", "Keterangan", search=True),
        ),
    )
    unasked = (Field("kind", filter=True),)
    counting = Counting(by=("kind",), subject="item")
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Tanggal", on_phone=True),
        Column("item.name", "Barang", on_phone=True),
        Column("amount", "Banyaknya", numeric=True, on_phone=True),
        Column("card.cost_words", "Nilai", numeric=True),
        Column("receiver"),
        Column("purpose"),
    )
    more_facts = (
        Column("card.unit_cost_words", "Harga satuan (rata-rata FIFO)"),
        Column("card.cost_words", "Jumlah harga (FIFO)"),
    )
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
    def prepare(cls, entry: StockIssue) -> None:
        stock.describe_movement(entry)

    @classmethod
    def apply_change(cls, event: Event[StockIssue]) -> None:
        stock.move_stock(event)


@register
class StockCounts(Book[StockCount]):
    code = "stock_count"
    slug = "opname-persediaan"
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
            by=(Performer.KEEPER, Performer.LEADER),
            second_pair_of_eyes=True,
            tone="done",
            fixed=True,
            by_hand=False,
        ),
    )
    sections = (
        Section(
            "Opname",
            Field(
                "occurred_on",
                "Tanggal hitung",
                help="Keadaan pada akhir hari itu. Hitungan diisi sesudah disimpan.",
            ),
            Field("title", search=True, help="Boleh kosong: ditulis otomatis."),
        ),
    )
    counting = Counting(by=())
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", on_phone=True),
        Column("title", on_phone=True),
        Column("counted_items", "Barang dihitung", numeric=True, on_phone=True),
        Column("difference_count", "Berselisih", numeric=True),
    )
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
    def prepare(cls, entry: StockCount) -> None:
        stock.prepare_count(entry)

    @classmethod
    def apply_change(cls, event: Event[StockCount]) -> None:
        stock.apply_count(event)

    @classmethod
    def refuses(cls, entry: Entry, change: Change) -> str:
        return stock.why_not_cancelled(cls.detail(entry)) if change is Change.CANCELLED else ""

    @classmethod
    def may_advance(cls, actor: Actor, entry: Entry, spec: MilestoneSpec) -> bool:
        return judges(actor, entry)


@register
class StockAdjustments(Book[StockAdjustment]):
    code = "stock_adjustment"
    slug = "penyesuaian-persediaan"
    group = Group.GOODS
    label = "Penyesuaian persediaan"
    entry_label = "penyesuaian persediaan"
    icon = "diff"
    own_words = False
    purpose = (
        "Selisih opname yang sudah disahkan, dengan penjelasannya. Lahir dari opname, tidak dicatat sendiri."
    )
    recordable = False

    kinds = dict(StockItem.Category.choices)
    milestones = (MilestoneSpec("adjusted", "Disesuaikan", initial=True, tone="done"),)
    sections = (
        Section(
            "Penyesuaian",
            Field("occurred_on", "Tanggal hitung"),
            Field("item", filter=True, search=True),
            Field("direction", filter=True),
            "quantity",
            "unit_price",
            Field("title", "Penjelasan", required=True, search=True),
            "count",
        ),
    )
    unasked = (Field("kind", filter=True),)
    counting = Counting(by=("kind",))
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Tanggal", on_phone=True),
        Column("item.name", "Barang", on_phone=True),
        Column("signed_amount", "Selisih", numeric=True, on_phone=True),
        Column("card.cost_words", "Nilai", numeric=True),
        Column("title"),
    )
    more_facts = (Column("card.cost_words", "Nilai (FIFO)"),)
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
    def prepare(cls, entry: StockAdjustment) -> None:
        stock.describe_movement(entry)

    @classmethod
    def apply_change(cls, event: Event[StockAdjustment]) -> None:
        stock.move_stock(event)
