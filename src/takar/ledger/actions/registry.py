"""Which actions a book has, and which of them an actor can do to an entry now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import prefetch_related_objects

from takar.kernel.errors import NotFound
from takar.ledger.actions.base import Action
from takar.ledger.actions.general import (
    AddEvidence,
    Advance,
    Cancel,
    Correct,
    Disclose,
    MoveMilestone,
    WithdrawEvidence,
)
from takar.ledger.books import Book
from takar.ledger.models import Entry
from takar.organisation.actor import Actor

A = TypeVar("A", bound=type[Action[Any]])

_declared: defaultdict[str, list[type[Action[Any]]]] = defaultdict(list)

_OF_EVERY_BOOK: list[type[Action[Any]]] = [Correct, AddEvidence, Cancel]
_OF_PARTS: list[type[Action[Any]]] = [MoveMilestone, Disclose, WithdrawEvidence]


def for_book(*books: type[Book]) -> Callable[[A], A]:
    """Class decorator: these books have the action."""

    def declare(action: A) -> A:
        for book in books:
            if action not in _declared[book.code]:
                _declared[book.code].append(action)
        return action

    return declare


def actions_of(book: type[Book]) -> list[Action[Any]]:
    """Every action on an entry of the book: its steps in the order of the milestones, then its other
    actions, then those every book has. Actions on parts are made where the part is known."""
    declared = [action(book) for action in _declared[book.code]]
    written = {code for action in declared for code in action.milestones}
    steps: list[Action[Any]] = []
    for spec in book.milestones:
        steps += [action for action in declared if action.milestones[:1] == (spec.code,)]
        if spec.verb and spec.by_hand and spec.code not in written:
            steps.append(Advance(book, spec.code))
    steps = [action for action in declared if action.step and not action.milestones] + steps
    others = [action for action in declared if not action.step and not action.milestones]
    return [*steps, *others, *(action(book) for action in _OF_EVERY_BOOK)]


def offered(actor: Actor, entry: Entry) -> list[Action[Any]]:
    """What this actor can do to the entry now, the most likely first. Nothing here would be refused."""
    prefetch_related_objects([entry], "milestones")
    return [action for action in actions_of(entry.declaration) if not action.refusal(actor, entry)]


def action_at(book: type[Book], slug: str, part: str = "") -> Action[Any]:
    """The action at an address; raises NotFound when the book has none of that name."""
    for action in actions_of(book):
        if (action.slug, action.part) == (slug, part):
            return action
    for kind in _OF_PARTS if part else ():
        if kind.slug == slug:
            return kind(book, part)
    raise NotFound(f"Tindakan ini tidak ada pada buku {book.label}.")
