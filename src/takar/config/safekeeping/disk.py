"""Files that are on the disk when they are called done, and folders for work that may be interrupted."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_number

try:
    import fcntl
except ImportError:  # Windows has no flock: leftovers are then cleared by hand
    fcntl = None  # type: ignore[assignment]

RESERVE = 100_000_000
"""Bytes that must stay free, so that the office can go on recording while a backup is made."""


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_file(path: Path) -> None:
    """Return only when the file's bytes are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Return only when the folder's names are on the disk: a rename is lost in a power cut before that."""
    if os.name == "nt":  # a folder cannot be opened there
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems know no fsync of a folder; they keep names in order themselves.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(descriptor)


def sync_tree(top: Path) -> None:
    """Every file and folder below ``top``, and ``top`` itself."""
    for folder, _, names in os.walk(top):
        for name in names:
            sync_file(Path(folder) / name)
        sync_folder(Path(folder))


def write_whole(path: Path, content: str) -> None:
    """Replace a small file: whoever reads sees the old one or the new one, also after a power cut."""
    part = path.with_name(f"{path.name}.part")
    descriptor = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
    sync_folder(path.parent)


@contextmanager
def work_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A folder only this account reads, gone at the end. Those that a kill left behind go first."""
    clear_abandoned(parent, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    held = _lock(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if held is not None:
            os.close(held)


def clear_abandoned(parent: Path, prefix: str) -> None:
    """Remove work folders whose process is gone: nobody holds their lock any more."""
    if fcntl is None:
        return
    for folder in parent.glob(f"{prefix}*"):
        held = _lock(folder) if folder.is_dir() else None
        if held is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)


def _lock(folder: Path) -> int | None:
    if fcntl is None:
        return None
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return None
        return descriptor
    return None


def require_space(folder: Path, needed: int) -> None:
    """Stop before the disk is full: a backup must not be what keeps people from recording."""
    free = shutil.disk_usage(folder).free
    if free < needed + RESERVE:
        raise DomainError(
            f"Ruang cakram di {folder} tidak cukup: perlu {format_number((needed + RESERVE) / 1e6)} MB, "
            f"bebas {format_number(free / 1e6)} MB. Kosongkan ruang dahulu."
        )
