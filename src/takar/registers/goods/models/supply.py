"""What staff ask for, and what the office buys."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models

from takar.kernel.columns import DayField
from takar.kernel.formatting import format_number, format_rupiah
from takar.kernel.money import MoneyField, Rupiah
from takar.kernel.spans import PAST
from takar.ledger.models import Entry
from takar.registers.goods.models.stock import StockItem


@dataclass(frozen=True)
class Wanted:
    """One line of a request."""

    item: int
    name: str
    unit: str
    quantity: Decimal
    granted: Decimal
    """What was approved; until then, what was asked for."""


class SupplyRequest(Entry):
    """Permintaan barang dari pegawai. ``occurred_on`` is the day it was submitted, ``title`` what for."""

    wanted = models.TextField(
        "barang yang diminta",
        help_text=(
            "Satu barang tiap baris: banyaknya, satuan, lalu nama barang. Misalnya: 2 rim Kertas HVS F4."
        ),
    )
    lines = models.JSONField(default=list, editable=False)
    """``{item, name, unit, quantity}``: what was understood of ``wanted``."""
    granted = models.JSONField("jumlah disetujui", default=dict, editable=False)
    """Item id -> quantity, where the approval changed it."""

    class Meta:
        verbose_name = "permintaan barang"

    @property
    def asked(self) -> list[Wanted]:
        return [
            Wanted(
                line["item"],
                line["name"],
                line["unit"],
                Decimal(line["quantity"]),
                Decimal(self.granted.get(str(line["item"]), line["quantity"])),
            )
            for line in self.lines
        ]

    @property
    def asked_words(self) -> str:
        """``2 rim Kertas HVS F4; 1 botol Tinta``."""
        return "; ".join(f"{format_number(line.quantity)} {line.unit} {line.name}" for line in self.asked)


class Procurement(Entry):
    """Pengadaan barang: ordered by a contract, received, paid, reported. ``title`` is what is bought."""

    class Source(models.TextChoices):
        APBD = "apbd", "APBD Kabupaten"
        PROVINCE = "provinsi", "APBD Provinsi"
        STATE = "apbn", "APBN"
        GRANT = "hibah", "Hibah"
        OTHER = "lainnya", "Lainnya"

    contract_number = models.CharField("nomor SPK/kontrak", max_length=120, blank=True)
    contract_date = DayField("tanggal SPK/kontrak", null=True, blank=True, span=PAST)
    supplier = models.CharField("penyedia", max_length=200, blank=True)
    quantity = models.DecimalField(
        "banyaknya",
        max_digits=12,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01"), "Banyaknya harus lebih dari nol.")],
    )
    unit = models.CharField("satuan", max_length=30, default="unit")
    unit_price = MoneyField("harga satuan (Rp)", max_digits=16, decimal_places=2, default=Decimal(0))
    payment_number = models.CharField("nomor SPM/kuitansi", max_length=120, blank=True)
    payment_date = DayField("tanggal SPM/kuitansi", null=True, blank=True, span=PAST)
    used_by = models.CharField("dipergunakan pada unit", max_length=200, blank=True)
    source = models.CharField(
        "sumber dana", max_length=12, choices=Source.choices, default=Source.APBD, blank=True
    )
    item = models.ForeignKey(
        StockItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="barang persediaan",
        help_text="Bila yang dibeli barang pakai habis; penerimaannya nanti terisi sendiri.",
    )

    class Meta:
        verbose_name = "pengadaan barang"

    @Rupiah
    def cost(self) -> Decimal:
        return self.quantity * self.unit_price

    @property
    def total(self) -> str:
        return format_rupiah(self.cost)

    @property
    def amount(self) -> str:
        return f"{format_number(self.quantity)} {self.unit}"
