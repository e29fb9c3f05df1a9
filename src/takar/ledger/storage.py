"""Files that are on the disk before anybody says so.

A plain write only reaches the memory of the operating system. After a power cut the database would
name a file that is empty. So a file is written under a name of its own, forced to the disk, and only
then given its real name; the folder that holds the name is forced to the disk as well.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

UNFINISHED = ".unfinished-"
"""How the name of a file begins while it is being written. A crash may leave such a file behind."""


class DurableStorage(FileSystemStorage):
    """Django's file storage, with every file and its folder forced to the disk.

    The same name again replaces the file in one step. Evidence is named by its content, so the file
    that was there held the same bytes, or only part of them when an older write was cut off.
    """

    def __init__(self, location: str | Path | None = None) -> None:
        super().__init__(location=location, allow_overwrite=True)

    def _save(self, name: str, content: File[Any]) -> str:
        target = Path(self.path(name))
        _make_folder(target.parent, inside=Path(self.location))
        handle, unfinished = tempfile.mkstemp(prefix=UNFINISHED, dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in _chunks(content):
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            if self.file_permissions_mode is not None:
                os.chmod(unfinished, self.file_permissions_mode)
            os.replace(unfinished, target)
        except BaseException:
            # On a full disk this also gives the space back.
            with contextlib.suppress(OSError):
                os.unlink(unfinished)
            raise
        _force(target.parent)
        return name.replace("\\", "/")


def _chunks(content: File[Any]) -> Iterable[bytes]:
    for chunk in content.chunks():
        yield chunk if isinstance(chunk, bytes) else chunk.encode()


def _make_folder(folder: Path, *, inside: Path) -> None:
    """Make a folder and its missing parents; each new name is forced to the disk in its parent."""
    if folder.is_dir():
        return
    if folder != inside:
        _make_folder(folder.parent, inside=inside)
        folder.mkdir(exist_ok=True)
    else:
        folder.mkdir(parents=True, exist_ok=True)
    _force(folder.parent)


def _force(folder: Path) -> None:
    """Force the names inside a folder to the disk."""
    if not hasattr(os, "O_DIRECTORY"):
        return  # Windows has no such call; its file system keeps a journal of names
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
