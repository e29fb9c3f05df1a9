"""Which measure answers which indicator, measures an office made itself, and numbers that are closed."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.fields.json import KT

from takar.catalogue.models import Indicator
from takar.kernel import clock, passports
from takar.kernel.columns import DayField
from takar.kernel.dated import Dated
from takar.kernel.formatting import format_number
from takar.kernel.spans import PLAN
from takar.ledger.models import Entry
from takar.measurement.language.measure import Polarity
from takar.organisation.models import Office, Retirable, User

OWN = "kantor-"
"""What the codes of an office's own measures begin with."""


class Binding(models.Model):
    """An indicator of the decree and the measure that counts it."""

    class Formula(models.TextChoices):
        """How a percentage is worked out where less is better (both are in use, regulations 1.5)."""

        STANDARD = "standard", "(2 × target − realisasi) ÷ target"
        RATIO = "ratio", "target ÷ realisasi"

    indicator = models.OneToOneField(Indicator, models.CASCADE, related_name="+", verbose_name="indikator")
    measure = models.CharField("ukuran", max_length=80)
    polarity = models.CharField(
        "arah",
        max_length=6,
        choices=[
            (Polarity.HIGHER, "Makin tinggi makin baik"),
            (Polarity.LOWER, "Makin rendah makin baik"),
        ],
        default=Polarity.HIGHER,
    )
    formula = models.CharField(
        "rumus capaian bila makin rendah makin baik",
        max_length=8,
        choices=Formula.choices,
        default=Formula.STANDARD,
    )
    bound_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = "ikatan ukuran"

    def __str__(self) -> str:
        return self.measure


class ReadingChoice(models.Model):
    """The Camat's choice between the two readings of an indicator's words. Append-only: the newest counts."""

    class Reading(models.TextChoices):
        MAIN = "main", "bacaan bawaan"
        OTHER = "other", "bacaan lain"

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="indikator")
    measure = models.CharField("ukuran", max_length=80)
    """The measure whose readings these are; a choice says nothing about another one bound later."""
    reading = models.CharField("bacaan", max_length=5, choices=Reading.choices)
    valid_from = DayField("berlaku sejak", span=PLAN)
    """The first day of a year: a year is counted in one way."""
    why = models.TextField("alasan")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "pilihan bacaan"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_reading_display()} sejak {self.valid_from:%Y}"


class OfficeMeasure(Retirable):
    """A measure of an office's own. What it counts stands in its newest version."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    label = models.CharField("nama ukuran", max_length=200)

    class Meta:
        verbose_name = "ukuran"
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "label"],
                name="office_measure_once",
                violation_error_message="Ukuran dengan nama ini sudah ada.",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def offered(cls, rows: models.QuerySet[OfficeMeasure]) -> models.QuerySet[OfficeMeasure]:
        """Those whose values are stated: what is counted from books is not written by hand."""
        newest = MeasureVersion.objects.filter(measure=OuterRef("pk")).order_by("-number")
        how = newest.annotate(how=KT("definition__aggregate")).values("how")[:1]
        return rows.annotate(how=Subquery(how)).filter(how="manual")

    @property
    def code(self) -> str:
        """What bindings and chains of "of" call it."""
        return f"{OWN}{self.pk}"


class MeasureVersion(models.Model):
    """A measure as it was from a moment on; a change is a new row with its reason."""

    measure = models.ForeignKey(OfficeMeasure, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    """What :func:`takar.measurement.language.loading.read` takes, without the code."""
    reason = models.CharField("alasan perubahan", max_length=300, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["measure", "number"], name="measure_version_once")]


class BaseFigure(Dated, Retirable):
    """Angka dasar: a number of the office's own that shares are taken of (inhabitants, households).

    Rows of one name are one number as it was in time; each says where it is from.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    name = models.CharField(
        "nama angka",
        max_length=80,
        help_text="Misalnya Jumlah penduduk. Nilai tahun lain memakai nama yang sama.",
    )
    unit = models.CharField("satuan", max_length=40, help_text="Jiwa, keluarga, wajib pajak.")
    value = models.DecimalField(
        "nilai",
        max_digits=16,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"), "Nilai harus lebih dari nol.")],
    )
    source = models.CharField("sumber", max_length=200, help_text="Misalnya Dukcapil semester I 2026.")

    class Meta:
        verbose_name = "angka dasar"
        ordering = ["name", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name", "valid_from"],
                name="base_figure_once",
                violation_error_message="Angka ini sudah ada untuk tanggal itu.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CheckRule(Dated, Retirable):
    """From where on Pemeriksaan points something out: an office's own number, in force from a day."""

    class Code(models.TextChoices):
        LATE = "terlambat", "Dicatat terlambat bila lebih dari (hari)"
        MOVED = "dimundurkan", "Tanggal dimundurkan bila lebih dari (hari)"
        SHARED = "berkas_bersama", "Satu berkas bagi sekurang-kurangnya (entri)"
        LIKENESS = "kemiripan", "Berkas mirip bila berbeda paling banyak (titik dari 256)"
        PHOTO = "umur_foto", "Foto diambil sebelum tanggal entri lebih dari (hari)"
        TITLES = "uraian_sama", "Uraian yang sama dalam satu triwulan sekurang-kurangnya (kali)"
        ORDER = "urutan", "Nomor tidak urut tanggal bila lebih dari (hari)"
        CROWD = "lonjakan_kali", "Minggu terakhir padat mulai (kali laju hari lain)"
        CROWD_LEAST = "lonjakan_entri", "Minggu terakhir padat mulai (entri)"
        SILENT = "sunyi_hari", "Sumber berhenti sesudah (hari kerja)"
        SILENT_TIMES = "sunyi_kali", "Sumber berhenti sesudah (kali jarak biasanya)"

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    code = models.CharField("yang dinilai", max_length=20, choices=Code.choices)
    value = models.PositiveSmallIntegerField("nilai", validators=[MaxValueValidator(1000)])
    reason = models.CharField("alasan", max_length=300, blank=True)

    class Meta:
        verbose_name = "batas pemeriksaan"
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "code", "valid_from"],
                name="check_rule_once",
                violation_error_message="Batas ini sudah ada untuk tanggal berlaku yang sama.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()}: {self.value}"

    def clean(self) -> None:
        if self.code == self.Code.LIKENESS and self.value is not None and self.value > MOST_POINTS:
            raise ValidationError({"value": f"Kemiripan paling banyak {MOST_POINTS} titik."})
        if self.code in _AT_LEAST_TWO and self.value is not None and self.value < 2:
            raise ValidationError({"value": "Tulis sekurang-kurangnya 2."})


