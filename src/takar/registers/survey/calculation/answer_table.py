"""Raw answers from a CSV: nine columns in any order, by unsur name, key or U1..U9.

Runs in quarantine; ``answer_files`` is what others call.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

from takar.kernel.errors import BadInput
from takar.registers.survey.calculation.elements import BY_KEY, ELEMENTS, KEYS
from takar.registers.survey.calculation.skm import in_order

SHOWN_FAULTS = 20
_NUMBERED = re.compile(r"u([1-9])")
_PREFIX = re.compile(r"^\s*[uU]\s*[1-9]\s*[.:)\-–]*\s*")


def read(content: bytes, order: Sequence[str]) -> list[list[int | None]]:
    """Rows of nine answers in the order of ``KEYS``; empty cells are None.

    Other columns (number, sex, service) may stand beside the nine. Raises BadInput with row and
    column for whatever is no answer; rows count as the file does, the header being row 1.
    """
    text = _decoded(content)
    if not text.strip():
        raise BadInput("Berkas ini kosong.")
    numbered = {name.casefold(): key for name, key in in_order(order).items()}
    lines = _table(text, numbered)
    head = lines[0][1]
    places = _columns(head, numbered)
    rows: list[list[int | None]] = []
    faults: list[str] = []
    for line, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(head) and any(cell.strip() for cell in cells[len(head) :]):
            faults.append(f"Baris {line}: ada {len(cells)} isian untuk {len(head)} kolom.")
            continue
        row: list[int | None] = []
        for key in KEYS:
            said = cells[places[key]].strip() if places[key] < len(cells) else ""
            if said and said not in {"1", "2", "3", "4"}:
                faults.append(
                    f"Baris {line}, kolom {head[places[key]].strip()}: “{said}” bukan jawaban. "
                    "Tulis 1 sampai 4, atau kosongkan bila tidak dijawab."
                )
            row.append(int(said) if said in {"1", "2", "3", "4"} else None)
        rows.append(row)
    if faults:
        more = [f"… dan {len(faults) - SHOWN_FAULTS} lagi."] if len(faults) > SHOWN_FAULTS else []
        raise BadInput("\n".join(faults[:SHOWN_FAULTS] + more))
    return rows


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadInput("Berkas ini bukan teks CSV. Simpan ulang sebagai CSV.")


def _table(text: str, numbered: Mapping[str, str]) -> list[tuple[int, list[str]]]:
    """``(line, cells)`` split by the sign that makes most unsur out of the header."""
    best: list[tuple[int, list[str]]] = []
    most = -1
    for delimiter in ";,\t":
        reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        try:
            lines = [(reader.line_num, cells) for cells in reader]
        except csv.Error as error:
            raise BadInput(f"Berkas ini bukan tabel CSV yang utuh (baris {reader.line_num}).") from error
        while lines and not any(cell.strip() for cell in lines[0][1]):
            lines.pop(0)
        if not lines:
            continue
        known = sum(_key_of(cell, numbered) is not None for cell in lines[0][1])
        if known > most:
            most, best = known, lines
    if not best:
        raise BadInput("Berkas ini kosong: tidak ada satu isian pun.")
    return best


def _columns(head: Sequence[str], numbered: Mapping[str, str]) -> dict[str, int]:
    """Key -> place of its column."""
    found: dict[str, int] = {}
    for place, cell in enumerate(head):
        key = _key_of(cell, numbered)
        if key is None:
            continue
        if key in found:
            raise BadInput(
                f"Baris 1: unsur {BY_KEY[key].name} ada dua kali, "
                f"pada kolom “{head[found[key]].strip()}” dan “{cell.strip()}”."
            )
        found[key] = place
    missing = [BY_KEY[key].name for key in KEYS if key not in found]
    if missing:
        raise BadInput(
            f"Baris 1: kolom unsur belum ada: {'; '.join(missing)}. "
            "Judul kolom memakai nama unsur atau U1 sampai U9."
        )
    return found


def _key_of(cell: str, numbered: Mapping[str, str]) -> str | None:
    """The unsur a heading means. Beside a name a number says nothing: "U8 Sarana dan Prasarana"."""
    plain = _plain(cell)
    if _NUMBERED.fullmatch(plain):
        return numbered[plain]
    return _NAMES.get(plain) or _NAMES.get(_plain(_PREFIX.sub("", cell)))


def _plain(text: str) -> str:
    """Small letters and digits only, without "dan": spellings of one name differ in signs."""
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return "".join(word for word in words if word != "dan")


_NAMES = {
    _plain(name): element.key for element in ELEMENTS for name in (element.key, element.name, element.short)
}
