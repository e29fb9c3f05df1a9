"""The books of assets: KIB, moves, papers of vehicles, reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from takar.kernel.spans import LONG_PAST
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
from takar.registers.goods.book.kib import INVENTORY, KIB
from takar.registers.goods.models import Asset, AssetMove, InventoryReport, Kib, VehicleRenewal
from takar.registers.goods.rules import assets, reports
from takar.registers.goods.rules.permissions import judges


@register
class Assets(Book):
    code = "asset"
    slug = "aset"
    model = Asset
    group = Group.GOODS
    label = "Aset (KIB A–F)"
    entry_label = "aset"
    icon = "archive"
    purpose = "Barang milik daerah menurut kartu inventaris barang A sampai F, dengan register, ruangan dan keadaannya."
    lasting = True

    kinds = dict(Kib.choices)
    milestones = (
        MilestoneSpec("recorded", "Tercatat", initial=True, tone="done"),
        MilestoneSpec(
            "proposed",
            "Diusulkan hapus",
            verb="Usulkan penghapusan",
            after=("recorded",),
            note_label="Alasan dan nomor usulan",
            note_required=True,
            tone="warn",
        ),
        MilestoneSpec(
            "disposed",
            "Dihapus",
            verb="Catat penghapusan",
            after=("proposed",),
            note_label="Nomor dan tanggal keputusan penghapusan",
            note_required=True,
            tone="neutral",
        ),
    )
    labels = {
        "occurred_on": "Tanggal perolehan",
        "title": "Nama barang",
        "kind": "Golongan",
        "number": "No.",
        "area_m2": "Luas (m²)",
        "now_in": "Ruangan",
        "now_is": "Keadaan",
    }
    span = LONG_PAST  # land and buildings are older than the republic
    helps = {"occurred_on": "Bila hanya tahunnya yang diketahui, tulis 1 Januari tahun itu."}
    required = ("occurred_on", "title", "kind")
    sections = (
        Section("Barang", ("kind", "title", "code", "register", "occurred_on")),
        Section("Tanah", ("area_m2", "location"), kinds=("a", "c", "d", "f")),
        Section(
            "Sertifikat dan penggunaan",
            ("land_right", "certificate_number", "certificate_date", "used_for"),
            kinds=("a",),
        ),
        Section("Spesifikasi", ("brand",), kinds=("b",)),
        Section("Ukuran dan bahan", ("size", "material"), kinds=("b", "e")),
        Section("Nomor", ("factory_number", "chassis_number", "engine_number", "plate", "title_deed"), kinds=("b",)),
        Section("Surat kendaraan", ("tax_due", "papers_until", "remind_days", "holder"), kinds=("b",)),
        Section("Bangunan", ("structure",), kinds=("f",)),
        Section("Konstruksi bangunan", ("storeys", "concrete"), kinds=("c", "f")),
        Section("Lantai", ("floor_m2",), kinds=("c",)),
        Section("Jalan, irigasi, jaringan", ("construction", "length_km", "width_m"), kinds=("d",)),
        Section(
            "Dokumen dan status tanah",
            ("document_number", "document_date", "land_status", "land_code"),
            kinds=("c", "d", "f"),
        ),
        Section("Buku perpustakaan", ("author", "specification"), kinds=("e",)),
        Section("Kesenian, hewan, tumbuhan", ("art_origin", "artist", "species"), kinds=("e",)),
        Section("Pengerjaan", ("started_on", "funding"), kinds=("f",)),
        Section("Perolehan", ("origin", "price", "year_made", "pieces", "unit")),
        Section("Tempat dan keadaan awal", ("room", "condition", "remark")),
    )  # fmt: skip
    columns = (
        Column("label_code", "Kode dan register"),
        Column("title", "Nama barang", on_phone=True),
        Column("brand", "Merk/tipe"),
        Column("made_in", "Tahun", numeric=True),
        Column("now_in", "Ruangan", on_phone=True),
        Column("now_is", "Keadaan", on_phone=True),
        Column("worth", "Harga", numeric=True),
    )
    more_facts = (
        Column("label_code", "Nomor label"),
        Column("now_in", "Ruangan sekarang"),
        Column("now_is", "Keadaan sekarang"),
    )
    filters = ("kind", "state", "now_in", "now_is", "origin")
    search = ("title", "code", "brand", "plate", "factory_number", "location")
    ahead = ("tax_due", "papers_until")
    dimensions = ("kind",)
    identity = ("code", "register")
    printed = INVENTORY
    printed_kinds = KIB
    printed_from = ("effective",)

    @classmethod
    def prepare(cls, entry: Entry) -> None:
        assets.prepare_asset(entry, cls)

    @classmethod
    def settle(cls, event: Event) -> None:
        assets.settle_asset(event)

    @classmethod
    def refuses(cls, entry: Entry, change: Change) -> str:
        assert isinstance(entry, Asset)
        return assets.why_not_cancelled(entry) if change is Change.CANCELLED else ""

    @classmethod
    def audit(cls, office_id: int) -> Iterator[str]:
        return assets.wrong_places(office_id)


@register
class AssetMoves(Book):
    code = "asset_move"
    slug = "mutasi-aset"
    model = AssetMove
    group = Group.GOODS
    label = "Mutasi dan keadaan aset"
    entry_label = "mutasi aset"
    icon = "arrow-left-right"
    purpose = (
        "Aset yang pindah ruangan atau berubah keadaannya: sejak kapan, mengapa, dengan berita acara apa."
    )

    kinds = {"pindah": "Pindah ruangan", "keadaan": "Perubahan keadaan"}
    milestones = (MilestoneSpec("moved", "Tercatat", initial=True, tone="done"),)
    labels = {"occurred_on": "Tanggal", "title": "Alasan", "kind": "Jenis mutasi", "number": "No."}
    helps = {
        "to_room": "Wajib untuk pindah ruangan.",
        "condition": "Wajib untuk perubahan keadaan; boleh diisi juga saat pindah.",
        "title": "Boleh kosong: nama asetnya.",
    }
    required = ("occurred_on", "kind")
    sections = (
        Section("Mutasi", ("subject", "kind", "to_room", "condition", "occurred_on")),
        Section("Dasar", ("title", "record_number")),
    )
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Tanggal", on_phone=True),
        Column("subject.title", "Aset", on_phone=True),
        Column("kind", "Jenis"),
        Column("from_room", "Dari"),
        Column("to_room", "Ke", on_phone=True),
        Column("condition", "Keadaan baru"),
    )
    more_facts = (Column("from_room", "Ruangan sebelumnya"), Column("was", "Keadaan sebelumnya"))
    filters = ("kind", "to_room", "condition")
    search = ("title", "subject", "record_number")
    identity = ("subject", "kind", "occurred_on", "title")
    dimensions = ("kind",)
    printed = PrintedLayout(
        "Buku Mutasi Barang Inventaris",
        (
            PrintedColumn("No.", "number", 0.5, numeric=True),
            PrintedColumn("Tanggal", "occurred_on", 1.1),
            PrintedColumn("Kode dan register", "subject.label_code", 2),
            PrintedColumn("Nama barang", "subject.title", 2.4),
            PrintedColumn("Dari", "from_room", 1.4, group="Ruangan"),
            PrintedColumn("Ke", "to_room", 1.4, group="Ruangan"),
            PrintedColumn("Semula", "was", 1.1, group="Keadaan"),
            PrintedColumn("Menjadi", "condition", 1.1, group="Keadaan"),
            PrintedColumn("Berita acara", "record_number", 1.7),
            PrintedColumn("Alasan", "title", 2),
            PrintedColumn("Ket.", "state", 1),
        ),
    )

    @classmethod
    def prepare(cls, entry: Entry) -> None:
        assets.prepare_move(entry)

    @classmethod
    def settle(cls, event: Event) -> None:
        assets.settle_move(event)


@register
class VehicleRenewals(Book):
    code = "vehicle_renewal"
    slug = "perpanjangan-kendaraan"
    model = VehicleRenewal
    group = Group.GOODS
    label = "Perpanjangan surat kendaraan"
    entry_label = "perpanjangan surat kendaraan"
    icon = "car"
    purpose = "Pengajuan pengesahan STNK tahunan dan ganti STNK/TNKB lima tahunan kendaraan dinas."

    kinds = {"tahunan": "Pengesahan STNK tahunan", "lima_tahunan": "Ganti STNK dan TNKB lima tahunan"}
    milestones = (
        MilestoneSpec("submitted", "Diajukan", initial=True, tone="progress"),
        MilestoneSpec(
            "paid",
            "Dibayar",
            verb="Catat pembayaran",
            after=("submitted",),
            tone="done",
        ),
    )
    labels = {"occurred_on": "Tanggal diajukan", "title": "Uraian", "kind": "Jenis", "number": "No."}
    helps = {"title": "Boleh kosong: ditulis otomatis."}
    ahead = ("due_on",)
    required = ("occurred_on", "kind")
    sections = (
        Section("Pengajuan", ("vehicle", "kind", "occurred_on", "due_on", "title")),
        Section("Biaya", ("tax", "levy", "fees", "external_ref")),
    )
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Diajukan", on_phone=True),
        Column("vehicle.plate", "Nomor polisi", on_phone=True),
        Column("kind", "Jenis", on_phone=True),
        Column("due_on", "Jatuh tempo"),
        Column("total", "Biaya", numeric=True),
        Column("valid_until", "Berlaku sampai"),
    )
    more_facts = (Column("total", "Jumlah biaya"), Column("valid_until", "Berlaku sampai"))
    filters = ("state", "kind", "vehicle")
    search = ("title", "vehicle")
    dimensions = ("kind",)
    subject_field = "vehicle"
    identity = ("vehicle", "kind", "due_on", "title")
    printed = PrintedLayout(
        "Buku Perpanjangan Surat Kendaraan Dinas",
        (
            PrintedColumn("No.", "number", 0.5, numeric=True),
            PrintedColumn("Tanggal diajukan", "occurred_on", 1.2),
            PrintedColumn("Nomor polisi", "vehicle.plate", 1.2),
            PrintedColumn("Kendaraan", "vehicle.title", 2.2),
            PrintedColumn("Jenis", "kind", 2.2),
            PrintedColumn("Jatuh tempo", "due_on", 1.1),
            PrintedColumn("PKB", "tax", 1.1, numeric=True, group="Biaya (Rp)", total=True),
            PrintedColumn("SWDKLLJ", "levy", 1, numeric=True, group="Biaya (Rp)", total=True),
            PrintedColumn("Lain-lain", "fees", 1, numeric=True, group="Biaya (Rp)", total=True),
            PrintedColumn("Dibayar", "paid_on", 1.1),
            PrintedColumn("Berlaku sampai", "valid_until", 1.1),
            PrintedColumn("Ket.", "state", 1),
        ),
    )

    @classmethod
    def prepare(cls, entry: Entry) -> None:
        assets.prepare_renewal(entry, cls.kinds)


@register
class InventoryReports(Book):
    code = "inventory_report"
    slug = "laporan-barang"
    model = InventoryReport
    group = Group.GOODS
    label = "Laporan barang"
    entry_label = "laporan barang"
    icon = "file-chart-column"
    purpose = (
        "Laporan barang milik daerah tiap semester dan tahun; dihitung dari buku, tetap sejak disetujui."
    )

    kinds = reports.KINDS
    milestones = (
        MilestoneSpec("drafted", "Disusun", initial=True, tone="neutral"),
        MilestoneSpec(
            "approved", "Disetujui", verb="Setujui laporan", after=("drafted",),
            by=(Doer.KEEPER, Doer.LEADER), tone="progress",
        ),
        MilestoneSpec(
            "sent", "Disampaikan", verb="Tandai disampaikan", after=("approved",),
            note_label="Nomor dan tanggal surat pengantar", tone="done",
        ),
    )  # fmt: skip
    labels = {"occurred_on": "Tanggal disusun", "title": "Judul", "kind": "Masa", "number": "No."}
    helps = {"title": "Boleh kosong: ditulis otomatis."}
    required = ("occurred_on", "kind")
    sections = (
        Section("Laporan", ("kind", "period_year", "occurred_on", "title", "recipient", "external_ref")),
    )
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Disusun", on_phone=True),
        Column("title", "Laporan", on_phone=True),
        Column("kind", "Masa"),
        Column("period_year", "Tahun", numeric=True),
        Column("recipient", "Disampaikan kepada"),
    )
    filters = ("state", "kind")
    search = ("title", "recipient")
    dimensions = ("kind",)
    identity = ("kind", "period_year", "title")
    printed = PrintedLayout(
        "Daftar Laporan Barang",
        (
            PrintedColumn("No.", "number", 0.5, numeric=True),
            PrintedColumn("Tanggal disusun", "occurred_on", 1.3),
            PrintedColumn("Laporan", "title", 4),
            PrintedColumn("Masa", "kind", 1.6),
            PrintedColumn("Tahun", "period_year", 0.8, numeric=True),
            PrintedColumn("Disampaikan kepada", "recipient", 2.4),
            PrintedColumn("Ket.", "state", 1.2),
        ),
    )

    @classmethod
    def prepare(cls, entry: Entry) -> None:
        assets.prepare_report(entry, cls.kinds)

    @classmethod
    def settle(cls, event: Event) -> None:
        reports.settle(event)

    @classmethod
    def sealed_with(cls, event: Event) -> dict[str, Any]:
        return reports.freeze(event) if event.what == "approved" else {}

    @classmethod
    def may_advance(cls, actor: Actor, entry: Entry, spec: MilestoneSpec) -> bool:
        return spec.code != "approved" or judges(actor, entry)
