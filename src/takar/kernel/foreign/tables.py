"""Rows of text of a spreadsheet's first sheet or of a CSV."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from takar.kernel.errors import BadInput
from takar.kernel.foreign.archives import Archive, Broken
from takar.kernel.foreign.extent import Bounds, look_over

_NO_TABLE: Final = "Berkas ini bukan tabel. Unggah XLSX atau CSV."
_BROKEN: Final = "Berkas Excel ini tidak dapat dibaca. Simpan ulang sebagai XLSX."
_WORKBOOKS: Final = (".xlsx", ".xls", ".ods")
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LONGEST_CELL: Final = 32_767
"""Signs in a cell, as in Excel."""


def read(content: bytes, filename: str, most_rows: int) -> list[list[str]]:
    """Every row up to the last filled one. ``most_rows`` counts filled rows, the header included."""
    bounds = Bounds(most_rows)
    if content.startswith((_ZIP, _OLD_OFFICE)) or filename.lower().endswith(_WORKBOOKS):
        rows = _workbook(content, bounds)
    else:
        rows = _text(content)
    return _trimmed(rows, bounds)


def _workbook(content: bytes, bounds: Bounds) -> Any:
    try:
        if content.startswith(_ZIP):
            # The reader below asks for rows times columns of memory: where they end is looked at first.
            look_over(Archive(content), bounds)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    except (Broken, CalamineError, OSError, ValueError, IndexError) as error:
        raise BadInput(_BROKEN) from error
    return ([_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False))


def _text(content: bytes) -> Any:
    text = _decoded(content)
    head = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=head.count)
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(io.StringIO(text), delimiter=delimiter)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadInput(_NO_TABLE)


def _trimmed(rows: Any, bounds: Bounds) -> list[list[str]]:
    """Rows without the empty cells and rows behind the last filled one; judged while they are read."""
    found: list[list[str]] = []
    filled = last = 0
    try:
        for cells in rows:
            while cells and not cells[-1].strip():
                cells.pop()
            found.append(cells)
            if cells:
                filled += 1
                last = len(found)
                bounds.judge(row=last, column=len(cells), filled=filled)
    except csv.Error as error:
        raise BadInput(_NO_TABLE) from error
    return found[:last]


def _cell(value: Any) -> str:
    match value:
        case datetime():
            # A day is often a moment at midnight to a spreadsheet; an hour that was written stays.
            return value.isoformat(" ", "minutes") if value.time() != time() else value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return str(value).replace(".", ",")
    return str(value).strip()
