"""Backup and restore, each step as a person takes it, on folders of their own."""

from __future__ import annotations

import os
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.config.commands import takar_apart

OPEN = (
    "office", "add", "--code", "35.07.13", "--name", "Kecamatan Kepanjen", "--regency", "Kabupaten Malang",
    "--person", "Sari Dewanti", "--username", "sari",
)  # fmt: skip
ADD = ("user", "add", "--office", "35.07.13", "--person", "Joko", "--username", "joko")


def fill(data: Path, database: str = "") -> None:
    """An office, and a file that stands for its evidence."""
    assert takar_apart(data, "migrate", database=database).status == 0
    assert takar_apart(data, *OPEN, database=database).status == 0
    scan = data / "files" / "1" / "ab" / "scan.pdf"
    scan.parent.mkdir(parents=True)
    scan.write_bytes(b"%PDF-1.7 a scan")


def test_what_was_saved_comes_back_on_another_machine(tmp_path: Path) -> None:
    here, there, saved = tmp_path / "here", tmp_path / "there", tmp_path / "takar.zip"
    fill(here)
    answer = takar_apart(here, "backup", str(saved))
    assert answer.status == 0, answer.err
    assert saved.stat().st_mode & 0o077 == 0
    assert takar_apart(here, "backup", str(saved)).status == 2, "an older backup must not be lost"

    answer = takar_apart(there, "restore", str(saved))
    assert answer.status == 0, answer.err
    assert (there / "files/1/ab/scan.pdf").read_bytes() == b"%PDF-1.7 a scan"
    assert (there / "secret.key").read_text() == (here / "secret.key").read_text()
    assert takar_apart(there, "audit", "verify", "--office", "35.07.13").status == 0

    # A folder in use is only replaced when told so, and then wholly.
    assert takar_apart(there, *ADD).status == 0
    (there / "files/2").mkdir()
    (there / "files/2/later.pdf").write_bytes(b"%PDF later")
    assert takar_apart(there, "restore", str(saved)).status == 2
    assert takar_apart(there, "restore", str(saved), "--yes").status == 0
    assert not (there / "files/2").exists()
    assert takar_apart(there, *ADD).status == 0, "the account made after the backup is gone again"
    assert not list(there.glob(".restore-*"))


def test_a_damaged_or_foreign_file_changes_nothing(tmp_path: Path) -> None:
    here, saved = tmp_path / "here", tmp_path / "takar.zip"
    fill(here)
    assert takar_apart(here, "backup", str(saved)).status == 0
    before = (here / "takar.sqlite3").read_bytes()

    foreign = tmp_path / "foreign.zip"
    foreign.write_text("no zip at all")
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"a scan", b"a fake") if name.endswith(".pdf") else content)
    climbing = tmp_path / "climbing.zip"
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(climbing, "w") as new:
        listing = old.read("isi.json").replace(b"files/1/ab/scan.pdf", b"files/../../evil.pdf")
        new.writestr("isi.json", listing)
        new.writestr("files/../../evil.pdf", b"%PDF-1.7 a scan")
        new.writestr("database.sqlite3", old.read("database.sqlite3"))
        new.writestr("secret.key", old.read("secret.key"))
    for bad in (foreign, forged, climbing):
        answer = takar_apart(here, "restore", str(bad), "--yes")
        assert (answer.status, answer.out) == (2, ""), bad.name
        assert len(answer.err.splitlines()) == 1
    assert (here / "takar.sqlite3").read_bytes() == before
    assert not (tmp_path / "evil.pdf").exists()


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
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.postgresql
def test_a_postgresql_database_comes_back_too(tmp_path: Path, two_databases: tuple[str, str]) -> None:
    first, second = two_databases
    here, there, saved = tmp_path / "here", tmp_path / "there", tmp_path / "takar.zip"
    fill(here, first)
    answer = takar_apart(here, "backup", str(saved), database=first)
    assert answer.status == 0, answer.err
    answer = takar_apart(there, "restore", str(saved), database=second)
    assert answer.status == 0, answer.err
    assert (there / "files/1/ab/scan.pdf").is_file()
    assert takar_apart(there, "audit", "verify", "--office", "35.07.13", database=second).status == 0
    assert takar_apart(there, "restore", str(saved), database=second).status == 2
    assert takar_apart(there, "restore", str(saved), "--yes", database=second).status == 0
    # A backup of one kind of database is refused by the other before anything is touched.
    assert takar_apart(tmp_path / "third", "restore", str(saved)).status == 2
