"""What the papers of the treasurer must satisfy by themselves, before they are stored.

Sources: Permendagri 77/2020 as summed up in the office's finance rules. What is local or unverified
is a row of FinanceRule and only pointed out; what is arithmetic or the nature of a kind is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from takar.kernel.errors import DomainError
from takar.kernel.formatting import (
    MONTHS,
    format_date,
    format_date_long,
    format_percent,
    format_rupiah,
    percent_of,
    rounded,
)
from takar.kernel.months import add_months
from takar.kernel.period import Period
from takar.ledger.models import CANCELLED
from takar.registers.finance.models import (
    NIL,
    AccountabilityReport,
    CashEntry,
    FinanceRule,
    FinancialReport,
    PaymentKind,
    PaymentRequest,
)
from takar.registers.finance.reference import rule
from takar.registers.finance.selectors import closed_through

_WITHOUT_DEDUCTIONS = NIL | {PaymentKind.FLOAT, PaymentKind.EXTRA}


@dataclass(frozen=True)
class Finding:
    """A rule looked at: whether it is met, in words, and on what it rests."""

    words: str
    met: bool


# ---- payment requests ---------------------------------------------------------------------------


def complete_request(entry: PaymentRequest) -> None:
    """Refuse amounts that contradict each other or the nature of the kind."""
    if entry.is_nil or entry.kind in _WITHOUT_DEDUCTIONS:
        for name in ("vat", "income_tax", "other_deductions"):
            if getattr(entry, name):
                words = PaymentKind(entry.kind).label
                raise DomainError(f"{words} tidak memakai potongan. Kosongkan potongan ini.", field=name)
    if entry.deductions > entry.gross:
        raise DomainError("Jumlah potongan melebihi jumlah kotor.", field="gross")
    if entry.kind == PaymentKind.FLOAT and entry.account:
        raise DomainError("UP belum membebani rekening belanja. Kosongkan kode rekening.", field="account")
    if entry.report is not None:
        if entry.report.office_id != entry.office_id or entry.report.state == CANCELLED:
            raise DomainError("Pilih SPJ kantor ini yang tidak dibatalkan.", field="report")
        if entry.gross > entry.report.amount:
            raise DomainError(
                f"Jumlah melebihi SPJ yang dipilih ({format_rupiah(entry.report.amount)}).", field="gross"
            )
    require_float(entry)


def require_float(entry: PaymentRequest) -> None:
    """UP is asked a limited number of times a year; GU and GU Nihil rest on one (Permendagri 77/2020).

    Called again under the lock of the finance books, so that two UP at once cannot both pass.
    """
    year = entry.occurred_on.year
    floats = _of_year(entry, PaymentKind.FLOAT)
    if entry.kind == PaymentKind.FLOAT:
        limit = rule(entry.office_id, FinanceRule.Code.FLOAT_PER_YEAR, entry.occurred_on)
        if floats.count() >= limit:
            raise DomainError(
                f"UP tahun {year} sudah diajukan {floats.count()} kali, paling banyak {limit} kali setahun. "
                "Batalkan yang keliru, atau ubah Aturan keuangan di Pengaturan.",
                field="kind",
            )
    if entry.kind == PaymentKind.REFILL_NIL:
        ceiling = sum((row.gross for row in floats), Decimal(0))
        if not ceiling:
            raise DomainError(f"GU Nihil menutup UP. Catat dahulu UP tahun {year}.", field="kind")
        if entry.gross > ceiling:
            raise DomainError(
                f"GU Nihil tidak melebihi UP tahun {year} ({format_rupiah(ceiling)}).", field="gross"
            )


def _of_year(entry: PaymentRequest, kind: str) -> QuerySet[PaymentRequest]:
    rows = PaymentRequest.objects.filter(
        office_id=entry.office_id, occurred_on__year=entry.occurred_on.year, kind=kind
    )
    return rows.exclude(state=CANCELLED).exclude(pk=entry.pk)


def findings(entry: PaymentRequest, today: date) -> Iterator[Finding]:
    """Local or unverified rules. They are checked and shown, but refuse nothing."""
    floats = sum((row.gross for row in _of_year(entry, PaymentKind.FLOAT)), Decimal(0))
    office, day = entry.office_id, entry.occurred_on
    match entry.kind:
        case PaymentKind.REFILL if floats:
            share = rule(office, FinanceRule.Code.REFILL_SHARE, day)
            # Judged as it is printed: "50 %" never stands beside a refusal for being under 50.
            used = rounded(percent_of(entry.gross, floats)) or 0
            yield Finding(
                f"UP terpakai {format_percent(used)}, sekurang-kurangnya {share} % sebelum GU",
                used >= share,
            )
        case PaymentKind.REFILL:
            yield Finding(f"UP tahun {day.year} sudah dicatat", met=False)
        case PaymentKind.REFILL_NIL:
            month = rule(office, FinanceRule.Code.NIL_MONTH, day)
            yield Finding(f"GU Nihil diajukan mulai bulan {MONTHS[month - 1]}", day.month >= month)
            yield Finding("Tidak ada uang yang dibayarkan (nihil)", entry.net == 0)
        case PaymentKind.EXTRA:
            limit = add_months(day, rule(office, FinanceRule.Code.EXTRA_MONTHS, day))
            accounted_for = _of_year(entry, PaymentKind.EXTRA_NIL).exists() or entry.report_id is not None
            yield Finding(
                f"TU dipertanggungjawabkan paling lambat {format_date(limit)}",
                accounted_for or today <= limit,
            )
    if entry.kind in {PaymentKind.REFILL, PaymentKind.REFILL_NIL, PaymentKind.EXTRA_NIL}:
        yield Finding("SPJ yang diajukan penggantiannya sudah dipilih", entry.report_id is not None)


# ---- the cash book ------------------------------------------------------------------------------


def closed_words(day: date, *, act: str) -> str:
    """Why nothing is written on a day of a closed month, and what to do instead."""
    month = f"{MONTHS[day.month - 1]} {day.year}"
    return (
        f"BKU bulan {month} sudah ditutup, jadi tidak dapat {act}. "
        "Catat baris pembetulan pada bulan yang masih terbuka."
    )


def not_bookable(request: PaymentRequest) -> str:
    """Why an SP2D gives the cash book no row; empty when one is missing."""
    if request.is_nil:
        return "Pengajuan nihil tidak membayarkan uang, jadi tidak ada yang dibukukan."
    if request.state != "paid":
        return "SP2D dibukukan sesudah terbit."
    if CashEntry.objects.filter(request_id=request.pk).exclude(state=CANCELLED).exists():
        return "SP2D ini sudah dibukukan dalam BKU."
    return ""


def complete_cash_entry(entry: CashEntry) -> None:
    """One side only, in an open month; a correction names a row that exists."""
    if entry.received and entry.spent:
        raise DomainError(
            "Isi penerimaan atau pengeluaran, tidak keduanya; pindah buku dicatat dua baris.", field="spent"
        )
    if not entry.received and not entry.spent:
        raise DomainError("Isi jumlah penerimaan atau pengeluaran.", field="received")
    through = closed_through(entry.office_id)
    if through is not None and entry.occurred_on <= through:
        raise DomainError(closed_words(entry.occurred_on, act="ditambah atau diubah"), field="occurred_on")
    if entry.request is not None and entry.request.office_id != entry.office_id:
        raise DomainError("Pilih SPP/SPM/SP2D kantor ini.", field="request")
    if entry.corrects:
        entry.corrects = _corrected_row(entry)


def _corrected_row(entry: CashEntry) -> str:
    number, _, year = (part.strip() for part in entry.corrects.partition("/"))
    year = year or str(entry.occurred_on.year)
    if not (number.isascii() and number.isdecimal() and year.isascii() and year.isdecimal()):
        raise DomainError("Tulis nomor BKU dan tahunnya, misalnya 12/2026.", field="corrects")
    if len(number) > 9 or len(year) > 4 or row_named(entry.office_id, f"{int(number)}/{int(year)}") is None:
        raise DomainError(f"BKU nomor {number} tahun {year} tidak ada.", field="corrects")
    return f"{int(number)}/{int(year)}"


def row_named(office_id: int, name: str) -> CashEntry | None:
    """The row ``12/2026``."""
    number, _, year = name.partition("/")
    return CashEntry.objects.filter(office_id=office_id, number=int(number), year=int(year)).first()


# ---- reports ------------------------------------------------------------------------------------


def complete_accountability(entry: AccountabilityReport) -> None:
    """The time limit follows the office's rule (the 10th of the next month) unless written."""
    period = Period.parse(entry.month)
    if entry.occurred_on < period.start:
        raise DomainError(f"SPJ {period.describe()} belum dapat disusun pada tanggal ini.", field="month")
    if entry.due_on is None:
        day = rule(entry.office_id, FinanceRule.Code.SPJ_DAY, entry.occurred_on)
        entry.due_on = period.end + timedelta(days=min(max(day, 1), 28) - 1)


def complete_financial(entry: FinancialReport) -> None:
    """The time limit follows the office's rule: months after the period ends."""
    period = parse_period(entry.period)
    entry.period = entry.period.strip().upper()
    if entry.occurred_on < period.start:
        raise DomainError(
            f"Laporan {period.describe()} belum dapat disusun pada {format_date_long(entry.occurred_on)}.",
            field="period",
        )
    if entry.due_on is None:
        code = FinanceRule.Code.OTHER_MONTHS
        if period == Period.of_year(period.start.year):
            code = FinanceRule.Code.ANNUAL_MONTHS
        months = rule(entry.office_id, code, entry.occurred_on)
        entry.due_on = add_months(period.end, months) - timedelta(days=1)


def parse_period(text: str) -> Period:
    try:
        return Period.parse(text)
    except DomainError as error:
        raise DomainError(error.message, field="period") from error
