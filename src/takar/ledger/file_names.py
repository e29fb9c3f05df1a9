"""The name under which a file is kept and given back. It says what the bytes are, never more."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 200

_EXTENSIONS: Final = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
}
"""Media type -> the extensions that are true of it, the first one ours."""
_EXTENSION: Final = re.compile(r"\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,5}$", re.IGNORECASE)


def honest_name(name: str, media_type: str) -> str:
    """``poly.html`` that is a PDF becomes ``poly.pdf``; "Surat No. 12" becomes "Surat No. 12.pdf".

    The browser obeys the media type, but the file saved from it is opened by what its name ends in.
    Invisible signs go as well: one of them turns ``fdp.exe`` into what looks like ``exe.pdf``.
    """
    plain = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    plain = plain.strip(" .") or "bukti"
    extensions = _EXTENSIONS.get(media_type, ())
    if not extensions or _ends_in(plain, extensions):
        return _short(plain)
    stem = _EXTENSION.sub("", plain).rstrip(" .") or "bukti"
    return _short(stem if _ends_in(stem, extensions) else f"{stem}.{extensions[0]}")


def _ends_in(name: str, extensions: tuple[str, ...]) -> bool:
    return name.casefold().endswith(tuple(f".{extension}" for extension in extensions))


def _short(name: str) -> str:
    """Cut in the middle, so that the extension stays."""
    if len(name) <= LONGEST:
        return name
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: LONGEST - len(extension) - 1]}{dot}{extension}" if len(extension) < 6 else name[:LONGEST]
