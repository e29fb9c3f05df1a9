"""What waits for whom in the personnel books."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from takar.kernel import clock
from takar.kernel.access import visible
from takar.organisation.actor import Actor
from takar.organisation.models import Assignment
from takar.registers.personnel.access import keeps_personnel
from takar.registers.personnel.calculation.dues import Urgency
from takar.registers.personnel.models import Proposal
from takar.registers.personnel.selectors.due_dates import DueRow, due_rows, granted_outside_history


def leave_to_consider(actor: Actor) -> QuerySet[Proposal]:
    """Leave of people directly below the actor that nobody has considered yet."""
    today = clock.today()
    below = Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today),
        person_id=OuterRef("employee_id"),
        starts_on__lte=today,
        position__reports_to__in=actor.position_ids,
    )
    return (
        visible(actor, Proposal)
        .filter(Exists(below), kind="cuti", state="submitted")
        .select_related("person", "leave_type")
        .order_by("leave_from", "pk")
    )


def leave_to_decide(actor: Actor) -> QuerySet[Proposal]:
    """Considered leave that waits for Camat or Sekretaris; nobody decides their own.

    Who has no superior here (the Camat) is decided upon outside the office: leaders and keepers see
    it until they have written the decision down.
    """
    today = clock.today()
    superior = Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today),
        person_id=OuterRef("employee_id"),
        starts_on__lte=today,
        position__reports_to__isnull=False,
    )
    from_above = Q(state="submitted") & ~Exists(superior)
    found = visible(actor, Proposal).filter(kind="cuti")
    if actor.is_leader:
        found = found.filter(Q(state="considered") | from_above)
    elif keeps_personnel(actor):
        found = found.filter(from_above)
    else:
        return found.none()
    return (
        found.exclude(employee_id=actor.person_id)
        .select_related("person", "leave_type")
        .order_by("leave_from", "pk")
    )


def granted_to_record(actor: Actor) -> QuerySet[Proposal]:
    """Granted promotions and pay rises that still have to be written into the employee's history."""
    found = visible(actor, Proposal)
    if not keeps_personnel(actor):
        return found.none()
    return granted_outside_history(found).select_related("employee__person", "target_grade")


def due_to_prepare(actor: Actor, on: date) -> list[DueRow]:
    """Reminders: inside the lead time, and nobody has drafted the proposal yet."""
    if not keeps_personnel(actor) or actor.office_id is None:
        return []
    return [
        row for row in due_rows(actor.office_id, on) if row.proposal is None and row.urgency() is Urgency.NOW
    ]
