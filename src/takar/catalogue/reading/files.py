"""A decree's file is opened here and read in quarantine."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from takar.catalogue.reading.model import LOOKED_FOR, DecreeText, NotADecree
from takar.kernel.errors import BadInput
from takar.kernel.quarantine import read_foreign

_LARGEST_FILE: Final = 32 * 1024 * 1024
_READER: Final = "takar.catalogue.reading.reader"


def read_decree(path: Path) -> DecreeText:
    """Reads a decree's annex from a text or Word file; raises NotADecree when it is none."""
    name = path.name or str(path)
    content = _content(path, name)
    try:
        return DecreeText.from_plain(read_foreign(_READER, content, name=name))
    except BadInput as error:
        raise NotADecree(error.message) from error


def _content(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise NotADecree(f"{name} adalah folder, bukan berkas. {LOOKED_FOR}")
        if path.stat().st_size > _LARGEST_FILE:
            raise NotADecree(f"Berkas {name} lebih besar dari 32 MB. {LOOKED_FOR}")
        return path.read_bytes()
    except FileNotFoundError:
        raise NotADecree(f"Berkas {name} tidak ditemukan. {LOOKED_FOR}") from None
    except (OSError, ValueError) as error:
        raise NotADecree(f"Berkas {name} tidak dapat dibuka. {LOOKED_FOR}") from error
