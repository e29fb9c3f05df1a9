"""Can this server take work right now? Asked often by a load balancer or a monitor, so cheap.

The doctor (``takar doctor``) looks deeper; this looks at what makes a request fail.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction

LEAST_SPACE = 200_000_000
"""Bytes: below this the next scans and the database's journal may find no room."""

_known: set[str] = set()
"""What was found once and cannot become untrue while this process runs (its migrations are done)."""


def what_hinders() -> list[str]:
    """Plain words, without addresses, paths or errors of the database: anybody may read them."""
    found = []
    if not _database_writes():
        found.append("basis data tidak dapat dibaca atau ditulisi")
    elif not _migrated():
        found.append("susunan tabel belum mutakhir")
    if not _folder_writes(settings.DATA / "files"):
        found.append("folder berkas tidak dapat ditulisi")
    if free_space() < LEAST_SPACE:
        found.append("ruang penyimpanan hampir habis")
    return found


def free_space() -> int:
    """Bytes free where the data lies; 0 where that is unknown."""
    try:
        return shutil.disk_usage(settings.DATA).free
    except OSError:
        return 0


def _database_writes() -> bool:
    """A row is written and taken back: a read-only or full database refuses that, a reader would not see it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE django_migrations SET name = name WHERE id = (SELECT MIN(id) FROM django_migrations)"
            )
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


def _migrated() -> bool:
    from takar.config.schema import pending_migrations

    if "migrated" not in _known and not pending_migrations():
        _known.add("migrated")
    return "migrated" in _known


def _folder_writes(folder: Path) -> bool:
    """The folder appears with the first file; until then what it will stand in must take it."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK)
