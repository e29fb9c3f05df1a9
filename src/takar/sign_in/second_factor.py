"""Who must use a second factor, who has one, and how a lost one is reset."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from auditlog.models import LogEntry
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from takar.kernel.errors import DomainError
from takar.kernel.security_log import SecurityEvent, log_event
from takar.organisation.actor import Actor
from takar.organisation.models import User
from takar.sign_in import sessions


def has_second_factor(user: User) -> bool:
    """An authenticator app or a passkey; recovery codes alone are none."""
    rows = Authenticator.objects.filter(user=user)
    return bool(rows.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def factors_of(user: User) -> list[str]:
    """The kinds an account has, for a list of accounts."""
    rows = Authenticator.objects.filter(user=user).order_by("type", "pk")
    return [row.type for row in rows]


def use_code_once(user: User, code: str) -> bool:
    """Whether a code of the app is used for the first time while it is valid (OWASP ASVS 2.8.4).

    allauth remembers a used code for one step only, but with a tolerance it stays valid for three.
    """
    # allauth takes 945-597 for 945597; both are the same code.
    digits = "".join(sign for sign in code if sign.isalnum())
    valid_for = settings.MFA_TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
    return bool(cache.add(f"sign-in.code-used.{user.pk}.{digits}", 1, valid_for))


def reset_second_factor(*, user: User, actor: Actor, reason: str) -> None:
    """Take away every factor and recovery code of an account and end its sessions.

    For somebody who lost telephone and recovery codes: whoever calls this has made sure who asks.
    At the next sign-in the password is enough; where the position asks for a second factor the person
    is led to set up a new one.
    """
    sessions.require_manager(user, actor)
    if not reason.strip():
        raise DomainError("Tulis alasan mengatur ulang langkah kedua.", field="reason")
    if actor.user_id == user.pk:
        raise DomainError("Langkah kedua sendiri diatur di halaman Akun saya.")
    with transaction.atomic():
        had = factors_of(user)
        if not had:
            raise DomainError("Akun ini tidak mempunyai langkah kedua.")
        Authenticator.objects.filter(user=user).delete()
        LogEntry.objects.log_create(
            user,
            action=LogEntry.Action.UPDATE,
            changes={"second_factor": [", ".join(had), ""]},
            additional_data={"reason": reason.strip()},
            actor_id=actor.user_id,
        )
        sessions.end_sessions(user=user, actor=actor, reason="second factor reset")
    log_event(SecurityEvent.SECOND_FACTOR_CHANGED, user_id=user.pk, actor_id=actor.user_id, change="reset")
