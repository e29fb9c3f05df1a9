"""Cases (penanganan masalah): what villages report and the office handles."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models

from takar.kernel.columns import DayField
from takar.kernel.encrypted import EncryptedText
from takar.kernel.money import MoneyField
from takar.kernel.spans import PAST
from takar.ledger.models import Entry


class CaseKind(models.TextChoices):
    """Whose matter it is: the decree's indicators count by it."""

    ORDER = "trantib", "Ketenteraman dan ketertiban"
    LAND_TAX = "pbb", "Pajak Bumi dan Bangunan"
    SOCIAL = "sosial", "Masalah sosial"
    DISASTER = "bencana", "Bencana"


class Incident(models.TextChoices):
    """What happened. Names in use at sub-districts; not laid down by a regulation (unverified)."""

    CRIME = "kriminalitas", "Kriminalitas"
    ACCIDENT = "kecelakaan", "Kecelakaan"
    CONFLICT = "konflik", "Konflik warga"
    MISSING = "orang_hilang", "Orang hilang"
    PROTEST = "unjuk_rasa", "Unjuk rasa"
    LIQUOR_DRUGS = "miras_narkoba", "Miras dan narkoba"
    PERMITS = "tanpa_izin", "Keramaian atau usaha tanpa izin"
    UNREST = "gangguan_lain", "Gangguan lain"
    NOTICE_WRONG = "sppt_salah", "SPPT salah atau ganda"
    NOTICE_MISSING = "sppt_tidak_sampai", "SPPT tidak sampai"
    ARREARS = "tunggakan", "Tunggakan"
    TRANSFER = "mutasi_objek", "Mutasi objek pajak"
    NEGLECT = "telantar", "Orang telantar"
    POVERTY = "kemiskinan", "Warga miskin belum terbantu"
    DISABILITY = "disabilitas", "Disabilitas"
    MENTAL = "gangguan_jiwa", "Gangguan jiwa"
    VIOLENCE = "kekerasan", "Kekerasan dalam rumah tangga"
    AID = "bansos", "Bantuan sosial bermasalah"
    FLOOD = "banjir", "Banjir"
    LANDSLIDE = "longsor", "Tanah longsor"
    STORM = "angin", "Angin kencang"
    QUAKE = "gempa", "Gempa bumi"
    DROUGHT = "kekeringan", "Kekeringan"
    FIRE = "kebakaran", "Kebakaran"
    WAVES = "gelombang", "Gelombang pasang"
    OTHER = "lain", "Lainnya"


_I = Incident
INCIDENTS: dict[str, frozenset[str]] = {
    CaseKind.ORDER: frozenset(
        {_I.CRIME, _I.ACCIDENT, _I.CONFLICT, _I.MISSING, _I.PROTEST, _I.LIQUOR_DRUGS, _I.PERMITS, _I.UNREST}
    ),
    CaseKind.LAND_TAX: frozenset({_I.NOTICE_WRONG, _I.NOTICE_MISSING, _I.ARREARS, _I.TRANSFER}),
    CaseKind.SOCIAL: frozenset({_I.NEGLECT, _I.POVERTY, _I.DISABILITY, _I.MENTAL, _I.VIOLENCE, _I.AID}),
    CaseKind.DISASTER: frozenset({_I.FLOOD, _I.LANDSLIDE, _I.STORM, _I.QUAKE, _I.DROUGHT, _I.FIRE, _I.WAVES}),
}
"""Kind -> incidents that belong to it; ``lain`` belongs to every kind."""


class Severity(models.TextChoices):
    LIGHT = "ringan", "Ringan"
    MEDIUM = "sedang", "Sedang"
    HEAVY = "berat", "Berat"


class Source(models.TextChoices):
    VILLAGE = "desa", "Laporan dari desa"
    RESIDENT = "warga", "Laporan warga"
    PATROL = "patroli", "Patroli dan pemantauan"
    POLICE = "polisi", "Polsek atau Koramil"
    AGENCY = "instansi", "Instansi lain"
    MEDIA = "media", "Media"


class Case(Entry):
    """Masalah. ``occurred_on`` is the day it was reported, ``title`` what it is about, without names.

    ``concerned`` and the two columns after it are personal data (UU 27/2022): only those involved in
    the case read them.
    """

    incident = models.CharField("kejadian", max_length=30, choices=Incident.choices)
    severity = models.CharField("tingkat", max_length=10, choices=Severity.choices, default=Severity.LIGHT)
    source = models.CharField("asal laporan", max_length=10, choices=Source.choices, default=Source.VILLAGE)
    happened_on = DayField("tanggal kejadian", null=True, blank=True, span=PAST)
    place = models.CharField("tempat kejadian", max_length=200, blank=True, help_text="Dusun, RT/RW, jalan.")
    account = models.TextField("uraian kejadian", blank=True, help_text="Tanpa nama dan alamat orang.")
    reporter = EncryptedText("nama pelapor", max_length=160, blank=True)
    concerned = EncryptedText(
        "orang yang terkait",
        max_length=4000,
        blank=True,
        help_text="Nama, NIK, alamat. Hanya dibaca yang menangani.",
    )
    contact = EncryptedText("telepon yang dihubungi", max_length=60, blank=True)
    cause = models.CharField("penyebab", max_length=200, blank=True)
    deaths = models.PositiveIntegerField("meninggal", null=True, blank=True)
    injured = models.PositiveIntegerField("luka-luka", null=True, blank=True)
    missing = models.PositiveIntegerField("hilang", null=True, blank=True)
    displaced = models.PositiveIntegerField("mengungsi", null=True, blank=True)
    houses_heavy = models.PositiveIntegerField("rumah rusak berat", null=True, blank=True)
    houses_medium = models.PositiveIntegerField("rumah rusak sedang", null=True, blank=True)
    houses_light = models.PositiveIntegerField("rumah rusak ringan", null=True, blank=True)
    facilities = models.CharField("fasilitas yang rusak", max_length=200, blank=True)
    loss = MoneyField(
        "taksiran kerugian (Rp)",
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0), "Kerugian tidak kurang dari nol.")],
    )
    needs = models.CharField("kebutuhan", max_length=200, blank=True)

    class Meta:
        verbose_name = "masalah"

    # ---- read from prefetched rows, for the entry page and the printed book -----------------------

    @property
    def handled_on(self) -> date | None:
        return self.history.day("handled")

    @property
    def resolved_on(self) -> date | None:
        return self.history.day("resolved")

    @property
    def days_to_handle(self) -> int | None:
        """Days from the report to the first step; None as long as there is none."""
        return (self.handled_on - self.occurred_on).days if self.handled_on else None

    @property
    def days_to_resolve(self) -> int | None:
        return (self.resolved_on - self.occurred_on).days if self.resolved_on else None

    @property
    def harm(self) -> str:
        """Victims and damage in one line."""
        harms = [
            (self.deaths, "meninggal"), (self.injured, "luka-luka"), (self.missing, "hilang"),
            (self.displaced, "mengungsi"), (self.houses_heavy, "rumah rusak berat"),
            (self.houses_medium, "rumah rusak sedang"), (self.houses_light, "rumah rusak ringan"),
        ]  # fmt: skip
        return ", ".join(f"{count} {word}" for count, word in harms if count)

    @property
    def handling(self) -> str:
        """The steps taken, as the printed book tells them."""
        history = self.history
        return "; ".join(history.first_of(row).note for row in history.all("handled"))
