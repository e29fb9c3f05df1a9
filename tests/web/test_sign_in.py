"""Signing in and out, and what every page says to the browser about its safety."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, Cast
from tests.web.conftest import SignedIn, World
from tests.web.screen import Screen, see, send, words
from tests.web.test_every_page import PAGES

pytestmark = pytest.mark.django_db

SIGN_IN = "/masuk/"


def try_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post(SIGN_IN, {"login": name, "password": password, **more})


# ---- in -----------------------------------------------------------------------------------------


def test_the_door_speaks_indonesian_and_offers_nothing_else(client: Client) -> None:
    page = see(client, SIGN_IN)
    assert page.title == "Masuk"
    assert page.soup.html["lang"] == "id"
    labels = [words(label).casefold() for label in page.soup.select("label")]
    assert labels == ["nama pengguna", "sandi", "ingat saya"]
    for english in ("Sign", "Password", "Username", "Remember", "Forgot", "Email"):
        assert english not in page.text
    assert page.links == {"Lupa kata sandi?": "/masuk/lupa/"}
    assert page.soup.find("nav") is None


def test_with_the_right_password_one_stands_on_todays_page(cast: Cast, client: Client) -> None:
    response = try_in(client, "umum")
    assert (response.status_code, response["Location"]) == (302, "/")
    page = Screen(client.get("/", follow=True))
    assert page.title == "Hari ini"
    assert "Rina Astuti" in page.html


def test_a_wrong_password_is_told_without_saying_which_part_was_wrong(cast: Cast, client: Client) -> None:
    found = []
    for name, password in (("umum", "salah"), ("tidakada", PASSWORD)):
        page = Screen(try_in(client, name, password))
        assert page.status in {200, 422}
        assert page.value("login") == name
        assert page.value("password") == ""
        found.append(page.alert)
    assert found[0] == found[1]
    assert "kata sandi" in found[0].casefold()
    assert client.get("/2026/").status_code == 302


def test_many_wrong_passwords_close_the_door_for_a_while(cast: Cast, client: Client) -> None:
    for _ in range(5):
        try_in(client, "umum", "salah")
    page = Screen(try_in(client, "umum"))
    assert "terlalu banyak" in page.alert.casefold()
    assert client.get("/2026/").status_code == 302


def test_somebody_elses_mistakes_do_not_lock_one_out(cast: Cast, client: Client) -> None:
    for _ in range(5):
        try_in(client, "umum", "salah")
    other = Client(REMOTE_ADDR="10.0.0.7")
    assert try_in(other, "camat").status_code == 302


def test_closed_accounts_stay_out(cast: Cast, client: Client) -> None:
    cast.clerk.user.is_active = False
    cast.clerk.user.save()
    try_in(client, "umum")
    assert client.get("/2026/").status_code == 302


def test_after_signing_in_one_goes_where_one_wanted_to_go(cast: Cast, client: Client) -> None:
    wanted = "/2026/buku/surat-masuk/?q=rapat&bulan=3"
    response = client.get(wanted)
    assert response["Location"].startswith(f"{SIGN_IN}?next=/2026/buku/surat-masuk/")
    page = see(client, response["Location"])
    answer = client.post(SIGN_IN, page.form() | {"login": "umum", "password": PASSWORD})
    assert answer["Location"] == wanted


@pytest.mark.parametrize(
    "elsewhere",
    ["https://jahat.example/", "//jahat.example", "javascript:alert(1)", "https:jahat.example", r"/\jahat"],
)
def test_nobody_is_sent_to_another_site(cast: Cast, client: Client, elsewhere: str) -> None:
    response = try_in(client, "umum", next=elsewhere)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_who_belongs_to_no_office_is_told_so(cast: Cast, client: Client) -> None:
    try_in(client, "orangluar")
    page = Screen(client.get("/", follow=True))
    assert (page.status, page.title) == (403, "Belum ada kantor")
    assert client.get(reverse("account_change_password")).status_code == 200


# ---- out and other doors ------------------------------------------------------------------------


def test_signing_out_asks_once_and_ends_the_session(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    assert "Keluar dari Takar" in see(client, "/keluar/").title
    assert client.get("/2026/").status_code == 200
    response = client.post("/keluar/")
    assert (response.status_code, response["Location"]) == (302, SIGN_IN)
    assert client.get("/2026/").status_code == 302


def test_nobody_makes_an_account_for_themselves(cast: Cast, signed_in: SignedIn) -> None:
    closed = ("/akun/daftar/", "/akun/sandi/lupa/", "/akun/surel/", "/akun/sandi/baru/", "/accounts/signup/")
    for address in closed:
        assert signed_in(cast.planner).get(address).status_code == 404, address
        answer = signed_in(None).post(address, {"username": "baru", "password1": "x", "password2": "x"})
        assert answer["Location"].startswith(SIGN_IN), address


def test_health_is_asked_without_signing_in(client: Client) -> None:
    assert client.get("/sehat").content == b"ok"


def test_ones_password_is_changed_by_oneself(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    address = reverse("account_change_password")
    new = "buku agenda surat masuk"
    faults = {
        "oldpassword": {"oldpassword": "salah", "password1": new, "password2": new},
        "password1": {"oldpassword": PASSWORD, "password1": "pendek", "password2": "pendek"},
        "password2": {"oldpassword": PASSWORD, "password1": new, "password2": new + "x"},
    }
    for name, typed in faults.items():
        page = Screen(send(client, address, **typed))
        assert list(page.faults) == [name]
        assert page.control("password1").get("value", "") == ""
    assert send(client, address, oldpassword=PASSWORD, password1=new, password2=new).status_code == 302
    assert client.get("/2026/").status_code == 200
    assert try_in(Client(), "umum", PASSWORD).status_code == 200
    assert try_in(Client(), "umum", new).status_code == 302


# ---- what every answer says to the browser ------------------------------------------------------


def policy(response: HttpResponse) -> dict[str, str]:
    parts = (
        part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if part.strip()
    )
    return {part[0]: part[1] if len(part) > 1 else "" for part in parts}


def complaints(response: HttpResponse) -> list[str]:
    """What is missing in the headers, or would need a weaker policy."""
    found = []
    wanted = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
              "Cross-Origin-Opener-Policy": "same-origin"}  # fmt: skip
    found += [name for name, value in wanted.items() if response.get(name) != value]
    rules = policy(response)
    if rules.get("default-src") != "'none'" or rules.get("script-src") != "'self'":
        found.append("policy")
    if any("unsafe" in rule or "*" in rule or "http" in rule for rule in rules.values()):
        found.append("weak policy")
    if response["Content-Type"].startswith("text/html"):
        soup = BeautifulSoup(response.content, "lxml")
        found += [f"inline script {tag}" for tag in soup.select("script:not([src])")]
        found += [f"inline style {tag.name}" for tag in soup.select("style, [style]")]
        found += [
            f"handler {name}" for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")
        ]
        found += [f"script address {a['href']}" for a in soup.select('[href^="javascript:" i]')]
        found += [
            f"foreign address {tag.get('src') or tag.get('href')}"
            for tag in soup.select("script[src], link[href], img[src]")
            if not str(tag.get("src") or tag.get("href")).startswith("/")
        ]
    return found


def test_every_page_is_kept_from_running_what_others_wrote(world: World, signed_in: SignedIn) -> None:
    wrong = []
    for name in ("planner", "camat"):
        client = signed_in(getattr(world.cast, name))
        for page in PAGES:
            if page.route in {"evidence", "evidence-preview"}:
                continue  # a sandbox of their own: test_evidence.py
            response = client.get(page.address(world))
            wrong += [f"{page.route} as {name}: {fault}" for fault in complaints(response)]
    for address in (SIGN_IN, "/2026/tidak-ada/", "/sehat", "/keluar/"):
        wrong += [f"{address}: {fault}" for fault in complaints(signed_in(None).get(address))]
    assert wrong == []


def test_forms_of_other_sites_are_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.clerk.user)
    page = Screen(client.post("/2026/buku/surat-masuk/catat/", {"title": "Dari situs lain"}))
    assert page.status == 403
    assert page.title == "Formulir ini sudah kedaluwarsa"


def test_the_session_cookie_is_not_readable_by_scripts(cast: Cast, client: Client) -> None:
    response = try_in(client, "umum")
    cookie = response.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("sebelas1234", "12"),
        ("password1234", "umum"),
        ("x" * 129, "128"),
    ],
    ids=["eleven letters", "a common one", "more than 128"],
)
def test_a_new_password_has_twelve_to_128_letters_and_is_no_common_one(
    cast: Cast, signed_in: SignedIn, password: str, says: str
) -> None:
    client = signed_in(cast.clerk)
    values = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    answer = client.post("/akun/sandi/", values)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    cast.clerk.user.refresh_from_db()
    assert cast.clerk.user.check_password(PASSWORD)
