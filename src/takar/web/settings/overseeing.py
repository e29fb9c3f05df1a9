"""What waits on Hari ini for those who oversee accounts: help asked for, accounts and emergencies to look at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse

from takar.kernel import clock
from takar.kernel.access import visible
from takar.organisation.accounts import may_reset
from takar.organisation.actor import Actor
from takar.organisation.models import EmergencyAccess, User
from takar.organisation.selectors import asking_for_help, without_position
from takar.web.moments import local

SHOWN = 8
EMERGENCY_SHOWN_FOR = timedelta(days=7)


def waiting(actor: Actor, year: int) -> list[dict[str, Any]]:
    groups = []
    if actor.is_operator or actor.is_leader:
        asking = [
            user
            for user in asking_for_help(visible(actor, User)).select_related("person")[:100]
            if user.pk != actor.user_id and may_reset(actor, user)
        ]
        groups.append(
            {
                "title": "Lupa kata sandi",
                "count": len(asking),
                "all_url": reverse("web:accounts", args=[year]),
                "lines": [
                    {
                        "url": reverse("web:account", args=[year, user.pk]),
                        "title": str(user.person),
                        "sub": f"akun {user.get_username()} · minta bantuan di halaman masuk",
                        "state": "",
                        "tone": "warn",
                    }
                    for user in asking[:SHOWN]
                ],
            }
        )
    if actor.is_leader:
        idle = without_position(visible(actor, User), clock.today()).count()
        groups.append(
            {
                "title": "Akun yang masih hidup tanpa jabatan",
                "count": int(idle > 0),
                "all_url": reverse("web:accounts-idle", args=[year]),
                "lines": [
                    {
                        "url": reverse("web:accounts-idle", args=[year]),
                        "title": f"{idle} akun",
                        "sub": "pemiliknya pindah, pensiun atau belum menjabat",
                        "state": "",
                        "tone": "warn",
                    }
                ]
                if idle
                else [],
            }
        )
        used = visible(actor, EmergencyAccess).filter(begins_at__gt=clock.now() - EMERGENCY_SHOWN_FOR)
        opened = list(used.select_related("user__person"))
        groups.append(
            {
                "title": "Akses darurat dipakai",
                "count": len(opened),
                "all_url": reverse("web:emergency", args=[year]),
                "lines": [
                    {
                        "url": reverse("web:emergency-views", args=[year, access.pk]),
                        "title": str(access.user.person),
                        "sub": f"{local(access.begins_at)} · {access.reason}",
                        "state": "",
                        "tone": "danger",
                    }
                    for access in opened[:SHOWN]
                ],
            }
        )
    return groups
