"""Browsers that an account has already signed in with: a signed cookie, as OWASP's "device cookies".

It opens nothing by itself. It only keeps a stranger's wrong passwords from counting against the owner.
Source: owasp.org, "Slow Down Online Guessing Attacks with Device Cookies".
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "takar_device"
DAYS = 180
_SALT = "takar.sign_in.device"
_MOST_ACCOUNTS = 20
"""A shared machine knows its last so many accounts."""


def cookie_name() -> str:
    return f"__Host-{COOKIE}" if settings.HTTPS else COOKIE


def known_device(request: HttpRequest, user_id: int | None) -> str:
    """The device's number when this account has signed in with it, else empty."""
    known = _read(request)
    return known[0] if user_id is not None and known is not None and user_id in known[1] else ""


def remember_device(request: HttpRequest, response: HttpResponse, user_id: int) -> None:
    """Set the cookie after a complete sign-in (second factor included)."""
    known = _read(request)
    number, users = known if known is not None else (secrets.token_urlsafe(12), [])
    users = [user_id, *(other for other in users if other != user_id)][:_MOST_ACCOUNTS]
    response.set_cookie(
        cookie_name(),
        signing.dumps([number, users], salt=_SALT),
        max_age=DAYS * 86_400,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[int]] | None:
    try:
        number, users = signing.loads(
            request.COOKIES.get(cookie_name(), ""), salt=_SALT, max_age=DAYS * 86_400
        )
    except signing.BadSignature:
        return None
    return number, users
