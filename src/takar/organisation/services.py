"""Named writes of the organisation."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction

from takar.kernel.access import require
from takar.kernel.errors import DomainError, Refused
from takar.organisation.actor import LEADERS, Actor
from takar.organisation.models import Assignment, Person, Position


def refuse_own_promotion(*, row: models.Model, actor: Actor) -> None:
    """Nobody raises their own rights: not by an assignment, not by lifting the position they hold.

    Called before such a row is written, by whichever way it comes.
    """
    if actor.user_id is None:
        return
    if isinstance(row, Assignment):
        own, position = row.person_id == actor.person_id, row.position
    elif isinstance(row, Position):
        own, position = row.pk in actor.position_ids, row
    else:
        return
    leads = position.level in LEADERS and not actor.is_leader
    operates = position.operator and not actor.is_operator
    if own and (leads or operates):
        raise Refused(
            "Jabatan yang menambah wewenang Anda sendiri dicatat pengelola lain atau pengelola server."
        )


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
    _save(assignment, actor)
    return assignment


def save_reference(*, row: models.Model, actor: Actor, forbidden: str) -> None:
    """Write a row of reference data, new or changed, whose policy lets the actor change it.

    ``forbidden`` says who may, where the actor may not.
    """
    require(actor, "change", row, forbidden)
    _save(row, actor)


def _save(row: models.Model, actor: Actor) -> None:
    refuse_own_promotion(row=row, actor=actor)
    with transaction.atomic():
        if isinstance(row, Assignment):
            # The position row is the lock: two operators cannot both see the post as free. Not its key:
            # who records an entry needs that while holding the head of the chain, which is wanted here next.
            Position.objects.select_for_update(no_key=True).get(pk=row.position_id)
        try:
            row.full_clean()
        except ValidationError as error:
            raise DomainError("; ".join(error.messages)) from error
        row.save()
