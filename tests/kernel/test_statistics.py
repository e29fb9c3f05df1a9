"""SQLite learns how many rows its tables have: at the end of connections and commands, and after imports."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from takar.kernel import statistics

JOIN = "SELECT * FROM entry JOIN closing ON entry.id = closing.id WHERE entry.office = 1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """One office with many entries, of which three are cash closings."""
    path = tmp_path / "books.sqlite3"
    with sqlite3.connect(path) as made:
        made.executescript(
            """
            CREATE TABLE entry (id INTEGER PRIMARY KEY, office INTEGER);
            CREATE INDEX entry_office ON entry (office);
            CREATE TABLE closing (id INTEGER PRIMARY KEY, month INTEGER); -- without an index, as some are
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
            INSERT INTO entry SELECT i, 1 FROM n;
            INSERT INTO closing VALUES (7, 1), (8, 2), (9, 3);
            """
        )
    made.close()
    return path


@pytest.fixture
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(path, isolation_level=None, timeout=30)
    yield database
    database.close()


def plan(database: sqlite3.Connection) -> str:
    return database.execute(f"EXPLAIN QUERY PLAN {JOIN}").fetchall()[0][3]  # type: ignore[no-any-return]


def test_without_statistics_the_office_is_taken_for_a_narrow_choice(opened: sqlite3.Connection) -> None:
    assert "entry_office" in plan(opened)


def test_the_next_connection_begins_with_the_three_closings(path: Path, opened: sqlite3.Connection) -> None:
    opened.execute(JOIN).fetchall()
    statistics.optimize(opened)
    with sqlite3.connect(path) as later:
        assert "SCAN closing" in plan(later)
    later.close()


def test_what_is_open_is_known_to_be_rare(opened: sqlite3.Connection) -> None:
    """Three states, nearly all entries in one: the average would make an open one a third of the office."""
    opened.execute("ALTER TABLE entry ADD COLUMN state TEXT DEFAULT 'done'")
    opened.execute("UPDATE entry SET state = 'given' WHERE id < 9")
    opened.execute("UPDATE entry SET state = 'read' WHERE id = 9")
    opened.execute("CREATE INDEX entry_state ON entry (office, state, id)")
    opened.execute("SELECT * FROM entry WHERE office = 1 AND state = 'given'").fetchall()
    statistics.optimize(opened)
    (stat,) = opened.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'entry_state'").fetchone()
    assert stat == "5000 5000 25 1"


def test_it_waits_for_nobody_and_leaves_the_patience_as_it_was(
    path: Path, opened: sqlite3.Connection
) -> None:
    opened.execute(JOIN).fetchall()
    with sqlite3.connect(path, isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        statistics.optimize(opened)
        writer.execute("ROLLBACK")
    writer.close()
    assert opened.execute("PRAGMA busy_timeout").fetchone() == (30_000,)


def test_an_open_transaction_and_a_damaged_file_are_left_alone(path: Path, tmp_path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("INSERT INTO closing VALUES (10, 4)")
    statistics.optimize(database)
    assert database.in_transaction
    database.close()
    (tmp_path / "damaged").write_bytes(b"no database at all" * 100)
    damaged = sqlite3.connect(tmp_path / "damaged")
    statistics.optimize(damaged)
    damaged.close()


def test_a_process_looks_once_a_minute(monkeypatch: pytest.MonkeyPatch, opened: sqlite3.Connection) -> None:
    looks: list[sqlite3.Connection] = []
    monkeypatch.setattr(statistics, "optimize", looks.append)
    monkeypatch.setattr(statistics, "_looked_at", None)
    statistics.look_now_and_then(opened)
    statistics.look_now_and_then(opened)
    assert looks == [opened]


@pytest.mark.django_db
def test_everything_is_learnt_anew_on_both_databases() -> None:
    from takar.ledger.models import Area

    Area.objects.get_or_create(code="x", name="Bidang")
    statistics.refresh()
    counted = (
        "SELECT stat FROM sqlite_stat1 WHERE tbl = 'ledger_area'"
        if connection.vendor == "sqlite"
        else "SELECT reltuples FROM pg_class WHERE relname = 'ledger_area'"
    )
    with connection.cursor() as cursor:
        cursor.execute(counted)
        (known,) = cursor.fetchone()
    assert int(str(known).split()[0].removesuffix(".0")) == Area.objects.count()
