"""Rows about personal data itself: who read it, and why and how long each book keeps it."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models

from takar.kernel import clock
from takar.kernel.columns import DayField, MomentField
from takar.kernel.encrypted import EncryptedText
from takar.kernel.spans import PAST, PLAN
from takar.organisation.models import Office, Person, User

REMOVED = "[dihapus]"
"""Stands in a personal column whose value was removed after its retention."""


class AppendOnly(models.QuerySet["ReadingRecord"]):
    """Rows are added and nothing else; what is older than its retention goes through ``forget``."""

    def update(self, **values: Any) -> NoReturn:
        raise TypeError("the readers' log is never changed")

    def delete(self) -> NoReturn:
        raise TypeError("the readers' log is only shortened by takar.ledger.reading.forget")


class ReadingRecord(models.Model):
    """Somebody read confidential, personnel or residents' data. Append-only.

    Opening the same thing again within the hour is one row. Lists are told with their size and not
    row by row.
    """

    class How(models.TextChoices):
        PAGE = "halaman", "Halaman"
        LIST = "daftar", "Daftar"
        SEARCH = "pencarian", "Pencarian"
        FILE = "berkas", "Berkas bukti"
        PAPER = "cetakan", "Cetakan (PDF)"
        EXPORT = "ekspor", "Ekspor"
        DISCLOSURE = "nilai", "Nilai lengkap"
        REPORT = "laporan", "Laporan data orang"

    class Concern(models.TextChoices):
        CONFIDENTIAL = "terbatas", "Entri terbatas"
        RESIDENT = "warga", "Data warga"
        STAFF = "pegawai", "Data pegawai"

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField("waktu", default=clock.now)
    reader = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    reader_name = models.CharField("pembaca", max_length=200)
    """Name and title as they were when it was read."""
    how = models.CharField("cara", max_length=10, choices=How.choices)
    concern = models.CharField("data", max_length=10, choices=Concern.choices)
    book = models.CharField("buku", max_length=40, blank=True)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """The employee whose data it is."""
    rows = models.PositiveIntegerField("banyak baris", default=1)
    reason = models.CharField("keperluan", max_length=500, blank=True)
    key = models.CharField(max_length=120, unique=True, editable=False)
    """Reader, thing and hour: the same again is the same row."""

    objects: ClassVar[models.Manager[Any]] = AppendOnly.as_manager()

    class Meta:
        verbose_name = "catatan pembaca"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["office", "-at"], name="reading_latest")]

    def __str__(self) -> str:
        return f"{self.reader_name}: {self.get_how_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("the readers' log is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("the readers' log is never changed")


class ProcessingRule(models.Model):
    """Why an office keeps the personal data of a book, on what ground and how long, since a day.

    Together with the declarations of the books this is the register of processing (UU 27/2022 art. 31).
    A change is a new row, so what held on any day can be read back.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    book = models.CharField("buku", max_length=40)
    active_from = DayField("berlaku sejak", default=clock.today, span=PLAN)
    purpose = models.CharField("tujuan", max_length=500)
    data = models.CharField("data siapa dan apa", max_length=300)
    legal_basis = models.CharField("dasar hukum", max_length=300, blank=True)
    verified = models.BooleanField(
        "sudah diperiksa",
        default=False,
        help_text="Dasar hukum dan masa simpan sudah dicocokkan dengan aturan dan JRA kantor.",
    )
    retention_years = models.PositiveSmallIntegerField(
        "masa simpan data pribadi (tahun)", help_text="Dihitung dari kejadian terakhir pada entri."
    )
    set_by_name = models.CharField("ditetapkan oleh", max_length=200)
    set_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = "aturan data pribadi"
        ordering = ["book", "-active_from", "-pk"]
        indexes = [models.Index(fields=["office", "book", "-active_from"], name="processing_rule_of")]

    def __str__(self) -> str:
        return f"{self.book}: {self.retention_years} tahun"


class DataRequest(models.Model):
    """Somebody asked the office about their own data: to see, correct or remove it, or objected.

    The office answers within 3 x 24 hours (UU 27/2022 art. 30 for corrections; the same clock is used for
    the other kinds, unverified).
    """

    class Kind(models.TextChoices):
        ACCESS = "akses", "Melihat data"
        CORRECTION = "perbaikan", "Memperbaiki data"
        REMOVAL = "penghapusan", "Menghapus data"
        OBJECTION = "keberatan", "Keberatan atas pemakaian"

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    kind = models.CharField("permintaan", max_length=12, choices=Kind.choices)
    asked_by = EncryptedText("nama pemohon", max_length=160)
    contact = EncryptedText("telepon atau alamat jawaban", max_length=200, blank=True)
    details = EncryptedText("data apa dan mengapa", max_length=2000)
    received_at = MomentField("diterima pada", default=clock.now, span=PAST)
    due_at = models.DateTimeField("dijawab paling lambat", editable=False)
    recorded_by_name = models.CharField("dicatat oleh", max_length=200, editable=False)
    answered_at = models.DateTimeField("dijawab pada", null=True, editable=False)
    answered_by_name = models.CharField("dijawab oleh", max_length=200, blank=True, editable=False)
    answer = EncryptedText("jawaban", max_length=2000, blank=True)

    class Meta:
        verbose_name = "permintaan pemilik data"
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["office", "answered_at", "due_at"], name="data_request_due")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.received_at:%d/%m/%Y}"
