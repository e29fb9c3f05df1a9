"""The books of what is asked for and what is bought, declared."""

from __future__ import annotations

from takar.ledger.access import may_record
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
from takar.registers.goods.book.stock import StockIssues
from takar.registers.goods.models import Procurement, StockItem, SupplyRequest
from takar.registers.goods.rules import supply
from takar.registers.goods.rules.permissions import judges


@register
class SupplyRequests(Book):
    code = "supply_request"
    slug = "permintaan-barang"
    model = SupplyRequest
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
            by=(Doer.KEEPER, Doer.LEADER),
            tone="progress",
        ),
        MilestoneSpec(
            "refused",
            "Ditolak",
            verb="Tolak",
            after=("submitted",),
            unless=("approved",),
            by=(Doer.KEEPER, Doer.LEADER),
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
        ),
    )
    labels = {
        "occurred_on": "Tanggal diajukan",
        "title": "Keperluan",
        "kind": "Golongan",
        "number": "No.",
        "position": "Jabatan pemohon",
        "person": "Nama pemohon",
    }
    helps = {
        "kind": "Boleh kosong: mengikuti golongan barangnya.",
        "position": "Bila dikosongkan, jabatan yang mencatat.",
    }
    required = ("occurred_on", "title")
    sections = (
        Section("Permintaan", ("wanted", "title", "kind", "occurred_on")),
        Section("Pemohon", ("position", "person")),
    )
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Diajukan", on_phone=True),
        Column("title", "Keperluan", on_phone=True),
        Column("asked_words", "Barang", on_phone=True),
        Column("position", "Pemohon"),
    )
    filters = ("state", "kind", "position")
    search = ("title", "wanted", "position")
    dimensions = ("kind",)
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
    def prepare(cls, entry: Entry) -> None:
        supply.prepare(entry)

    @classmethod
    def settle(cls, event: Event) -> None:
        supply.settle(event)

    @classmethod
    def refuses(cls, entry: Entry, change: Change) -> str:
        return supply.why_not_cancelled(entry) if change is Change.CANCELLED else ""

    @classmethod
    def may_advance(cls, actor: Actor, entry: Entry, spec: MilestoneSpec) -> bool:
        if spec.code == "issued":
            return may_record(actor, StockIssues)
        return judges(actor, entry)


@register
class Procurements(Book):
    code = "procurement"
    slug = "pengadaan-barang"
    model = Procurement
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
    labels = {"occurred_on": "Tanggal pesan", "title": "Nama barang", "kind": "Jenis barang", "number": "No."}
    required = ("occurred_on", "title", "kind")
    sections = (
        Section("Barang", ("occurred_on", "kind", "title", "quantity", "unit", "unit_price", "item")),
        Section("Penyedia dan kontrak", ("supplier", "contract_number", "contract_date", "source")),
        Section("Pembayaran dan penggunaan", ("payment_number", "payment_date", "used_by", "external_ref")),
    )
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Dipesan", on_phone=True),
        Column("title", "Barang", on_phone=True),
        Column("amount", "Banyaknya", numeric=True),
        Column("total", "Jumlah harga", numeric=True, on_phone=True),
        Column("supplier", "Penyedia"),
    )
    filters = ("state", "kind", "source")
    search = ("title", "supplier", "contract_number", "payment_number", "used_by")
    dimensions = ("kind",)
    identity = ("title", "occurred_on", "supplier")
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
