"""What travels between Takar and the browser."""

from __future__ import annotations

import gzip
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.conftest import SignedIn, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')


def squeezed(client: Client, address: str) -> bytes:
    answer = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert answer.headers["Content-Length"] == str(len(answer.content))
    return bytes(answer.content)


def test_a_page_travels_in_a_fraction_of_its_size(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.cast.camat)
    for name in ("today", "indicators", "office"):
        address = reverse(f"web:{name}", args=[world.year])
        plain, small = client.get(address).content, squeezed(client, address)
        assert len(small) < len(plain) / 4
        assert gzip.decompress(small).rstrip().endswith(b"</html>")


def test_its_length_gives_no_secret_away(world: World, signed_in: SignedIn) -> None:
    """The token is masked anew in each answer, and random bytes blur the length (BREACH)."""
    client = signed_in(world.cast.camat)
    address = reverse("web:today", args=[world.year])
    answers = [squeezed(client, address) for _ in range(8)]
    tokens = [TOKEN.search(gzip.decompress(answer)) for answer in answers]
    assert len({token.group(1) for token in tokens if token}) == len(answers)
    assert len({len(answer) for answer in answers}) > 1


def test_files_that_are_compressed_already_are_left_alone(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.cast.camat)
    for address in (
        reverse("web:entries-print", args=[world.year, "surat-masuk"]),
        reverse("web:entries-export", args=[world.year, "surat-masuk", "xlsx"]),
        reverse("web:evidence", args=[world.evidence.pk]),
    ):
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers, address
        b"".join(answer)  # a file is closed at its end


def test_nobody_on_the_way_may_keep_a_page(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.cast.camat)
    for address in (
        reverse("web:today", args=[world.year]),
        reverse("web:waiting"),
        reverse("web:entries-export", args=[world.year, "surat-masuk", "csv"]),
        reverse("web:evidence", args=[world.evidence.pk]),
    ):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "private, no-cache", address
        b"".join(answer)  # a file is closed at its end
    assert "no-store" in Client().get("/masuk/").headers["Cache-Control"]


def test_a_browser_that_understands_no_compression_gets_plain_text(world: World, signed_in: SignedIn) -> None:
    answer = signed_in(world.cast.camat).get(reverse("web:today", args=[world.year]))
    assert "Content-Encoding" not in answer.headers
    assert answer.content.startswith(b"<!")
