"""Small real files to upload."""

from __future__ import annotations

import io
import time

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image


def pdf_bytes(words: str) -> bytes:
    """A one-page PDF; the same text gives the same bytes, another text others."""
    out, then = io.BytesIO(), time.gmtime(0)
    shade = sum(words.encode()) % 200
    Image.new("RGB", (210, 297), (250, 250, 40 + shade)).save(
        out, "PDF", title=words, creationDate=then, modDate=then
    )
    return out.getvalue()


def pdf_upload(words: str, name: str = "surat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_bytes(words), content_type="application/pdf")


def look(client: Client, address: str) -> tuple[int, bytes]:
    """Status and body of a page; reading a streamed file to its end closes it."""
    response = client.get(address)
    body = b"".join(response) if response.streaming else response.content
    return response.status_code, body
