"""Backups that somebody changed, or a disk did: none of them replaces good data."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.config.commands import environment_for, takar_apart

Members = dict[str, bytes]
DATABASE = "database.sqlite3"


def members(saved: Path) -> Members:
    with zipfile.ZipFile(saved) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def packed(path: Path, content: Members, *, relist: bool = False, **facts: Any) -> Path:
    """A zip of the members; ``relist`` gives the list the hashes that fit, as a forger would."""
    if relist or facts:
        values = {**json.loads(content["isi.json"]), **facts}
        if relist:
            values["sha256"] = {
                name: hashlib.sha256(data).hexdigest() for name, data in content.items() if name != "isi.json"
            }
        content = {**content, "isi.json": json.dumps(values).encode()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in content.items():
            bundle.writestr(name, data)
    return path


def with_database(content: Members, folder: Path, *statements: str) -> Members:
    path = folder / "changed.sqlite3"
    path.write_bytes(content[DATABASE])
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("PRAGMA foreign_keys=OFF")
        for statement in statements:
            database.execute(statement)
    return {**content, DATABASE: path.read_bytes()}


def broken_page(content: Members, folder: Path) -> Members:
    path = folder / "root.sqlite3"
    path.write_bytes(content[DATABASE])
    with closing(sqlite3.connect(path)) as database:
        (root,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ledger_milestone'"
        ).fetchone()
    raw = bytearray(content[DATABASE])
    raw[(root - 1) * 4096 : root * 4096] = os.urandom(4096)
    return {**content, DATABASE: bytes(raw)}


def forgeries(saved: Path, folder: Path) -> dict[str, Path]:
    good = members(saved)
    scan = next(name for name in good if name.endswith(".pdf"))
    raw = saved.read_bytes()
    flipped = bytearray(raw)
    flipped[len(raw) // 2] ^= 0xFF
    made: dict[str, Path] = {}

    def put(name: str, write: Callable[[Path], object]) -> None:
        made[name] = folder / f"{name.replace(' ', '-')}.zip"
        write(made[name])

    def zipped(name: str, content: Members, **options: Any) -> None:
        put(name, lambda path: packed(path, content, **options))

    put("no zip", lambda path: path.write_text("no zip at all"))
    put("empty", lambda path: path.write_bytes(b""))
    put("cut off", lambda path: path.write_bytes(raw[: len(raw) * 2 // 3]))
    put("flipped byte", lambda path: path.write_bytes(flipped))
    zipped("no list", {name: data for name, data in good.items() if name != "isi.json"})
    zipped("list is no JSON", {**good, "isi.json": b"{"})
    zipped("list is an array", {**good, "isi.json": b"[]"})
    zipped("other format", good, format=99)
    zipped("other kind of database", good, database="postgresql")
    zipped("member not in the list", {**good, "files/1/aa/more.pdf": b"%PDF"})
    for label, name in (
        ("climbing", "files/../../evil.pdf"), ("absolute", str(folder / "evil.pdf")),
        ("backslash", "files\\..\\evil.pdf"),
        ("unknown member", "takar.sqlite3-wal"), ("file under a file", f"{scan}/x"),
    ):  # fmt: skip
        zipped(label, {**good, name: b"evil"}, relist=True)
    zipped("bomb", {**good, "files/1/aa/bomb.pdf": b"\0" * 260_000_000}, relist=True)
    zipped("scan changed", {**good, scan: b"%PDF forged"})
    zipped("scan changed with its hash", {**good, scan: b"%PDF forged"}, relist=True)
    zipped("scan left out", {name: data for name, data in good.items() if name != scan}, relist=True)
    zipped("database left out", {name: data for name, data in good.items() if name != DATABASE}, relist=True)
    zipped("database is text", {**good, DATABASE: b"not a database"}, relist=True)
    zipped("database is empty", {**good, DATABASE: b""}, relist=True)
    zipped("broken page", broken_page(good, folder), relist=True)
    for label, statement in (
        ("title changed", "UPDATE ledger_entry SET title = 'x' WHERE id = 1"),
        ("milestone removed", "DELETE FROM ledger_milestone WHERE id = (SELECT max(id) FROM ledger_milestone)"),
        ("milestone changed", "UPDATE ledger_milestone SET note = 'x' WHERE id = 1"),
        ("number taken away", "UPDATE ledger_entry SET number = number + 50 WHERE number = 2"),
        ("row pointing nowhere", "UPDATE ledger_evidence SET entry_id = 99999 WHERE id = 1"),
        ("trigger", "CREATE TRIGGER later AFTER INSERT ON django_session BEGIN DELETE FROM ledger_entry; END"),
        ("view", "CREATE VIEW letters AS SELECT * FROM ledger_entry"),
        ("made by a newer program", "UPDATE django_migrations SET name = '0999_later' WHERE app = 'sessions'"),
    ):  # fmt: skip
        zipped(label, with_database(good, folder, statement), relist=True)
    return made


def test_no_tampered_backup_is_accepted(data: Path, saved: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file()}
    made = forgeries(saved, tmp_path)
    words = json.dumps([["restore", str(path), "--yes"] for path in made.values()])
    done = subprocess.run(
        [sys.executable, "-m", "tests.config.every_command"], env=environment_for(data),
        cwd=Path(__file__).parents[2], input=words, capture_output=True, text=True, check=False, timeout=1500,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    given = dict(zip(made, json.loads(done.stdout), strict=True))
    assert {name: answer["status"] for name, answer in given.items() if answer["status"] not in {1, 2}} == {}
    assert [name for name, answer in given.items() if "Traceback" in answer["err"] or not answer["err"]] == []
    after = {path: path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file()}
    assert after == before
    assert not (tmp_path / "evil.pdf").exists()


def test_a_backup_of_an_older_program_is_brought_up_to_date(saved: Path, tmp_path: Path) -> None:
    """The untouched one is accepted, and so is one whose last migration is still to be done."""
    older = with_database(
        members(saved),
        tmp_path,
        "DELETE FROM django_migrations WHERE app = 'sessions'",
        "DROP TABLE django_session",
    )
    there = tmp_path / "there"
    answer = takar_apart(there, "restore", str(packed(tmp_path / "older.zip", older, relist=True)))
    assert answer.status == 0, answer.err
    assert takar_apart(there, "audit", "verify").status == 0
