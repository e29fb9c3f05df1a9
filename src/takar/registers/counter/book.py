"""The register of services, declared."""

from __future__ import annotations

from takar.kernel.reach import Reach
from takar.ledger.books import (
    Book,
    Column,
    Counting,
    Field,
    Group,
    MilestoneSpec,
    Numbering,
    Performer,
    PrintedColumn,
    PrintedLayout,
    Privacy,
    Processing,
    Section,
    register,
)
from takar.registers.counter import rules
from takar.registers.counter.models import ServiceRequest


@register
class ServiceRequests(Book[ServiceRequest]):
    code = "service_request"
    slug = "pelayanan"
    group = Group.SERVICES
    label = "Permohonan layanan"
    entry_label = "permohonan layanan"
    icon = "concierge-bell"
    own_words = False
    purpose = (
        "Register pelayanan PATEN dan kependudukan: siapa memohon apa, dijanjikan kapan, diserahkan kapan."
    )

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
            by_hand=False,
        ),
        MilestoneSpec(
            "signed",
            "Ditandatangani",
            verb="Tandai ditandatangani",
            after=("verified",),
            unless=("rejected",),
            by=(Performer.KEEPER, Performer.LEADER),
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
    sections = (
        Section(
            "Layanan",
            Field("service", filter=True, identity=True),
            Field("occurred_on", "Tanggal masuk", identity=True),
            Field("title", "Keperluan", search=True, help="Kosongkan bila cukup nama layanannya."),
        ),
        Section(
            "Pemohon",
            Field("applicant", search=True, resident=True),
            Field("nik", identity=True, masked=4),
            Field("village", "Desa pemohon", filter=True),
            Field("address", search=True, personal=True),
            Field("phone", masked=3),
        ),
        Section("Keterangan tambahan", "fee", "external_ref"),
    )
    unasked = (
        Field("category", filter=True),
        Field("ticket", search=True),
    )
    numbering = Numbering("{nomor:04}/{tahun}", label="No. urut")
    privacy = Privacy(
        reads=Reach.SECTION,
        processing=Processing(
            "Pemohon layanan: nama, NIK, telepon, alamat",
            "UU 25/2009 dan Permendagri 4/2010 (pelayanan publik); UU 24/2013 (data kependudukan)",
            retention_years=5,
        ),
    )
    counting = Counting(by=("village",), category="category")
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
        fetched=("effective", "milestones"),
    )

    @classmethod
    def prepare(cls, entry: ServiceRequest) -> None:
        rules.take_in(entry)
