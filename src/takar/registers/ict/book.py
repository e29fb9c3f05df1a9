"""The book of ICT support, declared."""

from __future__ import annotations

from takar.ledger.books import (
    Book,
    Column,
    Counting,
    Event,
    Field,
    Group,
    MilestoneSpec,
    PrintedColumn,
    PrintedLayout,
    Section,
    register,
)
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.ict import rules
from takar.registers.ict.models import CONFERENCE, NETWORK, SupportJob


@register
class SupportJobs(Book[SupportJob]):
    code = "support_job"
    slug = "layanan-tik"
    group = Group.ICT
    label = "Layanan TIK"
    entry_label = "layanan TIK"
    icon = "monitor-cog"
    purpose = (
        "Konferensi video yang disiapkan, peralatan yang dipantau, gangguan jaringan dari mulai sampai pulih, "
        "dan permintaan rekan kerja."
    )

    kinds = {
        CONFERENCE: "Konferensi video",
        "peralatan": "Pemantauan peralatan",
        NETWORK: "Gangguan jaringan",
        "permintaan": "Permintaan rekan kerja",
        "simpeg": "SIM Kepegawaian",
        "lainnya": "Lainnya",
    }
    milestones = (
        MilestoneSpec("requested", "Diminta", initial=True, tone="warn"),
        MilestoneSpec(
            "done",
            "Dilaksanakan",
            verb="Tandai dilaksanakan",
            after=("requested",),
            unless=("resolved",),
            note_label="Hasil",
            tone="done",
        ),
        MilestoneSpec(
            "resolved",
            "Teratasi",
            verb="Catat pulih",
            after=("requested",),
            unless=("done",),
            tone="done",
            by_hand=False,
        ),
    )
    sections = (
        Section(
            "Permintaan",
            Field("kind", "Jenis layanan", required=True, filter=True, identity=True),
            Field("occurred_on", "Tanggal diminta", identity=True),
            Field("title", "Pekerjaan", required=True, search=True, identity=True),
            Field("requester", filter=True),
            Field("place", search=True),
        ),
        Section(
            "Waktu",
            Field(
                "started_at",
                help="Gangguan: kapan jaringan putus. Konferensi: kapan dimulai. Misalnya 12/3/2026 08.30.",
            ),
            Field("ended_at", help="Kosongkan bila belum selesai; untuk gangguan diisi saat pulih."),
        ),
        Section(
            "Peralatan",
            Field("platform", search=True),
            Field("equipment", search=True),
            "layout",
        ),
        Section(
            "Penanganan",
            Field("cause", search=True),
            Field("solution", search=True),
            Field("position", "Petugas"),
        ),
    )
    counting = Counting(by=("kind",))
    more_facts = (Column("duration", "Lama"),)
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Diminta", on_phone=True),
        Column("kind", "Jenis", on_phone=True),
        Column("title", on_phone=True),
        Column("requester"),
        Column("started_at"),
        Column("downtime", "Lama gangguan", numeric=True),
    )
    printed = PrintedLayout(
        "Buku Layanan Teknologi Informasi",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal", "occurred_on", 1.1),
            PrintedColumn("Jenis", "kind", 1.5),
            PrintedColumn("Pekerjaan", "title", 3),
            PrintedColumn("Diminta oleh", "requester", 1.8),
            PrintedColumn("Tempat", "place", 1.4),
            PrintedColumn("Mulai", "started_at", 1.4),
            PrintedColumn("Selesai", "ended_at", 1.4),
            PrintedColumn("Lama", "duration", 1.2),
            PrintedColumn("Penanganan", "solution", 2.2),
            PrintedColumn("Ket.", "state", 1.1),
        ),
    )

    @classmethod
    def prepare(cls, entry: SupportJob) -> None:
        rules.complete(entry)

    @classmethod
    def apply_change(cls, event: Event[SupportJob]) -> None:
        rules.keep_the_end(event)

    @classmethod
    def may_advance(cls, actor: Actor, entry: Entry, spec: MilestoneSpec) -> bool:
        """Faults are resolved, everything else is done."""
        return spec.code not in {"done", "resolved"} or (spec.code == "resolved") == (entry.kind == NETWORK)
