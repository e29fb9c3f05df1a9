"""Who reads and writes entries.

Everyone of an office reads its books, except entries marked confidential: those are for Camat and
Sekretaris, whoever recorded them, the person they are about, the responsible position and the
participants.
A book is written by the positions that keep it and those above them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from takar.kernel.access import OfficeReference, Policy, SharedReference, register_policy
from takar.kernel.errors import NotFound
from takar.ledger.books import Book, Doer, MilestoneSpec, all_books
from takar.ledger.models import (
    Area,
    BookKeeper,
    DataRequest,
    Entry,
    Evidence,
    ImportBatch,
    Milestone,
    NumberFormat,
    Participant,
    ProcessingRule,
    ReadingRecord,
)
from takar.organisation.actor import Actor
from takar.organisation.models import Position


class EntryPolicy(Policy):
    """``prefix`` leads from the model to the entry: '' for entries, 'entry' for what hangs on them.

    ``veils``: of books with veiled columns only those involved see the rows.
    """

    def __init__(self, prefix: str = "", *, veils: bool = False) -> None:
        self.veils = veils
        self.prefix = f"{prefix}__" if prefix else ""
        self.key = prefix or "pk"

    def rows(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        if actor.office_id is None:
            return rows.none()
        p = self.prefix
        own = rows.filter(**{f"{p}office_id": actor.office_id})
        if actor.is_leader or actor.user_id is None:
            return own
        mine = Participant.objects.filter(
            entry_id=OuterRef(f"{self.key}_id" if p else "pk"), position_id__in=actor.position_ids
        )
        open_to_all = Q(**{f"{p}restricted": False})
        if self.veils:
            # A file may show whom the entry is about.
            veiled = [book.code for book in all_books() if book.veiled]
            open_to_all &= ~Q(**{f"{p}book__in": veiled})
        return own.filter(
            open_to_all
            | Q(**{f"{p}recorded_by_id": actor.user_id})
            | Q(**{f"{p}position_id__in": actor.position_ids})
            | Q(**{f"{p}person_id": actor.person_id, f"{p}person_id__isnull": False})
            | Exists(mine)
        )

    def may(self, actor: Actor, action: str, thing: Any) -> bool:
        """``change`` and ``cancel`` are the keepers' work; rows the actor cannot see never get here."""
        entry = thing.entry if self.prefix else thing
        return entry.office_id == actor.office_id and may_record(actor, entry.declaration)


def require_own(actor: Actor, entry: Entry) -> None:
    """Pages only find what is visible; this holds for whoever calls a service with another entry."""
    if entry.office_id != actor.office_id:
        raise NotFound("Entri ini tidak ada di kantor Anda.")


def involved(actor: Actor, entry: Entry) -> bool:
    """Whether the actor has a part in this entry: leads the office, recorded it, is responsible for it,
    is whom it names, or takes part. Those read a confidential entry, and the veiled columns of any."""
    if entry.office_id != actor.office_id:
        return False
    if actor.is_leader or actor.user_id is None:
        return True
    return (
        entry.recorded_by_id == actor.user_id
        or entry.position_id in actor.position_ids
        or (entry.person_id is not None and entry.person_id == actor.person_id)
        or Participant.objects.filter(entry_id=entry.pk, position_id__in=actor.position_ids).exists()
    )


def may_record(actor: Actor, book: type[Book]) -> bool:
    """Whether the actor writes in this book."""
    return actor.user_id is None or bool(_keepers(actor)[book.code] & (actor.position_ids | actor.below))


def keeper_positions(office_id: int, book: str) -> frozenset[int]:
    """Positions that keep the book and all above them: who works with its confidential entries."""
    above = dict(Position.objects.filter(office_id=office_id).values_list("pk", "reports_to_id"))
    found: set[int] = set()
    for held in BookKeeper.objects.filter(office_id=office_id, book=book).values_list(
        "position_id", flat=True
    ):
        position: int | None = held
        while position is not None and position not in found:
            found.add(position)
            position = above.get(position)
    return frozenset(found)


def keeps(actor: Actor, book: type[Book]) -> bool:
    """Whether the book belongs to the actor's own position: it then stands first in their menu."""
    return bool(_keepers(actor)[book.code] & actor.position_ids)


def may_advance(actor: Actor, entry: Entry, spec: MilestoneSpec) -> bool:
    """Whether the actor may record this milestone on this entry."""
    if actor.user_id is None:
        return True
    if not entry.declaration.may_advance(actor, entry, spec):
        return False
    for doer in spec.by:
        match doer:
            case Doer.KEEPER:
                allowed = may_record(actor, entry.declaration)
            case Doer.LEADER:
                allowed = actor.is_leader
            case Doer.RESPONSIBLE:
                allowed = entry.position_id in actor.position_ids
        if allowed:
            return True
    return False


def _keepers(actor: Actor) -> defaultdict[str, set[int]]:
    """Book code -> keeping positions of the actor's office; asked once per request."""
    if actor.office_id is None:
        return defaultdict(set)
    if "book_keepers" not in actor.memory:
        found: defaultdict[str, set[int]] = defaultdict(set)
        rows = BookKeeper.objects.filter(office_id=actor.office_id).values_list("book", "position_id")
        for book, position_id in rows:
            found[book].add(position_id)
        actor.memory["book_keepers"] = found
    keepers: defaultdict[str, set[int]] = actor.memory["book_keepers"]
    return keepers


class ImportPolicy(OfficeReference):
    """An upload belongs to whoever made it."""

    def rows(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        return super().rows(actor, rows).filter(uploaded_by_id=actor.user_id)


class DataRequestPolicy(OfficeReference):
    """Who asked about their data is for leaders and operators, who answer."""

    def rows(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        return super().rows(actor, rows) if actor.is_leader or actor.is_operator else rows.none()


class ReadingPolicy(Policy):
    """Camat and Sekretaris read who read what. Everybody else reads who read their own record."""

    def rows(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        if actor.office_id is None:
            return rows.none()
        found = rows.filter(office_id=actor.office_id)
        if actor.is_leader or actor.user_id is None:
            return found
        return found.filter(person_id=actor.person_id, person_id__isnull=False)

    def may(self, actor: Actor, action: str, thing: object) -> bool:
        return action == "view"


def register() -> None:
    register_policy(Area, SharedReference())
    register_policy(Entry, EntryPolicy())
    register_policy(Evidence, EntryPolicy("entry", veils=True))
    register_policy(Milestone, EntryPolicy("entry"))
    register_policy(NumberFormat, OfficeReference())
    register_policy(BookKeeper, OfficeReference())
    register_policy(ImportBatch, ImportPolicy())
    register_policy(ProcessingRule, OfficeReference())
    register_policy(DataRequest, DataRequestPolicy())
    register_policy(ReadingRecord, ReadingPolicy())
