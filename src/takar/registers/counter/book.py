"""The register of services, declared."""

from __future__ import annotations

from takar.kernel.reach import Reach
from takar.ledger.books import (
    Book,
    Column,
    Doer,
    Group,
    MilestoneSpec,
    PrintedColumn,
    PrintedLayout,
    Processing,
    Section,
    register,
)
from takar.ledger.models import Entry
from takar.registers.counter import rules
from takar.registers.counter.models import ServiceRequest


@register
class ServiceRequests(Book):
    code = "service_request"
    reads = Reach.SECTION
    slug = "pelayanan"
    model = ServiceRequest
    group = Group.SERVICES
    label = "Permohonan layanan"
    entry_label = "permohonan layanan"
    icon = "concierge-bell"
    purpose = (
        "Register pelayanan PATEN dan kependudukan: siapa memohon apa, dijanjikan kapan, diserahkan kapan."
    )
    number_format = "{nomor:04}/{tahun}"

    milestones = (
        MilestoneSpec("received", "Diterima", initial=True, tone="neutral"),
        MilestoneSpec(
            "returned", "Dikembalikan", after=("received",), unless=("verified",), by_hand=False, tone="warn"
        ),
        MilestoneSpec(
            "verified",
            "Diverifikasi",
            verb="Periksa berkas",
            after=("received",),
            unless=("rejected",),
        ),
        MilestoneSpec(
            "signed",
            "Ditandatangani",
            verb="Tandai ditandatangani",
            after=("verified",),
            unless=("rejected",),
            by=(Doer.KEEPER, Doer.LEADER),
        ),
        # A recording of KTP-el has nothing to sign.
        MilestoneSpec(
            "issued",
            "Selesai",
            verb="Tandai selesai",
            after=("verified", "signed"),
            unless=("rejected",),
            note_label="Nomor surat atau dokumen yang terbit",
            tone="done",
        ),
        MilestoneSpec(
            "collected",
            "Diserahkan",
            verb="Serahkan kepada pemohon",
            after=("issued",),
            note_label="Nama penerima",
            note_required=True,
            tone="done",
        ),
        MilestoneSpec(
            "rejected",
            "Ditolak",
            verb="Tolak permohonan",
            after=("received",),
            unless=("issued",),
            note_label="Alasan penolakan",
            note_required=True,
            tone="danger",
        ),
    )
    labels = {
        "occurred_on": "Tanggal masuk",
        "title": "Keperluan",
        "village": "Desa pemohon",
        "number": "No. urut",
    }
    helps = {"title": "Kosongkan bila cukup nama layanannya."}
    required = ("occurred_on",)
    sections = (
        Section("Layanan", ("service", "occurred_on", "title")),
        Section("Pemohon", ("applicant", "nik", "village", "address", "phone")),
        Section("Keterangan tambahan", ("fee", "external_ref")),
    )
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Masuk", on_phone=True),
        Column("applicant", "Pemohon", on_phone=True),
        Column("service", "Layanan", on_phone=True),
        Column("village", "Desa"),
        Column("ticket", "Tiket"),
        Column("promised_on", "Dijanjikan"),
    )
    more_facts = (
        Column("ticket"),
        Column("category"),
        Column("promised_on"),
        Column("completeness", "Kelengkapan berkas"),
    )
    personal = ("nik", "phone", "address")
    residents = ("applicant",)
    masked = {"nik": 4, "phone": 3}
    processing = Processing(
        "Pemohon layanan: nama, NIK, telepon, alamat",
        "UU 25/2009 dan Permendagri 4/2010 (pelayanan publik); UU 24/2013 (data kependudukan)",
        retention_years=5,
    )
    filters = ("state", "category", "service", "village")
    search = ("title", "applicant", "ticket", "address")
    dimensions = ("category", "village")
    category_field = "category"
    identity = ("nik", "service", "occurred_on")
    printed_from = ("effective", "milestones")
    printed = PrintedLayout(
        "Buku Register Pelayanan",
        (
            PrintedColumn("No. urut", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal masuk", "occurred_on", 1.1),
            PrintedColumn("Nomor register", "number_label", 1.1),
            PrintedColumn("Nama pemohon", "applicant", 1.8),
            PrintedColumn("NIK", "nik", 1.4),
            PrintedColumn("Alamat/Desa", "place", 1.8),
            PrintedColumn("Jenis pelayanan", "service", 2),
            PrintedColumn("Kategori", "category", 1.2),
            PrintedColumn("Kelengkapan berkas", "completeness", 1.4),
            PrintedColumn("Petugas loket", "counter_officer", 1.8),
            PrintedColumn("Tanggal selesai", "issued_on", 1.1),
            PrintedColumn("Nomor surat/dokumen", "document_number", 1.5),
            PrintedColumn("Tanggal diserahkan", "collected_on", 1.1),
            PrintedColumn("Penerima", "receiver", 1.5),
            PrintedColumn("Biaya", "fee", 0.9, numeric=True),
            PrintedColumn("Keterangan", "state", 1.2),
        ),
    )

    @classmethod
    def prepare(cls, entry: Entry) -> None:
        assert isinstance(entry, ServiceRequest)
        rules.take_in(entry)
