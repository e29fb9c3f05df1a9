"""Consumables: what comes in, what goes out, what is left."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from takar.kernel.columns import DayField
from takar.kernel.formatting import format_number, format_rupiah
from takar.kernel.money import MoneyField, Rupiah
from takar.kernel.spans import PAST
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

    minimum = models.DecimalField(
        "batas persediaan",
        max_digits=12,
        decimal_places=2,
        default=Decimal(0),
        help_text="Bila sisa sampai di batas ini, barang ditandai menipis. Nol: tidak diingatkan.",
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
    """What all movements share. ``kind`` repeats the item's category, so measures can ask for ATK."""

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
    def sign(self) -> int:
        """1 for what comes in, -1 for what goes out."""
        raise NotImplementedError

    @property
    def price_in(self) -> Decimal:
        """Rupiah per unit of what came in; nothing for what went out."""
        return Decimal(0)

    @property
    def amount(self) -> str:
        """``12 rim``."""
        return f"{format_number(self.quantity)} {self.item.unit}"


class StockCardLine(models.Model):
    """A movement as the kartu persediaan shows it: derived from the books, under the balance's lock.

    A table of its own and no columns of the entries: a correction writes its entry's row before it
    waits for the balance, and a hand-out that holds the balance must not wait for that row.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="card")
    item = models.ForeignKey(StockItem, models.PROTECT, related_name="card", verbose_name="barang")
    on = DayField("tanggal", span=PAST)
    quantity = models.DecimalField("banyaknya", max_digits=14, decimal_places=2)
    """Above zero for what came in."""
    price = MoneyField("harga satuan", max_digits=14, decimal_places=2, default=Decimal(0))
    remaining = models.DecimalField("sisa lapisan", max_digits=14, decimal_places=2, default=Decimal(0))
    """What is left of this delivery."""
    cost = MoneyField("nilai", max_digits=20, decimal_places=4, default=Decimal(0))
    """Rupiah by FIFO: of a hand-out what its deliveries cost, of a delivery its own price."""

    class Meta:
        verbose_name = "baris kartu persediaan"
        indexes = [models.Index(fields=["item", "on"], name="stock_card")]

    @property
    def cost_words(self) -> str:
        return format_rupiah(self.cost)

    @Rupiah
    def unit_cost(self) -> Decimal:
        """Average rupiah per unit, to the cent: a hand-out may come from two deliveries."""
        return (self.cost / abs(self.quantity)).quantize(Decimal("0.01")) if self.quantity else Decimal(0)

    @property
    def unit_cost_words(self) -> str:
        return format_rupiah(self.unit_cost)


class StockReceipt(StockMovement):
    """Penerimaan barang pakai habis."""

    unit_price = MoneyField("harga satuan (Rp)", max_digits=14, decimal_places=2, default=Decimal(0))
    supplier = models.CharField("dari", max_length=200)
    invoice = models.CharField("faktur (nomor dan tanggal)", max_length=200, blank=True)
    inspection_record = models.CharField("berita acara pemeriksaan", max_length=200, blank=True)

    class Meta:
        verbose_name = "penerimaan barang"

    @property
    def sign(self) -> int:
        return 1

    @property
    def price_in(self) -> Decimal:
        return self.unit_price

    @Rupiah
    def cost(self) -> Decimal:
        return self.quantity * self.unit_price

    @property
    def total(self) -> str:
        return format_rupiah(self.cost)


class StockIssue(StockMovement):
    """Pengeluaran barang pakai habis. Its value is what the oldest deliveries cost."""

    receiver = models.CharField("diserahkan kepada", max_length=200)
    purpose = models.CharField("untuk", max_length=200, blank=True)

    class Meta:
        verbose_name = "pengeluaran barang"

    @property
    def recorded_day(self) -> date:
        """The book has two dates: when it was written and when the goods were handed over."""
        return localdate(self.recorded_at)

    @property
    def given_to(self) -> str:
        return f"{self.receiver}: {self.purpose}" if self.purpose else self.receiver

    @property
    def sign(self) -> int:
        return -1


class StockCount(Entry):
    """Opname: what was counted on a day, item by item. ``occurred_on`` is the day of counting."""

    lines = models.JSONField("hitungan", default=list, editable=False)
    """``{item, name, unit, book, counted, reason}``; quantities as text, because JSON has no decimals."""

    class Meta:
        verbose_name = "opname persediaan"

    @property
    def counted_items(self) -> int:
        return len(self.lines)

    @property
    def differing(self) -> list[dict[str, str]]:
        return [line for line in self.lines if Decimal(line["counted"]) != Decimal(line["book"])]

    @property
    def difference_count(self) -> int:
        return len(self.differing)


class StockAdjustment(StockMovement):
    """What an approved opname changed; ``title`` is the explanation that was approved."""

    class Direction(models.TextChoices):
        MORE = "lebih", "Lebih"
        LESS = "kurang", "Kurang"

    direction = models.CharField("selisih", max_length=6, choices=Direction.choices)
    unit_price = MoneyField("harga satuan (Rp)", max_digits=14, decimal_places=2, default=Decimal(0))
    count = models.ForeignKey(
        StockCount, models.PROTECT, related_name="adjustments", verbose_name="opname", null=True
    )

    class Meta:
        verbose_name = "penyesuaian persediaan"

    @property
    def sign(self) -> int:
        return 1 if self.direction == self.Direction.MORE else -1

    @property
    def price_in(self) -> Decimal:
        return self.unit_price if self.sign > 0 else Decimal(0)

    @property
    def signed_amount(self) -> str:
        return f"{'+' if self.sign > 0 else '−'}{self.amount}"
