"""Small files of every kind that evidence meets."""

from __future__ import annotations

import io
import time
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(form: str, size: tuple[int, int] = (80, 60), colour: str = "navy", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form, **options)
    return out.getvalue()


def png(colour: str = "navy") -> bytes:
    return picture("PNG", colour=colour)


def jpeg(size: tuple[int, int] = (1600, 1200), **options: Any) -> bytes:
    return picture("JPEG", size, **options)


def webp() -> bytes:
    return picture("WEBP")


def pdf(size: tuple[int, int] = (595, 842)) -> bytes:
    # Pillow writes the second it was made: two calls must give the same bytes.
    then = time.gmtime(0)
    return picture("PDF", size, "white", creationDate=then, modDate=then)


def _zip(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def docx() -> bytes:
    return _zip(**{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"})


def xlsx() -> bytes:
    return _zip(**{"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})


def archive() -> bytes:
    return _zip(**{"isi.txt": "halo"})


def upload(content: bytes, name: str = "surat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
