"""One record per employee, and what has held of them since when.

"Current" is always the latest TMT (terhitung mulai tanggal) not after the day asked about; rank,
salary and education are never stored on the person, or last year's lists could not be made again.
Posts are not repeated here: who held which post since when is the organisation's ``Assignment``.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from takar.kernel.columns import DayField
from takar.kernel.money import MoneyField
from takar.kernel.spans import LONG_PAST, PAST, PLAN
from takar.organisation.models import Person
from takar.registers.personnel.models.reference import EducationLevel, RankGrade


class Employee(models.Model):
    """Kartu pegawai: what is true of a person as an employee. The name and NIP stay the person's."""

    named_by = ("person",)

    class Kind(models.TextChoices):
        CIVIL = "pns", "PNS"
        CONTRACT = "pppk", "PPPK"
        HONORARY = "honorer", "Honorer"

    class Sex(models.TextChoices):
        MALE = "L", "Laki-laki"
        FEMALE = "P", "Perempuan"

    class RetirementClass(models.TextChoices):
        """What the retirement age (BUP) depends on; the ages are rules."""

        ADMINISTRATIVE = "administrasi", "Administrasi dan pelaksana"
        SKILLED = "keterampilan", "Fungsional keterampilan"
        EXPERT_FIRST = "ahli_pertama", "Fungsional ahli pertama"
        EXPERT_YOUNG = "ahli_muda", "Fungsional ahli muda"
        EXPERT_MIDDLE = "ahli_madya", "Fungsional ahli madya"
        EXPERT_MAIN = "ahli_utama", "Fungsional ahli utama"
        HIGH_LEADER = "jpt", "Pimpinan tinggi"

    person = models.OneToOneField(
        Person, models.PROTECT, primary_key=True, related_name="employee", verbose_name="pegawai"
    )
    kind = models.CharField("status", max_length=8, choices=Kind.choices, default=Kind.CIVIL)
    birth_place = models.CharField("tempat lahir", max_length=80, blank=True)
    birth_on = DayField("tanggal lahir", null=True, blank=True, span=LONG_PAST)
    sex = models.CharField("jenis kelamin", max_length=1, choices=Sex.choices, blank=True)
    appointed_on = DayField(
        "TMT CPNS atau pengangkatan", null=True, blank=True, help_text="Awal hitungan masa kerja.", span=PAST
    )
    service_credit = models.PositiveSmallIntegerField(
        "tambahan masa kerja (bulan)",
        default=0,
        help_text="Masa kerja lain yang diakui untuk gaji, menurut keputusan peninjauan masa kerja.",
    )
    retirement_class = models.CharField(
        "golongan batas usia pensiun",
        max_length=14,
        choices=RetirementClass.choices,
        default=RetirementClass.ADMINISTRATIVE,
    )
    simpeg_ref = models.CharField("nomor di SIMPEG/SIASN", max_length=60, blank=True)

    class Meta:
        verbose_name = "data pegawai"
        ordering = ["person__name"]

    def __str__(self) -> str:
        return self.person.name

    def clean(self) -> None:
        if self.birth_on and self.appointed_on and self.appointed_on <= self.birth_on:
            raise ValidationError({"appointed_on": "Pengangkatan tidak dapat mendahului kelahiran."})


class TmtHistory(models.Model):
    """Something that holds of an employee from a day on, by a decree."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="%(class)s_rows")
    starts_on = DayField("TMT", help_text="Terhitung mulai tanggal.", span=PLAN)
    decree_number = models.CharField("nomor keputusan", max_length=120, blank=True)
    decree_date = DayField("tanggal keputusan", null=True, blank=True, span=PAST)

    class Meta:
        abstract = True
        ordering = ["-starts_on", "-pk"]

    def clean(self) -> None:
        born = self.employee.birth_on if self.employee_id else None
        if born and self.starts_on and self.starts_on <= born:
            raise ValidationError({"starts_on": "Tanggal ini mendahului tanggal lahir pegawai."})


class RankHistory(TmtHistory):
    """Riwayat pangkat."""

    grade = models.ForeignKey(
        RankGrade, models.PROTECT, related_name="+", verbose_name="pangkat, golongan/ruang"
    )

    class Meta(TmtHistory.Meta):
        verbose_name = "riwayat pangkat"
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "starts_on"],
                name="rank_history_once",
                violation_error_message="Sudah ada pangkat dengan TMT ini.",
            )
        ]

    def __str__(self) -> str:
        return str(self.grade)


class PayRiseHistory(TmtHistory):
    """Riwayat kenaikan gaji berkala."""

    salary = MoneyField(
        "gaji pokok (Rp)",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(1))],
    )
    service_years = models.PositiveSmallIntegerField("masa kerja golongan (tahun)", null=True, blank=True)

    class Meta(TmtHistory.Meta):
        verbose_name = "riwayat gaji berkala"
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "starts_on"],
                name="pay_rise_once",
                violation_error_message="Sudah ada gaji berkala dengan TMT ini.",
            )
        ]

    def __str__(self) -> str:
        return f"KGB {self.starts_on}"


class EducationHistory(TmtHistory):
    """Riwayat pendidikan; ``starts_on`` is the day of graduation."""

    level = models.ForeignKey(EducationLevel, models.PROTECT, related_name="+", verbose_name="tingkat")
    school = models.CharField("sekolah atau perguruan tinggi", max_length=160)
    major = models.CharField("jurusan", max_length=120, blank=True)

    class Meta(TmtHistory.Meta):
        verbose_name = "riwayat pendidikan"

    def __str__(self) -> str:
        return f"{self.level} {self.major}".strip()


class TrainingHistory(TmtHistory):
    """Riwayat latihan jabatan dan diklat; ``starts_on`` is the day it was completed."""

    class Level(models.IntegerChoices):
        """The higher, the earlier in the DUK (SE 03/SE/1980 knows structural training only)."""

        OTHER = 0, "Diklat lain"
        FUNCTIONAL = 1, "Diklat fungsional"
        BASIC = 2, "Prajabatan / Latsar"
        SUPERVISOR = 3, "Diklat Pim IV / PKP"
        ADMINISTRATOR = 4, "Diklat Pim III / PKA"
        NATIONAL_TWO = 5, "Diklat Pim II / PKN II"
        NATIONAL_ONE = 6, "Diklat Pim I / PKN I"

    level = models.PositiveSmallIntegerField("jenjang", choices=Level.choices, default=Level.OTHER)
    name = models.CharField("nama latihan", max_length=200)
    organiser = models.CharField("penyelenggara", max_length=160, blank=True)
    hours = models.PositiveSmallIntegerField("lama (jam)", null=True, blank=True)

    class Meta(TmtHistory.Meta):
        verbose_name = "riwayat diklat"

    def __str__(self) -> str:
        return self.name


class LeaveOpening(models.Model):
    """Annual leave brought into a year from years before the book was kept here."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="leave_openings")
    year = models.PositiveSmallIntegerField("tahun")
    days = models.PositiveSmallIntegerField("sisa cuti tahunan yang dibawa (hari kerja)")

    class Meta:
        verbose_name = "sisa cuti dari tahun lalu"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "year"],
                name="leave_opening_once",
                violation_error_message="Sisa cuti untuk tahun ini sudah ada.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.days}"

    @property
    def starts_on(self) -> date:
        return date(self.year, 1, 1)
