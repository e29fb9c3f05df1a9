"""What waits for whom in the personnel books, as conditions on proposals and as rows."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, StrIndex

from takar.kernel import clock
from takar.kernel.access import visible
from takar.ledger.models import EffectiveMilestone, Milestone
from takar.organisation.actor import Actor
from takar.organisation.models import Assignment
from takar.registers.personnel.access import keeps_personnel
from takar.registers.personnel.calculation.dues import Urgency
from takar.registers.personnel.models import ANSWER_SEEN, DECIDED, Proposal, ProposalPaper
from takar.registers.personnel.selectors.due_dates import DueRow, due_rows, granted_outside_history


def papers_are_lacking() -> Q:
    """A required paper is not ticked (what is ticked is a list of codes)."""
    code = Concat(Value('"'), F("code"), Value('"'), output_field=TextField())
    required = ProposalPaper.objects.filter(
        Q(leave_type=None) | Q(leave_type=OuterRef("leave_type")),
        kind=OuterRef("kind"),
        required=True,
        retired_on=None,
    )
    at = StrIndex(Cast(OuterRef("papers"), TextField()), code)
    return Q(Exists(required.annotate(at=at).filter(at=0)))


def is_submitted() -> Q:
    return Q(Exists(EffectiveMilestone.objects.filter(entry_id=OuterRef("pk"), what="submitted")))


def is_of_people_below(actor: Actor) -> Q:
    """Of somebody whose post is directly below one of the actor's today."""
    today = clock.today()
    below = Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today),
        person_id=OuterRef("employee_id"),
        starts_on__lte=today,
        position__reports_to__in=actor.position_ids,
    )
    return Q(Exists(below))


def has_superior_here() -> Q:
    """Of somebody who had a superior in the office when they asked. The Camat has none: their leave is
    decided outside the office, and the decision is written down here."""
    superior = Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("occurred_on")),
        person_id=OuterRef("employee_id"),
        starts_on__lte=OuterRef("occurred_on"),
        position__reports_to__isnull=False,
    )
    return Q(Exists(superior))


def answer_is_unread() -> Q:
    """Decided, and not yet read by the applicant."""
    read = Milestone.objects.filter(entry_id=OuterRef("entry_id"), what=ANSWER_SEEN, seq__gt=OuterRef("seq"))
    return Q(Exists(Milestone.objects.filter(~Exists(read), entry_id=OuterRef("pk"), what__in=DECIDED)))


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
