"""The Buku Kas Umum, one page (or more) per month with its closing block, and the Register Penutupan Kas.

Columns as regional offices print them: No, Tanggal, Uraian, Kode rekening, Penerimaan, Pengeluaran,
Saldo; the register follows the form of the state treasury. Both layouts are office practice and not
verified against a regulation's annex.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from takar.kernel.formatting import format_date_long
from takar.reporting.writers.parties import Party, party_data
from takar.reporting.writers.stamp import Stamp
from takar.reporting.writers.typesetting import render_pdf


@dataclass(frozen=True, slots=True)
class CashRow:
    """No, tanggal, uraian, kode rekening, penerimaan, pengeluaran, saldo; all in words."""

    cells: Sequence[str]
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class CashMonth:
    """A month: what was carried over, its rows, three lines of totals, and how it closed."""

    title: str
    opening: str
    rows: Sequence[CashRow]
    totals: Sequence[tuple[str, str, str]]
    """Label, penerimaan, pengeluaran."""
    balance: str
    closing: Sequence[str]
    """Sentences of the closing block; one that says the month is open when it is."""
    parts: Sequence[tuple[str, str]]
    place_date: str
    superior: Party | None
    treasurer: Party | None


def render_cash_book(
    *,
    government: str,
    office: str,
    year: int,
    months: Sequence[CashMonth],
    dated: date,
    stamp: Stamp | None = None,
) -> bytes:
    data = {
        "government": government,
        "office": office,
        "year": str(year),
        "months": [
            {
                "title": month.title,
                "opening": month.opening,
                "rows": [{"cells": list(row.cells), "cancelled": row.cancelled} for row in month.rows],
                "totals": [list(line) for line in month.totals],
                "balance": month.balance,
                "closing": list(month.closing),
                "parts": [list(part) for part in month.parts],
                "place_date": month.place_date,
                "superior": party_data(month.superior),
                "treasurer": party_data(month.treasurer),
            }
            for month in months
        ],
    }
    return render_pdf("cash_book", data, standard="a-2b", dated=dated, stamp=stamp)


@dataclass(frozen=True, slots=True)
class ClosingRegister:
    """The closing act of a month: book on one side, money counted on the other."""

    government: str
    office: str
    month: str
    closed_on: date
    previous: str
    """When the cash was closed before; empty for the first time."""
    book: Sequence[tuple[str, str]]
    counts: Sequence[tuple[str, str, str]]
    """Denomination, how many, amount."""
    money: Sequence[tuple[str, str]]
    difference: str
    in_words: str
    explanation: str
    place: str
    superior: Party | None
    treasurer: Party | None
    status: str = ""


def render_closing_register(register: ClosingRegister, *, stamp: Stamp | None = None) -> bytes:
    day = format_date_long(register.closed_on)
    data = {
        "government": register.government,
        "office": register.office,
        "month": register.month,
        "closed_on": format_date_long(register.closed_on, weekday=True),
        "previous": register.previous,
        "treasurer_name": register.treasurer.name if register.treasurer else "",
        "book": [list(line) for line in register.book],
        "counts": [list(line) for line in register.counts],
        "money": [list(line) for line in register.money],
        "difference": register.difference,
        "in_words": register.in_words,
        "explanation": register.explanation,
        "place_date": f"{register.place}, {day}" if register.place else day,
        "superior": party_data(register.superior),
        "treasurer": party_data(register.treasurer),
        "status": register.status,
    }
    return render_pdf("cash_closing", data, standard="a-2b", dated=register.closed_on, stamp=stamp)
