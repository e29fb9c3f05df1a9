"""Backups that only the holder of a private key reads."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pyrage
import pytest

from takar.config.safekeeping import encryption
from takar.kernel.errors import BadInput
from tests.config.commands import takar_apart


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A public key, and the file of the private one as `age-keygen` writes it."""
    identity = pyrage.x25519.Identity.generate()
    path = tmp_path_factory.mktemp("keys") / "kunci.txt"
    path.write_text(f"# created: 2026-11-27\n# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public()), path


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "plain"
    path.write_bytes(bytes(range(256)) * 1000)
    return path


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 200_000])
def test_what_was_encrypted_comes_back(tmp_path: Path, keys: tuple[str, Path], size: int) -> None:
    plain, hidden, again = tmp_path / "a", tmp_path / "a.age", tmp_path / "b"
    plain.write_bytes(b"x" * size)
    encryption.encrypt(plain, hidden, encryption.recipients_of([keys[0]]))
    assert encryption.is_encrypted(hidden)
    assert not encryption.is_encrypted(plain)
    assert hidden.stat().st_mode & 0o077 == 0
    encryption.decrypt(hidden, again, encryption.identities_of(keys[1]))
    assert again.read_bytes() == plain.read_bytes()


@pytest.mark.parametrize("damage", ["cut", "flipped", "longer", "header"])
def test_an_altered_file_is_refused(tmp_path: Path, plain: Path, keys: tuple[str, Path], damage: str) -> None:
    hidden = tmp_path / "a.age"
    encryption.encrypt(plain, hidden, encryption.recipients_of([keys[0]]))
    content = bytearray(hidden.read_bytes())
    if damage == "cut":
        del content[-70_000:]
    elif damage == "flipped":
        content[-100] ^= 1
    elif damage == "longer":
        content += b"more"
    else:
        content[30] ^= 1
    hidden.write_bytes(content)
    with pytest.raises(BadInput):
        encryption.decrypt(hidden, tmp_path / "b", encryption.identities_of(keys[1]))


def test_keys_that_are_none_are_sentences(tmp_path: Path, plain: Path, keys: tuple[str, Path]) -> None:
    for word in ("age1salah", "x", str(pyrage.x25519.Identity.generate())):
        with pytest.raises(BadInput) as refused:
            encryption.recipients_of([word])
        assert "AGE-SECRET-KEY" not in str(refused.value), "a secret is not repeated"
    for content in ("", "bukan kunci", "AGE-SECRET-KEY-1"):
        (tmp_path / "k").write_text(content)
        with pytest.raises(BadInput):
            encryption.identities_of(tmp_path / "k")
    with pytest.raises(BadInput):
        encryption.identities_of(tmp_path / "tidak-ada")
    encryption.encrypt(plain, tmp_path / "a.age", encryption.recipients_of([keys[0]]))
    with pytest.raises(BadInput, match="kunci itu"):
        encryption.decrypt(tmp_path / "a.age", tmp_path / "b", [pyrage.x25519.Identity.generate()])


@pytest.mark.skipif(shutil.which("age") is None, reason="the age command is not installed")
def test_the_age_command_opens_ours_and_we_open_its(
    tmp_path: Path, plain: Path, keys: tuple[str, Path]
) -> None:
    public, private = keys
    encryption.encrypt(plain, tmp_path / "ours.age", encryption.recipients_of([public]))
    shown = subprocess.run(
        ["age", "--decrypt", "--identity", str(private), str(tmp_path / "ours.age")],
        capture_output=True,
        check=True,
    )
    assert shown.stdout == plain.read_bytes()
    for options in ([], ["--armor"]):
        theirs = tmp_path / "theirs.age"
        subprocess.run(["age", *options, "-r", public, "-o", str(theirs), str(plain)], check=True)
        assert encryption.is_encrypted(theirs)
        encryption.decrypt(theirs, tmp_path / "again", encryption.identities_of(private))
        assert (tmp_path / "again").read_bytes() == plain.read_bytes()


def test_a_server_that_knows_only_the_public_key_cannot_read_its_backups(
    lived_in: Path, tmp_path: Path, keys: tuple[str, Path]
) -> None:
    public, private = keys
    made = takar_apart(lived_in, "backup", str(tmp_path), "--verify", TAKAR_BACKUP_RECIPIENTS=public)
    assert made.status == 0, made.err
    assert "sebelum disandikan" in made.out
    (hidden,) = tmp_path.glob("takar-*.zip.age")
    assert b"ledger_entry" not in hidden.read_bytes()
    there = tmp_path / "there"
    closed = takar_apart(there, "restore", str(hidden))
    assert (closed.status, len(closed.err.splitlines())) == (2, 1)
    assert "--identity" in closed.err
    opened = takar_apart(there, "restore", str(hidden), "--identity", str(private))
    assert opened.status == 0, opened.err
    assert takar_apart(there, "audit", "verify").status == 0
    proven = takar_apart(lived_in, "backup", str(hidden), "--verify-only", "--identity", str(private))
    assert proven.status == 0, proven.err
