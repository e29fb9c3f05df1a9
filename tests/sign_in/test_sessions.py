"""How long one stays signed in, on which browsers, and how that ends."""

from __future__ import annotations

import logging

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from pytest_django.fixtures import Settings

from takar.kernel.errors import Refused
from takar.organisation.actor import actor_for, system_actor
from takar.organisation.models import User
from takar.sign_in.sessions import end_sessions
from takar.web.account.browsers import browser_words
from tests.factories import PASSWORD, Cast
from tests.sign_in.conftest import Knock
from tests.web.screen import Screen, see, send

pytestmark = pytest.mark.django_db

PAGE = "/akun/sesi/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1 Version/18.1 Safari/604.1"


def enter(knock: Knock, name: str, agent: str = CHROME, address: str = "198.51.100.7") -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    assert knock(client, name).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/2026/").status_code == 200


def age(client: Client, **seconds: int) -> None:
    """Turn the session's own clock back."""
    session = client.session
    for name, past in seconds.items():
        session[f"takar.{name}"] -= past
    session.save()


# ---- the page -----------------------------------------------------------------------------------


def test_one_sees_ones_own_sessions_and_no_others(cast: Cast, knock: Knock) -> None:
    desk = enter(knock, "umum")
    enter(knock, "umum", IPHONE, "203.0.113.5")
    enter(knock, "camat")
    page = see(desk, PAGE)
    rows = [item.get_text(" ", strip=True) for item in page.soup.select(".session-list li")]
    assert len(rows) == 2
    assert "Chrome di Windows sesi ini" in rows[0]
    assert "Safari di iPhone" in rows[1]
    assert "203.0.113.5" in rows[1]


def test_one_ends_one_session_elsewhere(cast: Cast, knock: Knock) -> None:
    desk, phone = enter(knock, "umum"), enter(knock, "umum", IPHONE)
    other = UserSession.objects.get(session_key=phone.session.session_key)
    assert desk.post(PAGE, {"session": other.pk})["Location"] == PAGE
    assert is_in(desk)
    assert not is_in(phone)


def test_one_ends_all_others(cast: Cast, knock: Knock) -> None:
    desk, phone, third = (enter(knock, "umum", agent) for agent in (CHROME, IPHONE, "x"))
    page = Screen(desk.post(PAGE, {"session": "others"}, follow=True))
    assert "2 sesi lain diakhiri" in page.messages
    assert [is_in(client) for client in (desk, phone, third)] == [True, False, False]


def test_nobody_ends_somebody_elses_session(cast: Cast, knock: Knock) -> None:
    desk, camat = enter(knock, "umum"), enter(knock, "camat")
    theirs = UserSession.objects.get(session_key=camat.session.session_key)
    assert desk.post(PAGE, {"session": theirs.pk}).status_code == 404
    assert desk.post(PAGE, {"session": "9" * 30}).status_code == 302
    assert is_in(camat)


def test_ending_this_session_ends_it(cast: Cast, knock: Knock) -> None:
    desk = enter(knock, "umum")
    own = UserSession.objects.get(session_key=desk.session.session_key)
    desk.post(PAGE, {"session": own.pk})
    assert not is_in(desk)


def test_a_changed_password_ends_the_other_sessions(cast: Cast, knock: Knock) -> None:
    desk, phone = enter(knock, "umum"), enter(knock, "umum", IPHONE)
    new = "buku agenda surat masuk"
    answer = send(desk, "/akun/sandi/", oldpassword=PASSWORD, password1=new, password2=new)
    assert answer.status_code == 302
    assert is_in(desk)
    assert not is_in(phone)
    assert len(see(desk, PAGE).soup.select(".session-list li")) == 1


# ---- whoever answers for an account -------------------------------------------------------------


@pytest.mark.parametrize("by", ["camat", "secretary", "planner"])
def test_leaders_and_operators_end_all_sessions_of_an_account(cast: Cast, knock: Knock, by: str) -> None:
    clients = [enter(knock, "umum", agent) for agent in (CHROME, IPHONE)]
    assert end_sessions(user=cast.clerk.user, actor=getattr(cast, by).actor) == 2
    assert [is_in(client) for client in clients] == [False, False]


