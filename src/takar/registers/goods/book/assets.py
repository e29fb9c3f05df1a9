"""The books of assets: KIB, moves, papers of vehicles, reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from takar.kernel.spans import LONG_PAST
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
from takar.registers.goods.book.kib import INVENTORY
from takar.registers.goods.models import Asset, AssetMove, InventoryReport, Kib, VehicleRenewal
from takar.registers.goods.rules import assets, reports
from takar.registers.goods.rules.permissions import judges


@register
class Assets(Book[Asset]):
    code = "asset"
    slug = "aset"
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
    sections = (
        Section(
            "Barang",
            Field("kind", "Golongan", required=True, filter=True),
            Field("title", "Nama barang", required=True, search=True),
            Field("code", search=True, identity=True),
            Field("register", identity=True),
            Field(
                "occurred_on",
                "Tanggal perolehan",
                span=LONG_PAST,  # land and buildings are older than the republic
                help="Bila hanya tahunnya yang diketahui, tulis 1 Januari tahun itu.",
            ),
        ),
        Section(
            "Tanah",
            "area_m2",
            Field("location", search=True),
            kinds=("a", "c", "d", "f"),
        ),
        Section(
            "Sertifikat dan penggunaan",
            "land_right",
            "certificate_number",
            "certificate_date",
            "used_for",
            kinds=("a",),
        ),
        Section(
            "Spesifikasi",
            Field("brand", search=True),
            kinds=("b",),
        ),
        Section("Ukuran dan bahan", "size", "material", kinds=("b", "e")),
        Section(
            "Nomor",
            Field("factory_number", search=True),
            "chassis_number",
            "engine_number",
            Field("plate", search=True),
            "title_deed",
            kinds=("b",),
        ),
        Section(
            "Surat kendaraan",
            Field("tax_due", ahead=True),
            Field("papers_until", ahead=True),
            "remind_days",
            "holder",
            kinds=("b",),
        ),
        Section("Bangunan", "structure", kinds=("f",)),
        Section("Konstruksi bangunan", "storeys", "concrete", kinds=("c", "f")),
        Section("Lantai", "floor_m2", kinds=("c",)),
        Section("Jalan, irigasi, jaringan", "construction", "length_km", "width_m", kinds=("d",)),
        Section(
            "Dokumen dan status tanah",
            "document_number",
            "document_date",
            "land_status",
            "land_code",
            kinds=("c", "d", "f"),
        ),
        Section("Buku perpustakaan", "author", "specification", kinds=("e",)),
        Section("Kesenian, hewan, tumbuhan", "art_origin", "artist", "species", kinds=("e",)),
        Section("Pengerjaan", "started_on", "funding", kinds=("f",)),
        Section(
            "Perolehan",
            Field("origin", filter=True),
            "price",
            "year_made",
            "pieces",
            "unit",
        ),
        Section("Tempat dan keadaan awal", "room", "condition", "remark"),
    )
    unasked = (
        Field("now_in", filter=True),
        Field("now_is", filter=True),
    )
    counting = Counting(by=("kind",))
    columns = (
        Column("label_code", "Kode dan register"),
        Column("title", on_phone=True),
        Column("brand"),
        Column("made_in", "Tahun", numeric=True),
        Column("now_in", on_phone=True),
        Column("now_is", on_phone=True),
        Column("worth", "Harga", numeric=True),
    )
    more_facts = (
        Column("label_code", "Nomor label"),
        Column("now_in", "Ruangan sekarang"),
        Column("now_is", "Keadaan sekarang"),
    )
    printed = INVENTORY

    @classmethod
    def prepare(cls, entry: Asset) -> None:
        assets.prepare_asset(entry, cls)

    @classmethod
    def apply_change(cls, event: Event[Asset]) -> None:
        assets.apply_asset(event)

    @classmethod
    def refuses(cls, entry: Entry, change: Change) -> str:
        return assets.why_not_cancelled(cls.detail(entry)) if change is Change.CANCELLED else ""

    @classmethod
    def audit(cls, office_id: int) -> Iterator[str]:
        return assets.wrong_places(office_id)


@register
class AssetMoves(Book[AssetMove]):
    code = "asset_move"
    slug = "mutasi-aset"
    group = Group.GOODS
    label = "Mutasi dan keadaan aset"
    entry_label = "mutasi aset"
    icon = "arrow-left-right"
    purpose = (
        "Aset yang pindah ruangan atau berubah keadaannya: sejak kapan, mengapa, dengan berita acara apa."
    )

    kinds = {"pindah": "Pindah ruangan", "keadaan": "Perubahan keadaan"}
    milestones = (MilestoneSpec("moved", "Tercatat", initial=True, tone="done"),)
    sections = (
        Section(
            "Mutasi",
            Field("subject", search=True, identity=True),
            Field("kind", "Jenis mutasi", required=True, filter=True, identity=True),
            Field("to_room", filter=True, help="Wajib untuk pindah ruangan."),
            Field(
                "condition", filter=True, help="Wajib untuk perubahan keadaan; boleh diisi juga saat pindah."
            ),
            Field("occurred_on", identity=True),
        ),
        Section(
            "Dasar",
            Field("title", "Alasan", search=True, identity=True, help="Boleh kosong: nama asetnya."),
            Field("record_number", search=True),
        ),
    )
    counting = Counting(by=("kind",))
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", on_phone=True),
        Column("subject.title", "Aset", on_phone=True),
        Column("kind", "Jenis"),
        Column("from_room", "Dari"),
        Column("to_room", "Ke", on_phone=True),
        Column("condition"),
    )
    more_facts = (Column("from_room", "Ruangan sebelumnya"), Column("was", "Keadaan sebelumnya"))
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
    def prepare(cls, entry: AssetMove) -> None:
        assets.prepare_move(entry)

    @classmethod
    def apply_change(cls, event: Event[AssetMove]) -> None:
        assets.apply_move(event)


@register
class VehicleRenewals(Book[VehicleRenewal]):
    code = "vehicle_renewal"
    slug = "perpanjangan-kendaraan"
    group = Group.GOODS
    label = "Perpanjangan surat kendaraan"
    entry_label = "perpanjangan surat kendaraan"
    icon = "car"
    purpose = "Pengajuan pengesahan STNK tahunan dan ganti STNK/TNKB lima tahunan kendaraan dinas."

    kinds = {"tahunan": "Pengesahan STNK tahunan", "lima_tahunan": "Ganti STNK dan TNKB lima tahunan"}
    milestones = (
        MilestoneSpec("submitted", "Diajukan", initial=True, tone="progress"),
        MilestoneSpec(
            "paid", "Dibayar", verb="Catat pembayaran", after=("submitted",), tone="done", by_hand=False
        ),
    )
    sections = (
        Section(
            "Pengajuan",
            Field("vehicle", filter=True, search=True, identity=True),
            Field("kind", required=True, filter=True, identity=True),
            Field("occurred_on", "Tanggal diajukan"),
            Field("due_on", identity=True, ahead=True),
            Field("title", search=True, identity=True, help="Boleh kosong: ditulis otomatis."),
        ),
        Section("Biaya", "tax", "levy", "fees", "external_ref"),
    )
    counting = Counting(by=("kind",), subject="vehicle")
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Diajukan", on_phone=True),
        Column("vehicle.plate", "Nomor polisi", on_phone=True),
        Column("kind", on_phone=True),
        Column("due_on"),
        Column("total", "Biaya", numeric=True),
        Column("valid_until"),
    )
    more_facts = (Column("total", "Jumlah biaya"), Column("valid_until"))
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
    def prepare(cls, entry: VehicleRenewal) -> None:
        assets.prepare_renewal(entry, cls.kinds)


@register
class InventoryReports(Book[InventoryReport]):
    code = "inventory_report"
    slug = "laporan-barang"
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
            by=(Performer.KEEPER, Performer.LEADER), second_pair_of_eyes=True, tone="progress",
        ),
        MilestoneSpec(
            "sent", "Disampaikan", verb="Tandai disampaikan", after=("approved",),
            note_label="Nomor dan tanggal surat pengantar", tone="done",
        ),
    )  # fmt: skip
    sections = (
        Section(
            "Laporan",
            Field("kind", "Masa", required=True, filter=True, identity=True),
            Field("period_year", identity=True),
            Field("occurred_on", "Tanggal disusun"),
            Field("title", "Judul", search=True, identity=True, help="Boleh kosong: ditulis otomatis."),
            Field("recipient", search=True),
            "external_ref",
        ),
    )
    counting = Counting(by=("kind",))
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Disusun", on_phone=True),
        Column("title", "Laporan", on_phone=True),
        Column("kind"),
        Column("period_year", "Tahun", numeric=True),
        Column("recipient"),
    )
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
    def prepare(cls, entry: InventoryReport) -> None:
        assets.prepare_report(entry, cls.kinds)

    @classmethod
    def apply_change(cls, event: Event[InventoryReport]) -> None:
        reports.apply_change(event)

    @classmethod
    def sealed_with(cls, event: Event[InventoryReport]) -> dict[str, Any]:
        return reports.freeze(event) if event.what == "approved" else {}

    @classmethod
    def may_advance(cls, actor: Actor, entry: Entry, spec: MilestoneSpec) -> bool:
        return spec.code != "approved" or judges(actor, entry)
