"""Ends sessions that are over, remembers devices, and asks for a second factor where it is required."""

from __future__ import annotations

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from takar.kernel.security_log import SecurityEvent, log_event
from takar.organisation.actor import Actor
from takar.organisation.models import User
from takar.sign_in import devices, sessions
from takar.sign_in.second_factor import has_second_factor

GetResponse = Callable[[HttpRequest], HttpResponse]

_OVER = {
    "idle": "Anda dikeluarkan karena Takar lama tidak dipakai. Isian yang belum disimpan masih ada di peramban ini.",
    "age": "Sesi Anda sudah berakhir. Masuk lagi; isian yang belum disimpan masih ada di peramban ini.",
}


class Sessions:
    """Idle and absolute limits, the list of sessions kept up to date, the cookie of a known device."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a session cookie nobody is signed in; asking would read the database on every file.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            over = sessions.why_over(request.session)
            if over:
                return self._end(request, over)
            sessions.note_seen(request)
        response = self.get_response(request)
        user_id = getattr(request, "signed_in_user_id", None)
        if user_id is not None:
            devices.remember_device(request, response, user_id)
        return response

    def _end(self, request: HttpRequest, over: str) -> HttpResponse:
        log_event(SecurityEvent.SESSION_ENDED, user_id=request.user.pk, reason=over)
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        request.session.flush()
        request.user = AnonymousUser()
        messages.info(request, _OVER[over])
        return redirect_to_login(request.get_full_path())


class SecondFactorFirst:
    """Whoever must have a second factor and has none is led to set one up, before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor: Actor | None = getattr(request, "actor", None)
        if (
            actor is not None
            and actor.needs_second_factor
            and not request.path.startswith("/akun/")
            and isinstance(request.user, User)
            and not has_second_factor(request.user)
        ):
            # htmx would put the whole page into the bar, whose number asks again, without end.
            part = request.headers.get("HX-Request") == "true"
            return HttpResponse(status=204) if part else redirect("mfa_index")
        return self.get_response(request)
