"""The empty database of the tests is migrated once and then copied, as long as no migration changes.

Migrating takes eight seconds of a processor, in every run and once more for every worker. The copy lies
in pytest's cache; its name is a digest of everything a migrated database follows from. Django still runs
``migrate`` on the copy, which finds nothing to do.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import django

SOURCE = Path(__file__).parents[1] / "src/takar"


def kept_in(cache: Path) -> Path:
    """Where the migrated database of this state of the source is kept."""
    digest = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for path in sorted(SOURCE.rglob("*")):
        if (
            path.is_file()
            and {"migrations", "data", "definitions"} & set(path.parts)
            and path.suffix != ".pyc"
        ):
            digest.update(f"{path.relative_to(SOURCE)}\0".encode() + path.read_bytes())
    return cache / f"takar-{digest.hexdigest()[:16]}.sqlite3"


def copy(source: Path, target: Path) -> None:
    """All of a database, with what its log still holds; whole or not at all."""
    half = target.with_name(f"{target.name}.{os.getpid()}")
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(half)) as new:
        old.backup(new)
    half.replace(target)


def keep(source: Path, target: Path) -> None:
    """For the next run; what other states of the source left behind goes."""
    for old in target.parent.glob("takar-*.sqlite3"):
        old.unlink(missing_ok=True)
    copy(source, target)
