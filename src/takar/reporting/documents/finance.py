"""The cash book and its closing act as documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import (
    MONTHS,
    format_amount,
    format_date,
    format_date_long,
    format_number,
    format_rupiah,
)
from takar.kernel.money import in_words
from takar.kernel.period import Period
from takar.ledger.models import BookKeeper
from takar.organisation.actor import Actor
from takar.organisation.selectors import holders_on
from takar.registers.finance.models import DENOMINATIONS, CashClosing, CashEntry
from takar.registers.finance.selectors import MonthPage, Sides, month_page
from takar.reporting.documents.books import government, signer
from takar.reporting.documents.provenance import books_stamp
from takar.reporting.writers.cash_book import (
    CashMonth,
    CashRow,
    ClosingRegister,
    render_cash_book,
    render_closing_register,
)
from takar.reporting.writers.parties import Party


def treasurer(actor: Actor, on: date) -> Party | None:
    """Who keeps the cash book that day."""
    assert actor.office_id is not None
    held = holders_on(on, office_id=actor.office_id)
    keepers = visible(actor, BookKeeper).filter(book="cash_entry").values_list("position_id", flat=True)
    found = next((held[pk] for pk in keepers.order_by("pk") if pk in held), None)
    if found is None:
        return None
    return Party(found.person.name, found.title, found.person.rank, found.person.printed_nip)


def cash_book_pdf(actor: Actor, periods: Sequence[Period]) -> bytes:
    """The given months, each on pages of its own with totals and closing block."""
    assert actor.office is not None
    return render_cash_book(
        government=government(actor.office.regency),
        office=actor.office.name.upper(),
        year=periods[0].start.year,
        months=[_month(actor, month_page(actor, period)) for period in periods],
        dated=clock.today(),
        stamp=books_stamp(actor.office),
    )


def _month(actor: Actor, page: MonthPage) -> CashMonth:
    assert actor.office is not None
    name = f"{MONTHS[page.period.start.month - 1]} {page.period.start.year}"
    closing = page.closing
    on = closing.occurred_on if closing else clock.today()
    if closing is None:
        sentences = [f"Konsep: BKU bulan {name} belum ditutup."]
    else:
        sentences = [
            f"Pada hari ini, {format_date_long(on, weekday=True)}, Buku Kas Umum ditutup dengan saldo "
            f"{format_rupiah(page.balance)} ({in_words(page.balance)}), terdiri atas:"
        ]
    return CashMonth(
        title=f"Bulan {name}",
        opening=format_amount(page.opening),
        rows=[_row(entry) for entry in page.rows],
        totals=[
            ("Jumlah bulan ini", *_amounts(page.this_month)),
            ("Jumlah sampai dengan bulan lalu", *_amounts(page.before)),
            ("Jumlah sampai dengan bulan ini", *_amounts(page.up_to_now)),
        ],
        balance=format_amount(page.balance),
        closing=sentences,
        parts=[(label, format_rupiah(page.by_place[place])) for place, label in CashEntry.Place.choices],
        place_date=f"{actor.office.seat}, {format_date_long(on)}" if closing else "",
        superior=signer(actor, on),
        treasurer=treasurer(actor, on),
    )


def _amounts(sides: Sides) -> tuple[str, str]:
    return format_amount(sides.received), format_amount(sides.spent)


def _row(entry: CashEntry) -> CashRow:
    balance = "" if entry.balance is None else format_amount(entry.balance)
    text = f"{entry.title} (no. bukti {entry.proof_number})" if entry.proof_number else entry.title
    if entry.is_cancelled:
        text = f"{text} (dibatalkan)"
    return CashRow(
        [
            str(entry.number or ""),
            format_date(entry.occurred_on),
            text,
            entry.account,
            entry.received_text,
            entry.spent_text,
            balance,
        ],
        cancelled=entry.is_cancelled,
    )


def closing_pdf(actor: Actor, closing: CashClosing) -> bytes:
    """The Register Penutupan Kas of a closed month."""
    assert actor.office is not None
    previous = (
        visible(actor, CashClosing)
        .filter(month__lt=closing.month)
        .order_by("-month")
        .values_list("occurred_on", flat=True)
        .first()
    )
    on = closing.occurred_on
    counts = [
        (
            f"Rp{format_number(worth)}",
            format_number(many),
            format_amount(worth * many),
        )
        for worth in DENOMINATIONS
        if (many := closing.counts.get(str(worth), 0))
    ]
    return render_closing_register(
        ClosingRegister(
            government=government(actor.office.regency),
            office=actor.office.name.upper(),
            month=closing.month_words,
            closed_on=on,
            previous=format_date_long(previous) if previous else "belum pernah ditutup dalam aplikasi ini",
            book=[
                ("Saldo awal bulan", format_amount(closing.opening)),
                ("Jumlah penerimaan bulan ini", format_amount(closing.received)),
                ("Jumlah pengeluaran bulan ini", format_amount(closing.spent)),
                ("Saldo buku", format_amount(closing.book_balance)),
            ],
            counts=counts or [("Tidak ada uang tunai", "", "0")],
            money=[
                ("Uang tunai", format_amount(closing.cash)),
                ("Saldo bank menurut rekening koran", format_amount(closing.bank)),
                ("Saldo kas", format_amount(closing.counted)),
            ],
            difference=format_amount(closing.difference),
            in_words=in_words(closing.book_balance),
            explanation=closing.explanation,
            place=actor.office.seat,
            superior=signer(actor, closing.approved_on or on),
            treasurer=treasurer(actor, on),
            status="" if closing.approved_on else "belum disahkan atasan",
        ),
        stamp=books_stamp(actor.office),
    )
