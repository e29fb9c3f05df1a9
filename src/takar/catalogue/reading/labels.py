"""The fixed words of a decree that tell where a position, its duties, its functions and its table begin."""

from __future__ import annotations

import re
from typing import Literal

Label = Literal["position", "duties", "functions"]

_LABEL = re.compile(
    # The number before a label may be missing: Word does not store automatic numbers.
    r"""^(?:[-–•]\s*)?(?:\d{1,2}\s*[.)]?\s*|[A-Z]\s*[.)]\s*)?
    (?:(?P<position>(?:nama\s+)?jabatan)
     |(?P<duties>(?:uraian\s+)?tugas(?:\s+(?:pokok|jabatan))?)
     |(?P<functions>fungsi))
    \s*(?::\s*(?P<rest>.*)|(?P<bare>))$""",
    re.IGNORECASE | re.VERBOSE,
)
_HEADING = re.compile(r"^(?:[A-Z0-9]{1,3}[.)]\s*)?INDIKATOR\s+KINERJA\s+(?:INDIVIDU|UTAMA)\b[^:]{0,60}$")
_PAGE_NUMBER = re.compile(r"^(?:-\s*\d{1,3}\s*-|\d{1,3}|halaman\s+\d{1,3}.{0,20})$", re.IGNORECASE)
# What follows the last table: the signature, the list of copies, the cover of the next document.
_CLOSING = re.compile(
    r"^(?:ditetapkan\s+di\b|pada\s+tanggal\b|tembusan\b|salinan\s+sesuai|perjanjian\s+kinerja\b|camat\s+[^\t]{1,40},?$)",
    re.IGNORECASE,
)


def label_of(text: str) -> tuple[Label, str] | None:
    """Which part begins here, and what the line already says of it. Expects one clean line."""
    found = _LABEL.match(text)
    if found is None:
        return None
    rest = (found["rest"] or "").strip()
    if found["position"]:
        # "Jabatan" alone is a word in many tables and lists; only "Jabatan :" opens a position.
        return ("position", rest) if found["bare"] is None else None
    return ("duties", rest) if found["duties"] else ("functions", rest)


def is_heading(text: str) -> bool:
    return _HEADING.match(text) is not None


def is_page_number(text: str) -> bool:
    return _PAGE_NUMBER.match(text) is not None


def is_closing(text: str) -> bool:
    return _CLOSING.match(text) is not None
