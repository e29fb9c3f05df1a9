"""The books of what is asked for and what is bought, declared."""

from __future__ import annotations

from takar.ledger.access import may_record
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
from takar.registers.goods.book.stock import StockIssues
from takar.registers.goods.models import Procurement, StockItem, SupplyRequest
from takar.registers.goods.rules import supply
from takar.registers.goods.rules.permissions import judges


@register
class SupplyRequests(Book[SupplyRequest]):
    code = "supply_request"
    slug = "permintaan-barang"
    group = Group.GOODS
    label = "Permintaan barang"
    entry_label = "permintaan barang"
    icon = "shopping-basket"
    purpose = "Kebutuhan ATK dan barang pakai habis yang diajukan pegawai, disetujui, lalu dikeluarkan."

    kinds = dict(StockItem.Category.choices)
    milestones = (
        MilestoneSpec("submitted", "Diajukan", initial=True, tone="neutral"),
        MilestoneSpec(
            "approved",
            "Disetujui",
            verb="Setujui",
            after=("submitted",),
            unless=("refused",),
            by=(Performer.KEEPER, Performer.LEADER),
            second_pair_of_eyes=True,
            tone="progress",
            by_hand=False,
        ),
        MilestoneSpec(
            "refused",
            "Ditolak",
            verb="Tolak",
            after=("submitted",),
            unless=("approved",),
            by=(Performer.KEEPER, Performer.LEADER),
            second_pair_of_eyes=True,
            note_label="Alasan penolakan",
            note_required=True,
            tone="warn",
        ),
        MilestoneSpec(
            "issued",
            "Dikeluarkan",
            verb="Keluarkan barang",
            after=("approved",),
            tone="done",
            fixed=True,
            by_hand=False,
        ),
    )
    sections = (
        Section(
            "Permintaan",
            Field("wanted", search=True),
            Field("title", "Keperluan", required=True, search=True),
            Field("kind", "Golongan", filter=True, help="Boleh kosong: mengikuti golongan barangnya."),
            Field("occurred_on", "Tanggal diajukan"),
        ),
        Section(
            "Pemohon",
            Field(
                "position",
                "Jabatan pemohon",
                filter=True,
                search=True,
                help="Bila dikosongkan, jabatan yang mencatat.",
            ),
            Field("person", "Nama pemohon"),
        ),
    )
    counting = Counting(by=("kind",))
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Diajukan", on_phone=True),
        Column("title", on_phone=True),
        Column("asked_words", "Barang", on_phone=True),
        Column("position", "Pemohon"),
    )
    printed = PrintedLayout(
        "Buku Permintaan Barang",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal", "occurred_on", 1.2),
            PrintedColumn("Pemohon", "position", 2.4),
            PrintedColumn("Barang yang diminta", "asked_words", 4),
            PrintedColumn("Keperluan", "title", 2.6),
            PrintedColumn("Ket.", "state", 1.3),
        ),
    )

    @classmethod
    def prepare(cls, entry: SupplyRequest) -> None:
        supply.prepare(entry)

    @classmethod
    def apply_change(cls, event: Event[SupplyRequest]) -> None:
        supply.apply_change(event)

    @classmethod
    def refuses(cls, entry: Entry, change: Change) -> str:
        return supply.why_not_cancelled(entry) if change is Change.CANCELLED else ""

    @classmethod
    def may_advance(cls, actor: Actor, entry: Entry, spec: MilestoneSpec) -> bool:
        if spec.code == "issued":
            return may_record(actor, StockIssues)
        return judges(actor, entry)


@register
class Procurements(Book[Procurement]):
    code = "procurement"
    slug = "pengadaan-barang"
    group = Group.GOODS
    label = "Pengadaan barang"
    entry_label = "pengadaan barang"
    icon = "shopping-cart"
    purpose = "Daftar pengadaan: dipesan, diterima, dibayar, lalu dilaporkan."

    kinds = {
        "pakai_habis": "Barang pakai habis",
        "peralatan": "Peralatan dan mesin",
        "gedung": "Gedung dan bangunan",
        "lainnya": "Aset lainnya",
    }
    milestones = (
        MilestoneSpec("procured", "Dipesan", initial=True, tone="neutral"),
        MilestoneSpec(
            "received", "Diterima", verb="Tandai diterima", after=("procured",), note_label="Berita acara"
        ),
        MilestoneSpec(
            "paid", "Dibayar", verb="Tandai dibayar", after=("received",), note_label="SPM/kuitansi"
        ),
        MilestoneSpec(
            "reported",
            "Dilaporkan",
            verb="Laporkan pengadaan",
            after=("received", "paid"),
            note_label="Nomor laporan",
            tone="done",
        ),
    )
    sections = (
        Section(
            "Barang",
            Field("occurred_on", "Tanggal pesan", identity=True),
            Field("kind", "Jenis barang", required=True, filter=True),
            Field("title", "Nama barang", required=True, search=True, identity=True),
            "quantity",
            "unit",
            "unit_price",
            "item",
        ),
        Section(
            "Penyedia dan kontrak",
            Field("supplier", search=True, identity=True),
            Field("contract_number", search=True),
            "contract_date",
            Field("source", filter=True),
        ),
        Section(
            "Pembayaran dan penggunaan",
            Field("payment_number", search=True),
            "payment_date",
            Field("used_by", search=True),
            "external_ref",
        ),
    )
    counting = Counting(by=("kind",))
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Dipesan", on_phone=True),
        Column("title", "Barang", on_phone=True),
        Column("amount", "Banyaknya", numeric=True),
        Column("total", "Jumlah harga", numeric=True, on_phone=True),
        Column("supplier"),
    )
    printed = PrintedLayout(
        "Daftar Pengadaan Barang",
        (
            PrintedColumn("No.", "number", 0.5, numeric=True),
            PrintedColumn("Jenis barang", "title", 2.6),
            PrintedColumn("Tanggal", "contract_date", 1.1, group="SPK/Perjanjian/Kontrak"),
            PrintedColumn("Nomor", "contract_number", 1.6, group="SPK/Perjanjian/Kontrak"),
            PrintedColumn("Tanggal", "payment_date", 1.1, group="SPM/Kuitansi"),
            PrintedColumn("Nomor", "payment_number", 1.6, group="SPM/Kuitansi"),
            PrintedColumn("Banyak", "amount", 0.9, numeric=True, group="Jumlah"),
            PrintedColumn("Harga satuan", "unit_price", 1.2, numeric=True, group="Jumlah"),
            PrintedColumn("Jumlah harga", "cost", 1.3, numeric=True, group="Jumlah", total=True),
            PrintedColumn("Dipergunakan pada unit", "used_by", 1.8),
            PrintedColumn("Ket.", "state", 1.1),
        ),
    )
