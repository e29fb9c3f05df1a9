"""What the database knows about its own tables: from this it chooses the way to an answer.

PostgreSQL learns by itself, but only some time after a restore or an import. SQLite never does unless it is
asked: without statistics it takes the one office of an installation for something that narrows a search, and
walks every entry to join the twenty rows of a cash closing.
"""

from __future__ import annotations

import sqlite3
import time

from django.db import connection

ROWS = 100_000
"""Rows of an index that SQLite looks at: enough to see that an office is no narrow choice, and the bound on
how long a writer waits for it."""
EVERY = 60
"""Seconds between two looks of one process. A look without need takes microseconds, one with need writes."""

RARE = {"entry_state": 200}
"""Indexes of which only the rare values are asked, and how rare these are: one row in at least so many.

SQLite knows averages alone: with nearly everything in a few final states it takes "given or read" for a good
part of the office and reads the whole book instead."""

_looked_at: float | None = None


def refresh() -> None:
    """Learn every table anew: after a migration, a restore, the demo."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("ANALYZE")
            return
        tables = connection.introspection.table_names(cursor)
    database = connection.connection
    database.execute(f"PRAGMA analysis_limit = {ROWS}")
    # One by one: each holds the write lock only for itself.
    for table in tables:
        database.execute(f'ANALYZE "{table}"')
    _correct_averages(database)


def after_import() -> None:
    """Many rows came at once. Call after the commit."""
    if connection.vendor == "sqlite":
        after_command()
    else:
        refresh()


def after_command() -> None:
    """A command ends; it may have run for hours on one connection."""
    if connection.vendor == "sqlite" and connection.connection is not None:
        optimize(connection.connection)


def look_now_and_then(database: sqlite3.Connection) -> None:
    """Called at the end of every connection, which is that of every request."""
    global _looked_at
    now = time.monotonic()
    if _looked_at is None or now - _looked_at >= EVERY:
        _looked_at = now
        optimize(database)


def optimize(database: sqlite3.Connection) -> None:
    """Learn what is worth it, in at most some tenths of a second."""
    if database.in_transaction:
        return
    try:
        before = database.execute("PRAGMA busy_timeout").fetchone()[0]
        # Nobody waits for it, and it waits for nobody: another connection will do it.
        database.execute("PRAGMA busy_timeout = 0")
        try:
            database.execute(f"PRAGMA analysis_limit = {ROWS}")
            # What this connection asked and what was never learnt or grew twenty-five-fold since ...
            database.execute("PRAGMA optimize").fetchall()
            # ... and what that forgets: a table without an index counts as a million rows until it is learnt.
            for table in _never_learnt(database):
                database.execute(f'ANALYZE "{table}"')
            _correct_averages(database)
        finally:
            database.execute(f"PRAGMA busy_timeout = {before}")
    except sqlite3.Error:
        pass  # busy, read only, damaged: whoever works with it says so, not this


def _correct_averages(database: sqlite3.Connection) -> None:
    for index, share in RARE.items():
        for (stat,) in database.execute(f"SELECT stat FROM sqlite_stat1 WHERE idx = '{index}'").fetchall():  # noqa: S608
            rows, *averages = map(int, stat.split())
            most = max(1, rows // share)
            right = " ".join(map(str, [rows, averages[0], *(min(average, most) for average in averages[1:])]))
            if right != stat:
                database.execute(f"UPDATE sqlite_stat1 SET stat = '{right}' WHERE idx = '{index}'")  # noqa: S608
                database.execute(
                    "ANALYZE sqlite_master"
                )  # takes the statistics of this connection from the table


def _never_learnt(database: sqlite3.Connection) -> list[str]:
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    learnt = set()
    if "sqlite_stat1" in tables:
        learnt = {name for (name,) in database.execute("SELECT DISTINCT tbl FROM sqlite_stat1")}
    return [
        name
        for name in tables
        if name not in learnt
        and not name.startswith("sqlite_")
        and database.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone()  # noqa: S608
    ]
