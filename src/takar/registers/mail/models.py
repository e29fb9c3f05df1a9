"""Letters in, dispositions, letters out, and the archive."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models

from takar.kernel.columns import DayField
from takar.kernel.months import add_years
from takar.kernel.spans import PAST, PLAN
from takar.ledger.models import Entry
from takar.organisation.models import Position, Retirable


class Urgency(models.TextChoices):
    """Sifat surat, axis of speed."""

    ORDINARY = "biasa", "Biasa"
    URGENT = "segera", "Segera"
    VERY_URGENT = "sangat_segera", "Sangat segera"


class Security(models.TextChoices):
    """Sifat surat, axis of secrecy: a second axis, not a step of the first."""

    OPEN = "biasa", "Biasa/terbuka"
    LIMITED = "terbatas", "Terbatas"
    SECRET = "rahasia", "Rahasia"


INSTRUCTIONS = {
    "tanggapan": "Tanggapan dan saran",
    "proses": "Proses lebih lanjut",
    "koordinasi": "Koordinasi/konfirmasi",
    "wakili": "Wakili/hadiri",
    "jawab": "Siapkan jawaban",
    "pelajari": "Pelajari dan laporkan",
    "ketahui": "Untuk diketahui",
    "arsipkan": "Arsipkan",
}
"""What a Lembar Disposisi asks for: the boxes to tick."""


class FilingCode(Retirable):
    """Klasifikasi arsip with its retention, per scheme and dated: old letters keep old codes.

    Source: Permendagri 83/2022 for the new scheme. ``verified`` tells whether the row was read in a
    source; the others are starting values for the office to check.
    """

    class Scheme(models.TextChoices):
        OLD = "78_2012", "Permendagri 78/2012"
        NEW = "83_2022", "Permendagri 83/2022"

    class Fate(models.TextChoices):
        DESTROY = "musnah", "Musnah"
        KEEP = "permanen", "Permanen"
        REVIEW = "dinilai_kembali", "Dinilai kembali"

    scheme = models.CharField("aturan", max_length=10, choices=Scheme.choices)
    code = models.CharField("kode", max_length=30)
    name = models.CharField("nama", max_length=200)
    active_years = models.PositiveSmallIntegerField("retensi aktif (tahun)", default=1)
    inactive_years = models.PositiveSmallIntegerField("retensi inaktif (tahun)", default=2)
    fate = models.CharField("nasib akhir", max_length=20, choices=Fate.choices, default=Fate.REVIEW)
    verified = models.BooleanField("sudah diperiksa", default=False)

    class Meta:
        verbose_name = "klasifikasi arsip"
        ordering = ["-scheme", "code"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="filing_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Letter(Entry):
    """What letters in and out share."""

    filing_code = models.ForeignKey(
        FilingCode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="klasifikasi arsip",
    )
    attachments = models.CharField("lampiran", max_length=120, blank=True)
    urgency = models.CharField(
        "sifat kecepatan", max_length=20, choices=Urgency.choices, default=Urgency.ORDINARY
    )
    security = models.CharField(
        "sifat keamanan",
        max_length=20,
        choices=Security.choices,
        default=Security.OPEN,
        help_text="Surat terbatas atau rahasia hanya terbaca pimpinan, pencatat dan penerima disposisi.",
    )

    class Meta:
        abstract = True


class IncomingLetter(Letter):
    """Surat masuk. ``occurred_on`` is the day it was received, ``title`` its subject (perihal)."""

    sender = models.CharField("pengirim", max_length=200)
    letter_number = models.CharField("nomor surat", max_length=200, blank=True)
    letter_date = DayField("tanggal surat", null=True, blank=True, span=PAST)

    class Meta:
        verbose_name = "surat masuk"


class OutgoingLetter(Letter):
    """Surat keluar. ``occurred_on`` is the day its number was given."""

    recipient = models.CharField("dikirim kepada", max_length=300, blank=True)
    copies = models.CharField("tembusan", max_length=300, blank=True)
    signer = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="penanda tangan"
    )
    reply_to = models.ForeignKey(
        IncomingLetter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name="menjawab surat masuk",
    )

    class Meta:
        verbose_name = "surat keluar"

    @property
    def sent_on(self) -> date | None:
        """The day it left the office, for the printed register."""
        return self.history.day("sent")


class Disposition(Entry):
    """One receiver's part of a Lembar Disposisi.

    Receivers of the same sheet share ``sheet``; ``parent`` is the disposition that was passed on,
    which makes a tree under the letter. ``position`` is the receiver, ``occurred_on`` the day given.
    """

    letter = models.ForeignKey(
        IncomingLetter, models.PROTECT, related_name="dispositions", verbose_name="surat masuk"
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="passed_on",
        verbose_name="diteruskan dari",
    )
    sheet = models.UUIDField("lembar")
    giver = models.ForeignKey(
        Position, models.PROTECT, related_name="+", verbose_name="pemberi disposisi", null=True
    )
    giver_name = models.CharField("nama pemberi", max_length=200)
    instructions = models.JSONField("dengan hormat harap", default=list)
    instruction = models.CharField("catatan", max_length=500, blank=True)
    due_on = DayField("batas waktu", null=True, blank=True, span=PLAN)

    class Meta:
        verbose_name = "disposisi"
        indexes = [models.Index(fields=["sheet"], name="disposition_sheet")]

    @property
    def instruction_text(self) -> str:
        """The ticked instructions and the free note, as one sentence."""
        ticked = "; ".join(INSTRUCTIONS.get(code, code) for code in self.instructions)
        return ". ".join(text for text in (ticked, self.instruction) if text)

    def is_overdue(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today and self.state in {"given", "read"}


class ArchiveItem(Entry):
    """A record in the archive: where it lies and how long it stays.

    Retention starts when the file is closed (``closed_on``), not when it was received.
    """

    class CopyLevel(models.TextChoices):
        ORIGINAL = "asli", "Asli"
        COPY = "salinan", "Salinan"
        CARBON = "tembusan", "Tembusan"
        RETAINED = "pertinggal", "Pertinggal"

    filing_code = models.ForeignKey(
        FilingCode, models.PROTECT, related_name="+", verbose_name="klasifikasi arsip"
    )
    span = models.CharField(
        "kurun waktu", max_length=60, blank=True, help_text="Misalnya: Januari–Maret 2025."
    )
    quantity = models.PositiveIntegerField("jumlah (berkas)", default=1)
    copy_level = models.CharField(
        "tingkat perkembangan", max_length=12, choices=CopyLevel.choices, default=CopyLevel.ORIGINAL
    )
    room = models.CharField("ruang", max_length=60, blank=True)
    cabinet = models.CharField("lemari/rak", max_length=60, blank=True)
    drawer = models.CharField("laci/baris", max_length=60, blank=True)
    folder = models.CharField("folder/boks", max_length=60, blank=True)
    closed_on = DayField(
        "berkas ditutup", null=True, blank=True, help_text="Awal hitungan retensi.", span=PAST
    )
    active_years = models.PositiveSmallIntegerField(
        "retensi aktif (tahun)", null=True, blank=True, help_text="Kosongkan untuk mengikuti klasifikasi."
    )
    inactive_years = models.PositiveSmallIntegerField("retensi inaktif (tahun)", null=True, blank=True)
    fate = models.CharField("nasib akhir", max_length=20, choices=FilingCode.Fate.choices, blank=True)

    class Meta:
        verbose_name = "arsip"

    def follow_filing_code(self) -> None:
        """Retention left blank follows the filing code as it stands today and stays with the item."""
        if self.active_years is None:
            self.active_years = self.filing_code.active_years
        if self.inactive_years is None:
            self.inactive_years = self.filing_code.inactive_years
        self.fate = self.fate or self.filing_code.fate

    @property
    def location(self) -> str:
        return ", ".join(part for part in (self.room, self.cabinet, self.drawer, self.folder) if part)

    @property
    def active_until(self) -> date | None:
        return _years_after(self.closed_on, self.active_years)

    @property
    def inactive_until(self) -> date | None:
        return _years_after(self.active_until, self.inactive_years)


def _years_after(day: date | None, years: int | None) -> date | None:
    if day is None or years is None:
        return None
    if day.year + years > date.max.year:
        return None  # "9999 years" is how some write: for ever
    later = add_years(day, years)
    # 29 February falls on 1 March in a year without it: never a day too early
    return later if later.day == day.day else later + timedelta(days=1)
