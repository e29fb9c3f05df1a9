"""Perjanjian Kinerja: a person promises yearly targets to their direct superior.

Source: PermenPANRB 53/2014. A revision is a new row that points to the one before it. Names,
ranks and NIP are copied at signing, because papers must go on saying what was signed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from takar.catalogue.models import Indicator
from takar.organisation.models import Office, Person, Position


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
    signed_on = models.DateField("tanggal penandatanganan", null=True, blank=True)
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
    unit = models.CharField("satuan", max_length=40)

    class Meta:
        verbose_name = "target"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "indicator"], name="agreed_target_once"),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(target__gte=0), name="agreed_target_not_negative"
            ),
        ]
