"""Backup and restore, each step as a person takes it, on folders of their own."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.test import override_settings

from takar.config.watching import proven_backup_age
from tests.config.commands import TAKAR, environment_for, live, takar_apart


def titles(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "takar.sqlite3")) as database:
        return [title for (title,) in database.execute("SELECT title FROM ledger_entry ORDER BY id")]


def evidence(data: Path) -> dict[str, bytes]:
    top = data / "files"
    return {str(path.relative_to(top)): path.read_bytes() for path in top.rglob("*") if path.is_file()}


def break_a_page(data: Path, table: str = "ledger_entry") -> None:
    """Overwrite one leaf page of a table, as a dying disk does."""
    path = data / "takar.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        (size,) = database.execute("PRAGMA page_size").fetchone()
        (root,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(os.urandom(size))


def test_what_was_saved_comes_back_on_another_machine(lived_in: Path, saved: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    assert saved.stat().st_mode & 0o077 == 0
    assert takar_apart(lived_in, "backup", str(saved)).status == 2, "an older backup must not be lost"

    answer = takar_apart(there, "restore", str(saved))
    assert answer.status == 0, answer.err
    assert evidence(there) == evidence(lived_in) != {}
    assert (there / "secret.key").read_text() == (lived_in / "secret.key").read_text()
    assert titles(there) == titles(lived_in)
    assert not list(there.glob("replaced-*")), "there was nothing to keep"
    assert takar_apart(there, "audit", "verify").status == 0


def test_a_folder_in_use_is_replaced_when_told_so_and_the_old_is_kept(saved: Path, data: Path) -> None:
    before = titles(data)
    live(data, "1")
    (data / "files/2").mkdir()
    (data / "files/2/later.pdf").write_bytes(b"%PDF later")
    assert takar_apart(data, "restore", str(saved)).status == 2
    assert len(titles(data)) == len(before) + 1

    answer = takar_apart(data, "restore", str(saved), "--yes")
    assert answer.status == 0, answer.err
    assert titles(data) == before
    assert not (data / "files/2").exists()
    (kept,) = data.glob("replaced-*")
    assert str(kept) in answer.out
    assert len(titles(kept)) == len(before) + 1
    assert (kept / "files/2/later.pdf").is_file()
    assert not list(data.glob(".restore-*"))

    assert takar_apart(data, "restore", str(saved), "--yes", "--discard").status == 0
    assert list(data.glob("replaced-*")) == [kept]


def test_nobody_stays_signed_in_through_a_restore(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / "takar.sqlite3")) as database, database:
        database.execute("INSERT INTO django_session VALUES ('abc', 'x', '2099-01-01')")
    assert takar_apart(data, "backup", str(tmp_path / "a.zip")).status == 0
    assert takar_apart(data, "restore", str(tmp_path / "a.zip"), "--yes").status == 0
    with closing(sqlite3.connect(data / "takar.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM django_session").fetchone() == (0,)


@pytest.mark.parametrize("verify", [(), ("--verify",)], ids=["plain", "verified"])
def test_a_damaged_database_does_not_become_a_backup(
    data: Path, saved: Path, tmp_path: Path, verify: tuple[str, ...]
) -> None:
    break_a_page(data)
    target = tmp_path / "new.zip"
    answer = takar_apart(data, "backup", str(target), *verify)
    assert answer.status in {1, 2}
    assert "rusak" in answer.err or "tidak dapat dibaca" in answer.err
    assert "Traceback" not in answer.err
    assert list(tmp_path.glob("*.zip*")) == []

    rescued = takar_apart(data, "backup", str(target), "--even-damaged", *verify)
    assert rescued.status == 1
    assert [path.name for path in tmp_path.glob("*.zip*")] == ["new-rusak.zip"]
    assert not (data / "proven-backup.json").exists()

    # What was rescued is not put over sound data by mistake, and replaces them when told so.
    there = tmp_path / "there"
    assert takar_apart(there, "restore", str(saved)).status == 0
    refused = takar_apart(there, "restore", str(tmp_path / "new-rusak.zip"), "--yes")
    assert refused.status == 1
    assert takar_apart(there, "audit", "verify").status == 0


def test_a_changed_letter_or_a_lost_file_does_not_become_a_backup(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / "takar.sqlite3")) as database, database:
        database.execute("UPDATE ledger_entry SET title = 'Diam-diam diganti' WHERE id = 1")
    answer = takar_apart(data, "backup", str(tmp_path / "a.zip"))
    assert answer.status == 1
    assert "riwayatnya" in answer.err
    with closing(sqlite3.connect(data / "takar.sqlite3")) as database, database:
        database.execute("PRAGMA foreign_keys=OFF")
        database.execute("UPDATE ledger_entry SET office_id = 999 WHERE id = 1")
    answer = takar_apart(data, "backup", str(tmp_path / "a.zip"), "--verify")
    assert answer.status == 1
    assert "menunjuk baris" in answer.err
    assert list(tmp_path.glob("*.zip*")) == []


def test_the_proof_is_remembered_and_the_doctor_tells_when_it_is_old(data: Path, tmp_path: Path) -> None:
    assert "belum pernah" in takar_apart(data, "doctor", "--quick").out
    assert takar_apart(data, "backup", str(tmp_path / "a.zip")).status == 0
    assert "belum pernah" in takar_apart(data, "doctor", "--quick").out, "made is not proven"
    assert takar_apart(data, "backup", str(tmp_path / "a.zip"), "--verify-only").status == 0
    assert "OK       Cadangan teruji" in takar_apart(data, "doctor", "--quick").out
    with override_settings(DATA=data):
        assert proven_backup_age() is not None  # what /metrik tells

    state = json.loads((data / "proven-backup.json").read_text())
    (data / "proven-backup.json").write_text(json.dumps({**state, "made_at": "2026-01-05T01:00:00+07:00"}))
    answer = takar_apart(data, "doctor", "--quick", "--json")
    (found,) = [check for check in answer.document["checks"] if check["subject"] == "Cadangan teruji"]
    assert "5 Jan 2026" in found["state"]
    assert found["remedy"]
    patient = takar_apart(data, "doctor", "--quick", TAKAR_BACKUP_DAYS="90000")
    assert "OK       Cadangan teruji" in patient.out


def test_a_backup_of_a_rewritten_history_is_no_proof(lived_in: Path, data: Path, tmp_path: Path) -> None:
    """Whoever rewrites a chain whole leaves it sound in itself; an older backup shows it."""
    live(data, "1")
    assert takar_apart(data, "backup", str(tmp_path / "theirs.zip")).status == 0
    other = tmp_path / "other"
    other.mkdir()
    assert takar_apart(other, "restore", str(tmp_path / "theirs.zip")).status == 0
    answer = takar_apart(lived_in, "backup", str(tmp_path / "theirs.zip"), "--verify-only")
    assert answer.status == 1
    assert "bukan awal dari rantai" in answer.err


def test_older_backups_go_only_after_a_new_one_was_proven(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [folder / f"takar-2025010{day}-010000.zip" for day in range(1, 5)]
    for path in (*old, folder / "catatan.txt", folder / "takar-lain.zip"):
        path.write_text("x")
    break_a_page(data)
    assert takar_apart(data, "backup", str(folder), "--keep", "2").status in {1, 2}
    assert all(path.exists() for path in old), "no proof, no deletion"


def test_a_rule_of_two_leaves_the_new_one_and_the_newest_old_one(lived_in: Path, tmp_path: Path) -> None:
    old = [tmp_path / f"takar-2025010{day}-010000.zip" for day in range(1, 5)]
    others = [tmp_path / "catatan.txt", tmp_path / "takar-lain.zip"]
    for path in (*old, *others):
        path.write_text("x")
    answer = takar_apart(lived_in, "backup", str(tmp_path), "--keep", "2")
    assert answer.status == 0, answer.err
    new = {path for path in tmp_path.glob("takar-20[2-9]*.zip") if path.stat().st_size > 1}
    assert len(new) == 1
    assert {path for path in tmp_path.iterdir() if path.suffix} == {*new, old[-1], *others}


def test_a_reader_who_has_seen_enough_does_not_break_the_backup(lived_in: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    process = subprocess.Popen(
        [*TAKAR, "backup", str(target)],
        env=environment_for(lived_in),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    _, said = process.communicate()
    said = [line for line in said.splitlines() if b"takar.security" not in line]
    assert (process.returncode, said) == (0, [])
    assert target.is_file()


# ---- PostgreSQL -----------------------------------------------------------------------------------


@pytest.fixture
def two_databases() -> Iterator[tuple[str, str]]:
    """Two empty databases on the test server."""
    server = os.environ["TAKAR_TEST_POSTGRESQL"]
    names = [f"takar_backup_{uuid.uuid4().hex[:12]}" for _ in range(2)]
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")
        first, second = (f"{server.rsplit('/', 1)[0]}/{name}" for name in names)
        yield first, second
        for name in left_over(connection, names):
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def left_over(connection: psycopg.Connection[tuple[str]], names: list[str]) -> list[str]:
    rows = connection.execute("SELECT datname FROM pg_database").fetchall()
    return [found for (found,) in rows if found.startswith(tuple(names))]


@pytest.mark.postgresql
def test_a_postgresql_database_comes_back_too(tmp_path: Path, two_databases: tuple[str, str]) -> None:
    first, second = two_databases
    here, there, saved = tmp_path / "here", tmp_path / "there", tmp_path / "takar.zip"
    live(here, database=first)
    answer = takar_apart(here, "backup", str(saved), "--verify", database=first)
    assert answer.status == 0, answer.err
    answer = takar_apart(there, "restore", str(saved), database=second)
    assert answer.status == 0, answer.err
    assert evidence(there) == evidence(here) != {}
    assert takar_apart(there, "audit", "verify", database=second).status == 0
    assert takar_apart(there, "restore", str(saved), database=second).status == 2
    # Somebody is connected, from whatever machine: nothing is replaced under their hands.
    with psycopg.connect(second):
        beside = takar_apart(there, "restore", str(saved), "--yes", database=second)
        assert (beside.status, beside.out) == (2, "")
        assert "masih dipakai" in beside.err
    replaced = takar_apart(there, "restore", str(saved), "--yes", database=second)
    assert replaced.status == 0, replaced.err
    assert "_replaced_" in replaced.out
    # A backup of one kind of database is refused by the other before anything is touched.
    assert takar_apart(tmp_path / "third", "restore", str(saved)).status == 2
    # Nothing made only to look at a copy stays behind; what was replaced does.
    with psycopg.connect(first) as connection:
        spares = left_over(connection, [first.rsplit("/", 1)[1], second.rsplit("/", 1)[1]])
    assert [name for name in spares if "_check_" in name or "_new_" in name] == []
    assert sum("_replaced_" in name for name in spares) == 1


@pytest.mark.postgresql
def test_a_damaged_postgresql_database_does_not_become_a_backup(
    tmp_path: Path, two_databases: tuple[str, str]
) -> None:
    first, _ = two_databases
    here = tmp_path / "here"
    live(here, database=first)
    with psycopg.connect(first, autocommit=True) as connection:
        # As a superuser may: foreign keys do not look while the triggers sleep.
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE ledger_evidence SET entry_id = 99999 WHERE id = 1")
    for words in ((), ("--verify",)):
        answer = takar_apart(here, "backup", str(tmp_path / "a.zip"), *words, database=first)
        assert answer.status in {1, 2}, words
        assert answer.err
        assert "Traceback" not in answer.err
    assert list(tmp_path.glob("*.zip*")) == []
    assert "menunjuk baris" in takar_apart(here, "doctor", "--quick", database=first).out


@pytest.mark.postgresql
def test_a_role_without_the_right_to_make_databases_restores_all_the_same(
    tmp_path: Path, two_databases: tuple[str, str]
) -> None:
    first, second = two_databases
    here, there, saved = tmp_path / "here", tmp_path / "there", tmp_path / "takar.zip"
    live(here, database=first)
    assert takar_apart(here, "backup", str(saved), database=first).status == 0
    name = second.rsplit("/", 1)[1]
    with psycopg.connect(first, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name}_role LOGIN PASSWORD 'kata'")
        connection.execute(f"ALTER DATABASE {name} OWNER TO {name}_role")
    try:
        address = second.replace("//postgres@", f"//{name}_role:kata@")
        answer = takar_apart(there, "restore", str(saved), database=address)
        assert answer.status == 0, answer.err
        again = takar_apart(there, "restore", str(saved), "--yes", database=address)
        assert again.status == 0, again.err
        (kept,) = there.glob("replaced-*")
        assert (kept / "database.pgdump").stat().st_size > 1000
        assert takar_apart(there, "audit", "verify", database=address).status == 0
        unproven = takar_apart(there, "backup", str(tmp_path / "b.zip"), "--verify", database=address)
        assert unproven.status == 2
        assert "CREATEDB" in unproven.err
    finally:
        with psycopg.connect(first, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
            connection.execute(f"DROP ROLE {name}_role")


def test_numbers_are_told_without_a_settings_module_in_the_environment(data: Path) -> None:
    for words in (("measure",), ("entries", "--indicator", "1")):
        answer = takar_apart(data, *words, "--office", "35.07.29", "--year", "2026")
        assert "settings" not in answer.err, words
        assert answer.status in {0, 2}
        assert "Pengaturan tidak dapat dipakai" not in answer.err
