"""Who uses the data folder: many commands and servers together, or one restore alone.

A lock on a file, kept by the kernel: it ends with the process, also after ``kill -9``. The processes
of a server are forked from the one that took it and hold it too, so one that outlives its parent still
counts. A PostgreSQL server may have users on other machines; :func:`refuse_other_sessions` asks it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from takar.kernel.errors import DomainError

try:
    import fcntl
except ImportError:  # Windows has no flock: there "stop the server first" stays a rule for people
    fcntl = None  # type: ignore[assignment]

LOCK: Final = "in-use.lock"
_held: dict[Path, int] = {}
"""Kept until the process ends; one for each data folder."""


def _open(data: Path) -> int | None:
    """None where there is nothing to lock: no folder yet, or a disk that nobody can write to."""
    path = data / LOCK
    try:
        return os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError:
        try:
            return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return None


def hold(data: Path) -> None:
    """Tell that this process uses the data, until it ends; refused while a restore is at work."""
    if fcntl is None or data in _held:
        return
    descriptor = _open(data)
    if descriptor is None:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise DomainError(
            "Cadangan sedang dikembalikan ke folder data ini. Tunggu sampai “takar restore” selesai."
        ) from error
    _held[data] = descriptor


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Be the only one: refused with a sentence while a server or another command uses the data."""
    descriptor = None if fcntl is None else _open(data)
    if descriptor is None:
        yield
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise DomainError(
            "Takar masih memakai folder data ini. Hentikan “takar serve” dan perintah lain dahulu, "
            "lalu ulangi."
        ) from error
    try:
        yield
    finally:
        os.close(descriptor)


def refuse_other_sessions() -> None:
    """For PostgreSQL: stop while anybody else is connected to the database, from whatever machine."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        (others,) = cursor.fetchone()
    if others:
        raise DomainError(
            f"Basis data masih dipakai {others} sambungan lain. Hentikan “takar serve” dan program lain dahulu, "
            "lalu ulangi."
        )
