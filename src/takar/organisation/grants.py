"""Reading from outside the office: what was granted, and which offices it opens on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from takar.kernel.reach import Reach
from takar.organisation.models import AccessGrant, Office, User


@dataclass(frozen=True)
class GrantedOffice:
    """One office a guest may open, and how far."""

    office: Office
    reach: Reach


def grants_in_force(on: date) -> QuerySet[AccessGrant]:
    """Grants in force on a day."""
    return AccessGrant.objects.filter(starts_on__lte=on, ends_on__gt=on, end__isnull=True)


def granted_offices(user: User, *, on: date) -> list[GrantedOffice]:
    """Every office a guest may open on a day, each with the widest reach granted for it."""
    found: dict[int, GrantedOffice] = {}
    for grant in grants_in_force(on).filter(user=user).select_related("office").order_by("pk"):
        named = grant.office
        places = [named] if named else Office.objects.filter(code__startswith=f"{grant.regency_code}.")
        for office in places:
            if office.pk not in found or grant.scope == Reach.INSPECTOR:
                found[office.pk] = GrantedOffice(office, Reach(grant.scope))
    return sorted(found.values(), key=lambda granted: granted.office.code)


def grants_of(office: Office) -> QuerySet[AccessGrant]:
    """Every grant that opens this office, past ones included."""
    return AccessGrant.objects.filter(Q(office=office) | Q(regency_code=office.regency_code)).select_related(
        "user", "end"
    )
