"""Papers of the treasurer: payment requests, the cash book and its closings, SPJ, financial reports.

SIPD issues SPP, SPM and SP2D. Takar keeps the office's own record of them; SIPD's numbers are text.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from takar.kernel.columns import DayField
from takar.kernel.dated import Dated
from takar.kernel.formatting import NOTHING, format_amount, format_percent, percent_of
from takar.kernel.money import MoneyField
from takar.kernel.months import a_month, month_words
from takar.kernel.period import Period
from takar.kernel.spans import PLAN
from takar.ledger.models import Entry
from takar.organisation.models import Office, Retirable

ZERO = Decimal(0)
_not_negative = MinValueValidator(ZERO, "Jumlah tidak boleh kurang dari nol.")
_more_than_nothing = MinValueValidator(Decimal("0.01"), "Jumlah harus lebih dari nol.")
_code = RegexValidator(r"^\d[\d.]*$", "Kode terdiri atas angka dan titik, misalnya 5.1.02.01.01.0024.")


def money(label: str, **options: Any) -> MoneyField[Any, Any]:
    """An amount that is nothing unless written."""
    return MoneyField(label, **{"default": ZERO, "validators": [_not_negative], **options})


class PaymentKind(models.TextChoices):
    """Kinds of payment request (Permendagri 77/2020; the decree names GJ, UP, GU and GU Nihil)."""

    SALARY = "gj", "GJ (gaji dan tunjangan)"
    FLOAT = "up", "UP (uang persediaan)"
    REFILL = "gu", "GU (ganti uang persediaan)"
    REFILL_NIL = "gu_nihil", "GU Nihil"
    EXTRA = "tu", "TU (tambahan uang persediaan)"
    EXTRA_NIL = "tu_nihil", "TU Nihil"
    DIRECT = "ls", "LS (barang dan jasa)"


NIL = frozenset({PaymentKind.REFILL_NIL, PaymentKind.EXTRA_NIL})
"""Account for money already received: nothing is paid out."""


class AccountabilityReport(Entry):
    """Surat pertanggungjawaban (SPJ). ``occurred_on`` is the day it was drawn up."""

    month = models.CharField(
        "bulan yang dipertanggungjawabkan", max_length=7, validators=[a_month], help_text="Misalnya 2026-07."
    )
    amount = money("jumlah dipertanggungjawabkan (Rp)")
    sub_activity = models.CharField("kode sub kegiatan", max_length=60, blank=True, validators=[_code])
    due_on = DayField(
        "batas waktu",
        null=True,
        blank=True,
        help_text="Bila dikosongkan, menurut aturan keuangan kantor: tanggal 10 bulan berikutnya.",
        span=PLAN,
    )

    class Meta:
        verbose_name = "surat pertanggungjawaban"

    @property
    def month_words(self) -> str:
        return month_words(self.month)

    @property
    def approved_on(self) -> date | None:
        return self.history.day("approved")


class PaymentRequest(Entry):
    """SPP with its SPM and SP2D. ``occurred_on`` is the day of the SPP.

    The days of SPM and SP2D are the milestones ``issued`` and ``paid``; here stand SIPD's numbers.
    """

    spp_number = models.CharField("nomor SPP", max_length=200, blank=True, help_text="Nomor dari SIPD.")
    gross = MoneyField("jumlah kotor (Rp)", validators=[_more_than_nothing])
    vat = money("potongan PPN (Rp)")
    income_tax = money("potongan PPh (Rp)")
    other_deductions = money("potongan lain (Rp)", help_text="IWP, BPJS, Taperum dan sejenisnya.")
    deduction_note = models.CharField(
        "rincian potongan", max_length=240, blank=True, help_text="Misalnya PPh 21, PPh 23, IWP 8 %."
    )
    payee = models.CharField("penerima", max_length=200, blank=True)
    sub_activity = models.CharField("kode sub kegiatan", max_length=60, blank=True, validators=[_code])
    account = models.CharField("kode rekening", max_length=60, blank=True, validators=[_code])
    report = models.ForeignKey(
        AccountabilityReport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name="SPJ yang diajukan penggantiannya",
    )
    spm_number = models.CharField("nomor SPM", max_length=200, blank=True)
    sp2d_number = models.CharField("nomor SP2D", max_length=200, blank=True)

    class Meta:
        verbose_name = "SPP, SPM dan SP2D"
        constraints = [models.CheckConstraint(condition=Q(gross__gt=0), name="payment_gross_positive")]

    @property
    def is_nil(self) -> bool:
        return self.kind in NIL

    @property
    def deductions(self) -> Decimal:
        total: Decimal = self.vat + self.income_tax + self.other_deductions
        return total

    @property
    def net(self) -> Decimal:
        """What is paid out: nothing for nil kinds, which only account."""
        left: Decimal = ZERO if self.is_nil else self.gross - self.deductions
        return left

    @property
    def net_text(self) -> str:
        return format_amount(self.net)

    @property
    def deductions_text(self) -> str:
        return format_amount(self.deductions)

    @property
    def issued_on(self) -> date | None:
        return self.history.day("issued")

    @property
    def paid_on(self) -> date | None:
        return self.history.day("paid")


class CashEntry(Entry):
    """A row of the Buku Kas Umum: either money in or money out."""

    class Place(models.TextChoices):
        BANK = "bank", "Bank"
        CASH = "tunai", "Tunai"

    proof_number = models.CharField("nomor bukti", max_length=120, blank=True)
    account = models.CharField("kode rekening", max_length=60, blank=True, validators=[_code])
    received = money("penerimaan (Rp)")
    spent = money("pengeluaran (Rp)")
    place = models.CharField("tempat uang", max_length=6, choices=Place.choices, default=Place.BANK)
    request = models.ForeignKey(
        PaymentRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cash_entries",
        verbose_name="menurut SPP/SPM/SP2D",
    )
    corrects = models.CharField(
        "membetulkan baris",
        max_length=12,
        blank=True,
        help_text="Nomor BKU yang dibetulkan beserta tahunnya, misalnya 12/2026. Kosongkan bila bukan pembetulan.",
    )

    class Meta:
        verbose_name = "baris buku kas umum"
        constraints = [
            models.CheckConstraint(
                condition=Q(received__gt=0, spent=0) | Q(received=0, spent__gt=0), name="cash_one_side"
            )
        ]

    balance: Decimal | None = None
    """The balance after this row; filled in for rows shown together (selectors.fill_in)."""

    @property
    def balance_text(self) -> str:
        return NOTHING if self.balance is None else format_amount(self.balance)

    @property
    def received_text(self) -> str:
        return format_amount(self.received) if self.received else ""

    @property
    def spent_text(self) -> str:
        return format_amount(self.spent) if self.spent else ""


class CashBook(models.Model):
    """How far an office's BKU is closed. Whoever writes in the BKU or closes it locks this row."""

    office = models.OneToOneField(Office, models.PROTECT, primary_key=True, related_name="+")
    closed_through = DayField("ditutup sampai dengan", null=True, blank=True, span=PLAN)

    class Meta:
        verbose_name = "keadaan buku kas umum"


