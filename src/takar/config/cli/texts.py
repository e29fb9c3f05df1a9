"""Small text files that commands are given."""

from __future__ import annotations

import sys
from pathlib import Path

from takar.kernel.errors import BadInput

MOST = 4_000_000
"""Bytes: a checkpoint, a request and a passport are far smaller."""


def text_of(name: str) -> str:
    """The text of a file, or of standard input for ``-``."""
    if name == "-":
        data = sys.stdin.buffer.read(MOST + 1)
    else:
        with Path(name).open("rb") as file:
            data = file.read(MOST + 1)
    if len(data) > MOST:
        raise BadInput(f"Berkas {name} terlalu besar.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"Berkas {name} bukan teks.") from error
