"""Backup and restore, each step as a person takes it, on folders of their own."""

from __future__ import annotations

import os
import sqlite3
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.config.commands import takar_apart

OPEN = (
    "office", "add", "--code", "35.07.13", "--name", "Kecamatan Kepanjen", "--regency", "Kabupaten Malang",
    "--person", "Sari Dewanti", "--username", "sari",
)  # fmt: skip


def fill(data: Path, database: str = "") -> None:
    """An office, and a file that stands for its evidence."""
    assert takar_apart(data, "migrate", database=database).status == 0
    assert takar_apart(data, *OPEN, database=database).status == 0
    scan = data / "files" / "1" / "ab" / "scan.pdf"
    scan.parent.mkdir(parents=True)
    scan.write_bytes(b"%PDF-1.7 a scan")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in use."""
    folder = tmp_path_factory.mktemp("here")
    fill(folder)
    return folder


@pytest.fixture(scope="module")
def saved(here: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its backup."""
    target = tmp_path_factory.mktemp("saved") / "takar.zip"
    answer = takar_apart(here, "backup", str(target))
    assert answer.status == 0, answer.err
    return target


def test_what_was_saved_comes_back_on_another_machine(here: Path, saved: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    assert saved.stat().st_mode & 0o077 == 0
    assert takar_apart(here, "backup", str(saved)).status == 2, "an older backup must not be lost"

    answer = takar_apart(there, "restore", str(saved))
    assert answer.status == 0, answer.err
    assert (there / "files/1/ab/scan.pdf").read_bytes() == b"%PDF-1.7 a scan"
    assert (there / "secret.key").read_text() == (here / "secret.key").read_text()
    assert (there / "personal-data.keys").read_bytes() == (here / "personal-data.keys").read_bytes()
    assert (there / "personal-data.keys").stat().st_mode & 0o077 == 0
    assert offices(there) == ["Kecamatan Kepanjen"]

    # A folder in use is only replaced when told so, and then wholly.
    with sqlite3.connect(there / "takar.sqlite3") as database:
        database.execute("UPDATE organisation_office SET name = 'Kecamatan lain'")
    database.close()
    (there / "files/2").mkdir()
    (there / "files/2/later.pdf").write_bytes(b"%PDF later")
    assert takar_apart(there, "restore", str(saved)).status == 2
    assert offices(there) == ["Kecamatan lain"]
    assert takar_apart(there, "restore", str(saved), "--yes").status == 0
    assert offices(there) == ["Kecamatan Kepanjen"]
    assert not (there / "files/2").exists()
    assert not list(there.glob(".restore-*"))


def offices(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "takar.sqlite3")) as database:
        return [name for (name,) in database.execute("SELECT name FROM organisation_office")]


def test_a_damaged_or_foreign_file_changes_nothing(here: Path, saved: Path, tmp_path: Path) -> None:
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
