"""Whose turn it is, as a condition on entries. None means: never this actor's.

Each must be as strict as the right it stands for: what waits for somebody is never refused to them.
"""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q

from takar.kernel import clock
from takar.kernel.access import visible
from takar.ledger import access
from takar.ledger.books import Book
from takar.ledger.models import BookKeeper
from takar.organisation.actor import Actor
from takar.organisation.selectors import holders_on


def keepers(actor: Actor, book: type[Book]) -> Q | None:
    """Those whose own position keeps the book; not everybody above them, though they may as well."""
    return Q() if access.keeps(actor, book) else None


def leaders(actor: Actor) -> Q | None:
    """Camat and Sekretaris."""
    return Q() if actor.is_leader else None


def responsible(actor: Actor) -> Q | None:
    """The position the entry names as responsible."""
    return Q(position_id__in=actor.position_ids) if actor.position_ids else None


def recorder(actor: Actor) -> Q | None:
    """Whoever recorded the entry."""
    return Q(recorded_by_id=actor.user_id) if actor.user_id is not None else None


def applicant(actor: Actor) -> Q | None:
    """The employee the entry is about."""
    return Q(person_id=actor.person_id) if actor.person_id is not None else None


def superiors(actor: Actor, book: type[Book]) -> Q | None:
    """The direct superiors of the book's keepers; what those asked for or recorded themselves waits for the
    leaders, and everything while nobody holds the superior's position.

    Leaders may decide everything, but it is not their work as long as somebody nearer can.
    """
    if not actor.position_ids or access.keeps(actor, book) or not access.may_record(actor, book):
        return None
    heads = _heads(actor)[book.code]
    if actor.position_ids & heads:
        return Q()
    if not actor.is_leader:
        return None
    people = {person for position, person in _people(actor).items() if position in heads}
    if not people:
        return Q()
    return Q(position_id__in=heads) | Q(person_id__in=people) | Q(recorded_by__person_id__in=people)


def keepers_or_their_heads(actor: Actor, book: type[Book]) -> Q | None:
    """The keepers; of what comes from a keeper's own position, the positions directly above. For steps
    that nobody does to their own work."""
    if access.keeps(actor, book):
        return Q()
    if actor.position_ids & _heads(actor)[book.code]:
        return Q(position_id__in=access.keeper_positions_of(actor, book))
    return None


def _people(actor: Actor) -> dict[int, int]:
    """Position -> the person who answers for it today; asked once per request."""
    if "people_in_office" not in actor.memory:
        held = holders_on(clock.today(), office_id=actor.office_id) if actor.office_id else {}
        actor.memory["people_in_office"] = {position: row.person_id for position, row in held.items()}
    people: dict[int, int] = actor.memory["people_in_office"]
    return people


def _heads(actor: Actor) -> defaultdict[str, set[int]]:
    """Book -> positions directly above its keepers; asked once per request."""
    if "heads_of_keepers" not in actor.memory:
        found: defaultdict[str, set[int]] = defaultdict(set)
        rows = visible(actor, BookKeeper).filter(position__reports_to__isnull=False)
        for code, above in rows.values_list("book", "position__reports_to_id"):
            if above is not None:
                found[code].add(above)
        actor.memory["heads_of_keepers"] = found
    heads: defaultdict[str, set[int]] = actor.memory["heads_of_keepers"]
    return heads
