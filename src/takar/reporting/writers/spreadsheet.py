"""Tables for the spreadsheet: XLSX with typed cells, and CSV as Indonesian Excel opens it.

What people typed stays text. A cell that begins with ``=``, ``+``, ``-`` or ``@`` is a formula to a
spreadsheet program, and a stranger's "subject" of a letter must not run on the Camat's machine
(OWASP, "CSV injection").
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeGuard

import xlsxwriter

from takar.kernel.errors import BadInput
from takar.kernel.formatting import format_date_long

Kind = Literal["text", "number", "date", "money"]
Value = str | int | float | Decimal | date | datetime | bool | None

_MOST_ROWS = 1_048_576 - 1
_LONGEST_CELL = 32_767
_CUT_MARK = " … (dipotong)"
_FIRST_DAY = date(1900, 1, 1)
_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")

# [$-421] asks for Indonesian month names on any machine. Separators of numbers are the reader's own
# setting and cannot be stored in a file: "#,##0" shows 1.250 where the computer is Indonesian.
_DATE = "[$-421]d mmm yyyy"
_MOMENT = "[$-421]d mmm yyyy hh.mm"
_WHOLE = "#,##0"
_FRACTION = "#,##0.00"
_MONEY = '"Rp"#,##0'
_MONEY_CENTS = '"Rp"#,##0.00'


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Identifiers (NIP, NIK, letter numbers) are ``text``: as numbers they lose digits."""

    label: str
    kind: Kind = "text"
    width: float = 18.0


def write_xlsx(
    sheet_title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    about: Sequence[tuple[str, str]] = (),
) -> bytes:
    """One sheet: frozen, filterable headings, typed cells, ready to print on A4 landscape.

    ``about`` (who took it, when, for what) becomes a second sheet and a property of the file.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    # The same table gives the same bytes; XlsxWriter dates the inside of its archive 1980 anyway.
    properties: dict[str, Any] = {
        "title": _plain(sheet_title),
        "created": datetime(1980, 1, 1, tzinfo=UTC),
        "comments": "; ".join(f"{name}: {_plain(text)}" for name, text in about),
    }
    book.set_properties(properties)
    sheet = book.add_worksheet(_sheet_name(sheet_title))
    formats = _Formats(book)
    heading = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#EEEEEE", "bottom": 1}
    )
    for position, column in enumerate(columns):
        sheet.set_column(position, position, column.width)
        sheet.write_string(0, position, _plain(column.label), heading)
    last = 0
    for last, row in enumerate(rows, start=1):
        if last > _MOST_ROWS:
            raise BadInput(f"Satu lembar memuat paling banyak {_MOST_ROWS} baris; persempit saringannya.")
        _check_length(last, row, columns)
        for position, (column, value) in enumerate(zip(columns, row, strict=True)):
            _write_cell(sheet, last, position, column.kind, value, formats)
    if columns:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        # Letter numbers and NIP are text on purpose; no green corner on each of them.
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RHalaman &P dari &N")
    if about:
        _write_about(book, about)
    book.close()
    return buffer.getvalue()


def _write_about(book: Any, about: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet("Tentang berkas ini")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 80)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for place, (name, text) in enumerate(about):
        sheet.write_string(place, 0, name, wrapped)
        sheet.write_string(place, 1, _plain(text), wrapped)


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with BOM and ``;``: what Excel with Indonesian settings opens by a double click.

    Numbers carry a decimal comma and no separators of thousands; dates are ISO 8601, which every
    spreadsheet and every program reads alike.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([_guarded(_plain(column.label)) for column in columns])
    for number, row in enumerate(rows, start=1):
        _check_length(number, row, columns)
        writer.writerow([_csv_text(value) for value in row])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


class _Formats:
    """The cell formats of one workbook. "@" keeps a text a text when somebody edits the cell later."""

    def __init__(self, book: Any) -> None:
        top = {"valign": "top"}
        self.text = book.add_format({**top, "num_format": "@", "text_wrap": True})
        self.date = book.add_format({**top, "num_format": _DATE, "align": "left"})
        self.moment = book.add_format({**top, "num_format": _MOMENT, "align": "left"})
        self.whole = book.add_format({**top, "num_format": _WHOLE})
        self.fraction = book.add_format({**top, "num_format": _FRACTION})
        self.money = book.add_format({**top, "num_format": _MONEY})
        self.money_cents = book.add_format({**top, "num_format": _MONEY_CENTS})


def _write_cell(sheet: Any, row: int, position: int, kind: Kind, value: Value, formats: _Formats) -> None:
    if value is None or value == "":
        sheet.write_blank(row, position, None, formats.text if kind == "text" else None)
    elif isinstance(value, date) and kind == "date" and _as_day(value) >= _FIRST_DAY:
        if isinstance(value, datetime):
            sheet.write_datetime(row, position, value.replace(tzinfo=None), formats.moment)
        else:
            sheet.write_datetime(row, position, value, formats.date)
    elif kind in ("number", "money") and _is_number(value):
        whole = value == int(value)
        if kind == "money":
            shape = formats.money if whole else formats.money_cents
        else:
            shape = formats.whole if whole else formats.fraction
        sheet.write_number(row, position, value, shape)
    else:
        # Also what does not fit its column's kind ("belum diukur", a year before 1900): better seen
        # as text than lost.
        sheet.write_string(row, position, _cell_text(value), formats.text)


def _is_number(value: Value) -> TypeGuard[int | float | Decimal]:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    return math.isfinite(value)


def _as_day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _cell_text(value: Value) -> str:
    if isinstance(value, bool):
        text = "Ya" if value else "Tidak"
    elif isinstance(value, date):
        text = format_date_long(_as_day(value))
    else:
        text = _plain(str(value))
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - len(_CUT_MARK)] + _CUT_MARK


def _csv_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        # A number of ours cannot be a formula, so a negative one keeps its sign unguarded.
        return f"{Decimal(str(value)):f}".replace(".", ",") if _is_number(value) else ""
    return _guarded(_plain(value))


def _guarded(text: str) -> str:
    """An apostrophe makes a spreadsheet show the text as it is. A lone dash says "none" and is harmless."""
    if text.lstrip(" \n").startswith(_FORMULA_START) and text.strip() != "-":
        return f"'{text}"
    return text


def _plain(text: str) -> str:
    """Without the control characters that neither format can carry."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n"))


def _sheet_name(title: str) -> str:
    """At most 31 characters, none of ``[]:*?/\\``, no apostrophe at the ends: Excel refuses the rest."""
    name = " ".join(_FORBIDDEN_IN_TITLE.sub(" ", _plain(title)).split())[:31].strip(" '")
    return name if name and name.casefold() != "history" else "Lembar 1"


def _check_length(number: int, row: Sequence[Value], columns: Sequence[Column]) -> None:
    if len(row) != len(columns):
        raise ValueError(f"row {number} has {len(row)} cells for {len(columns)} columns")
