"""Named writes of the organisation."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from takar.kernel.access import require
from takar.kernel.errors import DomainError
from takar.organisation.actor import Actor
from takar.organisation.models import Assignment, Person, Position


def assign(
    *,
    position: Position,
    person: Person,
    starts_on: date,
    actor: Actor,
    capacity: str = Assignment.Capacity.DEFINITIVE,
    ends_on: date | None = None,
    decree_number: str = "",
) -> Assignment:
    """Put ``person`` in ``position``; refuses a second definitive holder on the same days."""
    if actor.user_id is not None:
        require(actor, "change", position, "Penugasan diatur oleh pengelola pengaturan kantor.")
    assignment = Assignment(
        position=position,
        person=person,
        capacity=capacity,
        starts_on=starts_on,
        ends_on=ends_on,
        decree_number=decree_number,
    )
    with transaction.atomic():
        # The position row is the lock: two operators cannot both see the post as free.
        Position.objects.select_for_update().get(pk=position.pk)
        try:
            assignment.full_clean()
        except ValidationError as error:
            raise DomainError("; ".join(error.messages)) from error
        assignment.save()
    return assignment
