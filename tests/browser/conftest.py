"""A real Chromium against a live server: only here do scripts, keys and the policy meet.

``TAKAR_CHROMIUM`` names the program. Where there is none the tests are skipped, except with
``TAKAR_REQUIRE_ALL=1``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, expect
from pytest_django.live_server_helper import LiveServer

from takar.organisation.models import User
from takar.sign_in import sessions
from tests.factories import Member
from tests.web.conftest import signed_in, world  # noqa: F401  (fixtures)

CHROMIUM = Path(os.environ.get("TAKAR_CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--force-color-profile=srgb",
]

# Playwright drives the browser from an event loop in this thread; the tests' own rows are written
# beside it, never inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # A live server has threads of its own: rows must be committed to be seen by them.
            item.add_marker(pytest.mark.django_db(transaction=True))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if CHROMIUM.exists():
        return
    reason = f"no Chromium at {CHROMIUM}; set TAKAR_CHROMIUM"
    if os.environ.get("TAKAR_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def base_url() -> None:
    """None of its own: ``visit`` knows the live server's address."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": str(CHROMIUM), "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {
        "locale": "id-ID",
        "timezone_id": settings.TIME_ZONE,
        "reduced_motion": "reduce",
    }


@dataclass
class Complaints:
    """What the browser says that a person does not see."""

    said: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    """Parts of sentences that a test provokes on purpose."""

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.said.append(f"error: {error.error}"))
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        if str(message.location.get("url", "")).endswith("/favicon.ico"):
            return  # Chromium's own viewer of a PDF asks for it; our pages name their icon
        if message.type in {"error", "warning"}:
            self.said.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def _failed(self, request: Request) -> None:
        # Leaving a page breaks off what it was still loading.
        if request.failure != "net::ERR_ABORTED":
            self.said.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.said.append(f"{response.status}: {response.url}")

    def unexpected(self) -> list[str]:
        return [line for line in self.said if not any(part in line for part in self.expected)]


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Every journey also promises: no error in the console, no violated policy, no failed request."""
    found = Complaints()
    yield found
    assert found.unexpected() == []


Visit = Callable[..., Page]


@pytest.fixture
def visit(
    live_server: LiveServer,
    new_context: Callable[..., BrowserContext],
    complaints: Complaints,
) -> Iterator[Visit]:
    """``visit(cast.camat, "/2026/", viewport=...)``: a browser of their own, already signed in."""
    cache.clear()
    contexts: list[BrowserContext] = []

    def open_as(who: Member | User | None, path: str = "/", **options: Any) -> Page:
        options.setdefault("viewport", DESK)
        context = new_context(base_url=live_server.url, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        complaints.listen(context)
        if who is not None:
            sign_in(context, live_server.url, who.user if isinstance(who, Member) else who)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_as
    for context in contexts:
        context.close()


def sign_in(context: BrowserContext, url: str, user: User) -> None:
    """A session as the sign-in page makes it; walking through that page is a journey of its own."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    sessions.stamp(session)
    session.save()
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": session.session_key or "", "url": url}])


DESK = {"width": 1366, "height": 768}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def year() -> int:
    """The year in every address: a live server has the real clock."""
    return timezone.localdate().year


def path_of(page: Page) -> str:
    return re.sub(r"^https?://[^/]+", "", page.url)


def until(page: Page, expression: str) -> None:
    """Wait until a script's expression holds; asked from outside, as the page's policy forbids eval."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


def choose(page: Page, label: str, words: str) -> None:
    """Type into a list that narrows while one types, and take its first line."""
    field = page.get_by_role("combobox", name=label)
    field.fill(words)
    field.press("Enter")
    expect(field).to_have_value(re.compile(re.escape(words)))
