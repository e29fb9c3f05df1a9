"""For whom an entry waits, asked of every member of the office."""

from __future__ import annotations

from takar.ledger.actions import actions_of
from takar.ledger.actions.waiting import is_waiting
from takar.ledger.models import Entry
from tests.factories import Cast


def waits_for(cast: Cast, entry: Entry) -> dict[str, set[str]]:
    """Code of an action -> members whose turn it is. Nobody is refused what waits for them."""
    found: dict[str, set[str]] = {}
    entry = type(entry)._default_manager.get(pk=entry.pk)
    for name, member in cast.members.items():
        actor = member.fresh()
        for action in actions_of(entry.declaration):
            if action.waits_as and is_waiting(actor, entry, action):
                assert action.refusal(actor, entry) == "", (name, action.code)
                found.setdefault(action.code, set()).add(name)
    return found
