"""Perjanjian Kinerja: a person promises yearly targets to their direct superior.

Source: PermenPANRB 53/2014. A revision is a new row that points to the one before it. Names,
ranks and NIP are copied at signing, because papers must go on saying what was signed.
"""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from takar.agreements.achievement import Rule, Target, read_classes, write_classes
from takar.catalogue.models import Indicator
from takar.kernel.columns import DayField
from takar.kernel.dated import Dated
from takar.kernel.errors import BadInput
from takar.kernel.formatting import NOTHING
from takar.kernel.spans import PAST
from takar.organisation.models import Office, Person, Position, Retirable


class Agreement(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "Konsep"
        PROPOSED = "proposed", "Diajukan"
        RETURNED = "returned", "Dikembalikan"
        AGREED = "agreed", "Disetujui"
        SIGNED = "signed", "Ditandatangani"
        REVISED = "revised", "Diganti perubahan"

    class RevisionReason(models.TextChoices):
        """The three cases in which a PK may be revised, and no other."""

        OFFICIAL = "official", "Pergantian atau mutasi pejabat"
        STRATEGY = "strategy", "Perubahan strategi (program, kegiatan, alokasi anggaran)"
        PRIORITY = "priority", "Perubahan prioritas atau asumsi yang berakibat signifikan"

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    year = models.PositiveSmallIntegerField("tahun")
    position = models.ForeignKey(Position, models.PROTECT, related_name="+", verbose_name="jabatan")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="pihak pertama")
    superior = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="pihak kedua"
    )
    superior_position = models.ForeignKey(
        Position, models.PROTECT, null=True, related_name="+", verbose_name="jabatan pihak kedua"
    )
    state = models.CharField("keadaan", max_length=10, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveSmallIntegerField("perubahan ke", default=0)
    revision_reason = models.CharField(
        "alasan perubahan", max_length=10, choices=RevisionReason.choices, blank=True
    )
    previous = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="next",
        verbose_name="perjanjian sebelumnya",
    )
    note = models.TextField("catatan pengembalian", blank=True)
    place = models.CharField("tempat", max_length=80, blank=True)
    signed_on = DayField("tanggal penandatanganan", null=True, blank=True, span=PAST)
    parties = models.JSONField(default=dict)
    """Both parties as they stood at signing: name, position, rank, nip."""

    class Meta:
        verbose_name = "perjanjian kinerja"
        ordering = ["-year", "position__order", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["position", "person", "year", "revision"], name="agreement_revision_once"
            ),
            models.CheckConstraint(
                condition=Q(revision=0) | ~Q(revision_reason=""), name="agreement_revision_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Perjanjian Kinerja {self.year} {self.position}"

    @property
    def is_open(self) -> bool:
        """Targets may still be written."""
        return self.state in {self.State.DRAFT, self.State.RETURNED}


class AgreedTarget(models.Model):
    """The yearly target of one indicator, with the words it was agreed in."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="targets")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    objective_text = models.CharField("sasaran", max_length=500)
    indicator_text = models.CharField("indikator", max_length=600)
    target = models.DecimalField("target", max_digits=14, decimal_places=2, null=True, blank=True)
    """The number promised; of a range, its lower end."""
    target_to = models.DecimalField("sampai dengan", max_digits=14, decimal_places=2, null=True, blank=True)
    """The upper end of a range ("7 s.d. 8"); empty where the target is one number."""
    unit = models.CharField("satuan", max_length=40)

    class Meta:
        verbose_name = "target"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "indicator"], name="agreed_target_once"),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(target__gte=0), name="agreed_target_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(target_to__isnull=True) | Q(target__isnull=False, target_to__gt=F("target")),
                name="agreed_target_range_rises",
            ),
        ]

    @property
    def promised(self) -> Target | None:
        """The target as the arithmetic takes it."""
        return None if self.target is None else Target(self.target, self.target_to)

    @property
    def target_words(self) -> str:
        """``60`` or ``7 s.d. 8``; an en dash where none is written yet."""
        promised = self.promised
        return NOTHING if promised is None else str(promised)


class AchievementRule(Dated, Retirable):
    """How an office judges achievement from a day on: its classes, and the most a percent may show.

    No regulation fixes bounds or cap (regulations 1.5), so they are the office's dated data.
    """

    class Cap(models.IntegerChoices):
        """Caps in use among offices."""

        AT_100 = 100, "100 %"
        AT_110 = 110, "110 %"
        AT_120 = 120, "120 %"
        AT_150 = 150, "150 %"

        __empty__ = "Tanpa batas"

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    classes = models.TextField(
        "kelas capaian",
        help_text=(
            "Satu kelas per baris, dari yang tertinggi: kode, sebutan, lalu batas yang harus dilampaui. "
            "Baris terakhir tanpa batas."
        ),
    )
    cap = models.PositiveSmallIntegerField(
        "batas tertinggi capaian",
        choices=Cap.choices,
        null=True,
        blank=True,
        help_text="Capaian di atasnya ditampilkan sebesar batas ini, dengan angka aslinya. Kosong: tanpa batas.",
    )
    legal_basis = models.CharField("dasar hukum", max_length=300, blank=True)
    verified = models.BooleanField(
        "sudah diperiksa",
        default=False,
        help_text="Tandai setelah isinya dicocokkan dengan aturan yang berlaku di kabupaten.",
    )

    class Meta:
        verbose_name = "aturan capaian"
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "valid_from"],
                name="achievement_rule_once",
                violation_error_message="Sudah ada aturan capaian yang berlaku mulai tanggal tersebut.",
            )
        ]

    def __str__(self) -> str:
        return f"Aturan capaian sejak {self.valid_from}"

    def clean(self) -> None:
        try:
            self.classes = write_classes(read_classes(self.classes))
        except BadInput as error:
            raise ValidationError({"classes": error.message}) from error

    def rule(self) -> Rule:
        return Rule(read_classes(self.classes), None if self.cap is None else Decimal(self.cap))
