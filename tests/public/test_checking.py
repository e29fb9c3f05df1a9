"""Whoever holds a paper checks its numbers without an account, and learns nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from takar.kernel import clock, log_keys, merkle, witness
from takar.kernel import passports as files
from takar.kernel.notes import Checkpoint, VerifierKey, public_of
from takar.kernel.period import Period
from takar.ledger.services import cancel_entry
from takar.measurement.models import Passport
from takar.measurement.numbers import passports
from takar.measurement.numbers.closing import close_period, restate
from takar.public import limits
from tests.factories import Cast, letter_of
from tests.web.screen import Screen, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

QUARTER = Period.of_quarter(2026, 2)
NO = 39


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    cache.clear()
    with override_settings(DATA=tmp_path):
        yield tmp_path


@pytest.fixture
def paper(cast: Cast, imported_decree: Any) -> Passport:
    """A closed quarter whose numbers were printed."""
    letter_of(cast, occurred_on=date(2026, 5, 4), letter_date=None, area_id="kepegawaian")
    close_period(period=QUARTER, actor=cast.camat.actor)
    return Passport.objects.get()


def page(path: str) -> Screen:
    return Screen(Client().get(path))


def test_a_code_typed_or_scanned_leads_to_the_numbers(cast: Cast, paper: Passport) -> None:
    asked = Client().get("/cek/", {"kode": f" {str(paper).lower()} "})
    assert (asked.status_code, asked["Location"]) == (302, f"/cek/{paper.code}/")
    screen = page(f"/cek/{paper.code}/")
    assert screen.status == 200
    assert screen.title == "Kinerja Triwulan II 2026"
    assert "Angka pada kertas ini adalah angka resmi." in screen.text
    [line] = [
        text for text in map(words, screen.soup.select(".checked-numbers li")) if text.startswith(f"{NO}. ")
    ]
    assert "1 " in line
    assert "Resmi" in line
    assert "disegel 15 Jul 2026; buku sama." in line
    assert cast.office.name in words(screen.soup.header)


def test_what_was_restated_says_so(cast: Cast, paper: Passport) -> None:
    letter = letter_of(cast, occurred_on=date(2026, 5, 5), letter_date=None, area_id="kepegawaian")
    act = restate(period=QUARTER, actor=cast.camat.actor, reason="Satu surat terlewat")
    screen = page(f"/cek/{paper.code}/")
    assert "bukan lagi angka resmi hari ini" in screen.text
    assert "Disajikan kembali 15 Jul 2026: angka resmi kini 2." in screen.text
    assert "Satu surat terlewat" not in screen.text
    cancel_entry(entry=letter, actor=cast.clerk.actor, reason="Dua kali")
    new = passports.of_act(act)
    assert new is not None
    assert "Buku sesudah itu berubah menjadi 1." in page(f"/cek/{new.code}/").text


def test_nobody_is_named_and_nothing_is_set(cast: Cast, paper: Passport) -> None:
    response = Client().get(f"/cek/{paper.code}/")
    text = response.content.decode()
    for member in (cast.camat, cast.secretary, cast.clerk):
        assert member.person.name not in text
    assert response.cookies == {}
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    scripts = Screen(response).soup.find_all("script")
    assert [re.sub(r"\?.*", "", str(one["src"])) for one in scripts] == ["/static/takar/theme.js"]


@pytest.mark.parametrize("code", ["AAAA-AAAA-AAA", "x", "%00", "a" * 300, "ä", "AAAAAAAAAAA"])
def test_an_unknown_code_is_answered_politely(paper: Passport, code: str) -> None:
    for path in (f"/cek/{code}/", f"/cek/{code}/paspor.json"):
        screen = page(path)
        assert screen.status in ({404, 400} if code == "%00" else {404})
        if screen.status == 404:
            assert "Kode ini tidak dikenal" in screen.text


def test_a_code_with_a_slip_is_said_before_it_is_looked_up(paper: Passport) -> None:
    slipped = paper.code[:-1] + ("A" if paper.code[-1] != "A" else "B")
    screen = Screen(Client().get("/cek/", {"kode": slipped}))
    assert screen.status == 404
    assert "salah ketik" in screen.alert
    assert page("/cek/").status == 200


def test_the_file_proves_itself(cast: Cast, paper: Passport) -> None:
    response = Client().get(f"/cek/{paper.code}/paspor.json")
    assert response["Content-Disposition"] == f'attachment; filename="paspor-{paper.code}.json"'
    keys = log_keys.keys_to_sign()
    proven = files.read(response.content.decode(), keys.known_as(keys.origin(cast.office.code)))
    assert proven.content == paper.content


def test_who_asks_too_often_waits(paper: Passport) -> None:
    client = Client()
    path = f"/cek/{paper.code}/paspor.json"
    answers = [client.get(path).status_code for _ in range(limits.MOST + 1)]
    assert answers == [200] * limits.MOST + [429]
    refused = client.get(path)
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert "Tunggu satu menit" in refused.content.decode()
    assert client.get(path, REMOTE_ADDR="192.0.2.7").status_code == 200
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        assert client.get(path).status_code == 200


def test_only_reading_is_answered(paper: Passport) -> None:
    for path in ("/cek/", f"/cek/{paper.code}/", f"/cek/{paper.code}/paspor.json"):
        assert Client().post(path).status_code == 405
    assert Client().get("/saksi/add-checkpoint").status_code == 405


# ---- the witness over HTTP --------------------------------------------------------------------------

SECRET = b"1" * 32
ORIGIN = "takar/35.07.29/1f3a9c2e"


def request(old: int, new: int) -> bytes:
    leaves = [merkle.leaf_hash(str(number).encode()) for number in range(new)]
    tree = merkle.CompactRange()
    for leaf in leaves:
        tree.append(leaf)
    proof = [files.encoded(step) for step in merkle.consistency_proof(old, leaves, new)]
    point = Checkpoint(ORIGIN, new, tree.root()).signed(ORIGIN, SECRET)
    return "\n".join([f"old {old}", *proof, "", str(point)]).encode()


def post(body: bytes) -> Any:
    return Client(enforce_csrf_checks=True).post("/saksi/add-checkpoint", body, content_type="text/plain")


def test_a_witness_answers_as_the_protocol_says() -> None:
    assert post(request(0, 3)).status_code == 404
    witness.init("malangkab.go.id/saksi")
    assert post(request(0, 3)).status_code == 404, "a log it does not follow"
    witness.add_log(VerifierKey(ORIGIN, public_of(SECRET)))
    signed = post(request(0, 3))
    assert signed.status_code == 200
    assert signed.content.decode().startswith("\u2014 malangkab.go.id/saksi ")
    assert signed.content.endswith(b"\n")
    behind = post(request(0, 5))
    assert (behind.status_code, behind["Content-Type"], behind.content) == (409, "text/x.tlog.size", b"3\n")
    assert post(request(3, 5)).status_code == 200
    assert (
        post(
            request(5, 9).replace(b"\n\n", b"\n" + files.encoded(bytes(32)).encode() + b"\n\n", 1)
        ).status_code
        == 422
    )
    assert post(b"\xff").status_code == 400
    assert post(b"x" * 3_000_000).status_code == 400
    witness.path().write_text("{")
    assert post(request(5, 9)).status_code == 503
