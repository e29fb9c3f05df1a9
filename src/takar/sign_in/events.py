"""Security events of signing in, from the signals of Django and allauth, in one place."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in as signed_in_fully
from allauth.mfa import signals as factors
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from takar.kernel.security_log import SecurityEvent, log_event
from takar.organisation.models import User
from takar.sign_in import limits, sessions
from takar.sign_in.addresses import client_address, network_of


def connect() -> None:
    user_logged_in.connect(_session_begins, dispatch_uid="takar.session_begins")
    signed_in_fully.connect(_signed_in, dispatch_uid="takar.signed_in")
    user_login_failed.connect(_failed, dispatch_uid="takar.failed")
    user_logged_out.connect(_signed_out, dispatch_uid="takar.signed_out")
    factors.authentication_failed.connect(_second_factor_failed, dispatch_uid="takar.second_factor_failed")
    for signal, change in (
        (factors.authenticator_added, "added"),
        (factors.authenticator_removed, "removed"),
        (factors.authenticator_reset, "renewed"),
    ):
        signal.connect(_FACTOR_CHANGES[change], dispatch_uid=f"takar.second_factor_{change}")


def _session_begins(request: HttpRequest, **more: Any) -> None:
    sessions.stamp(request.session)


def _signed_in(request: HttpRequest, user: User, **more: Any) -> None:
    address = network_of(client_address(request))
    limits.remember_address(user.pk, address)
    # The middleware sets the cookie: here there is no answer yet.
    request.signed_in_user_id = user.pk  # type: ignore[attr-defined]
    log_event(SecurityEvent.SIGNED_IN, **_who(user), address=address, methods=_methods(request))


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any) -> None:
    # The name typed may be anything, even a password in the wrong field: only its account is logged.
    name = str(credentials.get("username", ""))
    user_id = User.objects.filter(username__iexact=name.strip()).values_list("pk", flat=True).first()
    address = client_address(request) if request is not None else ""
    log_event(SecurityEvent.SIGN_IN_FAILED, user_id=user_id, address=address, step="password")


def _second_factor_failed(request: HttpRequest, user: User, **more: Any) -> None:
    address = client_address(request)
    log_event(SecurityEvent.SIGN_IN_FAILED, **_who(user), address=address, step="second factor")


def _signed_out(user: User | None = None, **more: Any) -> None:
    if user is not None:
        log_event(SecurityEvent.SIGNED_OUT, **_who(user))


def _factor_change(change: str) -> Any:
    def tell(user: User, authenticator: Any, **more: Any) -> None:
        log_event(
            SecurityEvent.SECOND_FACTOR_CHANGED, **_who(user), change=change, kind=str(authenticator.type)
        )

    return tell


# Signals hold their receivers weakly: functions defined inline would be freed at once.
_FACTOR_CHANGES = {change: _factor_change(change) for change in ("added", "removed", "renewed")}


def _who(user: User) -> dict[str, Any]:
    return {"user_id": user.pk, "office_id": user.person.office_id if user.person else None}


def _methods(request: HttpRequest) -> str:
    """``password``, ``password mfa``, ``mfa`` (a passkey alone), ``socialaccount`` (the regency's)."""
    records = request.session.get("account_authentication_methods") or []
    return " ".join(str(record.get("method")) for record in records)