DENOMINATIONS = (100_000, 75_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50)
"""Notes and coins of the Register Penutupan Kas; 1.000 is counted as one line, note or coin."""


class CashClosing(Entry):
    """Penutupan kas of a month. ``occurred_on`` is the day of closing.

    The figures of the book are frozen here when the month closes; nothing in it changes afterwards.
    """

    month = models.CharField("bulan", max_length=7, validators=[a_month])
    opening = MoneyField("saldo awal (Rp)", default=ZERO)
    received = money("penerimaan bulan ini (Rp)")
    spent = money("pengeluaran bulan ini (Rp)")
    counts = models.JSONField("lembar dan keping uang", default=dict)
    """Denomination, as text -> how many."""
    cash = money("uang tunai yang dihitung (Rp)")
    bank = money("saldo bank menurut rekening koran (Rp)")
    explanation = models.CharField("penjelasan selisih", max_length=500, blank=True)

    class Meta:
        verbose_name = "penutupan kas"

    @property
    def period(self) -> Period:
        return Period.parse(self.month)

    @property
    def month_words(self) -> str:
        return month_words(self.month)

    @property
    def book_balance(self) -> Decimal:
        balance: Decimal = self.opening + self.received - self.spent
        return balance

    @property
    def counted(self) -> Decimal:
        total: Decimal = self.cash + self.bank
        return total

    @property
    def difference(self) -> Decimal:
        """Book less counted: positive when money is lacking."""
        return self.book_balance - self.counted

    @property
    def book_balance_text(self) -> str:
        return format_amount(self.book_balance)

    @property
    def counted_text(self) -> str:
        return format_amount(self.counted)

    @property
    def difference_text(self) -> str:
        return format_amount(self.difference)

    @property
    def approved_on(self) -> date | None:
        return self.history.day("approved")


