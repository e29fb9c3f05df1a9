"""The way of a checkpoint on the command line: signed, taken along, witnessed, held against the books."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from takar.kernel import log_keys
from takar.kernel.period import Period
from takar.ledger.chain import Link
from takar.ledger.models import ChainHead, ReferenceChange, StoredCheckpoint
from takar.measurement.models import PeriodClosing
from takar.measurement.numbers import closing
from tests.config.commands import takar
from tests.factories import Cast, letter_of
from tests.ledger.rewriting import Hashes, cut_the_tail, rewrite_the_chain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(DATA=tmp_path / "office"):
        yield tmp_path


def head_of(cast: Cast, file: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The checkpoint of now, in a file as a person would keep it; its name."""
    answer = takar(capsys, "audit", "head", "--office", cast.office.code)
    assert answer.status == 0, answer.err
    file.write_text(answer.out, encoding="utf-8")
    return str(file)


def forget(cast: Cast) -> None:
    """Whoever rewrites the books by SQL removes what lies beside them too."""
    StoredCheckpoint.objects.filter(office=cast.office).delete()


def rewrite_everything(cast: Cast) -> None:
    """The chain, its head, the derived rows and the closings, all recomputed with the program's own code."""
    acts = {
        str(act.pk): act
        for act in PeriodClosing.objects.filter(office=cast.office).prefetch_related("values")
    }

    def retell(link: Link, hashes: Hashes) -> None:
        if isinstance(link, ReferenceChange):
            for key, columns in (link.content.get("measurement.PeriodClosing") or {}).items():
                act = acts[key]
                act.ledger_hash = hashes[act.ledger_seq]
                act.hash = closing.digest(act, list(act.values.all()))
                columns |= {"ledger_hash": act.ledger_hash, "hash": act.hash}

    rewrite_the_chain(cast.office, retold=retell)
    for act in acts.values():
        PeriodClosing.objects.filter(pk=act.pk).update(ledger_hash=act.ledger_hash, hash=act.hash)


