"""The two kinds of database, as far as a copy, a place to look at a copy and a swap are concerned."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import connection

from takar.config.safekeeping.disk import sync_file
from takar.kernel.errors import DomainError


class Database(Protocol):
    """What backup and restore need from a database."""

    kind: str
    member: str
    """Its name in the bundle."""

    def size(self) -> int:
        """Bytes on the disk; 0 when it is unknown."""

    def copy(self, target: Path, *, salvage: bool = False) -> None:
        """One consistent moment of the database, while others write. ``salvage``: whatever can be had."""

    def opened(self, copy: Path) -> AbstractContextManager[str]:
        """The address of a database that holds the copy, to look at; gone afterwards."""


class Sqlite:
    kind = "sqlite"
    member = "database.sqlite3"

    @property
    def path(self) -> Path:
        return Path(str(settings.DATABASES["default"]["NAME"]))

    def size(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0

    def copy(self, target: Path, *, salvage: bool = False) -> None:
        try:
            # Read-only: a backup must not make the database whose absence it should tell.
            with (
                closing(sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)) as live,
                closing(sqlite3.connect(target)) as copy,
            ):
                live.backup(copy)
        except sqlite3.Error as error:
            if not salvage:
                raise DomainError(f"Basis data tidak dapat disalin: {error}.") from error
            target.write_bytes(self.path.read_bytes())
        sync_file(target)

    @contextmanager
    def opened(self, copy: Path) -> Iterator[str]:
        yield f"sqlite:///{copy}"
        fold(copy)


def fold(path: Path) -> None:
    """Bring what waits in the write-ahead log into the file itself, so that the file alone is all."""
    try:
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA journal_mode=DELETE").fetchall()
    except sqlite3.Error:
        # No database at all: there is no log either, and the one who looks at it says so.
        return
    sync_file(path)


def database() -> Database:
    """The kind that the settings name."""
    if connection.vendor == "sqlite":
        return Sqlite()
    from takar.config.safekeeping.postgresql import Postgresql

    return Postgresql()
