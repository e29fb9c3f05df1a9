"""The book of dossier checks, declared."""

from __future__ import annotations

from takar.kernel.errors import DomainError
from takar.ledger.books import (
    Book,
    Change,
    Column,
    Event,
    Field,
    Group,
    MilestoneSpec,
    PrintedColumn,
    PrintedLayout,
    Section,
    register,
)
from takar.registers.dossiers.models import DossierCheck, DossierKind


@register
class DossierChecks(Book[DossierCheck]):
    code = "dossier_check"
    slug = "pemeriksaan-berkas"
    group = Group.DOCUMENTS
    label = "Pemeriksaan berkas"
    entry_label = "pemeriksaan berkas"
    icon = "list-checks"
    purpose = (
        "Berkas administrasi pemerintahan yang masuk: apa yang sudah ada, apa yang kurang, kapan dicukupi."
    )

    kinds = dict(DossierKind.choices)
    milestones = (
        MilestoneSpec("received", "Diterima", initial=True, tone="neutral"),
        MilestoneSpec(
            "checked",
            "Diperiksa, belum lengkap",
            verb="Periksa kelengkapan",
            after=("received",),
            tone="warn",
            by_hand=False,
        ),
        MilestoneSpec(
            "completed",
            "Lengkap",
            verb="Catat kekurangan yang dicukupi",
            after=("checked",),
            tone="done",
            by_hand=False,
        ),
    )
    sections = (
        Section(
            "Berkas",
            Field("kind", "Jenis berkas", required=True, filter=True, identity=True),
            Field("title", "Perihal berkas", required=True, search=True, identity=True),
            Field(
                "village",
                filter=True,
                search=True,
                identity=True,
                help="Desa asal berkas; kosongkan bila bukan dari desa.",
            ),
            Field("received_from", search=True),
            Field("occurred_on", "Tanggal terima"),
        ),
        Section(
            "Keterangan tambahan",
            Field("letter_number", search=True),
            "area",
            "external_ref",
        ),
    )
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Diterima", on_phone=True),
        Column("kind", "Jenis"),
        Column("title", "Perihal", on_phone=True),
        Column("village"),
        Column("finding", "Kekurangan", on_phone=True),
    )
    printed = PrintedLayout(
        "Register Pemeriksaan Berkas Administrasi Pemerintahan",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal terima", "occurred_on", 1.2),
            PrintedColumn("Diterima dari", "received_from", 2),
            PrintedColumn("Desa", "village", 1.4),
            PrintedColumn("Jenis berkas", "kind", 2),
            PrintedColumn("Perihal", "title", 3),
            PrintedColumn("Kekurangan", "finding", 3.4),
            PrintedColumn("Diperiksa", "checked_on", 1.2),
            PrintedColumn("Dicukupi", "completed_on", 1.2),
        ),
    )

    @classmethod
    def apply_change(cls, event: Event[DossierCheck]) -> None:
        """Complete means that nothing is lacking; and a checked dossier stays of the kind it was checked as."""
        entry = event.entry
        if event.change is Change.ADVANCED and event.what == "completed" and entry.lacking:
            raise DomainError(f"Berkas belum lengkap: {'; '.join(entry.lacking)}.")
        changed = event.change is Change.CORRECTED and event.before["kind"] != entry.kind
        if changed and "checked" in entry.history:
            raise DomainError(
                "Berkas ini sudah diperiksa menurut jenisnya. Tarik dahulu pemeriksaannya.", field="kind"
            )
