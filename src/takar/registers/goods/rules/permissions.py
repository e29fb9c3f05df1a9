"""Who approves what others recorded: the superiors of the keepers, and never the recorder."""

from __future__ import annotations

from django.db.models import Q

from takar.ledger.access import keeps, may_record
from takar.ledger.models import Entry
from takar.organisation.actor import Actor


def judges(actor: Actor, entry: Entry) -> bool:
    """Leaders and superiors of the keeping positions, without the person who asked or recorded."""
    if actor.user_id is None:
        return True
    book = entry.declaration
    above = actor.is_leader or (may_record(actor, book) and not keeps(actor, book))
    own = actor.person_id is not None and actor.person_id == entry.person_id
    return above and not own and entry.recorded_by_id != actor.user_id


def judging(actor: Actor, turn: Q | None) -> Q | None:
    """A turn without what the actor asked or recorded: the same rule as :func:`judges`, as a condition."""
    if turn is None:
        return None
    own = Q(recorded_by_id=actor.user_id)
    if actor.person_id is not None:
        own |= Q(person_id=actor.person_id)
    return turn & ~own
