"""Giving and ending the right of a guest to read: inspectors and the regency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from takar.kernel import clock
from takar.kernel.errors import BadInput, DomainError, Refused
from takar.kernel.security_log import SecurityEvent, log_event
from takar.organisation.actor import Actor
from takar.organisation.models import AccessGrant, AccessGrantEnd, Office, User


def give_grant(
    *,
    actor: Actor,
    user: User,
    scope: str,
    offices: Sequence[Office] = (),
    regency_code: str = "",
    starts_on: date,
    ends_on: date,
    reason: str,
) -> list[AccessGrant]:
    """Let an account of no office read named offices, or all of a regency, from a day until another.

    Given on the command line only: an office opens neither itself nor its neighbours to strangers.
    """
    if actor.user_id is not None:
        raise Refused("Izin baca dari luar diberikan pengelola server lewat baris perintah.")
    if user.person_id is not None:
        raise Refused("Akun pegawai kantor tidak diberi izin baca dari luar. Buat akun tersendiri.")
    if not reason.strip():
        raise BadInput("Tulis dasar izin ini, misalnya nomor surat tugas.")
    if ends_on <= starts_on or ends_on <= clock.today():
        raise BadInput("Tanggal akhir izin tidak dapat mendahului tanggal mulainya, dan belum lewat.")
    if bool(offices) == bool(regency_code):
        raise BadInput("Sebut kantor yang boleh dibaca, atau satu kode kabupaten.")
    if regency_code and not Office.objects.filter(code__startswith=f"{regency_code}.").exists():
        raise BadInput(f"Belum ada kantor dengan kode kabupaten {regency_code}.")
    places: list[Office | None] = list(offices) or [None]
    with transaction.atomic():
        made = [
            AccessGrant.objects.create(
                user=user,
                scope=scope,
                office=office,
                regency_code="" if office else regency_code,
                starts_on=starts_on,
                ends_on=ends_on,
                reason=reason.strip()[:500],
                given_at=clock.now(),
                given_by=None,
            )
            for office in places
        ]
    for grant in made:
        log_event(SecurityEvent.ACCOUNT_CHANGED, user_id=user.pk, what="granted", grant_id=grant.pk)
    return made


def end_grant(*, grant: AccessGrant, actor: Actor, reason: str) -> AccessGrantEnd:
    """Take a grant back; the guest's next page is closed."""
    if actor.user_id is not None:
        raise Refused("Izin baca dari luar diakhiri pengelola server lewat baris perintah.")
    if not reason.strip():
        raise BadInput("Tulis alasannya.")
    with transaction.atomic():
        if AccessGrantEnd.objects.filter(grant=grant).exists():
            raise DomainError("Izin ini sudah diakhiri.")
        ended = AccessGrantEnd.objects.create(
            grant=grant, at=clock.now(), by_id=actor.user_id, reason=reason.strip()[:500]
        )
    log_event(SecurityEvent.ACCOUNT_CHANGED, user_id=grant.user_id, what="grant_ended", grant_id=grant.pk)
    return ended
