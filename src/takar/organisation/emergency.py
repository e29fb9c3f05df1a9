"""Break-glass: confidential reading for some hours, when nobody with the right to it can be reached.

It opens reading only, for an operator only, and every page opened under it is written down first.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from takar.kernel import clock
from takar.kernel.errors import DomainError, Refused
from takar.kernel.security_log import SecurityEvent, log_event
from takar.organisation.actor import Actor, actor_for
from takar.organisation.models import AccountAct, EmergencyAccess, EmergencyView, User

LONGEST_HOURS = 4


def open_emergency(*, user: User, actor: Actor, reason: str, hours: int) -> EmergencyAccess:
    """Open it for ``user``, asked by themselves (who gave the password again) or by the command line."""
    theirs = actor_for(user)
    if theirs.office is None or not theirs.is_operator:
        raise Refused("Akses darurat hanya untuk pengelola pengaturan kantor yang menjabat hari ini.")
    if actor.user_id not in (None, user.pk):
        raise Refused("Akses darurat diminta oleh pengelola itu sendiri.")
    if not user.is_active:
        raise DomainError("Akun ini ditutup.")
    if len(reason.strip()) < 10:
        raise DomainError("Tulis alasannya sekurang-kurangnya sepuluh huruf.", field="reason")
    if not 1 <= hours <= LONGEST_HOURS:
        raise DomainError(f"Akses darurat berlaku satu sampai {LONGEST_HOURS} jam.", field="hours")
    now = clock.now()
    with transaction.atomic():
        current = User.objects.select_for_update().get(pk=user.pk)
        if current.emergency is not None and current.emergency.until > now:
            raise DomainError("Akses darurat akun ini masih berlaku.")
        access = EmergencyAccess.objects.create(
            office=theirs.office,
            user=current,
            begins_at=now,
            until=now + timedelta(hours=hours),
            reason=reason.strip()[:500],
            given_by_id=actor.user_id,
        )
        current.emergency = access
        current.save(update_fields=["emergency"])
        _record_act(access, AccountAct.What.EMERGENCY, actor, reason)
    log_event(
        SecurityEvent.EMERGENCY_ACCESS,
        user_id=user.pk,
        office_id=access.office_id,
        access_id=access.pk,
        what="opened",
    )
    return access


def end_emergency(*, user: User, actor: Actor) -> None:
    """Before its time: by the operator, a leader of the office, or the command line."""
    with transaction.atomic():
        current = User.objects.select_for_update().get(pk=user.pk)
        access = current.emergency
        if access is None or access.until <= clock.now():
            raise DomainError("Tidak ada akses darurat yang berlaku.")
        leads = actor.is_leader and actor.office_id == access.office_id
        if not (actor.user_id in (None, user.pk) or leads):
            raise Refused("Akses darurat diakhiri oleh pemakainya atau pimpinan.")
        current.emergency = None
        current.save(update_fields=["emergency"])
        _record_act(access, AccountAct.What.EMERGENCY_ENDED, actor, "")
    log_event(
        SecurityEvent.EMERGENCY_ACCESS,
        user_id=user.pk,
        office_id=access.office_id,
        access_id=access.pk,
        what="ended",
    )


def note_view(*, actor: Actor, method: str, path: str, entry_number: int | None) -> None:
    """Write down a page before it is shown. Without the row there is no page."""
    assert actor.emergency_id is not None
    EmergencyView.objects.create(
        access_id=actor.emergency_id,
        at=clock.now(),
        method=method[:8],
        path=path[:500],
        entry_number=entry_number,
    )
    log_event(
        SecurityEvent.EMERGENCY_ACCESS,
        user_id=actor.user_id,
        office_id=actor.office_id,
        access_id=actor.emergency_id,
        entry_id=entry_number,
        what="viewed",
    )


def _record_act(access: EmergencyAccess, what: str, actor: Actor, reason: str) -> None:
    AccountAct.objects.create(
        office_id=access.office_id,
        user_id=access.user_id,
        what=what,
        at=clock.now(),
        by_id=actor.user_id,
        by_name=actor.name,
        reason=reason.strip()[:500],
    )
