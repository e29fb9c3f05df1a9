"""All words of an answer, whatever kind of file it is."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import unquote_plus

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from pypdf import PdfReader


def body_of(response: HttpResponseBase) -> bytes:
    """The whole body; reading a streamed file to its end closes it."""
    if response.streaming:
        return b"".join(response)  # type: ignore[call-overload]
    assert isinstance(response, HttpResponse)
    return response.content


def words_of(response: HttpResponseBase, body: bytes) -> str:
    """Headers and body as text: a PDF as it is read, a spreadsheet with every part of its file."""
    headers = " ".join(unquote_plus(str(value)) for _, value in response.items())
    return f"{headers} {text_of(body)}"


def text_of(body: bytes) -> str:
    if body.startswith(b"%PDF"):
        document = PdfReader(io.BytesIO(body))
        found = [str(value) for value in (document.metadata or {}).values()]
        return " ".join([*found, *(page.extract_text() for page in document.pages)])
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return body.decode("utf-8", "replace")
