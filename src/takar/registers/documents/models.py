"""Work documents (perencanaan, evaluasi, pelaporan, kebijakan, tata usaha), what they are checked
against, and when they are due."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from takar.kernel import clock
from takar.kernel.columns import DayField
from takar.kernel.formatting import MONTHS
from takar.kernel.period import Period
from takar.kernel.spans import PLAN
from takar.ledger.checklists import Checklist
from takar.ledger.models import Area, Entry
from takar.organisation.models import Office, Position, Retirable


class DocumentKind(models.TextChoices):
    """Names of the office's documents; the calendar names most of them (PermenPANRB 53/2014,
    Permendagri 86/2017 practice)."""

    RENSTRA = "renstra", "Rencana Strategis (Renstra)"
    RENJA = "renja", "Rencana Kerja (Renja)"
    RKA = "rka", "Rencana Kerja dan Anggaran (RKA)"
    DPA = "dpa", "Dokumen Pelaksanaan Anggaran (DPA)"
    PK = "pk", "Perjanjian Kinerja (PK)"
    IKU = "iku", "Indikator Kinerja Utama (IKU/IKI)"
    RENCANA_AKSI = "rencana_aksi", "Rencana Aksi"
    SPIP = "spip", "Dokumen SPIP"
    PENGUKURAN = "pengukuran_kinerja", "Pengukuran kinerja"
    EVALUASI_RENJA = "evaluasi_renja", "Evaluasi Renja"
    EVALUASI_SAKIP = "evaluasi_sakip", "Evaluasi mandiri SAKIP (LKE)"
    LAPORAN_EVALUASI = "laporan_evaluasi", "Laporan hasil evaluasi"
    LKJIP = "lkjip", "Laporan Kinerja (LKjIP)"
    LPPD = "lppd", "Bahan LPPD/LKPJ"
    LAPORAN_TRIWULAN = "laporan_triwulan", "Laporan triwulan"
    LAPORAN_BULANAN = "laporan_bulanan", "Laporan bulanan"
    LAPORAN_CAMAT = "laporan_kegiatan_camat", "Laporan kegiatan Camat"
    LAPORAN_LAIN = "laporan_lain", "Laporan lain"
    MONOGRAFI = "monografi", "Monografi/profil kecamatan"
    KEBIJAKAN = "kebijakan", "Rumusan kebijakan"
    SOP = "sop", "Standar Operasional Prosedur (SOP)"
    RENCANA_KEGIATAN = "rencana_kegiatan_subbag", "Rencana kegiatan sub bagian/seksi"
    PELAKSANAAN = "pelaksanaan_kegiatan", "Dokumen pelaksanaan kegiatan (KAK)"
    BAHAN_PEMBINAAN = "bahan_pembinaan", "Bahan pembinaan"
    TATA_USAHA = "tata_usaha", "Dokumen tata usaha"
    LAINNYA = "lainnya", "Dokumen lain"


class Category(models.TextChoices):
    """What the decree's indicators call the document."""

    PLANNING = "perencanaan", "Perencanaan"
    IMPLEMENTATION = "pelaksanaan", "Pelaksanaan"
    EVALUATION = "evaluasi", "Evaluasi"
    REPORTING = "pelaporan", "Pelaporan"
    POLICY = "kebijakan", "Kebijakan"
    ACTIVITY_PLAN = "rencana_kegiatan", "Rencana kegiatan"
    GUIDANCE = "bahan_pembinaan", "Bahan pembinaan"
    OFFICE_WORK = "tata_usaha", "Tata usaha"

    __empty__ = "Menurut jenis dokumen"


_K, _C = DocumentKind, Category
CATEGORY_OF: dict[str, str] = {
    **dict.fromkeys(
        (_K.RENSTRA, _K.RENJA, _K.RKA, _K.DPA, _K.PK, _K.IKU, _K.RENCANA_AKSI, _K.SPIP), _C.PLANNING
    ),
    **dict.fromkeys((_K.PENGUKURAN, _K.EVALUASI_RENJA, _K.EVALUASI_SAKIP, _K.LAPORAN_EVALUASI), _C.EVALUATION),
    **dict.fromkeys(
        (
            _K.LKJIP, _K.LPPD, _K.LAPORAN_TRIWULAN, _K.LAPORAN_BULANAN, _K.LAPORAN_CAMAT,
            _K.LAPORAN_LAIN, _K.MONOGRAFI,
        ),
        _C.REPORTING,
    ),
    **dict.fromkeys((_K.KEBIJAKAN, _K.SOP), _C.POLICY),
    _K.RENCANA_KEGIATAN: _C.ACTIVITY_PLAN,
    _K.PELAKSANAAN: _C.IMPLEMENTATION,
    _K.BAHAN_PEMBINAAN: _C.GUIDANCE,
    _K.TATA_USAHA: _C.OFFICE_WORK,
}  # fmt: skip
"""Kind -> category. ``lainnya`` says nothing, so there the category must be chosen."""


class Part(models.TextChoices):
    """Which part of a year a document is about."""

    YEAR = "tahun", "Setahun"
    S1 = "S1", "Semester I"
    S2 = "S2", "Semester II"
    Q1 = "Q1", "Triwulan I"
    Q2 = "Q2", "Triwulan II"
    Q3 = "Q3", "Triwulan III"
    Q4 = "Q4", "Triwulan IV"
    M01 = "01", MONTHS[0]
    M02 = "02", MONTHS[1]
    M03 = "03", MONTHS[2]
    M04 = "04", MONTHS[3]
    M05 = "05", MONTHS[4]
    M06 = "06", MONTHS[5]
    M07 = "07", MONTHS[6]
    M08 = "08", MONTHS[7]
    M09 = "09", MONTHS[8]
    M10 = "10", MONTHS[9]
    M11 = "11", MONTHS[10]
    M12 = "12", MONTHS[11]


