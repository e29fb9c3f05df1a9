"""What waits on Hari ini for those who oversee accounts: help asked for, accounts and emergencies to look at."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from takar.kernel import clock
from takar.kernel.access import visible
from takar.organisation.accounts import may_reset
from takar.organisation.actor import Actor
from takar.organisation.models import EmergencyAccess, User
from takar.organisation.selectors import asking_for_help, without_position
from takar.web.moments import local
from takar.web.plugins import WaitingGroup, WaitingLine
from takar.web.waiting import SHOWN

EMERGENCY_SHOWN_FOR = timedelta(days=7)


def waiting(actor: Actor, year: int) -> list[WaitingGroup]:
    groups = [_forgotten_passwords(actor, year)] if actor.is_operator or actor.is_leader else []
    return groups + ([_idle_accounts(actor, year), _emergencies(actor, year)] if actor.is_leader else [])


def _forgotten_passwords(actor: Actor, year: int) -> WaitingGroup:
    asking = [
        user
        for user in asking_for_help(visible(actor, User)).select_related("person")[:100]
        if user.pk != actor.user_id and may_reset(actor, user)
    ]
    lines = [
        WaitingLine(
            str(user.person),
            reverse("web:account", args=[year, user.pk]),
            f"akun {user.get_username()} · minta bantuan di halaman masuk",
        )
        for user in asking[:SHOWN]
    ]
    return WaitingGroup("Lupa kata sandi", len(asking), reverse("web:accounts", args=[year]), lines)


def _idle_accounts(actor: Actor, year: int) -> WaitingGroup:
    idle = without_position(visible(actor, User), clock.today()).count()
    url = reverse("web:accounts-idle", args=[year])
    line = WaitingLine(f"{idle} akun", url, "pemiliknya pindah, pensiun atau belum menjabat")
    return WaitingGroup("Akun yang masih hidup tanpa jabatan", int(idle > 0), url, [line] if idle else [])


def _emergencies(actor: Actor, year: int) -> WaitingGroup:
    used = visible(actor, EmergencyAccess).filter(begins_at__gt=clock.now() - EMERGENCY_SHOWN_FOR)
    opened = list(used.select_related("user__person"))
    lines = [
        WaitingLine(
            str(access.user.person),
            reverse("web:emergency-views", args=[year, access.pk]),
            f"{local(access.begins_at)} · {access.reason}",
        )
        for access in opened[:SHOWN]
    ]
    return WaitingGroup("Akses darurat dipakai", len(opened), reverse("web:emergency", args=[year]), lines)
