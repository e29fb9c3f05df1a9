"""The book of work documents, declared."""

from __future__ import annotations

from takar.ledger.books import (
    Book,
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
from takar.registers.documents import rules
from takar.registers.documents.models import DocumentKind, WorkDocument


@register
class WorkDocuments(Book[WorkDocument]):
    code = "work_document"
    slug = "dokumen-kerja"
    group = Group.DOCUMENTS
    label = "Dokumen kerja"
    entry_label = "dokumen kerja"
    icon = "file-check"
    purpose = (
        "Register dokumen perencanaan, evaluasi, pelaporan, kebijakan dan tata usaha: "
        "siapa penyusunnya, sesuai pedoman atau belum, dan kapan disetujui."
    )

    kinds = dict(DocumentKind.choices)
    milestones = (
        MilestoneSpec("drafted", "Disusun", initial=True, tone="neutral"),
        MilestoneSpec(
            "returned",
            "Dikembalikan",
            after=("drafted",),
            second_pair_of_eyes=True,
            by_hand=False,  # recorded by the check that found something lacking, or on a page of its own
            note_label="Yang perlu diperbaiki",
            note_required=True,
            tone="warn",
        ),
        MilestoneSpec(
            "checked",
            "Sesuai pedoman",
            verb="Periksa menurut pedoman",
            after=("drafted",),
            second_pair_of_eyes=True,
            by_hand=False,
        ),
        MilestoneSpec(
            "approved",
            "Disetujui",
            verb="Setujui",
            after=("checked",),
            by=(Performer.LEADER,),
            second_pair_of_eyes=True,
            tone="done",
        ),
    )
    sections = (
        Section(
            "Dokumen",
            Field("kind", "Jenis dokumen", required=True, filter=True, identity=True),
            Field("title", "Nama dokumen", required=True, search=True, identity=True),
            Field("area", filter=True, help="Bidang menentukan indikator mana yang menghitung dokumen ini."),
            Field(
                "category",
                filter=True,
                help="Biarkan menurut jenis, kecuali dokumen ini dipakai untuk keperluan lain.",
            ),
            Field("document_number", search=True),
        ),
        Section(
            "Masa dan waktu",
            Field("period_year", identity=True),
            Field("period_part", identity=True),
            Field("occurred_on", "Tanggal disusun"),
            "due_on",
        ),
        Section(
            "Penyusun",
            Field(
                "position", "Jabatan penyusun", search=True, help="Bila dikosongkan, jabatan yang mencatat."
            ),
            Field(
                "person",
                "Nama penyusun",
                help="Penyusun dan pencatat tidak memeriksa dokumennya sendiri.",
            ),
        ),
        Section("Keterangan tambahan", "village", "external_ref"),
    )
    counting = Counting(by=("kind", "area"), category="category")
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Disusun", on_phone=True),
        Column("title", on_phone=True),
        Column("kind", "Jenis", on_phone=True),
        Column("area"),
        Column("position", "Penyusun"),
        Column("due_on"),
    )
    printed = PrintedLayout(
        "Register Dokumen Perencanaan, Evaluasi, Pelaporan dan Kebijakan",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal disusun", "occurred_on", 1.2),
            PrintedColumn("Jenis", "kind", 2),
            PrintedColumn("Nama dokumen", "title", 3.6),
            PrintedColumn("Masa", "period_label", 1.4),
            PrintedColumn("Bidang", "area", 1.8),
            PrintedColumn("Penyusun", "position", 2),
            PrintedColumn("Batas waktu", "due_on", 1.2),
            PrintedColumn("Sesuai pedoman", "checked_on", 1.2),
            PrintedColumn("Disetujui", "approved_on", 1.2),
            PrintedColumn("Ket.", "state", 1.2),
        ),
    )

    @classmethod
    def prepare(cls, entry: WorkDocument) -> None:
        rules.complete(entry)

    @classmethod
    def apply_change(cls, event: Event[WorkDocument]) -> None:
        rules.keep_what_was_checked(event)
