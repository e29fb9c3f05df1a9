"""A witness signs only what continues what it saw."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from takar.kernel import merkle, witness
from takar.kernel.errors import BadInput, DomainError
from takar.kernel.notes import COSIGNATURE, Checkpoint, VerifierKey, encoded, public_of
from takar.kernel.witness import Rejected

SECRET = b"1" * 32
ORIGIN = "takar/35.07.29/1f3a9c2e"
KEY = VerifierKey(ORIGIN, public_of(SECRET))
LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(30)]
FORK = [*LEAVES[:3], merkle.leaf_hash(b"rewritten"), *LEAVES[4:]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(DATA=tmp_path):
        witness.init("malangkab.go.id/saksi")
        witness.add_log(KEY)
        yield tmp_path


def point(size: int, leaves: list[bytes] = LEAVES, *, secret: bytes = SECRET) -> Checkpoint:
    tree = merkle.CompactRange()
    for leaf in leaves[:size]:
        tree.append(leaf)
    return Checkpoint(ORIGIN, size, tree.root()).signed(ORIGIN, secret)


def request(old: int, new: int, leaves: list[bytes] = LEAVES, **more: bytes) -> str:
    proof = merkle.consistency_proof(old, leaves, new)
    return "\n".join([f"old {old}", *map(encoded, proof), "", str(point(new, leaves, **more))])


def status(text: str) -> tuple[int, int | None]:
    with pytest.raises(Rejected) as refusal:
        witness.sign(text)
    return refusal.value.status, refusal.value.size


def test_it_signs_what_continues() -> None:
    for old, new in ((0, 3), (3, 8), (8, 8), (8, 21), (21, 30)):
        mark = witness.sign(request(old, new))
        assert point(new).with_signatures([mark]).signature_by([witness.witness().key]) == mark
    log = witness.witness().logs[ORIGIN]
    assert (log.size, log.root) == (30, point(30).root)
    assert log.signed_at


def test_an_empty_log_may_be_the_first_it_sees() -> None:
    witness.sign(request(0, 0))
    witness.sign(request(0, 5))
    assert witness.witness().logs[ORIGIN].size == 5


def test_it_refuses_forks_and_rollbacks() -> None:
    witness.sign(request(0, 8))
    assert status(request(8, 12, FORK)) == (422, None)
    assert status(request(8, 8, FORK)) == (409, 8)
    assert status(request(0, 8, FORK)) == (409, 8)
    assert status(request(0, 5)) == (409, 8)
    assert status(request(5, 12)) == (409, 8)
    assert status(request(12, 12)) == (409, 8)
    assert status(request(8, 12).replace("old 8", "old 20")) == (400, None)
    # A good proof for another size, and a proof that is cut short.
    assert status(request(5, 12).replace("old 5", "old 8")) == (422, None)
    lines = request(8, 12).split("\n")
    assert status("\n".join([lines[0], *lines[2:]])) == (422, None)
    assert witness.witness().logs[ORIGIN].size == 8
    witness.sign(request(8, 12))


def test_it_knows_logs_and_their_keys() -> None:
    other = Checkpoint("takar/35.07.13/1f3a9c2e", 1, LEAVES[0])
    assert status(f"old 0\n\n{other.signed(other.origin, SECRET)}") == (404, None)
    assert status(request(0, 3, secret=b"2" * 32)) == (403, None)
    witness.add_log(VerifierKey(ORIGIN, public_of(b"2" * 32)))
    witness.sign(request(0, 3, secret=b"2" * 32))
    witness.sign(request(3, 4))
    with pytest.raises(BadInput, match="kunci saksi"):
        witness.add_log(VerifierKey("x", public_of(SECRET), COSIGNATURE))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "old",
        "old 0",
        "old 00\n\n",
        "old -1\n\n",
        "new 0\n\n",
        request(0, 3).replace("old 0\n", "old 0\nkata\n"),
        request(0, 3).replace("old 0\n", "old 0\n" + f"{encoded(LEAVES[0])}\n" * 64),
        "x" * 30_000,
        "\0",
    ],
)
def test_what_is_no_request_is_refused(text: str) -> None:
    assert status(text) == (400, None)


def test_its_file_is_for_its_owner_alone_and_made_once(folder: Path) -> None:
    assert (folder / "witness.json").stat().st_mode & 0o777 == 0o600
    with pytest.raises(DomainError, match="sudah ada saksi"):
        witness.init("lain")
    for name in ("", "dua kata", "a+b", "x" * 201):
        with pytest.raises(BadInput):
            witness.init(name)


def test_a_damaged_or_missing_file_is_said(folder: Path) -> None:
    for damage in ("{", "[]", '{"name": 1}', json.dumps({"name": "x", "secret": "?", "logs": {}})):
        (folder / "witness.json").write_text(damage)
        with pytest.raises(DomainError, match="tidak dapat dibaca"):
            witness.sign(request(0, 3))
    (folder / "witness.json").unlink()
    with pytest.raises(DomainError, match="belum ada saksi"):
        witness.sign(request(0, 3))


def test_two_requests_at_once_never_both_win() -> None:
    """Both continue the state of the beginning; signed one after the other, the second finds another one."""
    witness.sign(request(0, 3))
    answers: list[object] = []

    def ask(text: str) -> None:
        try:
            answers.append(witness.sign(text).name)
        except Rejected as refusal:
            answers.append(refusal.status)

    several = [threading.Thread(target=ask, args=[request(3, new)]) for new in range(4, 12)]
    for thread in several:
        thread.start()
    for thread in several:
        thread.join()
    assert answers.count("malangkab.go.id/saksi") == 1
    assert answers.count(409) == 7
