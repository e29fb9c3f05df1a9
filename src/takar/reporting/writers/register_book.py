"""A register book on paper: title, numbered columns, entries, total, signatures.

The column sets differ by book (agenda surat masuk, kartu persediaan per the form of Permendagri
17/2007, ...), so this writer knows none of them: the book's declaration names its columns. What is
common is the office's habit: a row of column numbers under the headings, repeated on every page,
and a closing signed by who keeps the book and, where required, by who knows of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from takar.kernel.formatting import format_date_long, format_number
from takar.reporting.writers.parties import Party, party_data
from takar.reporting.writers.stamp import Stamp
from takar.reporting.writers.typesetting import render_pdf

BookPaper = Literal["a4", "f4"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """One column; ``width`` is relative to the others. Neighbours with one ``group`` share a heading.

    ``strike=False`` keeps a column readable in a cancelled row: its number, and the remark why.
    """

    label: str
    width: float = 1.0
    align: Align = "left"
    group: str = ""
    strike: bool = True


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One entry, already in words. A cancelled one keeps its number and is struck through."""

    cells: Sequence[str]
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class PrintedBook:
    """A book as it is printed.

    ``facts`` are lines under the title (``Nama barang``, ``Satuan``); ``totals`` one text per
    column, with the label of the line in the first; ``acknowledged_by`` signs on the left under
    "Mengetahui".
    """

    government: str
    office: str
    title: str
    subtitle: str
    columns: Sequence[PrintedColumn]
    rows: Sequence[PrintedRow]
    printed_note: str = ""
    place: str = ""
    date: date | None = None
    signer: Party | None = None
    acknowledged_by: Party | None = None
    facts: Sequence[tuple[str, str]] = ()
    totals: Sequence[str] = ()
    rows_are: str = "entri"
    """What the line under the table counts."""


def render_register_book(book: PrintedBook, *, paper: BookPaper = "a4", stamp: Stamp | None = None) -> bytes:
    """The book as PDF on landscape paper; PDF/A-2b when it is dated."""
    _check(book)
    data = {
        "paper": paper,
        "government": book.government,
        "office": book.office,
        "title": book.title,
        "subtitle": book.subtitle,
        "facts": [list(fact) for fact in book.facts],
        "columns": [
            {
                "label": column.label,
                "width": column.width,
                "align": column.align,
                "strike": column.strike,
            }
            for column in book.columns
        ],
        "heading_groups": _heading_groups(book.columns),
        "rows": [{"cells": list(row.cells), "cancelled": row.cancelled} for row in book.rows],
        "count": _count(book.rows, book.rows_are),
        "totals": list(book.totals),
        "printed_note": book.printed_note,
        "place_date": _place_and_date(book),
        "signer": party_data(book.signer),
        "acknowledged_by": party_data(book.acknowledged_by),
    }
    return render_pdf("register_book", data, standard="a-2b", dated=book.date, stamp=stamp)


def _check(book: PrintedBook) -> None:
    """A row of the wrong length would silently shift every cell after it."""
    width = len(book.columns)
    if width == 0:
        raise ValueError(f"{book.title}: a printed book needs at least one column")
    if any(column.width <= 0 for column in book.columns):
        raise ValueError(f"{book.title}: column widths must be positive")
    for position, row in enumerate(book.rows, start=1):
        if len(row.cells) != width:
            raise ValueError(f"{book.title}: row {position} has {len(row.cells)} cells for {width} columns")
    if book.totals and len(book.totals) != width:
        raise ValueError(f"{book.title}: {len(book.totals)} totals for {width} columns")


def _heading_groups(columns: Sequence[PrintedColumn]) -> list[dict[str, object]]:
    """Runs of columns under one heading: ``[{"label": "Jumlah harga", "span": 3}, ...]``."""
    runs: list[tuple[str, int]] = []
    for column in columns:
        if column.group and runs and runs[-1][0] == column.group:
            runs[-1] = (column.group, runs[-1][1] + 1)
        else:
            runs.append((column.group, 1))
    return [{"label": label, "span": span} for label, span in runs]


def _count(rows: Sequence[PrintedRow], rows_are: str) -> str:
    if not rows:
        return ""
    cancelled = sum(row.cancelled for row in rows)
    text = f"Jumlah: {format_number(len(rows))} {rows_are}"
    return f"{text}, {format_number(cancelled)} di antaranya dibatalkan" if cancelled else text


def _place_and_date(book: PrintedBook) -> str:
    if book.date is None:
        return f"{book.place}, {'.' * 30}" if book.place else ""
    day = format_date_long(book.date)
    return f"{book.place}, {day}" if book.place else day
