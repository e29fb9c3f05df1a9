"""The database's part of an exchange: SQLite's file moves with the others, PostgreSQL's is renamed.

Where the role may not make databases on its PostgreSQL server, the old content is dumped into the kept
folder and replaced inside one transaction; either way it can be taken back.
"""

from __future__ import annotations

from pathlib import Path

from takar.config.safekeeping import postgresql


def put_new(places: dict[str, str]) -> None:
    """Bring the new database into its place, unless that was done."""
    if "dump" in places:
        postgresql.load(Path(places["dump"]), places["live"], replace=True)
    elif postgresql.exists(places["new"]):
        postgresql.swap(new=places["new"], live=places["live"], kept=places["kept"])


def put_old(places: dict[str, str]) -> None:
    """Bring the old database back, and drop the new one."""
    if "dump" in places:
        postgresql.load(Path(places["old"]), places["live"], replace=True)
        return
    if postgresql.exists(places["kept"]):
        postgresql.swap(new=places["kept"], live=places["live"], kept=places["new"])
    drop_new(places)


def drop_new(places: dict[str, str]) -> None:
    """Drop the database that was made to look at the backup, where there is one."""
    if "new" in places:
        postgresql.drop(places["new"])


def discard_old(places: dict[str, str]) -> None:
    """Drop the database that was replaced; a dump of it goes with the kept folder."""
    if "dump" not in places:
        postgresql.drop(places["kept"])