def period_of(year: int, part: str) -> Period:
    return Period.of_year(year) if part == Part.YEAR else Period.parse(f"{year}-{part}")


def this_year() -> int:
    return clock.today().year


_a_year = [
    MinValueValidator(1990, "Tulis tahun empat angka, misalnya 2026."),
    MaxValueValidator(2100, "Tulis tahun empat angka, misalnya 2026."),
]


class WorkDocument(Entry):
    """Dokumen kerja. ``occurred_on`` is the day of its draft, ``title`` its name."""

    category = models.CharField("golongan dokumen", max_length=20, choices=Category.choices, blank=True)
    period_year = models.PositiveSmallIntegerField(
        "tahun yang dicakup", default=this_year, validators=_a_year
    )
    period_part = models.CharField("bagian tahun", max_length=5, choices=Part.choices, default=Part.YEAR)
    due_on = DayField(
        "batas waktu",
        null=True,
        blank=True,
        help_text="Bila dikosongkan, mengikuti jadwal dokumen.",
        span=PLAN,
    )
    document_number = models.CharField(
        "nomor dokumen", max_length=200, blank=True, help_text="Nomor pengesahan, bila sudah ada."
    )
    edition = models.PositiveSmallIntegerField("versi", default=1, editable=False)
    """Grows with every new version; the file of each stays among the evidence."""

    class Meta:
        verbose_name = "dokumen kerja"
        indexes = [models.Index(fields=["period_year", "period_part"], name="document_period")]

    @property
    def period_label(self) -> str:
        """``Triwulan III 2026``."""
        words = period_of(self.period_year, self.period_part).describe()
        return words[:1].upper() + words[1:]

    @property
    def checked_on(self) -> date | None:
        return self.history.day("checked")

    @property
    def approved_on(self) -> date | None:
        return self.history.day("approved")


class Guideline(Checklist):
    """Pedoman: what a kind of document must contain to be "sesuai pedoman"."""

    kind = models.CharField("jenis dokumen", max_length=40, choices=DocumentKind.choices)

    class Meta(Checklist.Meta):
        verbose_name = "pedoman dokumen"


class DocumentSchedule(Retirable):
    """Jadwal dokumen: which document is due for which part of every year, and whose it is.

    Deadlines are local, so they are the office's own rows. A yearly document is due on a day of the
    year before, the same or the next; one of a shorter period in the month after the period ends.
    """

    class Every(models.TextChoices):
        YEAR = "tahun", "Setiap tahun"
        SEMESTER = "semester", "Setiap semester"
        QUARTER = "triwulan", "Setiap triwulan"
        MONTH = "bulan", "Setiap bulan"

    class DueYear(models.IntegerChoices):
        BEFORE = -1, "Tahun sebelumnya"
        SAME = 0, "Tahun yang sama"
        AFTER = 1, "Tahun berikutnya"

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    name = models.CharField("nama dokumen", max_length=200)
    kind = models.CharField("jenis dokumen", max_length=40, choices=DocumentKind.choices)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bidang"
    )
    every = models.CharField("masa dokumen", max_length=10, choices=Every.choices, default=Every.YEAR)
    due_month = models.PositiveSmallIntegerField(
        "bulan batas waktu",
        null=True,
        blank=True,
        choices=list(enumerate(MONTHS, start=1)),
        help_text="Untuk dokumen tahunan. Dokumen triwulan, semester dan bulan jatuh pada bulan sesudah masanya.",
    )
    due_day = models.PositiveSmallIntegerField(
        "tanggal batas waktu",
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text="Tanggal 31 berarti hari terakhir bulan itu.",
    )
    due_year = models.SmallIntegerField(
        "tahun batas waktu",
        choices=DueYear.choices,
        default=DueYear.SAME,
        help_text="Terhadap tahun yang dicakup: Renja disusun tahun sebelumnya, LKjIP tahun berikutnya.",
    )
    position = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="penanggung jawab"
    )
    reminder_days = models.PositiveSmallIntegerField("diingatkan sebelum (hari)", default=14)
    first_year = models.PositiveSmallIntegerField(
        "mulai tahun yang dicakup", null=True, blank=True, validators=_a_year
    )
    legal_basis = models.CharField("dasar hukum", max_length=300, blank=True)
    verified = models.BooleanField(
        "sudah diperiksa",
        default=False,
        help_text="Tandai setelah batas waktunya dicocokkan dengan ketentuan kabupaten.",
    )

    class Meta:
        verbose_name = "jadwal dokumen"
        ordering = ["due_month", "due_day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name", "every"],
                name="document_schedule_once",
                violation_error_message="Dokumen dengan nama ini sudah dijadwalkan.",
            ),
            models.CheckConstraint(
                condition=~Q(every="tahun") | Q(due_month__isnull=False),
                name="document_schedule_month",
                violation_error_message="Pilih bulan batas waktu dokumen tahunan.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.every == self.Every.YEAR and not self.due_month:
            raise ValidationError({"due_month": "Pilih bulan batas waktu dokumen tahunan."})
