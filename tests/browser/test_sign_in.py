"""Signing in with a browser's own keys, and what the sign-in page does beyond a form."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from takar.organisation.models import Position
from tests.browser.conftest import PHONE, Complaints, Visit, path_of
from tests.factories import PASSWORD, Cast

FACTORS = "/akun/langkah-kedua/"


def plug_in_key(page: Page) -> None:
    """A device that keeps keys and recognises its owner, simulated by the browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def enter(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label("Sandi", exact=True).fill(password)
    page.get_by_role("button", name="Masuk", exact=True).click()


def leave(page: Page) -> None:
    page.goto("/keluar/")
    page.locator("#isi").get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading", name="Masuk", level=1)).to_be_visible()


def test_a_passkey_is_made_and_opens_the_door_alone(cast: Cast, visit: Visit) -> None:
    page = visit(None, "/")
    plug_in_key(page)
    enter(page, "umum")
    expect(page.get_by_role("heading", name="Hari ini", level=1)).to_be_visible()
    page.goto(FACTORS)
    page.get_by_role("link", name="Tambah kunci masuk").click()
    page.get_by_label("Nama kunci").fill("Telepon kantor")
    page.get_by_role("button", name="Tambah kunci").click()
    # The first factor brings recovery codes, shown once.
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="Sudah saya simpan").click()
    expect(page.get_by_role("link", name="Telepon kantor")).to_be_visible()

    leave(page)
    page.get_by_role("button", name="Masuk dengan kunci masuk").click()
    expect(page.get_by_role("heading", name="Hari ini", level=1)).to_be_visible()
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    assert key.last_used_at is not None


def test_a_passkey_is_the_second_step_after_the_password(cast: Cast, visit: Visit) -> None:
    Position.objects.filter(pk=cast.camat.position.pk).update(second_factor=True)
    page = visit(None, "/", **PHONE)
    plug_in_key(page)
    enter(page, "camat")
    expect(page.get_by_text("Jabatan Anda mewajibkan langkah kedua")).to_be_visible()
    page.get_by_role("link", name="Tambah kunci masuk").click()
    page.get_by_label("Dapat dipakai masuk tanpa kata sandi").uncheck()
    page.get_by_role("button", name="Tambah kunci").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto("/")
    expect(page.get_by_role("heading", name="Hari ini", level=1)).to_be_visible()

    leave(page)
    enter(page, "camat")
    expect(page.get_by_role("heading", name="Langkah kedua", level=1)).to_be_visible()
    page.get_by_role("button", name="Pakai kunci masuk").click()
    expect(page.get_by_role("heading", name="Hari ini", level=1)).to_be_visible()


def test_a_key_that_nobody_knows_opens_nothing(cast: Cast, visit: Visit) -> None:
    page = visit(None, "/masuk/")
    plug_in_key(page)
    page.get_by_role("button", name="Masuk dengan kunci masuk").click()
    expect(page.get_by_text("Kunci masuk tidak terbaca atau dibatalkan")).to_be_visible()
    assert path_of(page).startswith("/masuk/")


def test_a_password_can_be_shown_pasted_and_hidden_again(cast: Cast, visit: Visit) -> None:
    page = visit(None, "/masuk/")
    field = page.get_by_label("Sandi", exact=True)
    name = page.get_by_label("Nama pengguna")
    name.fill("rahasia yang panjang")
    name.press("Control+a")
    name.press("Control+c")
    field.press("Control+v")
    expect(field).to_have_value("rahasia yang panjang")
    page.get_by_role("button", name="Tampilkan").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Sembunyikan").click()
    expect(field).to_have_attribute("type", "password")


def test_the_wait_is_counted_down(cast: Cast, visit: Visit, complaints: Complaints) -> None:
    complaints.expected.append("429")
    page = visit(None, "/masuk/")
    for _ in range(6):
        enter(page, "umum", "salah")
        expect(page.locator(".form-errors")).to_be_visible()
        if page.locator("[data-countdown]").count():
            break
    expect(page.locator("[data-countdown]")).to_have_text("Silakan coba lagi.", timeout=20_000)
    enter(page, "umum")
    expect(page.get_by_role("heading", name="Hari ini", level=1)).to_be_visible()
