"""Who sees and changes the organisation's own data, its accounts and what was granted to others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from takar.kernel.access import OfficeReference, register_policy
from takar.organisation.models import (
    AccessGrant,
    AccountAct,
    Assignment,
    CalendarDay,
    EmergencyAccess,
    EmergencyView,
    Office,
    Person,
    Position,
    Unit,
    User,
    Village,
)

if TYPE_CHECKING:
    from takar.organisation.actor import Actor


class ManagersOnly(OfficeReference):
    """Accounts and what was done to them: for operators and leaders. Nobody changes such a row by hand."""

    def rows(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        return super().rows(actor, rows) if oversees_accounts(actor) else rows.none()

    def may(self, actor: Actor, action: str, thing: Any) -> bool:
        return action == "view" and oversees_accounts(actor)


class GrantPolicy(ManagersOnly):
    """A grant concerns the office it names, or every office of the regency it names."""

    def rows(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        if actor.office is None or not oversees_accounts(actor):
            return rows.none()
        return rows.filter(Q(office_id=actor.office_id) | Q(regency_code=actor.office.regency_code))


def oversees_accounts(actor: Actor) -> bool:
    """Operators manage the accounts of their office; leaders see who still has one."""
    return actor.user_id is None or ((actor.is_operator or actor.is_leader) and actor.may_write)


def reads_numbers_of_staff(actor: Actor) -> bool:
    """Whether the actor's work needs NIP and rank of everybody: who keeps the list, and the leaders.

    Keepers of personnel files read them on the pages of their own books.
    """
    return actor.is_operator or (actor.reads_all and not actor.is_guest)


def register() -> None:
    register_policy(Office, OfficeReference("pk"))
    for model in (Unit, Village, Position, CalendarDay):
        register_policy(model, OfficeReference())
    register_policy(Person, OfficeReference(own="pk"))
    register_policy(Assignment, OfficeReference("position__office_id", own="person_id"))
    register_policy(User, ManagersOnly("person__office_id"))
    register_policy(AccountAct, ManagersOnly())
    register_policy(EmergencyAccess, ManagersOnly())
    register_policy(EmergencyView, ManagersOnly("access__office_id"))
    register_policy(AccessGrant, GrantPolicy())
