"""The register of activities, declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from takar.ledger.books import (
    Book,
    Column,
    Counting,
    Field,
    Group,
    MilestoneSpec,
    Performer,
    PrintedColumn,
    PrintedLayout,
    Section,
    register,
)
from takar.registers.activities import rules
from takar.registers.activities.models import Activity, ActivityKind


@register
class Activities(Book[Activity]):
    code = "activity"
    slug = "kegiatan"
    group = Group.ACTIVITIES
    label = "Kegiatan"
    entry_label = "kegiatan"
    icon = "calendar-check-2"
    any_day = True
    purpose = (
        "Register kegiatan kantor: pembinaan, koordinasi, monitoring, musyawarah dan rapat; "
        "di desa mana, tentang apa, siapa hadir, dan buktinya."
    )

    kinds = dict(ActivityKind.choices)
    milestones = (
        MilestoneSpec("planned", "Direncanakan", initial=True, tone="neutral"),
        MilestoneSpec(
            "held",
            "Dilaksanakan",
            verb="Catat pelaksanaan",
            initial=True,
            own_day=True,
            after=("planned",),
            by=(Performer.KEEPER, Performer.RESPONSIBLE),
            tone="progress",
            by_hand=False,
        ),
        MilestoneSpec(
            "reported",
            "Dilaporkan",
            verb="Tandai dilaporkan",
            after=("held",),
            by=(Performer.KEEPER, Performer.RESPONSIBLE),
            note_label="Laporan (nomor, tanggal, kepada siapa)",
            tone="done",
        ),
    )
    sections = (
        Section(
            "Kegiatan",
            Field("kind", "Jenis kegiatan", required=True, filter=True, identity=True),
            Field("title", "Nama kegiatan", required=True, search=True, identity=True),
            Field(
                "area",
                required=True,
                filter=True,
                help="Bidang menentukan indikator mana yang menghitung kegiatan ini.",
            ),
            Field(
                "occurred_on", identity=True, help="Hari pelaksanaan. Untuk rencana: hari rencananya dibuat."
            ),
            Field(
                "scheduled_on",
                ahead=True,
                help="Isi hanya bila kegiatan belum dilaksanakan; entri lalu dicatat sebagai rencana.",
            ),
            "time",
        ),
        Section(
            "Tempat dan sasaran",
            Field("villages", filter=True, help="Desa yang dijangkau; boleh beberapa, atau semuanya."),
            Field("place", search=True),
            Field(
                "topics",
                filter=True,
                help="Untuk musyawarah dan pembinaan desa. Boleh beberapa, paling banyak lima.",
            ),
        ),
        Section(
            "Pelaksanaan",
            "present",
            "cost",
            "funding",
            Field("minutes", search=True),
        ),
        Section(
            "Pelaksana dan dasar",
            Field("position", "Pelaksana", help="Bila dikosongkan, jabatan yang mencatat."),
            Field("person", "Petugas"),
            "assignment_letter",
            "external_ref",
        ),
    )
    unasked = (Field("village_names", search=True),)
    counting = Counting(category="topics")
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", on_phone=True),
        Column("scheduled_on", "Rencana"),
        Column("title", on_phone=True),
        Column("kind", "Jenis", on_phone=True),
        Column("area"),
        Column("village_names", on_phone=True),
    )
    photos = True
    printed = PrintedLayout(
        "Register Kegiatan",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal dicatat", "occurred_on", 1.1),
            PrintedColumn("Jenis", "kind", 1.5),
            PrintedColumn("Nama kegiatan", "title", 3.2),
            PrintedColumn("Bidang", "area", 1.7),
            PrintedColumn("Tempat dan desa", "where", 2.2),
            PrintedColumn("Pokok bahasan", "topics", 1.4),
            PrintedColumn("Pelaksana", "position", 1.9),
            PrintedColumn("Dasar (surat tugas)", "letter_number", 1.6),
            PrintedColumn("Hadir", "present", 0.7, numeric=True),
            PrintedColumn("Biaya (Rp)", "cost", 1.2, numeric=True),
            PrintedColumn("Dilaksanakan", "held_on", 1.1),
            PrintedColumn("Dilaporkan", "reported_on", 1.1),
            PrintedColumn("Ket.", "state", 1.2),
        ),
        fetched=("effective", "assignment_letter"),
    )

    @classmethod
    def begins(cls, values: Mapping[str, Any]) -> MilestoneSpec:
        """With a day still to come it is a plan, else it was held."""
        return cls.spec("planned" if values.get("scheduled_on") else "held")

    @classmethod
    def prepare(cls, entry: Activity) -> None:
        rules.complete(entry)
