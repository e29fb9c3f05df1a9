"""Pages of the statuses no view answers, in this process; tests/config/test_real_server.py reaches them outside."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable

import pytest
from allauth.core.ratelimit import respond_429
from django.db.utils import DatabaseError, DataError, OperationalError
from django.test import Client, RequestFactory

from takar.kernel import clock
from takar.web import search
from takar.web.errors import WORDS, error_page, status_of_failure
from tests.factories import Cast
from tests.web.conftest import SignedIn, World


def log_records(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [record.__dict__ for record in caplog.records if record.name == "takar.security"]


@pytest.mark.parametrize("status", WORDS)
def test_every_page_needs_no_database(status: int) -> None:  # this test has none
    request = RequestFactory().get("/")
    reply = error_page(request, status)
    assert reply.status_code == status
    assert WORDS[status].title in reply.content.decode()
    assert "tidak ada yang tersimpan" not in reply.content.decode().casefold()


def test_the_limit_of_sign_ins_has_our_page() -> None:
    reply = respond_429(RequestFactory().post("/masuk/"))
    assert reply.status_code == 429
    assert "Terlalu banyak percobaan" in reply.content.decode()
    assert reply["Retry-After"]


def test_a_full_disk_and_a_lost_database_are_told_apart() -> None:
    assert status_of_failure(OSError(errno.ENOSPC, "No space left on device")) == 507
    assert status_of_failure(OperationalError("database or disk is full")) == 507
    assert status_of_failure(OperationalError("database is locked")) == 503
    assert status_of_failure(DatabaseError("database disk image is malformed")) == 500
    assert status_of_failure(OSError(errno.EIO, "Input/output error")) == 500
    assert status_of_failure(None) == 500


@pytest.mark.parametrize(
    ("error", "status"),
    [(OSError(errno.ENOSPC, "full"), 507), (OperationalError("gone"), 503), (RuntimeError("bug"), 500)],
)
def test_a_failure_says_what_is_true(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fails(*args: object, **rest: object) -> None:
        raise error

    monkeypatch.setattr(search, "search_everywhere", fails)
    browser = signed_in(cast.clerk)
    browser.raise_request_exception = False
    reply = browser.get("/2026/cari/?q=x")
    assert reply.status_code == status
    text = reply.content.decode()
    assert WORDS[status].title in text
    assert reply["X-Request-ID"] in text
    assert "tersimpan" not in text  # nothing was sent
    sent = browser.post("/2026/cari/?q=x").content.decode()
    # On a full disk nothing can have been committed; of any other failure that is not known.
    assert ("Tidak ada entri yang tercatat" if status == 507 else "belum tentu tersimpan") in sent


@pytest.mark.parametrize("error", [OverflowError("too large"), DataError("NUL")])
def test_what_comes_past_the_forms_is_refused_and_logged(
    cast: Cast,
    signed_in: SignedIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    def fails(*args: object, **rest: object) -> None:
        raise error

    monkeypatch.setattr(search, "search_everywhere", fails)
    assert signed_in(cast.clerk).get("/2026/cari/?q=x").status_code == 400
    (record,) = [record for record in caplog.records if record.name == "takar.web.plain_input"]
    assert record.exc_info is not None


def test_a_button_opened_as_an_address_has_a_page(world: World, signed_in: SignedIn) -> None:
    reply = signed_in(world.cast.planner).get(f"/{world.year}/pengaturan/muat-data-awal/")
    assert reply.status_code == 405
    assert reply["Allow"] == "POST"
    assert "dijalankan dengan tombol" in reply.content.decode()


def test_what_a_stranger_and_a_colleague_are_refused_is_told(
    world: World, signed_in: SignedIn, caplog: pytest.LogCaptureFixture
) -> None:
    address = f"/{world.year}/entri/{world.letter.pk}/"
    caplog.set_level(logging.INFO)
    assert signed_in(world.cast.neighbour_clerk).get(address).status_code == 404
    assert signed_in(world.cast.section_head).get(f"{address}ubah/").status_code in (403, 404)
    foreign, other = log_records(caplog)
    assert (foreign["security_event"], foreign["status"], foreign["route"]) == ("refused", 404, "web:entry")
    assert foreign["user_id"] == world.cast.neighbour_clerk.user.pk
    assert other["user_id"] == world.cast.section_head.user.pk
    assert signed_in(world.cast.clerk).get("/2026/tidak-ada/").status_code == 404
    assert len(log_records(caplog)) == 2  # a mistyped address is no refusal


def test_a_form_without_its_token_is_told_as_such(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    reply = Client(enforce_csrf_checks=True).post("/masuk/", {"login": "x"})
    assert reply.status_code == 403
    assert "sudah kedaluwarsa" in reply.content.decode()
    (event,) = log_records(caplog)
    assert (event["security_event"], event["why"]) == ("refused", "csrf")


def test_a_changed_setting_is_told_without_its_value(
    cast: Cast, signed_in: SignedIn, caplog: pytest.LogCaptureFixture, refused_words: Callable[[str], None]
) -> None:
    caplog.set_level(logging.INFO)
    browser = signed_in(cast.planner)
    reply = browser.post(
        f"/{clock.today().year}/pengaturan/desa/baru/", {"name": "Desa Karangrahayu", "code": "35.07.29.2099"}
    )
    assert reply.status_code == 302, reply.content.decode()
    (event,) = [event for event in log_records(caplog) if event["security_event"] == "settings_changed"]
    assert event["user_id"] == cast.planner.user.pk
    assert event["what"] == "village"
    refused_words("Karangrahayu")


@pytest.fixture
def refused_words(caplog: pytest.LogCaptureFixture) -> Callable[[str], None]:
    def check(word: str) -> None:
        assert not any(word in repr(event) for event in log_records(caplog))

    return check
