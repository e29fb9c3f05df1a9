"""For whom an entry waits, asked of every member of the office."""

from __future__ import annotations

from typing import Any

from takar.kernel.access import visible
from takar.ledger.actions import actions_of, waiting_in
from takar.ledger.actions.waiting import is_waiting
from takar.ledger.books import Book
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
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


def waiting(actor: Actor, book: type[Book[Any]], code: str = "") -> list[Any]:
    """The entries of a book that wait for the actor, as its list shows them."""
    return list(visible(actor, book.model).filter(waiting_in(actor, book, code)))
