"""Can the database be read to its last row, and does every row it points to exist?

"No error so far" is not the answer: a damaged page is met only by whoever reads it. So everything is
read. Findings are sentences; none means sound.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from typing import Any, Final

from django.db import connection
from django.db.utils import DatabaseError

from takar.config.safekeeping.libpq import environment_of

_SHOWN: Final = 5
"""How many findings of one kind are reported; a badly damaged database would fill the screen."""


def faults(*, thorough: bool) -> list[str]:
    """What is wrong with the database that Django is connected to.

    ``thorough`` also compares every index with its table (SQLite) and runs ``pg_amcheck`` where it is
    installed (PostgreSQL).
    """
    look = _sqlite if connection.vendor == "sqlite" else _postgresql
    try:
        return list(look(thorough))
    except DatabaseError as error:
        return [f"Basis data tidak dapat dibaca: {first_line(error)}."]


def first_line(error: BaseException) -> str:
    """The driver's own words without its details: those may hold values of rows."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _sqlite(thorough: bool) -> Iterator[str]:
    check = "integrity_check" if thorough else "quick_check"
    for (line,) in _rows(f"PRAGMA {check}({_SHOWN})"):
        if line != "ok":
            yield f"Halaman basis data rusak: {' '.join(str(line).split())}."
    for table, row, parent, _ in _rows("PRAGMA foreign_key_check")[:_SHOWN]:
        yield f"Baris {row} tabel {table} menunjuk baris {parent} yang tidak ada."
    for kind, name in _rows("SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')")[
        :_SHOWN
    ]:
        yield f"Takar tidak membuat {kind} {name}: ia dapat mengubah isi buku diam-diam. Hapus setelah diperiksa."


# ---- PostgreSQL -----------------------------------------------------------------------------------

_TABLES = """
SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
WHERE schemaname = ANY (current_schemas(false)) ORDER BY 1
"""
_TRIGGERS = """
SELECT tgname, tgrelid::regclass::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = ANY (
    SELECT oid FROM pg_namespace WHERE nspname = ANY (current_schemas(false)))
"""
_UNCHECKED = """
SELECT conname, conrelid::regclass::text FROM pg_constraint
WHERE NOT convalidated AND connamespace = ANY (
    SELECT oid FROM pg_namespace WHERE nspname = ANY (current_schemas(false)))
"""
_INVALID = """
SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE NOT (indisvalid AND indisready) AND relnamespace = ANY (
    SELECT oid FROM pg_namespace WHERE nspname = ANY (current_schemas(false)))
"""
# Foreign keys of one column, which are all that Django makes.
_KEYS = """
SELECT format('SELECT count(*) FROM %s c LEFT JOIN %s p ON p.%I = c.%I WHERE c.%I IS NOT NULL AND p.%I IS NULL',
              conrelid::regclass, confrelid::regclass, theirs.attname, ours.attname, ours.attname, theirs.attname),
       conrelid::regclass::text, confrelid::regclass::text
FROM pg_constraint
JOIN pg_attribute ours ON ours.attrelid = conrelid AND ours.attnum = conkey[1]
JOIN pg_attribute theirs ON theirs.attrelid = confrelid AND theirs.attnum = confkey[1]
WHERE contype = 'f' AND cardinality(conkey) = 1 AND connamespace = ANY (
    SELECT oid FROM pg_namespace WHERE nspname = ANY (current_schemas(false)))
"""


def _postgresql(thorough: bool) -> Iterator[str]:
    for (table,) in _rows(_TABLES):
        try:
            # As text, so that values kept aside from their row (TOAST) are fetched and unpacked too.
            _rows(f"SELECT sum(length(t::text)) FROM {table} t")  # noqa: S608 - the name is the catalogue's
        except DatabaseError as error:
            yield f"Tabel {table} tidak dapat dibaca: {first_line(error)}."
    for name, table in _rows(_TRIGGERS)[:_SHOWN]:
        yield f"Takar tidak membuat trigger {name} pada tabel {table}: ia dapat mengubah isi buku diam-diam."
    for name, table in _rows(_UNCHECKED)[:_SHOWN]:
        yield f"Aturan {name} tabel {table} belum diperiksa terhadap isinya."
    for (name,) in _rows(_INVALID)[:_SHOWN]:
        yield f"Indeks {name} tidak sah; buat lagi dengan REINDEX."
    for statement, table, parent in _rows(_KEYS):
        if orphans := _rows(statement)[0][0]:
            yield f"{orphans} baris tabel {table} menunjuk baris {parent} yang tidak ada."
    if thorough:
        yield from _amcheck()


def _amcheck() -> Iterator[str]:
    """PostgreSQL's own examiner of tables and indexes, where it and its extension are installed."""
    if shutil.which("pg_amcheck") is None or not _rows(
        "SELECT 1 FROM pg_extension WHERE extname = 'amcheck'"
    ):
        return
    name = str(connection.settings_dict["NAME"])
    done = subprocess.run(  # noqa: S603 - the words are ours
        ["pg_amcheck", f"--database={name}", "--no-password"],  # noqa: S607 - from the operator's path
        env=environment_of(name),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and "permission denied" not in done.stderr:
        for line in (done.stdout + done.stderr).strip().splitlines()[:_SHOWN]:
            yield f"pg_amcheck: {line.strip()}."
