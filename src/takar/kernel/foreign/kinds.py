"""What kind of file the bytes are, for evidence. The file's name is not asked, it may lie."""

from __future__ import annotations

import io
from typing import Final

import filetype
from PIL import Image

from takar.kernel.errors import BadInput
from takar.kernel.foreign.archives import Archive, Broken
from takar.kernel.foreign.pictures import DECODERS, LARGEST_PICTURE

ACCEPTED: Final = "PDF, foto (JPG, PNG, WebP), Word (DOCX) atau Excel (XLSX)"

_OFFICE_PARTS: Final = {
    "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_PLAIN: Final = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
}
_MACROS: Final = (
    "Berkas ini memuat makro (program di dalam dokumen), jadi tidak diterima. "
    "Simpan sebagai DOCX, XLSX atau PDF tanpa makro, lalu unggah lagi."
)


def read(content: bytes) -> tuple[str, str]:
    """``(extension, media type)``. Raises BadInput for what is not accepted."""
    kind = filetype.guess(content[:8192])
    if kind is not None and kind.mime in _PLAIN:
        if kind.mime.startswith("image/"):
            _refuse_bomb(content)
        return _PLAIN[kind.mime], kind.mime
    if content[:4] == b"PK\x03\x04" and (found := _office(content)):
        return found
    raise BadInput(f"Jenis berkas ini tidak diterima. Unggah {ACCEPTED}.", field="file")


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
