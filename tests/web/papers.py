"""What stands in a downloaded file."""

from __future__ import annotations

import csv
import io
from typing import Any

from pypdf import PdfReader
from python_calamine import CalamineWorkbook


def pdf_text(content: bytes) -> str:
    """The words of a PDF on one line; words cut at a line's end are put together again."""
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.replace("\u00ad", "").replace("\u2011", "-").split())


def cells(content: bytes) -> list[list[Any]]:
    """The rows of an XLSX file's first sheet, heading included."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def csv_rows(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))
