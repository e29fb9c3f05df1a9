"""Numbers that no book holds: stated by the office, checked by a superior, proved by evidence."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models.functions import Coalesce

from takar.kernel.errors import DomainError
from takar.kernel.formatting import MONTHS
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
from takar.ledger.models import CANCELLED, Evidence
from takar.measurement.language.measure import Measure
from takar.measurement.models import OfficeMeasure, StatedValue
from takar.measurement.own.measures import as_written

PLAIN, FRACTION = "plain", "fraction"


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
            on_entry_day=True,
        ),
    )
    sections = (
        Section(
            "Nilai",
            Field("measure", identity=True),
            Field(
                "occurred_on",
                "Tanggal nilai",
                identity=True,
                help="Hari dalam bulan yang dinilai; nilainya masuk bulan itu, kapan pun diperiksa.",
            ),
            Field(
                "kind",
                "Ditulis sebagai",
                help="Persentase dan per 1.000 ditulis sebagai pembilang dan penyebut; nilainya dihitungkan.",
            ),
            Field("value", required=(PLAIN,)),
            Field("numerator", required=(FRACTION,), kinds=(FRACTION,)),
            Field("denominator", required=(FRACTION,), kinds=(FRACTION,)),
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
    kinds = {PLAIN: "Satu nilai", FRACTION: "Pembilang dan penyebut"}
    numbering = Numbering(label="Nomor urut")
    counting = Counting(by=(), subject="measure")
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Tanggal", on_phone=True),
        Column("measure", on_phone=True),
        Column("value", numeric=True, on_phone=True),
        Column("fraction", "Pembilang dan penyebut"),
        Column("title"),
        Column("state"),
    )
    more_facts = (Column("told", "Nilai yang dihitung"),)
    printed = PrintedLayout(
        "Buku Nilai Manual",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal", "occurred_on", 1.2),
            PrintedColumn("Ukuran", "measure", 3),
            PrintedColumn("Pembilang", "numerator", 1.2, numeric=True),
            PrintedColumn("Penyebut", "denominator", 1.2, numeric=True),
            PrintedColumn("Nilai", "value", 1.2, numeric=True),
            PrintedColumn("Penjelasan", "title", 4),
            PrintedColumn("Keterangan", "state", 1.2),
        ),
    )

    @classmethod
    def fields(cls, kind: str | None = None) -> list[str]:
        """The value of a fraction follows from its two numbers, so it is shown and not asked for."""
        return [name for name in super().fields(kind) if kind != FRACTION or name != "value"]

    @classmethod
    def column_of_entry(cls, name: str) -> Any:
        """Values from before fractions were asked for are read as so many of a hundred (of the scale)."""
        column = super().column_of_entry(name)
        return Coalesce(column, super().column_of_entry("value")) if name == "numerator" else column

    @classmethod
    def prepare(cls, entry: StatedValue) -> None:
        if entry.measure.office_id != entry.office_id:
            raise DomainError("Ukuran ini milik kantor lain.", field="measure")
        version = entry.measure.versions.last()
        measure = as_written(entry.measure, version.definition) if version else None
        if measure is None or not measure.aggregate.is_stated:
            raise DomainError(
                "Ukuran ini dihitung dari buku, jadi nilainya tidak ditulis sendiri.", field="measure"
            )
        _work_out(entry, measure)
        if not measure.aggregate.grows:
            _refuse_second(entry)

    @classmethod
    def apply_change(cls, event: Event[StatedValue]) -> None:
        """A stated number counts only once somebody saw its evidence."""
        if event.change is not Change.ADVANCED or event.what != "verified":
            return
        if reason := why_not_verified(event.entry):
            raise DomainError(reason)


def _work_out(entry: StatedValue, measure: Measure) -> None:
    """The value of a fraction; refuses what is written in the other way than the measure's unit asks."""
    if measure.number != "numerator":
        entry.kind, entry.numerator, entry.denominator = PLAIN, None, None
        if entry.value is None:
            raise DomainError(f"Satuan ukuran ini {measure.unit}: tulis sebagai satu nilai.", field="kind")
        return
    if entry.numerator is None or entry.denominator is None:
        if entry.pk is not None and not entry.kind:
            return  # recorded before fractions were asked for; the value stays as it was stated
        raise DomainError(
            f"Satuan ukuran ini {measure.unit}: tulis sebagai pembilang dan penyebut, lalu isi keduanya.",
            field="kind" if entry.kind != FRACTION else "numerator",
        )
    entry.kind = FRACTION
    value = entry.numerator * measure.scale / entry.denominator
    entry.value = value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _refuse_second(entry: StatedValue) -> None:
    """One value for each month of what does not add up; a better one corrects it.

    The measure's row is locked, so that two people who state it at the same moment meet here.
    """
    OfficeMeasure.objects.select_for_update().get(pk=entry.measure_id)
    day = entry.occurred_on
    others = StatedValue.objects.filter(
        measure_id=entry.measure_id, occurred_on__year=day.year, occurred_on__month=day.month
    )
    if first := others.exclude(pk=entry.pk).exclude(state=CANCELLED).first():
        raise DomainError(
            f"Nilai {MONTHS[day.month - 1]} {day.year} untuk ukuran ini sudah diajukan pada nomor "
            f"{first.number_label}. Perbaiki atau batalkan entri itu.",
            field="occurred_on",
        )


def why_not_verified(value: StatedValue) -> str:
    """Why nobody can say that this number is right; empty once there is something to see."""
    proved = Evidence.objects.filter(entry_id=value.pk, withdrawn_at=None).exists()
    return "" if proved else "Lampirkan dahulu buktinya: nilai tanpa bukti tidak dihitung."
