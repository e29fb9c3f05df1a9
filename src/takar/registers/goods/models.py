"""Consumables: what comes in, what goes out, what is left."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from takar.kernel.formatting import format_number, format_rupiah
from takar.ledger.models import Entry
from takar.organisation.models import Office, Retirable


class StockItem(Retirable):
    """A thing kept in stock, counted in one unit."""

    class Category(models.TextChoices):
        STATIONERY = "atk", "Alat tulis kantor"
        CLEANING = "kebersihan", "Alat dan bahan kebersihan"
        PRINTING = "cetak", "Barang cetakan"
        ELECTRIC = "listrik", "Alat listrik"
        OTHER = "lainnya", "Lainnya"

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    code = models.CharField("kode barang", max_length=40, blank=True)
    name = models.CharField("nama barang", max_length=160)
    unit = models.CharField("satuan", max_length=30, help_text="Misalnya: rim, buah, botol.")
    category = models.CharField(
        "golongan", max_length=20, choices=Category.choices, default=Category.STATIONERY
    )

    class Meta:
        verbose_name = "barang persediaan"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="stock_item_once",
                violation_error_message="Barang dengan nama ini sudah ada.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})"


class StockBalance(models.Model):
    """What is left of an item. Derived from the two books; the database itself refuses less than nothing."""

    item = models.OneToOneField(
        StockItem, models.PROTECT, primary_key=True, related_name="balance", verbose_name="barang"
    )
    quantity = models.DecimalField("sisa", max_digits=14, decimal_places=2, default=Decimal(0))

    class Meta:
        verbose_name = "sisa persediaan"
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=0), name="stock_never_below_zero")]


class StockMovement(Entry):
    """What receipts and issues share. ``kind`` repeats the item's category, so measures can ask for ATK."""

    item = models.ForeignKey(StockItem, models.PROTECT, related_name="+", verbose_name="barang")
    quantity = models.DecimalField(
        "banyaknya",
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"), "Banyaknya harus lebih dari nol.")],
    )

    class Meta:
        abstract = True

    @property
    def amount(self) -> str:
        """``12 rim``."""
        return f"{format_number(self.quantity)} {self.item.unit}"


class StockReceipt(StockMovement):
    """Penerimaan barang pakai habis."""

    unit_price = models.DecimalField("harga satuan (Rp)", max_digits=14, decimal_places=2, default=Decimal(0))
    supplier = models.CharField("dari", max_length=200)
    invoice = models.CharField("faktur (nomor dan tanggal)", max_length=200, blank=True)
    inspection_record = models.CharField("berita acara pemeriksaan", max_length=200, blank=True)

    class Meta:
        verbose_name = "penerimaan barang"

    @property
    def total(self) -> str:
        return format_rupiah(self.quantity * self.unit_price)


class StockIssue(StockMovement):
    """Pengeluaran barang pakai habis."""

    receiver = models.CharField("diserahkan kepada", max_length=200)
    purpose = models.CharField("untuk", max_length=200, blank=True)

    class Meta:
        verbose_name = "pengeluaran barang"
