"""The register of activities, declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from takar.ledger.books import (
    Book,
    Column,
    Doer,
    Group,
    MilestoneSpec,
    PrintedColumn,
    PrintedLayout,
    Section,
    register,
)
from takar.ledger.models import Entry
from takar.registers.activities import rules
from takar.registers.activities.models import Activity, ActivityKind


@register
class Activities(Book):
    code = "activity"
    slug = "kegiatan"
    model = Activity
    group = Group.ACTIVITIES
    label = "Kegiatan"
    entry_label = "kegiatan"
    icon = "calendar-check-2"
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
            by=(Doer.KEEPER, Doer.RESPONSIBLE),
            tone="progress",
        ),
        MilestoneSpec(
            "reported",
            "Dilaporkan",
            verb="Tandai dilaporkan",
            after=("held",),
            by=(Doer.KEEPER, Doer.RESPONSIBLE),
            note_label="Laporan (nomor, tanggal, kepada siapa)",
            tone="done",
        ),
    )
    labels = {
        "occurred_on": "Tanggal",
        "title": "Nama kegiatan",
        "kind": "Jenis kegiatan",
        "number": "No.",
        "position": "Pelaksana",
        "person": "Petugas",
    }
    helps = {
        "occurred_on": "Hari pelaksanaan. Untuk rencana: hari rencananya dibuat.",
        "scheduled_on": "Isi hanya bila kegiatan belum dilaksanakan; entri lalu dicatat sebagai rencana.",
        "area": "Bidang menentukan indikator mana yang menghitung kegiatan ini.",
        "position": "Bila dikosongkan, jabatan yang mencatat.",
        "villages": "Desa yang dijangkau; boleh beberapa, atau semuanya.",
        "topics": "Untuk musyawarah dan pembinaan desa. Boleh beberapa, paling banyak lima.",
    }
    required = ("occurred_on", "title", "kind", "area")
    sections = (
        Section("Kegiatan", ("kind", "title", "area", "occurred_on", "scheduled_on", "time")),
        Section("Tempat dan sasaran", ("villages", "place", "topics")),
        Section("Pelaksanaan", ("present", "cost", "funding", "minutes")),
        Section("Pelaksana dan dasar", ("position", "person", "assignment_letter", "external_ref")),
    )
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Tanggal", on_phone=True),
        Column("scheduled_on", "Rencana"),
        Column("title", "Nama kegiatan", on_phone=True),
        Column("kind", "Jenis", on_phone=True),
        Column("area", "Bidang"),
        Column("village_names", "Desa", on_phone=True),
    )
    filters = ("state", "kind", "area", "villages", "topics")
    search = ("title", "place", "village_names", "minutes")
    dimensions = ("kind", "area", "village", "topics")
    category_field = "topics"
    ahead = ("scheduled_on",)
    photos = True
    identity = ("occurred_on", "kind", "title")
    printed_from = ("effective", "assignment_letter")
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
    )

    @classmethod
    def begins(cls, values: Mapping[str, Any]) -> MilestoneSpec:
        """With a day still to come it is a plan, else it was held."""
        return cls.spec("planned" if values.get("scheduled_on") else "held")

    @classmethod
    def prepare(cls, entry: Entry) -> None:
        assert isinstance(entry, Activity)
        rules.complete(entry)
