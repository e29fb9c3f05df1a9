"""Numbers that no book holds: stated by the office, checked by a superior, proved by evidence."""

from __future__ import annotations

from takar.kernel.errors import DomainError
from takar.ledger.books import (
    Book,
    Change,
    Column,
    Counting,
    Event,
    Field,
    Group,
    MilestoneSpec,
    Numbering,
    Performer,
    PrintedColumn,
    PrintedLayout,
    Section,
    register,
)
from takar.ledger.models import Evidence
from takar.measurement.language.aggregates import aggregate_named
from takar.measurement.models import StatedValue


@register
class StatedValues(Book[StatedValue]):
    code = "stated_value"
    slug = "nilai-manual"
    group = Group.DOCUMENTS
    label = "Nilai manual"
    entry_label = "nilai manual"
    icon = "pencil-ruler"
    purpose = (
        "Angka untuk ukuran yang tidak tercatat di buku mana pun. Setiap nilai berbukti dan diperiksa atasan."
    )

    milestones = (
        MilestoneSpec("stated", "Diajukan", initial=True, tone="progress"),
        MilestoneSpec(
            "verified",
            "Diperiksa",
            verb="Nyatakan benar",
            after=("stated",),
            by=(Performer.LEADER,),
            second_pair_of_eyes=True,
            tone="done",
        ),
    )
    sections = (
        Section(
            "Nilai",
            Field("measure", identity=True),
            Field("occurred_on", "Tanggal nilai", identity=True, help="Hari dalam bulan yang dinilai."),
            "value",
            Field(
                "title",
                "Penjelasan",
                required=True,
                search=True,
                identity=True,
                help="Dari mana angka ini, dan bagaimana dihitung.",
            ),
        ),
    )
    numbering = Numbering(label="Nomor urut")
    counting = Counting(by=(), subject="measure")
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Tanggal", on_phone=True),
        Column("measure", on_phone=True),
        Column("value", numeric=True, on_phone=True),
        Column("title"),
        Column("state"),
    )
    printed = PrintedLayout(
        "Buku Nilai Manual",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal", "occurred_on", 1.2),
            PrintedColumn("Ukuran", "measure", 3),
            PrintedColumn("Nilai", "value", 1.2, numeric=True),
            PrintedColumn("Penjelasan", "title", 4),
            PrintedColumn("Keterangan", "state", 1.2),
        ),
    )

    @classmethod
    def prepare(cls, entry: StatedValue) -> None:
        version = entry.measure.versions.last()
        if entry.measure.office_id != entry.office_id:
            raise DomainError("Ukuran ini milik kantor lain.", field="measure")
        aggregate = aggregate_named(version.definition["aggregate"]) if version else None
        if aggregate is None or not aggregate.is_stated:
            raise DomainError(
                "Ukuran ini dihitung dari buku, jadi nilainya tidak ditulis sendiri.", field="measure"
            )

    @classmethod
    def apply_change(cls, event: Event[StatedValue]) -> None:
        """A stated number counts only once somebody saw its evidence."""
        if event.change is not Change.ADVANCED or event.what != "verified":
            return
        if reason := why_not_verified(event.entry):
            raise DomainError(reason)


def why_not_verified(value: StatedValue) -> str:
    """Why nobody can say that this number is right; empty once there is something to see."""
    proved = Evidence.objects.filter(entry_id=value.pk, withdrawn_at=None).exists()
    return "" if proved else "Lampirkan dahulu buktinya: nilai tanpa bukti tidak dihitung."
