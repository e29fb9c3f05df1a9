"""Who approves what others recorded: the superiors of the keepers."""

from __future__ import annotations

from takar.ledger.access import keeps, may_record
from takar.ledger.models import Entry
from takar.organisation.actor import Actor


def judges(actor: Actor, entry: Entry) -> bool:
    """Leaders and superiors of the keeping positions."""
    book = entry.declaration
    return actor.user_id is None or actor.is_leader or (may_record(actor, book) and not keeps(actor, book))
