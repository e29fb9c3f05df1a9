"""Barang milik daerah: the six kinds of the kartu inventaris barang (KIB A to F), where they stand and in
what condition.

Columns follow the printed forms of Permendagri 17/2007 that offices still keep; codes are those of
Permendagri 108/2016 (unverified for each sub code, so they are text). One table for all six kinds: a
column that a kind does not have stays empty.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from takar.kernel.columns import DayField
from takar.kernel.formatting import format_rupiah
from takar.kernel.money import MoneyField, Rupiah
from takar.kernel.spans import LONG_PAST, PLAN
from takar.ledger.models import Entry, derived
from takar.organisation.models import Office, Position, Retirable


class Condition(models.TextChoices):
    """The forms print B / KB / RB or B / RR / RB: KB and RR are one value with two names. Rusak
    sedang is used for buildings only."""

    GOOD = "B", "Baik"
    FAIR = "RR", "Rusak ringan (kurang baik)"
    MIDDLING = "RS", "Rusak sedang"
    BROKEN = "RB", "Rusak berat"


class Kib(models.TextChoices):
    LAND = "a", "KIB A: Tanah"
    MACHINE = "b", "KIB B: Peralatan dan mesin"
    BUILDING = "c", "KIB C: Gedung dan bangunan"
    ROAD = "d", "KIB D: Jalan, irigasi dan jaringan"
    OTHER = "e", "KIB E: Aset tetap lainnya"
    WORK = "f", "KIB F: Konstruksi dalam pengerjaan"


class Origin(models.TextChoices):
    BOUGHT = "pembelian", "Pembelian"
    GRANT = "hibah", "Hibah"
    TRANSFER = "mutasi", "Mutasi dari unit lain"
    CONSTRUCTION = "pembangunan", "Pembangunan"
    EXCHANGE = "tukar", "Tukar-menukar"
    OTHER = "lainnya", "Lainnya"


class Room(Retirable):
    """Ruangan: where assets stand; the KIR is kept per room."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    code = models.CharField("kode ruangan", max_length=20)
    name = models.CharField("nama ruangan", max_length=120)
    keeper = models.ForeignKey(
        Position,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="penanggung jawab ruangan",
    )

    class Meta:
        verbose_name = "ruangan"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "code"],
                name="room_code_once",
                violation_error_message="Ruangan dengan kode ini sudah ada.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class AssetSeries(models.Model):
    """The row that is locked while an asset of one code gets its register; ``last`` is the highest given."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "code"], name="asset_series_once")]


class YesNo(models.TextChoices):
    YES = "ya", "Ya"
    NO = "tidak", "Tidak"


class Structure(models.TextChoices):
    PERMANENT = "P", "Permanen"
    SEMI = "SP", "Semi permanen"
    TEMPORARY = "D", "Darurat"


def _text(label: str, length: int = 120, help_text: str = "") -> models.CharField[str, str]:
    return models.CharField(label, max_length=length, blank=True, help_text=help_text)


def _measure(label: str) -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(
        label,
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0), "Tidak dapat kurang dari nol.")],
    )


_A_YEAR = [
    MinValueValidator(1900, "Tulis tahun empat angka."),
    MaxValueValidator(2100, "Tulis tahun empat angka."),
]


class Asset(Entry):
    """Aset. ``kind`` is its KIB, ``title`` its name, ``occurred_on`` the day it became the office's.

    ``room`` and ``condition`` are what it began with; later ones are told by :class:`AssetMove`, and
    ``now_in`` and ``now_is`` follow from both.
    """

    code = models.CharField(
        "kode barang",
        max_length=40,
        validators=[
            RegexValidator(r"^\d+([.]\d+)*$", "Tulis angka dan titik saja, misalnya 1.3.2.05.02.01.001.")
        ],
        help_text="Menurut kodefikasi barang milik daerah, misalnya 1.3.2.05.02.01.001.",
    )
    register = _text("register", 4, help_text="Bila dikosongkan, nomor berikutnya untuk kode ini.")
    year_made = models.PositiveSmallIntegerField(
        "tahun pembuatan/pembelian",
        null=True,
        blank=True,
        validators=_A_YEAR,
        help_text="Bila dikosongkan, tahun tanggal perolehan.",
    )  # fmt: skip
    origin = models.CharField("asal usul", max_length=12, choices=Origin.choices, default=Origin.BOUGHT)
    price = MoneyField("harga perolehan (Rp)", max_digits=18, decimal_places=2, default=Decimal(0))
    pieces = models.PositiveIntegerField(
        "jumlah barang",
        default=1,
        validators=[MinValueValidator(1, "Sekurang-kurangnya satu.")],
        help_text="Barang sejenis tanpa nomor pabrik boleh dalam satu baris.",
    )
    unit = models.CharField("satuan", max_length=30, default="unit")
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ruangan awal"
    )
    condition = models.CharField(
        "keadaan awal", max_length=2, choices=Condition.choices, default=Condition.GOOD
    )
    remark = _text("keterangan", 240)

    # A: land. B: machines and vehicles. C: buildings. D: roads and networks. E: books, art, animals. F: works.
    area_m2 = _measure("luas (m²)")
    location = _text("letak/alamat", 240)
    land_right = _text("status tanah (hak)", 80)
    certificate_number = _text("nomor sertifikat")
    certificate_date = DayField("tanggal sertifikat", null=True, blank=True, span=LONG_PAST)
    used_for = _text("penggunaan")
    brand = _text("merk/tipe")
    size = _text("ukuran/CC", 80)
    material = _text("bahan", 80)
    factory_number = _text("nomor pabrik")
    chassis_number = _text("nomor rangka")
    engine_number = _text("nomor mesin")
    plate = _text("nomor polisi", 20)
    title_deed = _text("nomor BPKB", 80)
    tax_due = DayField(
        "pajak tahunan jatuh tempo",
        null=True,
        blank=True,
        help_text="Kendaraan: pengesahan STNK berikutnya.",
        span=PLAN,
    )
    papers_until = DayField(
        "STNK dan TNKB berlaku sampai",
        null=True,
        blank=True,
        help_text="Kendaraan: ganti STNK lima tahunan.",
        span=PLAN,
    )
    remind_days = models.PositiveSmallIntegerField(
        "diingatkan sebelumnya (hari)", default=30, help_text="Kendaraan: berapa hari sebelum jatuh tempo."
    )
    holder = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pemegang"
    )
    storeys = models.CharField("bertingkat", max_length=6, choices=YesNo.choices, blank=True)
    concrete = models.CharField("beton", max_length=6, choices=YesNo.choices, blank=True)
    structure = models.CharField("bangunan", max_length=2, choices=Structure.choices, blank=True)
    floor_m2 = _measure("luas lantai (m²)")
    document_number = _text("nomor dokumen")
    document_date = DayField("tanggal dokumen", null=True, blank=True, span=LONG_PAST)
    land_status = _text("status tanah", 80)
    land_code = _text("nomor kode tanah", 40)
    construction = _text("konstruksi", 80)
    length_km = _measure("panjang (km)")
    width_m = _measure("lebar (m)")
    author = _text("judul/pencipta")
    specification = _text("spesifikasi")
    art_origin = _text("asal daerah kesenian")
    artist = _text("pencipta kesenian")
    species = _text("jenis hewan/tumbuhan", 80)
    started_on = DayField("tanggal mulai", null=True, blank=True, span=LONG_PAST)
    funding = _text("asal usul pembiayaan")

    now_in = derived(
        models.ForeignKey(
            Room, models.PROTECT, null=True, editable=False, related_name="assets", verbose_name="ruangan"
        )
    )
    now_is = derived(
        models.CharField("keadaan", max_length=2, choices=Condition.choices, editable=False, blank=True)
    )

    class Meta:
        verbose_name = "aset"

    @property
    def worth(self) -> str:
        return format_rupiah(self.price)

    @property
    def thousands(self) -> Decimal:
        """The printed forms write prices in thousands of rupiah."""
        return self.price / 1000

    @property
    def made_in(self) -> str:
        return str(self.year_made or self.occurred_on.year)

    @property
    def marks(self) -> str:
        """Certificate, factory, chassis and engine number in one cell, as the buku inventaris has them."""
        found = (self.certificate_number, self.factory_number, self.chassis_number, self.engine_number)
        return " / ".join(mark for mark in found if mark)

    @property
    def now_is_code(self) -> str:
        """The forms know B, KB and RB only; rusak sedang of a building is written as KB."""
        return {"RR": "KB", "RS": "KB"}.get(self.now_is, self.now_is)

    @property
    def is_good(self) -> str:
        return "✓" if self.now_is_code == "B" else ""

    @property
    def is_fair(self) -> str:
        return "✓" if self.now_is_code == "KB" else ""

    @property
    def is_broken(self) -> str:
        return "✓" if self.now_is_code == "RB" else ""

    @property
    def structure_code(self) -> str:
        return self.structure

    @property
    def build(self) -> str:
        return self.size or self.structure or self.construction

    printed_line: int | None = None
    """Line in a printed list that spans years; set by whoever prints it."""

    @property
    def label_code(self) -> str:
        """``1.3.2.05.02.01.001.0003``: what stands on the sticker."""
        return f"{self.code}.{self.register}"


class VehicleManager(models.Manager["Vehicle"]):
    def get_queryset(self) -> models.QuerySet[Vehicle]:
        return super().get_queryset().filter(kind=Kib.MACHINE).exclude(plate="")


class Vehicle(Asset):
    """A KIB B asset with a number plate: what is written once in the KIB is not typed again."""

    objects: ClassVar[VehicleManager] = VehicleManager()

    class Meta:
        proxy = True
        verbose_name = "kendaraan dinas"
        ordering = ["plate"]

    def __str__(self) -> str:
        return f"{self.plate} {self.title}"

    @staticmethod
    def offered(rows: models.QuerySet[Vehicle]) -> models.QuerySet[Vehicle]:
        """Only vehicles the office still has."""
        return rows.filter(state__in=("recorded", "proposed"))


class AssetMove(Entry):
    """A dated change of where an asset stands or how it is; ``title`` says why."""

    subject = models.ForeignKey(Asset, models.PROTECT, related_name="moves", verbose_name="aset")
    to_room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ruangan baru"
    )
    condition = models.CharField("keadaan baru", max_length=2, choices=Condition.choices, blank=True)
    record_number = models.CharField("berita acara (nomor dan tanggal)", max_length=200, blank=True)
    from_room = models.ForeignKey(
        Room, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="ruangan lama"
    )
    was = models.CharField(
        "keadaan lama", max_length=2, choices=Condition.choices, blank=True, editable=False
    )

    class Meta:
        verbose_name = "mutasi aset"


class VehicleRenewal(Entry):
    """Perpanjangan surat kendaraan. ``occurred_on`` is the day it was submitted."""

    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="renewals", verbose_name="kendaraan")
    due_on = DayField(
        "jatuh tempo",
        null=True,
        blank=True,
        help_text="Bila dikosongkan, menurut surat yang berlaku.",
        span=PLAN,
    )
    tax = MoneyField("PKB (Rp)", max_digits=14, decimal_places=2, default=Decimal(0))
    levy = MoneyField("SWDKLLJ (Rp)", max_digits=14, decimal_places=2, default=Decimal(0))
    fees = MoneyField("biaya STNK/TNKB dan denda (Rp)", max_digits=14, decimal_places=2, default=Decimal(0))
    valid_until = DayField("berlaku sampai", null=True, blank=True, editable=False, span=PLAN)
    """The next due date, written down when it was paid."""

    class Meta:
        verbose_name = "perpanjangan surat kendaraan"

    @Rupiah
    def cost(self) -> Decimal:
        return self.tax + self.levy + self.fees

    @property
    def total(self) -> str:
        return format_rupiah(self.cost)

    @property
    def paid_on(self) -> date | None:
        return self.history.day("paid")


class InventoryReport(Entry):
    """Laporan barang milik daerah of a period."""

    period_year = models.PositiveSmallIntegerField(
        "tahun laporan",
        validators=_A_YEAR,
    )  # fmt: skip
    recipient = models.CharField("disampaikan kepada", max_length=200, blank=True)

    class Meta:
        verbose_name = "laporan barang"
