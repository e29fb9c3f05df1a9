"""Who reads personal data of employees (UU 27/2022: no more than the work needs).

Everyone reads their own record. The records of others are for Camat and Sekretaris and for the
positions that keep the book of proposals, with those above them. Only these keepers change them.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from takar.kernel.access import OfficeReference, SharedReference, register_policy
from takar.ledger.access import may_record
from takar.ledger.books import book_named
from takar.organisation.actor import Actor
from takar.registers.personnel.models import (
    EducationHistory,
    EducationLevel,
    Employee,
    LeaveOpening,
    LeaveType,
    PayRiseHistory,
    PersonnelRule,
    ProposalPaper,
    RankGrade,
    RankHistory,
    TrainingHistory,
)


def keeps_personnel(actor: Actor) -> bool:
    """Whether the actor works on personnel files."""
    return actor.office_id is not None and may_record(actor, book_named("proposal"))


def reads_personnel(actor: Actor) -> bool:
    """Whether the actor may read the personal data of the whole office."""
    return (actor.reads_all and not actor.is_guest) or keeps_personnel(actor)


class EmployeePolicy(OfficeReference):
    """``path`` leads to the office, ``own`` to the person the row is about."""

    def rows(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        found = super().rows(actor, rows)
        if reads_personnel(actor):
            return found
        return found.filter(**{self.own: actor.person_id}) if actor.person_id else found.none()

    def may(self, actor: Actor, action: str, thing: Any) -> bool:
        if not isinstance(thing, type) and self._office_of(thing) != actor.office_id:
            return False
        if action == "view":
            return True  # whoever got the row may see it: rows() decides
        return keeps_personnel(actor)


class RecordPolicy(EmployeePolicy):
    """Employees are shown by name everywhere: the name comes along."""

    def rows(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        return super().rows(actor, rows).select_related("person")


def register() -> None:
    for shared in (RankGrade, EducationLevel, PersonnelRule, LeaveType, ProposalPaper):
        register_policy(shared, SharedReference())
    register_policy(Employee, RecordPolicy("person__office_id", "person_id"))
    for model in (RankHistory, PayRiseHistory, EducationHistory, TrainingHistory, LeaveOpening):
        register_policy(model, EmployeePolicy("employee__person__office_id", "employee_id"))
