"""Sesi saya: where this account is signed in, and ending that."""

from __future__ import annotations

from typing import Any, cast

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel.access import get_visible
from takar.organisation.models import User
from takar.sign_in.sessions import end_session, end_sessions, list_sessions
from takar.web.account.browsers import browser_words
from takar.web.http import StaffRequest


def own_sessions(request: StaffRequest) -> HttpResponse:
    user = cast(User, request.user)
    current = request.session.session_key or ""
    if request.method == "POST":
        return _end(request, user, current)
    rows: list[dict[str, Any]] = [
        {
            "pk": row.pk,
            "device": browser_words(row.user_agent),
            "address": row.ip,
            "since": row.created_at,
            "seen": row.last_seen_at,
            "current": row.session_key == current,
        }
        for row in list_sessions(user)
    ]
    rows.sort(key=lambda row: not row["current"])
    return render(request, "web/account/sessions.html", {"sessions": rows, "section": "sessions"})


def _end(request: StaffRequest, user: User, current: str) -> HttpResponse:
    chosen = request.POST.get("session", "")
    if chosen == "others":
        ended = end_sessions(user=user, actor=request.actor, reason="all others", keep_key=current)
        said = f"{ended} sesi lain diakhiri." if ended else "Tidak ada sesi lain."
        messages.success(request, said)
    elif chosen.isdecimal() and len(chosen) < 19:
        end_session(session=get_visible(request.actor, UserSession, pk=int(chosen)), actor=request.actor)
        messages.success(request, "Sesi diakhiri.")
    return redirect("own_sessions")
