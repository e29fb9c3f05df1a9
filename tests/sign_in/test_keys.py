"""Whatever a browser claims about a key, the answer is a page and nobody is let in by it."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from tests.factories import Cast
from tests.sign_in.conftest import Knock
from tests.web.screen import see

pytestmark = pytest.mark.django_db


def coded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def answer(**changes: Any) -> dict[str, Any]:
    """Formally a key's answer, made up throughout."""
    client = json.dumps(
        {"type": "webauthn.get", "challenge": coded(b"x" * 32), "origin": "http://testserver"}
    )
    values: dict[str, Any] = {
        "type": "public-key",
        "id": coded(b"k" * 16),
        "rawId": coded(b"k" * 16),
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": coded(client.encode()),
            "authenticatorData": coded(b"\x00" * 32 + b"\x05" + b"\x00" * 4),
            "signature": coded(b"s" * 70),
            "userHandle": coded(b"1"),
        },
    }
    values["response"] |= changes.pop("response", {})
    return values | changes


GARBAGE = [
    None, 0, False, 1.5, "x", [], {}, [1, 2], {"response": None}, {"response": []}, {"id": 1, "response": {}},
    answer(), answer(rawId="!!!"), answer(rawId=7), answer(type="x"), answer(clientExtensionResults=None),
    *(answer(response={name: value})
      for name in ("clientDataJSON", "authenticatorData", "signature", "userHandle")
      for value in (None, 7, "", "!!!", coded(b"\xff\xfe"), coded(b"[]"), coded(b"9" * 30), [])),
]  # fmt: skip


def test_no_made_up_answer_signs_anybody_in(cast: Cast, client: Client) -> None:
    for made_up in GARBAGE:
        client.get("/masuk/kunci/", headers={"accept": "application/json"})
        response = client.post("/masuk/kunci/", {"credential": json.dumps(made_up)})
        assert (response.status_code, response["Location"]) == (302, "/masuk/"), made_up
    assert client.get("/2026/")["Location"].startswith("/masuk/")


def test_no_made_up_answer_is_a_second_step(cast: Cast, client: Client, knock: Knock) -> None:
    TOTP.activate(cast.clerk.user, generate_totp_secret())
    knock(client, "umum")
    for made_up in GARBAGE:
        client.get("/masuk/langkah-kedua/")
        response = client.post("/masuk/langkah-kedua/", {"credential": json.dumps(made_up)})
        assert response.status_code == 200, made_up
    assert client.get("/2026/")["Location"].startswith("/masuk/")


def test_no_made_up_answer_becomes_a_key(cast: Cast, client: Client, knock: Knock) -> None:
    knock(client, "umum")
    for made_up in GARBAGE:
        client.get("/akun/langkah-kedua/kunci/tambah/")
        response = client.post(
            "/akun/langkah-kedua/kunci/tambah/", {"name": "Kunci", "credential": json.dumps(made_up)}
        )
        assert response.status_code == 200, made_up
    assert "Tambah kunci masuk" in see(client, "/akun/langkah-kedua/").links
