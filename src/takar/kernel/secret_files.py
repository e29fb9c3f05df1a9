"""Small files that only their owner may read, whole and on the disk before the writing returns."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write(place: Path, text: str, *, only_if_absent: bool = False) -> None:
    """Put ``text`` in the file's place. Whoever reads meanwhile finds the old file or the new one.

    ``only_if_absent``: for a file made at first use. Two processes may start together; the first one's
    is kept, and the other reads it.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp lets nobody but the owner read it.
    descriptor, part = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}-")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if only_if_absent:
        with suppress(FileExistsError):
            os.link(part, place)
        os.unlink(part)
    else:
        os.replace(part, place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
