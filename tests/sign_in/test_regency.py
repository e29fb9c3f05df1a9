"""The regency's accounts, against a real OpenID Connect provider on this machine."""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.test import Client
from oidc_provider_mock import User as Claims
from oidc_provider_mock import run_server_in_thread
from pytest_django.fixtures import Settings

from takar.organisation.models import Person, User
from tests.factories import Cast
from tests.sign_in.conftest import Knock
from tests.web.screen import Screen, see

# The provider's own library warns about itself; a warning there would be an error of the provider here.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

LEAVE = "/masuk/kabupaten/"
PEOPLE = [
    Claims(sub="1", claims={"preferred_username": "umum", "nip": "19850101 201001 1 001"}),
    Claims(sub="2", claims={"preferred_username": "camat", "email": "umum@example.go.id"}),
    Claims(sub="3", claims={"preferred_username": "tidak-dikenal", "email": "camat@example.go.id"}),
    Claims(sub="4", claims={"email": "umum@example.go.id"}),
    Claims(sub="5", claims={"preferred_username": ["umum", "camat"]}),
    Claims(sub="6", claims={"preferred_username": "UMUM"}),
    Claims(sub="7", claims={"preferred_username": "orangluar"}),
]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with run_server_in_thread(user_claims=PEOPLE, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def switched_on(settings: Settings, provider: str) -> None:
    settings.OIDC_URL = provider
    settings.OIDC_CLIENT_ID, settings.OIDC_SECRET = "takar", "rahasia"
    settings.OIDC_CLAIM, settings.OIDC_MATCH = "preferred_username", "username"


def leave(client: Client, next_url: str = "") -> str:
    """Press the button; where the browser is sent."""
    answer = client.post(LEAVE, {"next": next_url} if next_url else {})
    assert answer.status_code == 302, Screen(answer).text
    return str(answer["Location"])


def consent(address: str, sub: str) -> str:
    """Sign in at the provider as a person would; where it sends the browser back to."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def enter(client: Client, sub: str, next_url: str = "") -> Any:
    return client.get(consent(leave(client, next_url), sub))


def is_in(client: Client) -> bool:
    return client.get("/2026/").status_code == 200


# ---- the way in ---------------------------------------------------------------------------------


def test_a_known_person_comes_in_and_nothing_of_the_answer_is_stored(cast: Cast, client: Client) -> None:
    answer = enter(client, "1", "/2026/buku/surat-masuk/")
    assert answer["Location"] == "/2026/buku/surat-masuk/"
    page = see(client, "/2026/")
    assert "Rina Astuti" in page.html
    assert SocialAccount.objects.count() == 0


def test_the_address_carries_state_nonce_and_pkce(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[dict[str, str]] = []
    plain = requests.Session.request

    def watched(self: requests.Session, method: str, url: str, **more: Any) -> requests.Response:
        sent.append(more.get("data") or {})
        return plain(self, method, url, **more)

    monkeypatch.setattr(requests.Session, "request", watched)
    found = leave(client)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(found).query).items()}
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 16
    assert len(asked["nonce"]) >= 32
    assert asked["redirect_uri"].endswith("/masuk/kabupaten/kembali/")
    assert client.get(consent(found, "1")).status_code == 302
    verifier = next(data["code_verifier"] for data in sent if "code_verifier" in data)
    digest = hashlib.sha256(verifier.encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]


def test_by_nip_where_the_office_chose_it(cast: Cast, client: Client, settings: Settings) -> None:
    settings.OIDC_CLAIM, settings.OIDC_MATCH = "nip", "nip"
    Person.objects.filter(pk=cast.camat.person.pk).update(nip="198501012010011001")
    enter(client, "1")
    assert cast.camat.person.name in see(client, "/2026/").html


def test_the_door_offers_it_only_where_it_is_switched_on(client: Client, settings: Settings) -> None:
    assert "akun kabupaten" in see(client, "/masuk/").text
    settings.OIDC_URL = ""
    assert "akun kabupaten" not in see(client, "/masuk/").text
    assert client.post(LEAVE).status_code == 404
    assert client.get(f"{LEAVE}kembali/?code=x&state=y").status_code == 404
    assert client.get(LEAVE).status_code == 405


# ---- who does not come in -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sub", "why"),
    [("3", "an unknown name"), ("4", "e-mail alone"), ("5", "two names"), ("6", "another writing")],
)
def test_who_matches_no_account_is_told_so_and_gets_none(
    cast: Cast, client: Client, sub: str, why: str
) -> None:
    User.objects.filter(username="camat").update(email="camat@example.go.id")
    before = User.objects.count()
    page = Screen(enter(client, sub))
    assert (page.status, page.title) == (403, "Belum dapat masuk"), why
    assert "belum ada akun Takar yang cocok" in page.text
    assert not is_in(client)
    assert User.objects.count() == before


def test_a_closed_account_stays_closed(cast: Cast, client: Client) -> None:
    User.objects.filter(username="umum").update(is_active=False)
    page = Screen(enter(client, "1"))
    assert (page.status, "dinonaktifkan" in page.text) == (403, True)
    assert not is_in(client)


def test_a_nip_that_no_account_has_is_nobodys(cast: Cast, client: Client, settings: Settings) -> None:
    settings.OIDC_CLAIM, settings.OIDC_MATCH = "nip", "nip"
    page = Screen(enter(client, "1"))
    assert page.status == 403
    assert not is_in(client)


def test_a_second_factor_is_asked_after_the_regencys_sign_in_too(cast: Cast, client: Client) -> None:
    TOTP.activate(cast.clerk.user, generate_totp_secret())
    assert enter(client, "1")["Location"] == "/masuk/langkah-kedua/"
    assert not is_in(client)


# ---- forged answers -----------------------------------------------------------------------------


def test_an_answer_without_its_state_is_refused(cast: Cast, client: Client) -> None:
    back = consent(leave(client), "1")
    page = Screen(Client().get(back))  # another browser: it has no such state
    assert (page.status, page.title) == (401, "Belum dapat masuk")
    forged = back.replace("state=", "state=x")
    assert client.get(forged).status_code == 401
    assert not is_in(client)


def test_a_state_works_once(cast: Cast, client: Client) -> None:
    back = consent(leave(client), "1")
    assert client.get(back).status_code == 302
    client.post("/keluar/")
    assert client.get(back).status_code == 401
    assert not is_in(client)


def test_somebody_elses_code_in_ones_own_state_is_refused_by_the_nonce(cast: Cast, client: Client) -> None:
    """The provider here does not look at PKCE, so only the nonce stands between."""
    stolen = parse_qs(urlsplit(consent(leave(Client()), "2")).query)["code"][0]
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]
    page = Screen(client.get(f"{LEAVE}kembali/?code={stolen}&state={state}"))
    assert page.status == 401
    assert not is_in(client)


@pytest.mark.parametrize("query", ["code=invented", "error=server_error", "error=access_denied", ""])
def test_a_made_up_or_refused_answer_is_a_sentence(cast: Cast, client: Client, query: str) -> None:
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]
    page = Screen(client.get(f"{LEAVE}kembali/?state={state}&{query}"))
    assert (page.status, page.title) == (401, "Belum dapat masuk")
    assert ("dibatalkan" in page.text) == (query == "error=access_denied")


def changed(monkeypatch: pytest.MonkeyPatch, **fields: str) -> None:
    """The provider's own description of itself, with other words in it."""
    plain = OpenIDConnectOAuth2Adapter.openid_config.fget
    assert plain is not None
    monkeypatch.setattr(
        OpenIDConnectOAuth2Adapter, "openid_config", property(lambda self: plain(self) | fields)
    )


def test_another_issuer_is_refused_before_anybody_is_sent_there(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(monkeypatch, issuer="https://jahat.example")
    answer = client.post(LEAVE)
    assert (answer.status_code, Screen(answer).title) == (502, "Belum dapat masuk")


def test_a_token_of_another_issuer_is_refused(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, provider: str
) -> None:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    changed(monkeypatch, token_endpoint=f"{provider.replace('localhost', '127.0.0.1')}/oauth2/token")
    page = Screen(enter(client, "1"))
    assert page.status == 401
    assert not is_in(client)


def test_a_token_signed_by_somebody_else_is_refused(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_server_in_thread() as other:
        changed(monkeypatch, jwks_uri=f"http://localhost:{other.server_port}/jwks")
        page = Screen(enter(client, "1"))
    assert page.status == 401
    assert not is_in(client)


def test_a_profile_of_somebody_else_is_refused(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        OpenIDConnectOAuth2Adapter,
        "_fetch_user_info",
        lambda self, token: {"sub": "2", "preferred_username": "camat"},
    )
    assert enter(client, "1").status_code == 401
    assert not is_in(client)


def test_nobody_connects_a_regency_account_to_the_one_they_sit_at(
    cast: Cast, client: Client, knock: Knock
) -> None:
    """allauth's "connect" would let a found machine be tied to a stranger's account for ever."""
    knock(client, "camat")
    found = client.post(
        f"{LEAVE}?process=connect&scope=phone&auth_params=prompt%3Dnone", {"process": "connect"}
    )
    asked = parse_qs(urlsplit(found["Location"]).query)
    assert "prompt" not in asked
    assert "phone" not in asked["scope"][0]
    client.get(consent(found["Location"], "1"))
    assert SocialAccount.objects.count() == 0
    assert "Rina Astuti" in see(client, "/2026/").html


def test_a_provider_that_is_down_is_a_sentence(cast: Cast, client: Client, settings: Settings) -> None:
    settings.OIDC_URL = "http://127.0.0.1:9"
    answer = client.post(LEAVE)
    assert (answer.status_code, Screen(answer).title) == (502, "Belum dapat masuk")
    assert "kata sandi Takar" in Screen(answer).text


def test_refusals_are_logged_without_the_claims(
    cast: Cast, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="takar.security"):
        enter(client, "3")
        enter(Client(), "1")
    found = [vars(record) for record in caplog.records if record.name == "takar.security"]
    lines = [line for line in found if line["security_event"] != "refused"]  # the page's own line
    assert [(line["security_event"], line.get("reason")) for line in lines] == [
        ("sign_in_failed", "unknown"),
        ("signed_in", None),
    ]
    assert lines[1]["methods"] == "socialaccount"
    assert "tidak-dikenal" not in str(lines)
