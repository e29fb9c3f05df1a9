"""Pajak Bumi dan Bangunan (PBB-P2): what each village has to bring in, and what it paid."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from takar.kernel import clock
from takar.kernel.columns import DayField
from takar.kernel.money import MoneyField
from takar.kernel.spans import PLAN
from takar.ledger.models import Entry

_YEAR = "Tulis tahun empat angka, misalnya 2026."


def this_year() -> int:
    return clock.today().year


class LandTax(Entry):
    """What both books share: whose tax of which year, and how much (rupiah)."""

    tax_year = models.PositiveSmallIntegerField(
        "tahun pajak",
        default=this_year,
        validators=[MinValueValidator(1994, _YEAR), MaxValueValidator(2100, _YEAR)],
    )
    amount = MoneyField(
        "jumlah pokok (Rp)",
        max_digits=16,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(1), "Jumlah harus lebih dari nol.")],
    )

    class Meta:
        abstract = True


class LandTaxAssessment(LandTax):
    """Baku: the tax laid upon a village for a year. One per village and year."""

    notices = models.PositiveIntegerField("jumlah SPPT", null=True, blank=True)
    due_on = DayField(
        "jatuh tempo",
        help_text="Menurut peraturan daerah; sesudahnya yang belum lunas menjadi tunggakan.",
        span=PLAN,
    )

    class Meta:
        verbose_name = "baku PBB-P2"
        indexes = [models.Index(fields=["tax_year"], name="land_tax_assessment_year")]


class LandTaxPayment(LandTax):
    """Realisasi: a payment of a village. ``occurred_on`` is the day it was paid; ``amount`` is the tax
    itself, the fine stands apart because it does not lessen what is owed."""

    notices = models.PositiveIntegerField("jumlah SPPT lunas", null=True, blank=True)
    fine = MoneyField(
        "denda (Rp)",
        max_digits=14,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0), "Denda tidak kurang dari nol.")],
    )
    receipt = models.CharField("nomor bukti setor", max_length=80, blank=True)

    class Meta:
        verbose_name = "setoran PBB-P2"
        indexes = [models.Index(fields=["tax_year"], name="land_tax_payment_year")]
