"""The BKU month by month: running balance, totals, closing, and both on paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.access import get_visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.kernel.formatting import (
    MONTHS,
    NOTHING,
    format_amount,
    format_date,
    format_number,
    format_rupiah,
)
from takar.kernel.period import Period
from takar.ledger.access import may_record
from takar.ledger.actions.forms import add_error
from takar.ledger.books import Change
from takar.ledger.fields import OfficeDateField, OfficeMoneyField
from takar.registers.finance import selectors as reads
from takar.registers.finance import services
from takar.registers.finance.book import CashClosings, CashEntries
from takar.registers.finance.models import DENOMINATIONS, CashClosing, CashEntry
from takar.reporting.documents.finance import cash_book_pdf, closing_pdf
from takar.web import asked
from takar.web.addresses import book_url, entry_url
from takar.web.http import StaffRequest
from takar.web.responses import pdf_response


def month(request: StaffRequest, year: int) -> HttpResponse:
    """A month of the BKU as the official book shows it."""
    actor = request.actor
    office_id = _office(request)
    chosen = _asked(request, year) or _latest(office_id, year)
    period = Period.of_month(year, chosen)
    page = reads.month_page(actor, period)
    closings = reads.closings_of(actor, year)
    due = reads.next_to_close(office_id)
    state, tone = _state(page.closing)
    closable = due == period and clock.today() >= period.last_day and may_record(actor, CashClosings)
    context = {
        "year": year,
        "title": f"{MONTHS[chosen - 1]} {year}",
        "state": state,
        "tone": tone,
        "months": [
            {
                "label": MONTHS[n - 1],
                "url": f"{request.path}?bulan={n}",
                "current": n == chosen,
                "closed": n in closings,
            }
            for n in range(1, 13)
        ],
        "tiles": [
            {"label": "Saldo bulan lalu", "value": format_rupiah(page.opening)},
            {"label": "Penerimaan", "value": format_rupiah(page.this_month.received)},
            {"label": "Pengeluaran", "value": format_rupiah(page.this_month.spent)},
            {
                "label": "Saldo",
                "value": format_rupiah(page.balance),
                "note": f"Bank {format_rupiah(page.by_place['bank'])}, tunai {format_rupiah(page.by_place['tunai'])}",
                "tone": "danger" if page.balance < 0 else "",
            },
        ],
        "opening": format_amount(page.opening),
        "rows": [_row(entry) for entry in page.rows],
        "totals": [
            ("Jumlah bulan ini", *_amounts(page.this_month)),
            ("Jumlah sampai dengan bulan lalu", *_amounts(page.before)),
            ("Jumlah sampai dengan bulan ini", *_amounts(page.up_to_now)),
        ],
        "balance": format_amount(page.balance),
        "closing_url": entry_url(page.closing) if page.closing else "",
        "close_url": reverse("web:cash-close", args=[year]) if closable else "",
        "record_url": book_url(CashEntries, year, "entry-record")
        if may_record(actor, CashEntries) and not page.closing
        else "",
        "list_url": f"{book_url(CashEntries, year)}?bulan={chosen}",
        "print_url": f"{reverse('web:cash-book-print', args=[year])}?bulan={chosen}",
        "print_year_url": reverse("web:cash-book-print", args=[year]),
    }
    return render(request, "web/finance/cash_book.html", context)


def _office(request: StaffRequest) -> int:
    if request.actor.office_id is None:
        raise Refused("Akun ini belum terhubung dengan pegawai kantor mana pun.")
    return request.actor.office_id


def _asked(request: StaffRequest, year: int) -> int | None:
    if not asked.text(request, "bulan"):
        return None
    month = asked.key(request, "bulan")
    if month is None or not 1 <= month <= 12:
        raise NotFound("Bulan ini tidak ada.")
    return month


def _latest(office_id: int, year: int) -> int:
    """The month people come for: the last one with rows, else this month or January."""
    known = reads.months_with_rows(office_id, year)
    today = clock.today()
    return max(known, default=today.month if today.year == year else 1)


def _state(closing: CashClosing | None) -> tuple[str, str]:
    if closing is None:
        return "Terbuka", "neutral"
    return CashClosings.state_label(closing.state), CashClosings.state_tone(closing.state)


def _amounts(sides: reads.Sides) -> tuple[str, str]:
    return format_amount(sides.received), format_amount(sides.spent)


def _row(entry: CashEntry) -> dict[str, Any]:
    return {
        "url": entry_url(entry),
        "number": str(entry.number or ""),
        "date": format_date(entry.occurred_on),
        "title": entry.title,
        "sub": " · ".join(
            part
            for part in (
                entry.proof_number,
                entry.get_place_display(),
                f"membetulkan no. {entry.corrects}" if entry.corrects else "",
                "dibatalkan" if entry.is_cancelled else "",
            )
            if part
        ),
        "account": entry.account,
        "received": entry.received_text,
        "spent": entry.spent_text,
        "amount": f"+{entry.received_text}" if entry.received else f"−{entry.spent_text}",
        "balance": NOTHING if entry.balance is None else format_amount(entry.balance),
        "cancelled": entry.is_cancelled,
    }


def print_book(request: StaffRequest, year: int) -> HttpResponse:
    """One month, or every month of the year that has rows or a closing."""
    office_id = _office(request)
    said = _asked(request, year)
    if said:
        chosen = [said]
    else:
        known = reads.months_with_rows(office_id, year) | set(reads.closings_of(request.actor, year))
        chosen = sorted(known) or [_latest(office_id, year)]
    content = cash_book_pdf(request.actor, [Period.of_month(year, n) for n in chosen])
    name = f"bku-{year}-{said:02}" if said else f"bku-{year}"
    return pdf_response(content, name)


# ---- closing ------------------------------------------------------------------------------------


class CountForm(forms.Form):
    """Notes and coins, the bank's balance, and why the sum differs from the book."""

    bank = OfficeMoneyField(
        label="Saldo bank menurut rekening koran (Rp)", min_value=0, max_digits=18, decimal_places=2
    )
    explanation = forms.CharField(
        label="Penjelasan selisih",
        required=False,
        max_length=500,
        help_text="Wajib bila uang yang dihitung berbeda dari saldo buku.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, counts: dict[str, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for worth in DENOMINATIONS:
            self.fields[f"d{worth}"] = forms.IntegerField(
                label=f"Rp{format_number(worth)}",
                required=False,
                min_value=0,
                max_value=1_000_000,
                initial=(counts or {}).get(str(worth)),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )

    @property
    def money(self) -> list[Any]:
        return [self[f"d{worth}"] for worth in DENOMINATIONS]

    @property
    def others(self) -> list[Any]:
        return [self[name] for name in self.fields if not name[1:].isdecimal()]

    def counts(self) -> dict[int, int]:
        return {worth: self.cleaned_data[f"d{worth}"] or 0 for worth in DENOMINATIONS}


class CloseForm(CountForm):
    on = OfficeDateField(label="Tanggal penutupan", initial=clock.today)


class CountAgainForm(CountForm):
    reason = forms.CharField(label="Alasan perbaikan", max_length=500)


def close(request: StaffRequest, year: int) -> HttpResponse:
    """Close the month that is next, with the money counted beside the book."""
    office_id = _office(request)
    if not may_record(request.actor, CashClosings):
        raise Refused(f"Buku {CashClosings.label} dipegang jabatan lain di kantor Anda.")
    due = reads.next_to_close(office_id)
    if due is None:
        return _nothing_to_close(request, year, "Belum ada baris kas yang dicatat.")
    if clock.today() < due.last_day:
        return _nothing_to_close(
            request,
            year,
            f"Berikutnya {due.describe()}, yang baru dapat ditutup pada {format_date(due.last_day)}.",
        )
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            closing = services.close_month(
                actor=request.actor,
                month=asked.posted(request, "month"),
                counts=form.counts(),
                bank=form.cleaned_data["bank"],
                explanation=form.cleaned_data["explanation"],
                on=form.cleaned_data["on"],
            )
        except Refused:
            raise
        except DomainError as error:
            _blame(form, error)
        else:
            messages.success(request, f"BKU {due.describe()} ditutup. Menunggu pengesahan atasan.")
            return redirect(entry_url(closing))
    page = reads.month_page(request.actor, due)
    back = f"{reverse('web:cash-book', args=[due.start.year])}?bulan={due.start.month}"
    facts = _facts(page.opening, page.this_month.received, page.this_month.spent, page.by_place)
    return _count_page(
        request,
        form,
        {
            "title": f"Tutup BKU {due.describe()}",
            "lead": "Setelah ditutup, baris bulan ini tidak berubah lagi; pembetulan dicatat pada bulan terbuka.",
            "month": f"{due.start:%Y-%m}",
            "facts": facts,
            "back_url": back,
            "submit": "Tutup bulan ini",
        },
    )


def _nothing_to_close(request: StaffRequest, year: int, words: str) -> HttpResponse:
    context = {"title": "Tutup BKU", "nothing": words, "back_url": reverse("web:cash-book", args=[year])}
    return render(request, "web/finance/count.html", context)


def count_again(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    """Mend what was counted, until the superior has signed."""
    closing = get_visible(request.actor, CashClosing, pk=entry_id)
    if not may_record(request.actor, CashClosings):
        raise Refused(f"Buku {CashClosings.label} dipegang jabatan lain di kantor Anda.")
    if refused := CashClosings.refuses(closing, Change.CORRECTED):
        raise Refused(refused)
    form = CountAgainForm(
        request.POST or None,
        counts=closing.counts,
        initial={"bank": closing.bank, "explanation": closing.explanation},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.count_again(
                closing=closing,
                actor=request.actor,
                counts=form.counts(),
                bank=form.cleaned_data["bank"],
                explanation=form.cleaned_data["explanation"],
                reason=form.cleaned_data["reason"],
            )
        except DomainError as error:
            _blame(form, error)
        else:
            messages.success(request, "Hasil hitung diperbaiki; yang lama tetap terbaca di riwayat.")
            return redirect(entry_url(closing))
    return _count_page(
        request,
        form,
        {
            "title": f"Perbaiki hasil hitung {closing.month_words}",
            "lead": "Angka buku tidak berubah; yang diperbaiki hanya uang yang dihitung.",
            "facts": _facts(closing.opening, closing.received, closing.spent),
            "back_url": entry_url(closing),
            "submit": "Simpan perbaikan",
        },
    )


def _facts(
    opening: Decimal, received: Decimal, spent: Decimal, by_place: dict[str, Decimal] | None = None
) -> list[dict[str, Any]]:
    rows = [
        ("Saldo bulan lalu", opening),
        ("Penerimaan bulan ini", received),
        ("Pengeluaran bulan ini", spent),
        ("Saldo buku", opening + received - spent),
    ]
    if by_place:
        rows += [(f"Menurut buku: {label.lower()}", by_place[key]) for key, label in CashEntry.Place.choices]
    return [{"label": label, "value": format_rupiah(value), "num": True} for label, value in rows]


def _count_page(request: StaffRequest, form: CountForm, context: dict[str, Any]) -> HttpResponse:
    failed = request.method == "POST"
    return render(request, "web/finance/count.html", {**context, "form": form}, status=422 if failed else 200)


def _blame(form: forms.Form, error: DomainError) -> None:
    """Rules of the entry name its columns; the form calls the day of closing ``on``."""
    field = "on" if error.field == "occurred_on" else error.field
    add_error(form, DomainError(error.message, field=field))


def print_closing(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    closing = get_visible(request.actor, CashClosing, pk=entry_id)
    return pdf_response(closing_pdf(request.actor, closing), f"penutupan-kas-{closing.month}")


def month_url(day: date) -> str:
    """The page of the BKU that holds a day."""
    return f"{reverse('web:cash-book', args=[day.year])}?bulan={day.month}"
