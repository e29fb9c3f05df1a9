"""Codes, recovery codes, who must have a second factor, and how a lost one is reset."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from auditlog.models import LogEntry
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from takar.kernel.errors import DomainError, Refused
from takar.organisation.models import Position
from takar.sign_in import vault
from takar.sign_in.second_factor import has_second_factor, reset_second_factor
from tests.config.commands import takar
from tests.factories import Cast, Member
from tests.sign_in.conftest import Knock
from tests.web.screen import Screen, see, send

pytestmark = pytest.mark.django_db

INDEX = "/akun/langkah-kedua/"
APP = f"{INDEX}aplikasi/"
CODES = f"{INDEX}pemulihan/"
STEP_TWO = "/masuk/langkah-kedua/"


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> Still:
    """Codes change with the clock: it stands still unless a test moves it."""
    cache.clear()
    return Still(monkeypatch)


class Still:
    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = time.time()
        patch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: self.now)

    def code(self, secret: str, steps: int = 0) -> str:
        return format_hotp_value(hotp_value(secret, int(self.now) // 30 + steps))


def enter(knock: Knock, name: str) -> Client:
    client = Client()
    assert knock(client, name)["Location"] == "/"
    return client


def install(client: Client, still: Still) -> tuple[str, list[str]]:
    """Set up the app as a person would; its secret and the recovery codes shown."""
    page = see(client, APP)
    secret = page.soup.select_one("code.secret").get_text()  # type: ignore[union-attr]
    answer = client.post(APP, {"code": still.code(secret)})
    assert answer["Location"] == CODES, Screen(answer).alert
    codes = [code.get_text().replace(" ", "") for code in see(client, CODES).soup.select(".codes code")]
    return secret, codes


def second_step(client: Client, code: str) -> Screen:
    answer = client.post(STEP_TWO, {"code": code})
    if answer.status_code == 302:
        assert answer["Location"] == "/"
    return Screen(answer)


def is_in(client: Client) -> bool:
    return client.get("/2026/").status_code == 200


def ask(knock: Knock, name: str) -> Client:
    """The password is right: the second step is asked for, and nothing is open yet."""
    client = Client()
    assert knock(client, name)["Location"] == STEP_TWO
    assert not is_in(client)
    return client


# ---- the app ------------------------------------------------------------------------------------


def test_password_and_code_together_open_the_door(cast: Cast, knock: Knock, still: Still) -> None:
    secret, _ = install(enter(knock, "umum"), still)
    still.now += 60
    client = ask(knock, "umum")
    page = see(client, STEP_TWO)
    assert page.title == "Langkah kedua"
    for english in ("Code", "Sign", "Authenticat", "Recovery"):
        assert english not in page.text
    assert "tidak cocok" in second_step(client, "000000").faults["code"]
    assert not is_in(client)
    assert second_step(client, still.code(secret)).status == 302
    assert is_in(client)


def test_a_code_opens_once(cast: Cast, knock: Knock, still: Still) -> None:
    """Also a step later, while it would still be valid; also the code that set up the app."""
    secret, _ = install(enter(knock, "umum"), still)
    first = still.code(secret)
    still.now += 30
    assert "sudah dipakai" in second_step(ask(knock, "umum"), first).faults["code"]
    # allauth takes all of these for the same code.
    for written in (f"{first[:3]}-{first[3:]}", f"{first[:3]} {first[3:]}", f"{first}."):
        client = ask(knock, "umum")
        assert "code" in second_step(client, written).faults, written
        assert not is_in(client), written
    fresh = still.code(secret)
    assert second_step(ask(knock, "umum"), fresh).status == 302
    still.now += 30
    assert not is_in(again := ask(knock, "umum"))
    assert second_step(again, f"{fresh[:3]} {fresh[3:]}").faults["code"]
    assert not is_in(again)


def test_a_telephone_half_a_minute_wrong_is_no_matter_a_minute_is(
    cast: Cast, knock: Knock, still: Still
) -> None:
    secret, _ = install(enter(knock, "umum"), still)
    still.now += 300
    assert second_step(ask(knock, "umum"), still.code(secret, -2)).status == 200
    assert second_step(ask(knock, "umum"), still.code(secret, -1)).status == 302


def test_codes_cannot_be_guessed(cast: Cast, knock: Knock, still: Still) -> None:
    secret, _ = install(enter(knock, "umum"), still)
    still.now += 300
    client = ask(knock, "umum")
    for n in range(5):
        second_step(client, f"{n:06}")
    page = second_step(client, still.code(secret))
    assert page.status == 200
    assert page.faults["code"]
    assert not is_in(client)


def test_without_the_password_there_is_no_second_step(cast: Cast, knock: Knock, still: Still) -> None:
    secret, _ = install(enter(knock, "umum"), still)
    still.now += 60
    client = Client()
    assert client.post(STEP_TWO, {"code": still.code(secret)})["Location"] == "/masuk/"
    assert not is_in(client)


def test_secrets_do_not_stand_in_the_database(cast: Cast, knock: Knock, still: Still) -> None:
    secret, codes = install(enter(knock, "umum"), still)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not any(code in kept for code in codes)


def test_another_key_of_the_server_is_told_and_opens_nothing(
    cast: Cast, knock: Knock, still: Still, settings: Settings
) -> None:
    secret, _ = install(enter(knock, "umum"), still)
    still.now += 60
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another key of the server, as after a restore without it"
    client = ask(knock, "umum")
    page = second_step(client, still.code(secret))
    assert (page.status, "mengatur ulang" in page.text) == (422, True)
    assert not is_in(client)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert second_step(ask(knock, "umum"), still.code(secret)).status == 302


def test_the_vault_refuses_what_it_did_not_write() -> None:
    with pytest.raises(DomainError):
        vault.decrypt("")
    assert vault.decrypt(vault.encrypt("rahasia")) == "rahasia"


# ---- recovery codes -----------------------------------------------------------------------------


def test_recovery_codes_are_shown_once_and_open_once(cast: Cast, knock: Knock, still: Still) -> None:
    owner = enter(knock, "umum")
    _, codes = install(owner, still)
    assert len(codes) == 10
    again = see(owner, CODES)
    assert not again.soup.select(".codes")
    assert "10 kode yang belum dipakai" in again.text
    assert second_step(ask(knock, "umum"), codes[0]).status == 302
    assert second_step(ask(knock, "umum"), codes[0]).status == 200
    assert second_step(ask(knock, "umum"), codes[1]).status == 302


def test_new_recovery_codes_replace_the_old(cast: Cast, knock: Knock, still: Still) -> None:
    owner = enter(knock, "umum")
    _, old = install(owner, still)
    assert send(owner, f"{CODES}baru/")["Location"] == CODES
    new = [code.get_text().replace(" ", "") for code in see(owner, CODES).soup.select(".codes code")]
    assert not set(new) & set(old)
    assert second_step(ask(knock, "umum"), old[0]).status == 200
    assert second_step(ask(knock, "umum"), new[0]).status == 302


# ---- proving oneself again ----------------------------------------------------------------------


def test_later_in_the_session_the_password_is_asked_before_anything_changes(
    cast: Cast, knock: Knock, still: Still
) -> None:
    owner = enter(knock, "umum")
    session = owner.session
    session["takar.began"] -= 301
    session.save()
    answer = owner.get(APP)
    assert answer["Location"].startswith("/akun/ulang/")
    page = see(owner, answer["Location"])
    assert page.title == "Tulis kata sandi sekali lagi"
    assert Authenticator.objects.count() == 0


def test_taking_the_app_off_makes_the_password_enough_again(cast: Cast, knock: Knock, still: Still) -> None:
    owner = enter(knock, "umum")
    install(owner, still)
    assert send(owner, f"{APP}lepas/")["Location"] == INDEX
    assert Authenticator.objects.count() == 0
    assert is_in(enter(knock, "umum"))


# ---- required by the position -------------------------------------------------------------------


def require_for(member: Member) -> None:
    Position.objects.filter(pk=member.position.pk).update(second_factor=True)


def test_who_must_have_one_is_led_there_before_anything_else(cast: Cast, knock: Knock, still: Still) -> None:
    require_for(cast.camat)
    client = enter(knock, "camat")
    for address in ("/", "/2026/", "/2026/buku/surat-masuk/", "/2026/pengaturan/"):
        assert client.get(address)["Location"] == INDEX, address
    assert client.post("/2026/buku/surat-masuk/catat/", {"title": "x"})["Location"] == INDEX
    # A part of a page gets nothing: a redirect would put the whole page into the bar, without end.
    assert client.get("/menunggu/", headers={"HX-Request": "true"}).status_code == 204
    page = see(client, INDEX)
    assert "mewajibkan langkah kedua" in page.text
    install(client, still)
    assert is_in(client)
    assert is_in(enter(knock, "umum"))


def test_a_session_from_before_the_rule_is_led_there_too(cast: Cast, knock: Knock) -> None:
    client = enter(knock, "camat")
    assert is_in(client)
    require_for(cast.camat)
    assert client.get("/2026/")["Location"] == INDEX


def test_the_rule_ends_with_the_position(cast: Cast, knock: Knock) -> None:
    require_for(cast.camat)
    client = enter(knock, "camat")
    assignment = cast.camat.position.assignments.get()
    assignment.ends_on = assignment.starts_on + timedelta(days=1)
    assignment.save()
    assert client.get("/2026/").status_code != 302


def test_the_rule_is_set_on_the_page_of_positions(cast: Cast, knock: Knock) -> None:
    operator = enter(knock, cast.planner.user.username)
    address = f"/2026/pengaturan/jabatan/{cast.camat.position.pk}/"
    assert send(operator, address, second_factor="on").status_code == 302
    assert Position.objects.get(pk=cast.camat.position.pk).second_factor
    assert re.search("Wajib langkah kedua", see(operator, "/2026/pengaturan/jabatan/").text)


# ---- reset --------------------------------------------------------------------------------------


def test_an_operator_resets_a_lost_factor_and_the_reason_is_kept(
    cast: Cast, knock: Knock, still: Still
) -> None:
    owner = enter(knock, "umum")
    install(owner, still)
    reset_second_factor(user=cast.clerk.user, actor=cast.planner.actor, reason="Telepon hilang")
    assert not has_second_factor(cast.clerk.user)
    assert not is_in(owner)
    assert is_in(enter(knock, "umum"))
    entry = LogEntry.objects.get_for_object(cast.clerk.user).first()
    assert entry is not None
    assert entry.additional_data == {"reason": "Telepon hilang"}
    assert entry.actor_id == cast.planner.user.pk


@pytest.mark.parametrize(
    ("by", "reason", "error"),
    [
        ("section_head", "Telepon hilang", Refused),
        ("neighbour_camat", "Telepon hilang", Refused),
        ("planner", "  ", DomainError),
        ("clerk", "Telepon saya hilang", DomainError),
    ],
)
def test_who_may_not_reset_changes_nothing(
    cast: Cast, knock: Knock, still: Still, by: str, reason: str, error: type[Exception]
) -> None:
    install(enter(knock, "umum"), still)
    with pytest.raises(error):
        reset_second_factor(user=cast.clerk.user, actor=getattr(cast, by).actor, reason=reason)
    assert has_second_factor(cast.clerk.user)


def test_the_command_line_resets_too(
    cast: Cast, knock: Knock, still: Still, capsys: pytest.CaptureFixture[str]
) -> None:
    install(enter(knock, "umum"), still)
    missing = takar(capsys, "user", "reset-second-factor", "umum")
    assert missing.status == 2
    done = takar(capsys, "user", "reset-second-factor", "umum", "--reason", "Telepon hilang")
    assert (done.status, "Langkah kedua" in done.out) == (0, True)
    assert not has_second_factor(cast.clerk.user)
    again = takar(capsys, "user", "reset-second-factor", "umum", "--reason", "Telepon hilang")
    assert (again.status, "tidak mempunyai langkah kedua" in again.err) == (2, True)
    unknown = takar(capsys, "user", "reset-second-factor", "entah", "--reason", "x")
    assert (unknown.status, "tidak ada" in unknown.err) == (2, True)
