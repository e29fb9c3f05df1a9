"""Codes that people type from paper, and files that strangers made."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takar.kernel import merkle, passports, seal
from takar.kernel.errors import BadInput
from takar.kernel.notes import Checkpoint, VerifierKey, public_of
from takar.kernel.passports import LETTERS, TABLE, Unproven

SECRET = b"1" * 32
ORIGIN = "takar/35.07.29/1f3a9c2e"
KEY = VerifierKey(ORIGIN, public_of(SECRET))
LINK: dict[str, Any] = {
    "previous": "0" * 64, "office": 1, "seq": 3, "reference": "saved", "table": TABLE, "key": "1",
    "content": {TABLE: {"1": {"code": "ABCDEFGHJKM", "content": {"numbers": [{"no": 1, "value": "43"}]}}}},
    "at": "2026-07-15T03:30:00.000000+00:00", "actor": None, "actor_name": "sistem",
}  # fmt: skip


def file(link: dict[str, Any] = LINK, secret: bytes = SECRET) -> str:
    leaves = [merkle.leaf_hash(str(number).encode()) for number in range(7)]
    leaves[2] = merkle.leaf_hash(bytes.fromhex(seal.digest(link)))
    tree = merkle.CompactRange()
    for leaf in leaves:
        tree.append(leaf)
    point = Checkpoint(ORIGIN, 7, tree.root()).signed(ORIGIN, secret)
    key = VerifierKey(ORIGIN, public_of(secret))
    return passports.written(link, merkle.inclusion_proof(2, leaves, 7), point, key)


def changed(**parts: Any) -> str:
    return json.dumps({**json.loads(file()), **parts})


def test_a_code_is_read_however_it_was_written() -> None:
    code = passports.new_code()
    for written in (code, code.lower(), passports.printed(code), f" {passports.printed(code).lower()}\n"):
        assert passports.code_in(written) == code


@given(st.data())
def test_every_slip_of_the_pen_is_noticed(data: st.DataObject) -> None:
    code = passports.new_code()
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from([sign for sign in LETTERS if sign != code[place]]))
    assert passports.code_in(code[:place] + other + code[place + 1 :]) is None
    a, b = sorted(data.draw(st.lists(st.integers(0, len(code) - 1), min_size=2, max_size=2, unique=True)))
    if code[a] != code[b]:
        exchanged = [*code]
        exchanged[a], exchanged[b] = code[b], code[a]
        assert passports.code_in("".join(exchanged)) is None


@pytest.mark.parametrize(
    "text", ["", "ABC", "O" * 11, "A" * 12, "A" * 10, "ÄBCDEFGHJKM", "\0" * 11, "１" * 11]
)
def test_what_is_no_code(text: str) -> None:
    assert passports.code_in(text) is None


def test_a_sealed_passport_is_proven_by_the_key_one_knows() -> None:
    proven = passports.read(file(), [KEY])
    assert (proven.code, proven.place, proven.point.size) == ("ABCDEFGHJKM", 3, 7)
    assert proven.content == {"numbers": [{"no": 1, "value": "43"}]}
    assert passports.origins_in(file()) == [ORIGIN]


def test_a_forger_with_a_key_of_their_own_proves_nothing() -> None:
    with pytest.raises(Unproven, match="tidak ditandatangani"):
        passports.read(file(secret=b"2" * 32), [KEY])
    with pytest.raises(Unproven, match="tidak ditandatangani"):
        passports.read(file(), [])


def another_value() -> dict[str, Any]:
    link: dict[str, Any] = json.loads(json.dumps(LINK))
    link["content"][TABLE]["1"]["content"]["numbers"][0]["value"] = "44"
    return link


@pytest.mark.parametrize(
    "text",
    [
        changed(link=another_value()),
        changed(link={**LINK, "seq": 4}),
        changed(link={**LINK, "seq": 0}),
        changed(link={**LINK, "seq": 10**30}),
        changed(link={**LINK, "at": "2020-01-01"}),
        changed(proof=[]),
        changed(proof=json.loads(file())["proof"][::-1]),
    ],
)
def test_a_changed_passport_is_unproven(text: str) -> None:
    with pytest.raises(Unproven, match="tidak ada di dalam buku"):
        passports.read(text, [KEY])


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[]", "null", "1", "[" * 100_000, changed(format="x"), changed(link=None), changed(link={}),
        changed(proof=["?"]), changed(proof=None), changed(checkpoint=""), changed(link={**LINK, "seq": "3"}),
        changed(link={**LINK, "seq": True}), changed(link={**LINK, "content": {TABLE: {"1": {}, "2": {}}}}),
        changed(link={**LINK, "content": {TABLE: {"1": None}}}), changed(link={**LINK, "at": "\ud800"}),
    ],
)  # fmt: skip
def test_what_is_no_passport_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadInput, match="bukan paspor angka") as refusal:
        passports.read(text, [KEY])
    assert not isinstance(refusal.value, Unproven)