@pytest.mark.usefixtures("imported_decree")
def test_books_rewritten_with_their_closings_are_found(
    cast: Cast, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        letter_of(cast)
    closing.close_period(period=Period.of_quarter(2026, 1), actor=cast.camat.actor)
    first = head_of(cast, folder / "juli.txt", capsys)
    letter_of(cast)
    second = head_of(cast, folder / "agustus.txt", capsys)
    sound = takar(capsys, "audit", "verify", "--against", first, second)
    assert sound.status == 0
    assert f"{first}: buku sekarang adalah kelanjutannya." in sound.out
    assert f"{second}: buku sekarang adalah kelanjutannya." in sound.out

    rewrite_everything(cast)
    forget(cast)
    assert takar(capsys, "audit", "verify", "--office", cast.office.code).status == 0
    found = takar(capsys, "audit", "verify", "--against", first, second)
    assert found.status == 1
    assert f"{first}: buku sekarang bukan kelanjutan" in found.out
    assert f"{second}: buku sekarang bukan kelanjutan" in found.out
    document = takar(capsys, "audit", "verify", "--json", "--against", first).document
    [office] = [row for row in document["offices"] if row["office"] == cast.office.code]
    assert ["bukan kelanjutan" in line for line in office["findings"]] == [True]


def test_books_set_back_are_found(cast: Cast, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter_of(cast)
    before = ChainHead.objects.get(pk=cast.office.pk)
    letter_of(cast)
    file = head_of(cast, folder / "kemarin.txt", capsys)
    forget(cast)
    cut_the_tail(cast.office, before.seq)
    found = takar(capsys, "audit", "verify", "--against", file, "--office", cast.office.code)
    assert found.status == 1
    assert "lebih pendek" in found.out


def test_files_that_prove_nothing_are_said(
    cast: Cast, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_of(cast)
    file = head_of(cast, folder / "a.txt", capsys)
    text = Path(file).read_text(encoding="utf-8")
    other = str(folder / "b.txt")
    Path(other).write_text(text.replace(f"/{cast.office.code}/", "/35.07.99/"), encoding="utf-8")
    assert takar(capsys, "audit", "verify", "--against", other).status == 2
    Path(other).write_text("bukan titik periksa", encoding="utf-8")
    refused = takar(capsys, "audit", "verify", "--against", other)
    assert (refused.status, refused.err.strip()) == (
        2,
        f"Berkas {other} bukan titik periksa (checkpoint) yang lengkap.",
    )
    Path(other).write_bytes(b"\xff\xfe\x00")
    assert "bukan teks" in takar(capsys, "audit", "verify", "--against", other).err
    assert takar(capsys, "audit", "verify", "--against", str(folder / "tiada.txt")).status == 2
    lines = text.split("\n")
    Path(other).write_text("\n".join([lines[0], str(int(lines[1]) - 1), *lines[2:]]), encoding="utf-8")
    forged = takar(capsys, "audit", "verify", "--against", other)
    assert forged.status == 1
    assert "tidak ada tanda tangan sah" in forged.out
    assert "ditulis ulang" not in forged.out
    assert takar(capsys, "audit", "verify", "--against", file, "--key", "bukan kunci").status == 2


def test_an_inspector_with_the_public_key_needs_no_key_file(
    cast: Cast, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_of(cast)
    document = takar(capsys, "audit", "head", "--office", cast.office.code, "--json").document
    assert set(document) == {"origin", "size", "root", "key", "checkpoint"}
    file = folder / "kepala.txt"
    file.write_text(json.dumps(document), encoding="utf-8")
    assert takar(capsys, "audit", "verify", "--against", str(file)).status == 0
    file.write_text(document["checkpoint"], encoding="utf-8")
    forget(cast)
    (folder / "office" / log_keys.FILE).unlink()
    without = takar(capsys, "audit", "verify", "--against", str(file))
    assert "sebut kunci publiknya dengan --key" in without.out
    assert takar(capsys, "audit", "verify", "--against", str(file), "--key", document["key"]).status == 0


def test_a_witness_on_another_machine(cast: Cast, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything by files: what travels is a request there and a line back."""
    there = override_settings(DATA=folder / "regency")
    code = cast.office.code
    letter_of(cast)
    key = takar(capsys, "audit", "key", "list", "--office", code).out.split("  ")[0]
    with there:
        name = takar(capsys, "witness", "init", "malangkab.go.id/saksi").out.strip()
        assert takar(capsys, "witness", "add-log", key).status == 0

    def round_trip(*since: str) -> str:
        asked = takar(capsys, "audit", "request", "--office", code, *since)
        assert asked.status == 0, asked.err
        (folder / "request.txt").write_text(asked.out, encoding="utf-8")
        with there:
            signed = takar(capsys, "witness", "sign", str(folder / "request.txt"))
        (folder / "signed.txt").write_text(signed.out, encoding="utf-8")
        return signed.err

    assert round_trip() == ""
    unknown = takar(capsys, "audit", "cosign", "--office", code, str(folder / "signed.txt"))
    assert unknown.status == 2
    assert "--witness" in unknown.err
    kept = takar(capsys, "audit", "cosign", "--office", code, str(folder / "signed.txt"), "--witness", name)
    assert "malangkab.go.id/saksi" in kept.out
    assert StoredCheckpoint.objects.get(office=cast.office).note.count("\u2014 ") == 2

    letter_of(cast)
    head_of(cast, folder / "sekarang.txt", capsys)
    assert round_trip() == ""
    assert takar(capsys, "audit", "cosign", "--office", code, str(folder / "signed.txt")).status == 0
    assert takar(capsys, "audit", "verify").status == 0
    letter_of(cast)
    assert "terakhir melihat" in round_trip("--since", "0")
    assert round_trip("--since", str(folder / "sekarang.txt")) == ""
    with there:
        logs = takar(capsys, "witness", "show", "--json").document["logs"]
    assert [log["size"] for log in logs] == [ChainHead.objects.get(pk=cast.office.pk).seq]

    # Rewritten books: the office's own copies are gone, and the witness still refuses.
    rewrite_everything(cast)
    forget(cast)
    letter_of(cast)
    assert "bukan kelanjutan" in round_trip("--since", str(logs[0]["size"]))


def test_a_new_key_is_shown_beside_the_old_one(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    letter_of(cast)
    before = takar(capsys, "audit", "head", "--office", cast.office.code, "--json").document["key"]
    assert takar(capsys, "audit", "key", "rotate").status == 0
    document = takar(capsys, "audit", "key", "list", "--office", cast.office.code, "--json").document
    assert [row["key"] for row in document["keys"]][1:] == [before]
    assert [bool(row["retired"]) for row in document["keys"]] == [False, True]
    assert takar(capsys, "audit", "head", "--office", cast.office.code).out.count("\u2014 ") == 2
    assert "OK       Kunci titik periksa" in takar(capsys, "doctor", "--quick").out


def test_the_doctor_misses_a_lost_key(cast: Cast, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter_of(cast)
    takar(capsys, "audit", "head", "--office", cast.office.code)
    (folder / "office" / log_keys.FILE).unlink()
    said = takar(capsys, "doctor", "--quick").out
    assert "PERIKSA  Kunci titik periksa: hilang. Kembalikan log-signing.keys dari cadangan." in said
