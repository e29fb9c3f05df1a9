"""Notes, checkpoints and cosignatures as C2SP writes them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from takar.kernel.errors import BadInput
from takar.kernel.notes import COSIGNATURE, Checkpoint, Signature, VerifierKey, decoded, public_of

SECRET, OTHER = b"1" * 32, b"2" * 32
POINT = Checkpoint("takar/35.07.29/1f3a9c2e", 7, hashlib.sha256(b"root").digest())
KEY = VerifierKey(POINT.origin, public_of(SECRET))
WITNESS = VerifierKey("malangkab.go.id/saksi", public_of(OTHER), COSIGNATURE)


def test_the_published_note_of_go_is_verified() -> None:
    key = VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
    )
    mark = Signature.parse(
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    )
    assert mark.key_id == key.id
    assert key.accepts(mark.data, text)
    assert not key.accepts(mark.data, text + "\n")


def test_a_checkpoint_is_three_lines_and_its_signature() -> None:
    point = POINT.signed(POINT.origin, SECRET)
    lines = str(point).split("\n")
    assert lines[:2] == ["takar/35.07.29/1f3a9c2e", "7"]
    assert decoded(lines[2]) == POINT.root
    assert lines[3] == ""
    assert lines[4].startswith("— takar/35.07.29/1f3a9c2e ")
    assert lines[5:] == [""]
    assert Checkpoint.parse(str(point)) == point
    assert Checkpoint.parse(str(point).replace("\n", "\r\n").rstrip()) == point
    assert point.signature_by([KEY])


def test_whoever_changes_anything_has_no_signature_left() -> None:
    point = POINT.signed(POINT.origin, SECRET)
    for changed in (
        replace(point, size=8),
        replace(point, root=bytes(32)),
        replace(point, origin="takar/35.07.13/1f3a9c2e"),
        replace(point, extra=("more",)),
    ):
        assert changed.signature_by([KEY, VerifierKey(changed.origin, public_of(SECRET))]) is None
    assert point.signature_by([VerifierKey(POINT.origin, public_of(OTHER))]) is None
    assert point.signature_by([]) is None


def test_a_cosignature_tells_its_time() -> None:
    mark = POINT.cosignature(WITNESS.name, OTHER, time=1_679_315_147)
    point = POINT.signed(POINT.origin, SECRET).with_signatures([mark])
    assert point.signature_by([WITNESS]) == mark
    assert Checkpoint.parse(str(point)).signature_by([WITNESS]) == mark
    assert mark.time == 1_679_315_147
    forged = replace(mark, data=(1).to_bytes(8, "big") + mark.data[8:])
    assert point.with_signatures([forged]).signature_by([WITNESS]) is None
    # The same key is another key for plain notes.
    assert point.signature_by([VerifierKey(WITNESS.name, WITNESS.public)]) is None


def test_a_newer_cosignature_takes_the_place_of_the_older() -> None:
    old, new = (POINT.cosignature(WITNESS.name, OTHER, time=time) for time in (1, 2))
    assert POINT.with_signatures([old]).with_signatures([new]).signatures == (new,)


@pytest.mark.parametrize("key", [KEY, WITNESS])
def test_a_key_is_read_back(key: VerifierKey) -> None:
    assert VerifierKey.parse(f" {key}\n") == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "a+b",
        "a+b+c",
        str(KEY).replace("takar", "tukar"),
        str(KEY)[:-4],
        "with space" + str(KEY),
        f"{KEY.name}+{KEY.id.hex()}+AA==",
    ],
)
def test_what_is_no_key_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadInput, match="bukan kunci publik"):
        VerifierKey.parse(text)


GOOD = str(POINT.signed(POINT.origin, SECRET))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "bukan titik periksa",
        GOOD.replace("\n7\n", "\n07\n"),
        GOOD.replace("\n7\n", "\n-7\n"),
        GOOD.replace("\n7\n", "\n٧\n"),
        GOOD.replace("\n7\n", "\n" + "9" * 19 + "\n"),
        GOOD.replace("=\n\n", "\n\n"),
        GOOD.replace("— ", "- "),
        GOOD.replace("\n\n", "\n\n— x AAAA\n"),
        "\n" + GOOD,
        GOOD + "x" * 20_000,
        "<html>",
        "\0" * 100,
    ],
)
def test_what_is_no_checkpoint_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadInput, match="bukan titik periksa"):
        Checkpoint.parse(text)


@pytest.mark.parametrize("sign", ["\ud800", "\x1b[31m", "\x00", "\x7f", "\x85", "\t"])
@pytest.mark.parametrize("place", ["origin", "extra"])
def test_a_sign_that_no_note_holds_makes_it_none(sign: str, place: str) -> None:
    """JSON can hold half a character, and a terminal obeys control characters."""
    origin = f"takar/{sign}/1" if place == "origin" else POINT.origin
    extra = (f"more{sign}",) if place == "extra" else ()
    text = str(replace(POINT, origin=origin, extra=extra)) + "\n"
    with pytest.raises(BadInput, match="bukan titik periksa"):
        Checkpoint.parse(text)
