"""A file becomes numbered lines; everything that is no readable text is refused with a reason."""

from __future__ import annotations

import re

from takar.catalogue.reading.model import LOOKED_FOR, NotADecree
from takar.catalogue.reading.raw import Line
from takar.catalogue.reading.word import word_lines

_LARGEST_TEXT = 4 * 1024 * 1024
"""A decree of sixty positions has 100 KB of text."""
_FOREIGN = (
    (b"%PDF", "adalah PDF; buka dokumen aslinya lalu simpan sebagai Word (.docx) atau teks"),
    (b"\xd0\xcf\x11\xe0", "berformat Word lama (.doc); buka lalu simpan sebagai Word (.docx)"),
    (b"{\\rtf", "berformat RTF; buka lalu simpan sebagai Word (.docx)"),
    (b"\x89PNG", "adalah gambar; yang dapat dibaca hanya teks, bukan hasil pindaian"),
    (b"\xff\xd8\xff", "adalah gambar; yang dapat dibaca hanya teks, bukan hasil pindaian"),
)
# Not str.splitlines: it also breaks at form feeds and U+2028, and then line numbers differ from an editor's.
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


def file_lines(data: bytes, name: str) -> list[Line]:
    if not data.strip():
        raise NotADecree(f"Berkas {name} kosong. {LOOKED_FOR}")
    for start, reason in _FOREIGN:
        if data.startswith(start):
            raise NotADecree(f"Berkas {name} {reason}. {LOOKED_FOR}")
    if data.startswith(b"PK\x03\x04"):
        return word_lines(data, name)
    if len(data) > _LARGEST_TEXT:
        raise NotADecree(f"Berkas {name} terlalu besar untuk sebuah keputusan. {LOOKED_FOR}")
    return text_lines(_decode(data, name))


def text_lines(text: str) -> list[Line]:
    return [
        Line(number=number, raw=raw, cells=_cells(raw))
        for number, raw in enumerate(_LINE_END.split(text), start=1)
    ]


def _cells(raw: str) -> tuple[str, ...]:
    if "\t" in raw:
        # Never strip the line first: a leading tab is an empty sasaran cell; without it every column moves.
        return tuple(raw.split("\t"))
    if raw.count("|") >= 2:  # the same table as a Markdown converter writes it
        row = raw.strip()
        if row.startswith("|") and row.endswith("|"):  # a frame; one outer pipe alone is an empty cell
            row = row[1:-1]
        return tuple(row.split("|"))
    return ()


def _decode(data: bytes, name: str) -> str:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Rubbish often decodes as cp1252, but no typed decree holds control characters.
        if "\x00" not in text and len(_CONTROL.findall(text)) * 200 <= len(text):
            return text
    raise NotADecree(f"Berkas {name} bukan berkas teks yang dapat dibaca. {LOOKED_FOR}")