class FinancialReport(Entry):
    """Laporan keuangan of the office. ``occurred_on`` is the day it was drawn up."""

    period = models.CharField(
        "masa laporan",
        max_length=7,
        help_text="Misalnya 2026, 2026-S1 (semester), 2026-Q3 (triwulan) atau 2026-03 (bulan).",
    )
    budget = money("anggaran (Rp)", help_text="Untuk LRA: jumlah anggaran belanja.")
    realised = money("realisasi (Rp)")
    realised_before = money("realisasi tahun lalu (Rp)")
    due_on = DayField(
        "batas waktu",
        null=True,
        blank=True,
        help_text="Bila dikosongkan, menurut aturan keuangan kantor.",
        span=PLAN,
    )

    class Meta:
        verbose_name = "laporan keuangan"

    @property
    def period_words(self) -> str:
        words = Period.parse(self.period).describe() if self.period else NOTHING
        return words[:1].upper() + words[1:]

    @property
    def percent(self) -> str:
        return format_percent(percent_of(self.realised, self.budget)) if self.budget else ""

    @property
    def approved_on(self) -> date | None:
        return self.history.day("approved")


class FinanceRule(Dated, Retirable):
    """A number of finance practice, in force from a day. Local, so the office's own row."""

    class Code(models.TextChoices):
        FLOAT_PER_YEAR = "up_per_tahun", "UP diajukan paling banyak (kali setahun)"
        REFILL_SHARE = "gu_persen", "UP terpakai sebelum GU diajukan (persen)"
        NIL_MONTH = "gu_nihil_bulan", "GU Nihil diajukan mulai bulan ke-"
        EXTRA_MONTHS = "tu_bulan", "TU dipertanggungjawabkan dalam (bulan)"
        SPJ_DAY = "spj_tanggal", "SPJ paling lambat tanggal (bulan berikutnya)"
        ANNUAL_MONTHS = "lk_tahunan_bulan", "Laporan keuangan tahunan paling lambat (bulan sesudahnya)"
        OTHER_MONTHS = "lk_lain_bulan", "Laporan keuangan lain paling lambat (bulan sesudahnya)"

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    code = models.CharField("aturan", max_length=20, choices=Code.choices)
    value = models.PositiveSmallIntegerField("nilai")
    legal_basis = models.CharField("dasar hukum", max_length=300, blank=True)
    verified = models.BooleanField(
        "sudah diperiksa", default=False, help_text="Tandai setelah dicocokkan dengan ketentuan kabupaten."
    )

    class Meta:
        verbose_name = "aturan keuangan"
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "code", "valid_from"],
                name="finance_rule_once",
                violation_error_message="Aturan ini sudah ada untuk tanggal berlaku yang sama.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()} {self.value}"
