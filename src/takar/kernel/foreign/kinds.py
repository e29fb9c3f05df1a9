"""What kind of file the bytes are, for evidence. The file's name is not asked, it may lie."""

from __future__ import annotations

import io
import re
from typing import Final

from PIL import Image

from takar.kernel.errors import BadInput
from takar.kernel.foreign.archives import Archive, Broken
from takar.kernel.foreign.pictures import DECODERS, LARGEST_PICTURE

ACCEPTED: Final = "PDF, foto (JPG, PNG, WebP), Word (DOCX) atau Excel (XLSX)"

_OFFICE_PARTS: Final = {
    "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_BEGINNINGS: Final = (
    (re.compile(rb"(\xef\xbb\xbf)?%PDF"), "pdf", "application/pdf"),
    (re.compile(rb"\xff\xd8\xff"), "jpg", "image/jpeg"),
    (re.compile(rb"\x89PNG"), "png", "image/png"),
    (re.compile(rb"RIFF....WEBPVP", re.DOTALL), "webp", "image/webp"),
)
"""The first bytes of what is taken as it is."""
_MACROS: Final = (
    "Berkas ini memuat makro (program di dalam dokumen), jadi tidak diterima. "
    "Simpan sebagai DOCX, XLSX atau PDF tanpa makro, lalu unggah lagi."
)


def read(content: bytes) -> tuple[str, str]:
    """``(extension, media type)``. Raises BadInput for what is not accepted."""
    if found := kind_of(content):
        if found[1].startswith("image/"):
            _refuse_bomb(content)
        return found
    if content[:4] == b"PK\x03\x04" and (found := _office(content)):
        return found
    raise BadInput(f"Jenis berkas ini tidak diterima. Unggah {ACCEPTED}.", field="file")


def kind_of(content: bytes) -> tuple[str, str] | None:
    """``(extension, media type)`` by the first bytes; None for anything else, a moving picture too."""
    found = next(((ext, media) for begin, ext, media in _BEGINNINGS if begin.match(content)), None)
    if found == ("png", "image/png") and b"acTL" in content[:8192].partition(b"IDAT")[0]:
        return None
    return found


def _office(content: bytes) -> tuple[str, str] | None:
    try:
        archive = Archive(content)
        found = next((kind for part, kind in _OFFICE_PARTS.items() if part in archive), None)
        if found and archive.has_macros():
            raise BadInput(_MACROS, field="file")
    except Broken:
        return None
    return found


def _refuse_bomb(content: bytes) -> None:
    """A few kilobytes may unfold to gigabytes, here and in every browser that shows the picture."""
    try:
        with Image.open(io.BytesIO(content), formats=DECODERS) as picture:
            width, height = picture.size
    except Exception:  # a damaged header: the evidence is kept, it only gets no preview
        return
    if width * height > LARGEST_PICTURE:
        raise BadInput(
            f"Gambar ini {width} × {height} titik, terlalu besar. "
            f"Perkecil sampai paling banyak {LARGEST_PICTURE // 1_000_000} juta titik.",
            field="file",
        )
