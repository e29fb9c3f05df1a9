"""The decree as data: positions with duties, functions, sasaran and indicators, as printed.

A decree belongs to an office and has versions in time. Rows are retired, never deleted: an old
agreement keeps pointing at the words it was signed with.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from takar.organisation.models import Office, Position, User


class Decree(models.Model):
    """Keputusan Camat on individual performance indicators."""

    class State(models.TextChoices):
        DRAFT = "draft", "Konsep"
        ACTIVE = "active", "Berlaku"
        RETIRED = "retired", "Tidak berlaku lagi"

    office = models.ForeignKey(Office, models.PROTECT, related_name="decrees", verbose_name="kantor")
    number = models.CharField("nomor keputusan", max_length=120, blank=True)
    serial = models.CharField("nomor urut", max_length=40, blank=True)
    year = models.PositiveSmallIntegerField("tahun keputusan", null=True)
    cover_year = models.PositiveSmallIntegerField("tahun pada sampul", null=True)
    state = models.CharField("keadaan", max_length=10, choices=State.choices, default=State.DRAFT)
    warnings = models.JSONField("keraguan pembaca", default=list)
    source_name = models.CharField("nama berkas", max_length=200)
    source_sha256 = models.CharField(max_length=64)
    imported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField("diimpor pada", auto_now_add=True)

    class Meta:
        verbose_name = "keputusan"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["office"], condition=Q(state="active"), name="one_active_decree")
        ]

    def __str__(self) -> str:
        return self.number or f"Keputusan {self.year}"


class DecreePosition(models.Model):
    """A block of the decree; ``position`` is the office's own position it speaks of."""

    decree = models.ForeignKey(Decree, models.CASCADE, related_name="positions")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    position = models.ForeignKey(Position, models.PROTECT, related_name="+")
    duties = models.JSONField("tugas", default=list)
    functions = models.JSONField("fungsi", default=list)

    class Meta:
        verbose_name = "jabatan dalam keputusan"
        ordering = ["order"]

    def __str__(self) -> str:
        return self.title


class Objective(models.Model):
    """Sasaran / kinerja utama."""

    holder = models.ForeignKey(DecreePosition, models.CASCADE, related_name="objectives")
    order = models.PositiveSmallIntegerField()
    name = models.CharField("sasaran", max_length=500)

    class Meta:
        verbose_name = "sasaran"
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """Indikator kinerja individu, with its formula and sources as printed."""

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="indicators")
    decree = models.ForeignKey(Decree, models.CASCADE, related_name="indicators")
    position = models.ForeignKey(Position, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField("nomor")
    name = models.CharField("indikator", max_length=600)
    formula = models.CharField("formulasi penghitungan", max_length=600)
    sources = models.JSONField("sumber data", default=list)
    unit = models.CharField("satuan", max_length=40, blank=True)
    """Guessed from the words by :mod:`takar.catalogue.units`; empty where they do not say it."""

    class Meta:
        verbose_name = "indikator"
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["decree", "no"], name="indicator_no_once")]

    def __str__(self) -> str:
        return self.name