MOST_POINTS = 15
"""Files are looked up by sixteenths of their look: two that differ in 15 points share one of them."""
_AT_LEAST_TWO = {
    CheckRule.Code.SHARED,
    CheckRule.Code.TITLES,
    CheckRule.Code.CROWD,
    CheckRule.Code.SILENT_TIMES,
}


class StatedValue(Entry):
    """A number that no book holds, stated with evidence. ``occurred_on`` lies in its period."""

    measure = models.ForeignKey(OfficeMeasure, models.PROTECT, related_name="+", verbose_name="ukuran")
    value = models.DecimalField(
        "nilai",
        max_digits=16,
        decimal_places=2,
        blank=True,
        validators=[MinValueValidator(Decimal(0), "Nilai tidak kurang dari nol.")],
    )
    """Of a fraction it follows from both of its numbers."""
    numerator = models.DecimalField(
        "pembilang",
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0), "Pembilang tidak kurang dari nol.")],
    )
    denominator = models.DecimalField(
        "penyebut",
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"), "Penyebut harus lebih dari nol.")],
    )

    class Meta:
        verbose_name = "nilai manual"

    @property
    def fraction(self) -> str:
        """ "12 dari 14"; empty where one value was stated."""
        if self.numerator is None or self.denominator is None:
            return ""
        return f"{format_number(self.numerator)} dari {format_number(self.denominator)}"

    @property
    def told(self) -> str:
        """ "85,71 (12 dari 14)", or the one value."""
        value = format_number(self.value)
        return f"{value} ({self.fraction})" if self.fraction else value


class PeriodClosing(models.Model):
    """The closing of a period, or the restatement of closed numbers: append-only, chained per office."""

    class Kind(models.TextChoices):
        CLOSING = "closing", "Penutupan"
        RESTATEMENT = "restatement", "Penyajian kembali"

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    period = models.CharField("periode", max_length=8)
    """As :meth:`Period.parse` reads it: 2025, 2025-S1, 2025-Q3, 2025-03."""
    reason = models.TextField("alasan", blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=clock.now)
    ledger_seq = models.PositiveBigIntegerField()
    """The last milestone of the office's chain the numbers were counted with."""
    ledger_hash = models.CharField(max_length=64)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    """Of the act's :class:`ClosingManifest`; empty for acts from before there was one."""
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "measurement_act"
        verbose_name = "penutupan periode"
        ordering = ["-seq"]
        constraints = [
            models.UniqueConstraint(fields=["office", "seq"], name="act_seq_once"),
            models.UniqueConstraint(
                fields=["office", "period"], condition=models.Q(kind="closing"), name="period_closed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period}"


class ClosingManifest(models.Model):
    """What an act rested on, as one compressed document (takar.measurement.numbers.manifest)."""

    act = models.OneToOneField(PeriodClosing, models.PROTECT, primary_key=True, related_name="manifest")
    content = models.BinaryField()


class Passport(models.Model):
    """Official numbers as a paper carried them: append-only, sealed in the chain, found by its code.

    The same numbers in the same state have one passport, however often they are printed.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    code = models.CharField("kode", max_length=11, unique=True)
    content = models.JSONField()
    """What takar.measurement.numbers.passports writes: office, period, numbers. No name of a person."""
    period = models.CharField("periode", max_length=8)
    """That of the content, to find it by."""
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "paspor angka"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["office", "digest"], name="passport_once")]
        indexes = [models.Index(fields=["office", "period"], name="passport_period")]

    def __str__(self) -> str:
        return passports.printed(self.code)


class FrozenValue(models.Model):
    """An indicator's number as an act sealed it, with the entries it was counted from."""

    act = models.ForeignKey(PeriodClosing, models.PROTECT, related_name="values")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    facts = models.JSONField(default=list)
    """``[entry, day, milestone, subject, value, due, is base]`` of every entry counted; of a measure
    made of others with the part before the last."""
    definition = models.JSONField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["indicator__no"]
        constraints = [models.UniqueConstraint(fields=["act", "indicator"], name="frozen_once")]
