"""The service catalogue and the requests at the counter (PATEN and kependudukan)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q, QuerySet

from takar.kernel import clock
from takar.kernel.columns import DayField
from takar.kernel.dated import Expiring
from takar.kernel.encrypted import EncryptedText
from takar.kernel.formatting import format_date
from takar.kernel.money import MoneyField
from takar.kernel.spans import PLAN
from takar.ledger.models import Entry
from takar.ledger.privacy_models import REMOVED
from takar.organisation.models import Office

GRACE = timedelta(days=31)
"""How long a service that ended can still be chosen, for requests written up late."""


class Category(models.TextChoices):
    """What kind of service it is. Permits and non-permits are PATEN (Permendagri 4/2010)."""

    PERMIT = "perizinan", "Perizinan"
    NON_PERMIT = "nonperizinan", "Nonperizinan"
    CIVIL = "kependudukan", "Kependudukan"
    GENERAL = "administrasi_umum", "Administrasi umum"


class ServiceType(Expiring):
    """A service with its standard (standar pelayanan), valid from a day until a day.

    A changed promise or fee is a new row of the same code: requests keep the standard of their day.
    UU 25/2009 on the parts of a service standard.
    """

    class Unit(models.TextChoices):
        MINUTES = "menit", "menit"
        HOURS = "jam", "jam"
        WORKING_DAYS = "hari_kerja", "hari kerja"

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    code = models.CharField("kode", max_length=40, help_text="Tetap sama bila standarnya berganti.")
    name = models.CharField("nama layanan", max_length=160)
    category = models.CharField("kelompok", max_length=20, choices=Category.choices)
    legal_basis = models.CharField("dasar hukum", max_length=300, blank=True)
    requirements = models.TextField("persyaratan", blank=True, help_text="Satu baris satu berkas.")
    promise = models.PositiveSmallIntegerField(
        "lama proses", validators=[MinValueValidator(1, "Lama proses sekurang-kurangnya 1.")]
    )
    promise_unit = models.CharField(
        "satuan lama proses", max_length=10, choices=Unit.choices, default=Unit.WORKING_DAYS
    )
    fee = MoneyField(
        "biaya/tarif (Rp)",
        max_digits=12,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0), "Biaya tidak kurang dari nol.")],
    )
    official = models.CharField("pejabat yang menetapkan", max_length=120, blank=True)
    verified = models.BooleanField(
        "sudah diperiksa", default=False, help_text="Standarnya sudah dicocokkan dengan keputusan kantor."
    )

    class Meta:
        verbose_name = "jenis layanan"
        ordering = ["category", "name", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "code", "valid_from"],
                name="service_type_once",
                violation_error_message="Layanan dengan kode ini sudah berlaku sejak tanggal itu.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="service_type_span",
                violation_error_message="Akhir masa berlaku tidak dapat mendahului awalnya.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Two standards of one service never hold on the same day."""
        if self.valid_from is None or not self.code:
            return
        others = ServiceType.objects.filter(office_id=self.office_id, code=self.code).exclude(pk=self.pk)
        clash = others.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=self.valid_from))
        if self.valid_until is not None:
            clash = clash.filter(valid_from__lt=self.valid_until)
        if (other := clash.first()) is not None:
            raise ValidationError(
                f"Kode {self.code} sudah dipakai “{other.name}” yang berlaku sejak "
                f"{format_date(other.valid_from)}. Akhiri dahulu yang lama."
            )

    @staticmethod
    def offered(rows: QuerySet[ServiceType]) -> QuerySet[ServiceType]:
        """Those a form may still offer; whether one held on the request's day is judged there."""
        return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=clock.today() - GRACE))

    @property
    def papers(self) -> list[str]:
        """The papers an applicant brings, one per line of ``requirements``."""
        return [line.strip(" -•\t") for line in self.requirements.splitlines() if line.strip(" -•\t")]

    @property
    def promise_words(self) -> str:
        return f"{self.promise} {self.get_promise_unit_display()}"


class ServiceRequest(Entry):
    """A request. ``occurred_on`` is the day it was received, ``title`` what it is for.

    ``category``, ``promised_on`` and ``fee`` repeat the standard of the day: what was promised stays
    promised when the catalogue changes.
    """

    service = models.ForeignKey(ServiceType, models.PROTECT, related_name="+", verbose_name="jenis layanan")
    category = models.CharField("kelompok layanan", max_length=20, blank=True, choices=Category.choices)
    applicant = models.CharField("nama pemohon", max_length=160)
    nik = EncryptedText(
        "NIK",
        max_length=24,
        blank=True,
        help_text="16 angka. Setelah disimpan hanya empat angka akhir terlihat.",
    )
    address = models.CharField("alamat", max_length=200, blank=True)
    phone = EncryptedText("telepon", max_length=30, blank=True)
    fee = MoneyField(
        "biaya (Rp)",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Kosongkan untuk mengikuti standar layanan.",
    )
    ticket = models.CharField("kode tiket", max_length=9, unique=True, editable=False)
    promised_on = DayField("dijanjikan selesai", editable=False, span=PLAN)
    papers = models.JSONField("berkas yang ada", default=list, editable=False)
    missing = models.JSONField("berkas yang kurang", default=list, editable=False)

    class Meta:
        verbose_name = "permohonan layanan"
        indexes = [models.Index(fields=["promised_on"], name="service_request_promise")]

    @property
    def place(self) -> str:
        """Address and village, as the register prints them together."""
        address = "" if self.address == REMOVED else self.address
        return ", ".join(part for part in (address, str(self.village or "")) if part)

    @property
    def completeness(self) -> str:
        """The checklist in words."""
        if self.missing:
            return f"Kurang: {', '.join(self.missing)}"
        return "Lengkap" if self.history.day("verified") else "Belum diperiksa"

    @property
    def is_waiting(self) -> bool:
        """Whether the office still owes the applicant something."""
        return self.state in WAITING

    # ---- what the register prints from the history, read from prefetched rows ---------------------

    @property
    def issued_on(self) -> date | None:
        return self.history.day("issued")

    @property
    def collected_on(self) -> date | None:
        return self.history.day("collected")

    @property
    def document_number(self) -> str:
        return self.history.note("issued")

    @property
    def receiver(self) -> str:
        return self.history.note("collected")

    @property
    def counter_officer(self) -> str:
        rows = self.milestones.all()
        return rows[0].actor_name if rows else ""


WAITING = ("received", "verified", "signed")
"""States in which the next step is the office's."""
