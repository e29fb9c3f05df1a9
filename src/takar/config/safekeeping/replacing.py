"""The database's part of an exchange: SQLite's file moves with the others, PostgreSQL's is renamed.

Where the role may not make databases on its PostgreSQL server, the old content is dumped into the kept
folder and replaced inside one transaction; either way it can be taken back.
"""

from __future__ import annotations

from pathlib import Path

from takar.config.safekeeping import postgresql


def put_new(told: dict[str, str]) -> None:
    """Bring the new database into its place, unless that was done."""
    if "dump" in told:
        postgresql.load(Path(told["dump"]), told["live"], replace=True)
    elif postgresql.exists(told["new"]):
        postgresql.swap(new=told["new"], live=told["live"], kept=told["kept"])


def put_old(told: dict[str, str]) -> None:
    """Bring the old database back, and drop the new one."""
    if "dump" in told:
        postgresql.load(Path(told["old"]), told["live"], replace=True)
        return
    if postgresql.exists(told["kept"]):
        postgresql.swap(new=told["kept"], live=told["live"], kept=told["new"])
    drop_new(told)


def drop_new(told: dict[str, str]) -> None:
    """Drop the database that was made to look at the backup, where there is one."""
    if "new" in told:
        postgresql.drop(told["new"])


def discard_old(told: dict[str, str]) -> None:
    """Drop the database that was replaced; a dump of it goes with the kept folder."""
    if "dump" not in told:
        postgresql.drop(told["kept"])
