"""Which measure answers which indicator, measures an office made itself, and numbers that are closed."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models

from takar.catalogue.models import Indicator
from takar.kernel import clock, passports
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


class StatedValue(Entry):
    """A number that no book holds, stated with evidence. ``occurred_on`` lies in its period."""

    measure = models.ForeignKey(OfficeMeasure, models.PROTECT, related_name="+", verbose_name="ukuran")
    value = models.DecimalField(
        "nilai",
        max_digits=16,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0), "Nilai tidak kurang dari nol.")],
    )

    class Meta:
        verbose_name = "nilai manual"


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
    """``[entry, day, milestone, subject, value, due, is base]`` of every entry counted."""
    definition = models.JSONField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["indicator__no"]
        constraints = [models.UniqueConstraint(fields=["act", "indicator"], name="frozen_once")]
