"""Rules and lists of personnel law: shared by all offices, dated, marked verified or not.

They are rows and no constants, because they change by regulation: an old proposal is judged by the
rule of its day.
"""

from __future__ import annotations

from django.db import models

from takar.kernel.dated import Dated
from takar.organisation.models import Retirable


class RankGrade(models.Model):
    """Pangkat, golongan/ruang. ``order`` 1-17 makes grades of one scheme comparable."""

    class Scheme(models.TextChoices):
        CIVIL = "pns", "PNS"
        CONTRACT = "pppk", "PPPK"

    code = models.CharField("golongan/ruang", max_length=8, primary_key=True)
    scheme = models.CharField("jenis pegawai", max_length=6, choices=Scheme.choices)
    name = models.CharField("pangkat", max_length=60, blank=True)
    order = models.PositiveSmallIntegerField("urutan")

    class Meta:
        verbose_name = "pangkat"
        ordering = ["-scheme", "order"]

    def __str__(self) -> str:
        return f"{self.name}, {self.code}" if self.name else self.code


class EducationLevel(models.Model):
    """Tingkat pendidikan, with the highest grade a regular promotion reaches with it."""

    code = models.CharField("kode", max_length=20, primary_key=True)
    name = models.CharField("tingkat", max_length=60)
    order = models.PositiveSmallIntegerField("urutan")
    ceiling = models.ForeignKey(
        RankGrade, models.PROTECT, related_name="+", verbose_name="pangkat tertinggi kenaikan reguler"
    )
    source = models.CharField("dasar", max_length=120)
    verified = models.BooleanField("sudah diperiksa", default=False)

    class Meta:
        verbose_name = "tingkat pendidikan"
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class PersonnelRule(Dated):
    """A number of personnel law, in force from a day: how often, how old, how many days."""

    code = models.CharField("aturan", max_length=40)
    key = models.CharField("untuk", max_length=40, blank=True)
    value = models.PositiveIntegerField("nilai")
    unit = models.CharField("satuan", max_length=20)
    label = models.CharField("keterangan", max_length=160)
    source = models.CharField("dasar", max_length=160)
    verified = models.BooleanField("sudah diperiksa", default=False)

    class Meta:
        verbose_name = "aturan kepegawaian"
        ordering = ["code", "key", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "key", "valid_from"], name="personnel_rule_once")
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value} {self.unit}"


class LeaveType(Retirable):
    """Jenis cuti and its limits (PP 11/2017; Peraturan BKN 24/2017)."""

    class Counting(models.TextChoices):
        WORKING = "kerja", "Hari kerja"
        CALENDAR = "kalender", "Hari kalender"

    code = models.CharField("kode", max_length=20, primary_key=True)
    name = models.CharField("jenis cuti", max_length=60)
    counting = models.CharField("dihitung", max_length=10, choices=Counting.choices)
    max_months = models.PositiveSmallIntegerField("paling lama (bulan)", null=True, blank=True)
    min_service_years = models.PositiveSmallIntegerField("masa kerja sekurangnya (tahun)", default=0)
    contract_staff = models.BooleanField("berlaku bagi PPPK", default=False)
    order = models.PositiveSmallIntegerField("urutan")
    source = models.CharField("dasar", max_length=120)
    verified = models.BooleanField("sudah diperiksa", default=False)

    class Meta:
        verbose_name = "jenis cuti"
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class ProposalPaper(Retirable):
    """A paper that a kind of proposal needs before it is sent.

    ``leave_type`` narrows a paper of leave proposals to one type.
    """

    code = models.CharField("kode", max_length=40, primary_key=True)
    kind = models.CharField("jenis usulan", max_length=40)
    leave_type = models.ForeignKey(LeaveType, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("berkas", max_length=200)
    required = models.BooleanField("wajib", default=True)
    order = models.PositiveSmallIntegerField("urutan")
    source = models.CharField("dasar", max_length=120, blank=True)
    verified = models.BooleanField("sudah diperiksa", default=False)

    class Meta:
        verbose_name = "berkas persyaratan"
        ordering = ["kind", "order"]

    def __str__(self) -> str:
        return self.name
