"""Lines become positions: the walk that knows in which part of which position it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from takar.catalogue.reading.cells import is_blank, plain
from takar.catalogue.reading.doubts import Doubts, quote
from takar.catalogue.reading.labels import Label, is_closing, is_heading, is_page_number, label_of
from takar.catalogue.reading.raw import Line, Piece, RawPosition, RawRow, Role
from takar.catalogue.reading.table import columns_of
from takar.catalogue.reading.typing_errors import is_cut_off

_MARK = re.compile(r"^(?P<bullet>[-–•▪·]\s*)?(?:\(?(?P<sign>[a-z]{1,2}|[A-Z]|\d{1,2})[.)](?:\s+|(?=[A-Z])))?")
_GLUE = re.compile(r"\s*;\s*(?:dan|serta|atau)?\s*$", re.IGNORECASE)
_ENDED = re.compile(r"(?:\.|;\s*(?:dan|serta|atau)?)$", re.IGNORECASE)
_NO_FUNCTIONS = re.compile(r"^(?:[-–—]+|nihil|tidak ada)\.?$", re.IGNORECASE)
_COLUMN_NUMBER = re.compile(r"^\(?\d{1,2}\)?$")


class _Part(Enum):
    OUTSIDE = auto()
    TITLE = auto()
    DUTIES = auto()
    FUNCTIONS = auto()
    TABLE = auto()
    CLOSED = auto()


class Walk:
    def __init__(self, doubts: Doubts) -> None:
        self.positions: list[RawPosition] = []
        self._doubts = doubts
        self._part = _Part.OUTSIDE
        self._heading = False
        self._gap = False
        self._columns: dict[Role, int] = {}
        self._width = 0
        self._sign = ""
        """How the list being read marks its items: "a", "1", "-" or "" for none."""
        self._ended = False
        """Did the last item, as printed, end with a full stop or a semicolon?"""

    def read(self, lines: Sequence[Line]) -> list[RawPosition]:
        for line in lines:
            columns = columns_of(line.cells) if len(line.cells) > 1 else None
            self._take(line, columns)
            # A row after an empty line, a page number or a repeated head may continue the row before.
            between_pages = is_page_number(line.text) or columns is not None or _is_column_numbers(line)
            self._gap = not line.text or between_pages
        return [position for position in self.positions if not self._is_hollow(position)]

    def _is_hollow(self, position: RawPosition) -> bool:
        if position.is_hollow:
            self._doubts.add(
                "position_left_out",
                f'"Jabatan : {position.printed_title}" tidak diikuti tugas, fungsi, atau tabel; '
                "tidak dibaca sebagai jabatan dalam keputusan.",
                position.line,
            )
        return position.is_hollow

    def _take(self, line: Line, columns: dict[Role, int] | None) -> None:
        text = line.text
        if columns is not None:
            self._open_table(line, columns)
            return
        if not text or is_page_number(text) or _is_column_numbers(line):
            return
        label = label_of(text)
        if label is not None:
            self._open_part(line, *label)
        elif is_heading(text):
            self._heading = True
            self._part = _Part.OUTSIDE
        elif self._part is _Part.TABLE:
            self._in_table(line)
        elif sum(not is_blank(cell) for cell in line.cells) >= 3:
            # Rows of a table whose head was not recognised: taken as text, they would become duties.
            self._unread(line)
        elif self._part in (_Part.DUTIES, _Part.FUNCTIONS):
            self._in_list(line)
        elif self._part is _Part.TITLE and (text.isupper() or not self.positions[-1].printed_title):
            position = self.positions[-1]
            position.printed_title = f"{position.printed_title} {text}".strip()
        else:
            self._stray(line)

    def _open_part(self, line: Line, label: Label, rest: str) -> None:
        if label == "position":
            self.positions.append(RawPosition(line.number, rest, self._heading))
            self._heading = False
            self._part = _Part.TITLE
            return
        if not self.positions:
            return  # the body of the decree may speak of duties before the first position
        position = self.positions[-1]
        self._sign = ""
        if label == "duties":
            self._part = _Part.DUTIES
            position.has_duties_label = True
            if rest and not is_blank(rest):
                self._add_item(position.duties, rest, line.number)
            return
        self._part = _Part.FUNCTIONS
        position.functions_line = line.number
        position.functions_state = "blank"
        if _NO_FUNCTIONS.match(rest):
            position.functions_state = "none"
        elif rest:
            position.functions_state = "listed"
            self._add_item(position.functions, rest, line.number)

    def _in_list(self, line: Line) -> None:
        position = self.positions[-1]
        if self._part is _Part.DUTIES:
            self._add_item(position.duties, line.text, line.number)
            return
        if _NO_FUNCTIONS.match(line.text):
            position.functions_state = "none"
            return
        position.functions_state = "listed"
        self._add_item(position.functions, line.text, line.number)

    def _add_item(self, pieces: list[Piece], text: str, line: int) -> None:
        mark = _MARK.match(text)
        sign = mark["sign"] if mark else None
        kind = ("1" if sign.isdigit() else "a") if sign else ("-" if mark and mark["bullet"] else "")
        words = text[mark.end() :] if mark else text
        if pieces and kind and not self._sign:
            self._sign = kind
            self._doubts.add(
                "list_opening",
                f"Kalimat sebelum daftar dibaca sebagai butir tersendiri: {quote(pieces[-1].text)}.",
                pieces[-1].line,
            )
        elif not pieces:
            self._sign = kind
        elif kind != self._sign or (not kind and (words[:1].islower() or not self._ended)):
            # A wrapped line, or a list inside an item: it belongs to the item above and keeps its own mark.
            pieces[-1].text = _trimmed(f"{pieces[-1].text} {text}")
            self._ended = _ENDED.search(text) is not None
            return
        self._ended = _ENDED.search(text) is not None
        if _trimmed(words):
            pieces.append(Piece(_trimmed(words), line))

    def _open_table(self, line: Line, columns: dict[Role, int]) -> None:
        if not self.positions:
            self._doubts.add(
                "table_orphan", "Tabel ini tidak didahului jabatan, jadi tidak dibaca.", line.number
            )
            return
        self._part = _Part.TABLE
        self._columns = columns
        self._width = len(line.cells)
        self.positions[-1].has_table = True
        for at, cell in enumerate(line.cells):
            head = plain(cell)
            if (
                head
                and at not in columns.values()
                and head.upper().rstrip(".") not in ("NO", "NOMOR", "NO URUT")
            ):
                self._doubts.add("column_unread", f"Kolom {quote(head)} tidak dibaca.", line.number)
        for role, name in (("formula", "formulasi penghitungan"), ("source", "sumber data")):
            if role not in columns:
                self._doubts.add("column_missing", f"Tabel tidak mempunyai kolom {name}.", line.number)

    def _in_table(self, line: Line) -> None:
        rows = self.positions[-1].rows
        if is_closing(line.text):
            self._part = _Part.CLOSED
        elif len(line.cells) > 1:
            self._row(line)
        elif rows and not self._gap and line.text.startswith(("- ", "• ")):
            rows[-1].source += f"\n{line.text}"  # the rest of a list that was written over several lines
        elif rows and line.text[0].islower() and is_cut_off(plain(rows[-1].name)):
            # An editor removed the tabs around the second half of a row.
            rows.append(RawRow(line.number, "", line.text, "", "", after_gap=True))
        else:
            self._stray(line)

    def _row(self, line: Line) -> None:
        cells = line.cells
        extra = [plain(cell) for cell in cells[self._width :] if not is_blank(cell)]
        if extra:
            self._doubts.add(
                "row_too_long",
                f"Isi baris melebihi kolom tabel, tidak dibaca: {quote(extra[-1])}.",
                line.number,
            )
        self.positions[-1].rows.append(
            RawRow(
                line=line.number,
                objective=self._cell(cells, "objective"),
                name=self._cell(cells, "name"),
                formula=self._cell(cells, "formula"),
                source=self._cell(cells, "source"),
                after_gap=self._gap,
                merged=frozenset(role for role, at in self._columns.items() if at in line.merged),
            )
        )

    def _cell(self, cells: Sequence[str], role: Role) -> str:
        # Editors remove trailing tabs, so a short row has empty cells at its end.
        at = self._columns.get(role, len(cells))
        return cells[at] if at < len(cells) else ""

    def _stray(self, line: Line) -> None:
        """Text where none is expected. Text must not get lost, so everything but a cover line is reported."""
        if self._part is not _Part.CLOSED and not line.text.isupper():
            self._unread(line)

    def _unread(self, line: Line) -> None:
        if self.positions:
            self._doubts.add(
                "line_unread", f"Baris ini tidak dipahami dan tidak dibaca: {quote(line.text)}.", line.number
            )


def _trimmed(text: str) -> str:
    """Without the glue of a list ("; dan"), which belongs to the layout; a full stop stays as printed."""
    return _GLUE.sub("", text).strip()


def _is_column_numbers(line: Line) -> bool:
    """The row "1 | 2 | 3 | 4" that many offices print under the table's head."""
    filled = [cell.strip() for cell in line.cells if cell.strip()]
    return len(filled) > 1 and all(_COLUMN_NUMBER.match(cell) for cell in filled)
