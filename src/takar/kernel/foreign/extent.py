"""How far the filled cells of a sheet reach, found by streaming over it before a reader builds it.

A reader asks for memory for every cell up to the last one. One stray space in the last row of an honest
sheet is then gigabytes, and the size a sheet states itself may be wrong. So the cells are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from takar.kernel.errors import BadInput
from takar.kernel.foreign.archives import Archive

MOST_COLUMNS: Final = 256
_GAPS: Final = 5_000
"""Empty rows that may stand between filled ones."""
_NO_TABLE: Final = "Berkas ini bukan tabel. Unggah XLSX atau CSV."
_BINARY: Final = "Berkas ini buku kerja biner (XLSB). Simpan ulang sebagai XLSX."


@dataclass(frozen=True)
class Bounds:
    most_rows: int
    """Filled rows, the header included."""

    def judge(self, *, row: int, column: int, filled: int) -> None:
        """Raise BadInput when a filled cell at ``row``, ``column`` (from 1) is too much."""
        if filled > self.most_rows:
            most = f"{self.most_rows - 1:,}".replace(",", ".")
            raise BadInput(f"Sekali baca paling banyak {most} baris; berkas ini lebih. Bagi beberapa berkas.")
        if row > self.most_rows + _GAPS or column > MOST_COLUMNS:
            raise BadInput(
                f"Ada isian (mungkin hanya spasi) di sel {cell_name(row, column)}, jauh di luar tabel. "
                "Hapus isi sel itu, atau salin tabelnya saja ke sheet baru, lalu unggah lagi."
            )


def look_over(archive: Archive, bounds: Bounds) -> None:
    """Judge every filled cell of the first sheet of an XLSX or ODS."""
    if "xl/workbook.xml" in archive:
        _look_over_xlsx(archive, bounds)
    elif "content.xml" in archive:
        _look_over_ods(archive, bounds)
    else:
        raise BadInput(_BINARY if "xl/workbook.bin" in archive else _NO_TABLE)


def _look_over_xlsx(archive: Archive, bounds: Bounds) -> None:
    row = column = filled = 0
    counted = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, counted, filled
        if tag == "row":
            row, column, counted = _number(attributes.get("r"), row + 1), 0, False
        elif tag == "c":
            column += 1
            if "r" in attributes:
                column, row = _place(attributes["r"], column, row)
        elif tag in ("v", "is", "f"):  # a cell that only has a format is no filled cell
            filled += not counted
            counted = True
            bounds.judge(row=row, column=column, filled=filled)

    archive.parse(_first_sheet(archive), start=start)


def _first_sheet(archive: Archive) -> str:
    first: list[str] = []
    targets: dict[str, str] = {}

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            first.append(attributes.get("id", ""))

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    archive.parse("xl/workbook.xml", start=sheet)
    archive.parse("xl/_rels/workbook.xml.rels", start=relation)
    target = targets.get(first[0], "") if first else ""
    return target.lstrip("/") if target.startswith(("/xl/", "xl/")) else f"xl/{target}"


class _SheetEnded(Exception):
    """The first sheet was seen whole."""


def _look_over_ods(archive: Archive, bounds: Bounds) -> None:
    row = column = filled = 0
    row_repeats = 1
    counted = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, filled, row_repeats, counted
        if tag == "table-row":
            row_repeats = _number(attributes.get("number-rows-repeated"), 1)
            row, column, counted = row + row_repeats, 0, False
        elif tag in ("table-cell", "covered-table-cell"):
            column += _number(attributes.get("number-columns-repeated"), 1)
            if "value-type" in attributes:
                filled += 0 if counted else row_repeats
                counted = True
                bounds.judge(row=row, column=column, filled=filled)

    def end(tag: str) -> None:
        if tag == "table":
            raise _SheetEnded

    try:
        archive.parse("content.xml", start=start, end=end)
    except _SheetEnded:
        return


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else otherwise


def _place(reference: str, column: int, row: int) -> tuple[int, int]:
    """``AB12`` -> (28, 12)."""
    letters = reference.rstrip("0123456789")
    if not (letters.isascii() and letters.isalpha() and len(letters) < 5):
        return column, row
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - 64
    return place, _number(reference[len(letters) :], row)


def cell_name(row: int, column: int) -> str:
    """(12, 28) -> ``AB12``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
