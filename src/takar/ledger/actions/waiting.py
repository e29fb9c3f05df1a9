"""What waits for somebody, derived from the actions: pages, the number in the bar and filters ask here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet

from takar.kernel.access import visible
from takar.ledger.actions.base import Action
from takar.ledger.actions.registry import actions_of
from takar.ledger.books import Book, books_of
from takar.ledger.display import related_paths
from takar.ledger.models import Entry
from takar.organisation.actor import Actor


@dataclass(frozen=True)
class Waiting:
    """One action and the entries on which it is the actor's turn, whatever their year."""

    action: Action[Any]
    rows: QuerySet[Any]
    """Details of the book's model, the most urgent first."""


def waiting_for(actor: Actor) -> list[Waiting]:
    """Every action that may wait for this actor, with its entries (which may be none)."""
    if not actor.may_write or actor.user_id is None:
        return []
    found = []
    for book in books_of(actor.office):
        for action in actions_of(book):
            if action.waits_as and (mine := action.waiting(actor)) is not None:
                found.append(Waiting(action, _rows(actor, action, mine)))
    return found


def _rows(actor: Actor, action: Action[Any], mine: Q) -> QuerySet[Any]:
    rows: QuerySet[Any] = visible(actor, action.book.model).filter(mine)
    urgent = [F(action.due).asc(nulls_last=True)] if action.due else []
    shown = related_paths(action.book, [column.field for column in action.book.columns])
    return rows.select_related("position", *shown).order_by(*urgent, "occurred_on", "pk")


def waiting_in(actor: Actor, book: type[Book], code: str = "") -> Q:
    """The entries of one book that wait for the actor, as a condition on rows of its model: for the action
    of this code, or for any. Holds for the same entries as :func:`waiting_for`, whatever their year."""
    found = [
        (action, mine)
        for action in (actions_of(book) if actor.may_write and actor.user_id is not None else [])
        if action.waits_as and code in ("", action.code) and (mine := action.waiting(actor)) is not None
    ]
    if not found:
        return Q(pk__in=[])
    # Said once more for all of them together: an index does not help with what stands behind an OR.
    states = {state for action, _ in found for state in action.waits_in}
    return Q(state__in=sorted(states)) & reduce(or_, [mine for _, mine in found])


def is_waiting(actor: Actor, entry: Entry, action: Action[Any]) -> bool:
    """Whether this action on this entry is the actor's turn."""
    mine = action.waiting(actor)
    return mine is not None and visible(actor, action.book.model).filter(mine, pk=entry.pk).exists()
