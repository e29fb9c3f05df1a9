"""Answers of the satisfaction survey, its reports, and what follows from the weakest unsur.

PermenPANRB 14/2017. Respondents stay anonymous: no name, no number, no address is asked.
"""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from django.db import models

from takar.kernel.columns import DayField
from takar.kernel.formatting import NOTHING
from takar.kernel.period import Period
from takar.kernel.spans import PLAN
from takar.ledger.models import Entry
from takar.registers.survey.calculation.elements import BY_KEY, ELEMENTS


class Sex(models.TextChoices):
    MALE = "L", "Laki-laki"
    FEMALE = "P", "Perempuan"


class AgeBand(models.TextChoices):
    UNDER_20 = "sampai_19", "Sampai 19 tahun"
    TWENTIES = "20_29", "20–29 tahun"
    THIRTIES = "30_39", "30–39 tahun"
    FORTIES = "40_49", "40–49 tahun"
    FIFTY_UP = "50_ke_atas", "50 tahun ke atas"


class Education(models.TextChoices):
    PRIMARY = "sd", "SD/sederajat atau di bawahnya"
    JUNIOR = "smp", "SMP/sederajat"
    SENIOR = "sma", "SMA/sederajat"
    DIPLOMA = "diploma", "D1–D3"
    BACHELOR = "s1", "D4/S1"
    MASTER = "s2", "S2 ke atas"


class Work(models.TextChoices):
    CIVIL = "asn", "ASN"
    FORCES = "tni_polri", "TNI/Polri"
    PRIVATE = "swasta", "Pegawai swasta"
    BUSINESS = "wirausaha", "Wirausaha"
    FARMER = "petani", "Petani, peternak atau nelayan"
    STUDENT = "pelajar", "Pelajar/mahasiswa"
    HOUSEHOLD = "rumah_tangga", "Mengurus rumah tangga"
    OTHER = "lainnya", "Lainnya"


def answer_to(key: str) -> models.PositiveSmallIntegerField[int | None, int | None]:
    """The column of an unsur's answer; empty is an answer not given."""
    element = BY_KEY[key]
    return models.PositiveSmallIntegerField(
        element.name,
        null=True,
        blank=True,
        choices=[(score, f"{score} – {words}") for score, words in enumerate(element.answers, start=1)],
    )


class SurveyResponse(Entry):
    """One respondent. ``occurred_on`` is the day of the answer, ``kind`` the group of services used."""

    answers = models.CharField(
        "jawaban sekaligus",
        max_length=9,
        blank=True,
        help_text="Sembilan angka urut unsur di bawah, misalnya 343443434; tanda - bila tidak dijawab. "
        "Boleh juga mengisi satu per satu.",
    )
    service = models.CharField(
        "layanan yang diterima", max_length=160, blank=True, help_text="Nama layanan, bila diketahui."
    )
    sex = models.CharField("jenis kelamin", max_length=1, blank=True, choices=Sex.choices)
    age = models.CharField("kelompok usia", max_length=12, blank=True, choices=AgeBand.choices)
    education = models.CharField("pendidikan", max_length=10, blank=True, choices=Education.choices)
    work = models.CharField("pekerjaan", max_length=14, blank=True, choices=Work.choices)
    persyaratan = answer_to("persyaratan")
    prosedur = answer_to("prosedur")
    waktu = answer_to("waktu")
    biaya = answer_to("biaya")
    produk = answer_to("produk")
    kompetensi = answer_to("kompetensi")
    perilaku = answer_to("perilaku")
    pengaduan = answer_to("pengaduan")
    sarpras = answer_to("sarpras")
    suggestion = models.CharField("saran", max_length=500, blank=True)

    class Meta:
        verbose_name = "jawaban SKM"

    @property
    def scores(self) -> SimpleNamespace:
        """The bare numbers, for the tabulation."""
        return SimpleNamespace(**{key: getattr(self, key) for key in BY_KEY})

    @property
    def respondent(self) -> str:
        """``Perempuan, 30–39 tahun``: who answered, as far as it may be told."""
        parts = [self.get_sex_display(), self.get_age_display(), self.get_work_display()]
        return ", ".join(part for part in parts if part) or NOTHING


class SurveyReport(Entry):
    """A report on one period. ``occurred_on`` is the day it was drafted."""

    period = models.CharField(
        "periode",
        max_length=7,
        help_text="Misalnya 2026, 2026-S1 (semester), 2026-Q3 (triwulan) atau 2026-03 (bulan).",
    )
    population = models.PositiveIntegerField(
        "jumlah pengguna layanan",
        null=True,
        blank=True,
        help_text="Populasi: pengguna layanan pada periode sebelumnya. Menentukan jumlah sampel minimal.",
    )

    index = models.DecimalField("IKM", max_digits=5, decimal_places=2, null=True, editable=False)
    """What publication froze, repeated from the sealed result so that measures can read it."""
    index.derived = True  # type: ignore[attr-defined]

    class Meta:
        verbose_name = "laporan SKM"

    @property
    def span(self) -> Period:
        return Period.parse(self.period)

    @property
    def period_words(self) -> str:
        words = self.span.describe()
        return words[:1].upper() + words[1:]

    def __str__(self) -> str:
        return self.title


class FollowUp(Entry):
    """Rencana tindak lanjut of a weak unsur; ``title`` is the programme, ``position`` its owner.

    The entry's evidence proves it, as with all other work of the office.
    """

    report = models.ForeignKey(
        SurveyReport, models.PROTECT, related_name="follow_ups", verbose_name="laporan SKM"
    )
    element = models.CharField(
        "unsur", max_length=12, choices=[(element.key, element.name) for element in ELEMENTS]
    )
    due_on = DayField("batas waktu", span=PLAN)

    class Meta:
        verbose_name = "rencana tindak lanjut SKM"

    def is_overdue(self, today: date) -> bool:
        return self.state == "planned" and self.due_on < today
