"""How long a session lasts, which ones an account has, and how they are ended."""

from __future__ import annotations

import time
from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest

from takar.kernel.errors import Refused
from takar.kernel.security_log import SecurityEvent, log_event
from takar.organisation.actor import Actor
from takar.organisation.models import User

_BEGAN = "takar.began"
_SEEN = "takar.seen"
NOTED_EVERY = 120
"""Seconds. Noting every request would write to the database on every page."""


def stamp(session: SessionBase) -> None:
    """The session begins now."""
    session[_BEGAN] = session[_SEEN] = int(time.time())


def why_over(session: SessionBase) -> str:
    """``idle``, ``age``, or empty while the session may go on."""
    now = time.time()
    idle = settings.IDLE_MINUTES * 60
    if idle and now - session.get(_SEEN, now) > idle + NOTED_EVERY:
        return "idle"
    if now - session.get(_BEGAN, now) > settings.SESSION_COOKIE_AGE:
        return "age"
    return ""


def note_seen(request: HttpRequest) -> None:
    """Remember that the session is in use, at most every two minutes."""
    session = request.session
    now = int(time.time())
    if _BEGAN not in session:
        session[_BEGAN] = now
    if now - session.get(_SEEN, 0) >= NOTED_EVERY:
        session[_SEEN] = now
        UserSession.objects.create_from_request(request)


def began_within(session: SessionBase, seconds: int) -> bool:
    return bool(time.time() - session.get(_BEGAN, 0) < seconds)


def list_sessions(user: User) -> list[UserSession]:
    """The account's living sessions, the one used last first; dead ones are cleared away."""
    found: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda row: row.last_seen_at, reverse=True)


def end_session(*, session: UserSession, actor: Actor) -> None:
    """End one session of one's own."""
    if session.user_id != actor.user_id:
        raise Refused("Hanya sesi sendiri yang dapat diakhiri dari sini.")
    _end([session], actor=actor, reason="chosen")


def end_sessions(*, user: User, actor: Actor, reason: str = "", keep_key: str = "") -> int:
    """End all sessions of an account but ``keep_key``; returns how many.

    For the account itself, and for the Camat, the Sekretaris and the operator of its office.
    """
    require_manager(user, actor)
    rows = UserSession.objects.filter(user=user).exclude(session_key=keep_key)
    return _end(rows, actor=actor, reason=reason or "all")


def require_manager(user: User, actor: Actor) -> None:
    """Whoever answers for the account: itself, its office's leaders and operators, the command line."""
    if actor.user_id == user.pk:
        return
    same_office = user.person is not None and user.person.office_id == actor.office_id
    if same_office and (actor.user_id is None or actor.is_leader or actor.is_operator):
        return
    raise Refused("Akun ini diurus oleh Camat, Sekretaris atau pengelola pengaturan kantornya.")


@transaction.atomic
def _end(rows: Iterable[UserSession], *, actor: Actor, reason: str) -> int:
    ended = 0
    for row in rows:
        user_id = row.user_id
        row.end()
        ended += 1
        log_event(
            SecurityEvent.SESSION_ENDED,
            user_id=user_id,
            actor_id=actor.user_id,
            session=row.pk,
            reason=reason,
        )
    return ended