def test_the_command_line_ends_sessions_of_its_office_only(cast: Cast, knock: Knock) -> None:
    enter(knock, "umum")
    with pytest.raises(Refused):
        end_sessions(user=cast.clerk.user, actor=system_actor(cast.neighbour_office))
    assert end_sessions(user=cast.clerk.user, actor=system_actor(cast.office)) == 1


@pytest.mark.parametrize("by", ["section_head", "stock_clerk", "neighbour_camat"])
def test_others_do_not(cast: Cast, knock: Knock, by: str) -> None:
    client = enter(knock, "umum")
    with pytest.raises(Refused):
        end_sessions(user=cast.clerk.user, actor=getattr(cast, by).actor)
    with pytest.raises(Refused):
        end_sessions(user=cast.clerk.user, actor=actor_for(User.objects.get(pk=cast.stranger.pk)))
    assert is_in(client)


# ---- the end of a session -----------------------------------------------------------------------


def test_an_unused_session_ends_and_one_comes_back_to_the_page(
    cast: Cast, knock: Knock, settings: Settings
) -> None:
    settings.IDLE_MINUTES = 30
    client = enter(knock, "umum")
    age(client, seen=29 * 60)
    assert is_in(client)
    age(client, seen=33 * 60)
    answer = client.get("/2026/buku/surat-masuk/")
    assert answer["Location"] == "/masuk/?next=/2026/buku/surat-masuk/"
    assert "lama tidak dipakai" in see(client, answer["Location"]).messages
    assert not UserSession.objects.filter(user=cast.clerk.user).exists()


def test_without_the_setting_only_age_ends_a_session(cast: Cast, knock: Knock, settings: Settings) -> None:
    settings.IDLE_MINUTES = 0
    client = enter(knock, "umum")
    age(client, seen=11 * 3600, began=11 * 3600)
    assert is_in(client)


def test_a_session_in_use_ends_after_twelve_hours(cast: Cast, knock: Knock) -> None:
    client = enter(knock, "umum", CHROME)
    age(client, began=12 * 3600 - 60)
    assert is_in(client)
    age(client, began=120)
    assert not is_in(client)


def test_a_session_in_use_is_noted_every_two_minutes_only(cast: Cast, knock: Knock) -> None:
    client = enter(knock, "umum")
    before = UserSession.objects.get(user=cast.clerk.user).last_seen_at
    is_in(client)
    assert UserSession.objects.get(user=cast.clerk.user).last_seen_at == before
    age(client, seen=121)
    is_in(client)
    assert UserSession.objects.get(user=cast.clerk.user).last_seen_at > before


# ---- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (CHROME, "Chrome di Windows"),
        (CHROME + " Edg/131.0", "Edge di Windows"),
        (IPHONE, "Safari di iPhone"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko Firefox/132.0", "Firefox di telepon atau tablet Android"),
        ("curl/8", "Peramban lain"),
        ("", "Peramban lain"),
    ],
)  # fmt: skip
def test_browsers_are_told_in_words(agent: str, expected: str) -> None:
    assert browser_words(agent) == expected


# ---- the log ------------------------------------------------------------------------------------


def test_signing_in_and_out_is_logged_without_names(
    cast: Cast, knock: Knock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="takar.security"):
        knock(Client(), "umum", "salah sekali")
        knock(Client(), "kata sandi di kolom yang salah", "x")
        client = enter(knock, "umum")
        new = "buku agenda surat masuk"
        send(client, "/akun/sandi/", oldpassword=PASSWORD, password1=new, password2=new)
        client.post("/keluar/")
        for _ in range(6):
            knock(Client(REMOTE_ADDR="203.0.113.9"), "umum", "salah")
    lines = [vars(record) for record in caplog.records if record.name == "takar.security"]
    events = [line["security_event"] for line in lines]
    assert events[:2] == ["sign_in_failed", "sign_in_failed"]
    assert events[2:5] == ["signed_in", "password_changed", "signed_out"]
    assert events[-1] == "sign_in_limited"
    assert lines[0]["user_id"] == cast.clerk.user.pk
    assert lines[1]["user_id"] is None
    assert lines[2]["methods"] == "password"
    assert lines[2]["office_id"] == cast.office.pk
    for line in lines:
        assert "umum" not in str(line)
        assert "salah" not in str(line)
