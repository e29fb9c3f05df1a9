"""Named reads of the mail books."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from takar.kernel import clock
from takar.kernel.access import visible
from takar.organisation.actor import Actor
from takar.registers.mail.models import Disposition, IncomingLetter

OPEN = ("given", "read")


def waiting_dispositions(actor: Actor) -> QuerySet[Disposition]:
    """Dispositions addressed to the actor's positions and not completed; the most urgent first."""
    return (
        visible(actor, Disposition)
        .filter(book="disposition", position_id__in=actor.position_ids, state__in=OPEN)
        .select_related("letter", "position")
        .order_by("due_on", "occurred_on", "pk")
    )


def overdue_dispositions(actor: Actor, *, today: date | None = None) -> QuerySet[Disposition]:
    return (
        visible(actor, Disposition)
        .filter(book="disposition", state__in=OPEN, due_on__lt=today or clock.today())
        .select_related("letter", "position")
        .order_by("due_on", "pk")
    )


def letters_awaiting_disposition(actor: Actor) -> QuerySet[IncomingLetter]:
    """What waits for Camat or Sekretaris: received letters nobody has disposed yet, oldest first."""
    received = visible(actor, IncomingLetter).filter(book="incoming_letter", state="received")
    return received.order_by("occurred_on", "number")


def dispositions_of(actor: Actor, letter: IncomingLetter) -> QuerySet[Disposition]:
    return (
        visible(actor, Disposition)
        .filter(letter=letter)
        .select_related("position", "giver")
        .order_by("occurred_on", "pk")
    )
