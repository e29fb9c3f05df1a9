"""Who reads and writes entries.

Whoever holds a position of the office today reads its books, except closed books and entries marked
confidential: those are for Camat and Sekretaris, whoever recorded them, the person they are about,
the responsible position and the participants; a closed book also for its keepers, those above them
and their unit. Without a position a person reads what is about them, and nothing else.
A book is written by the positions that keep it and those above them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from takar.kernel.access import OfficeReference, Policy, SharedReference, register_policy
from takar.kernel.errors import NotFound
from takar.kernel.reach import Reach
from takar.ledger.books import Book, MilestoneSpec, Performer, all_books, books_of
from takar.ledger.models import (
    Area,
    BookKeeper,
    BookReach,
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
    """``prefix`` leads from the model to the entry: '' for entries, 'entry' for models that refer to one.

    ``veils``: of books with veiled columns or private files only those involved see the rows.
    """

    def __init__(self, prefix: str = "", *, veils: bool = False) -> None:
        self.veils = veils
        self.prefix = f"{prefix}__" if prefix else ""
        self.key = prefix or "pk"

    def rows(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        if actor.office_id is None:
            return rows.none()
        p = self.prefix
        office = rows.filter(**{f"{p}office_id": actor.office_id})
        if actor.reads_all:
            return office
        about = Q(**{f"{p}person_id": actor.person_id, f"{p}person_id__isnull": False})
        if not actor.reads_office:
            codes = [book.code for book in all_books() if book.privacy.about_person]
            return office.filter(about, **{f"{p}book__in": codes})
        open_to_all = Q(**{f"{p}restricted": False})
        shut = set(closed_books(actor))
        if self.veils:
            # A file may show whom the entry is about.
            shut |= {
                book.code
                for book in all_books()
                if book.marked("veiled") or (book.privacy.private_files and not may_record(actor, book))
            }
        if shut:
            open_to_all &= ~Q(**{f"{p}book__in": sorted(shut)})
        if actor.is_guest:
            return office.filter(open_to_all)
        mine = Participant.objects.filter(
            entry_id=OuterRef(f"{self.key}_id" if p else "pk"), position_id__in=actor.position_ids
        )
        return office.filter(
            open_to_all
            | Q(**{f"{p}recorded_by_id": actor.user_id})
            | Q(**{f"{p}position_id__in": actor.position_ids})
            | about
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
    if actor.reads_all and not actor.is_guest:
        return True
    if not actor.reads_office:
        return entry.declaration.privacy.about_person and entry.person_id == actor.person_id
    return (
        entry.recorded_by_id == actor.user_id
        or entry.position_id in actor.position_ids
        or (entry.person_id is not None and entry.person_id == actor.person_id)
        or Participant.objects.filter(entry_id=entry.pk, position_id__in=actor.position_ids).exists()
    )


_openers: list[Callable[[Actor], Collection[str]]] = []


def register_opener(source: Callable[[Actor], Collection[str]]) -> None:
    """Codes of books that an actor reads for a reason the ledger does not know (see measurement)."""
    _openers.append(source)


def closed_books(actor: Actor) -> frozenset[str]:
    """Books of the office that are closed to this actor, whose part in single entries stays open."""
    if actor.reads_all or actor.office is None:
        return frozenset()
    if "closed_books" not in actor.memory:
        decided = dict(BookReach.objects.filter(office=actor.office).values_list("book", "reads"))
        mine = actor.position_ids | actor.below
        opened = {code for source in _openers for code in source(actor)} if actor.held else set()
        keepers, units = _keepers(actor), _keeping_units(actor)
        actor.memory["closed_books"] = frozenset(
            book.code
            for book in books_of(actor.office)
            if decided.get(book.code, book.privacy.reads) == Reach.SECTION
            and not keepers[book.code] & mine
            and not units[book.code] & actor.unit_ids
            and book.code not in opened
        )
    found: frozenset[str] = actor.memory["closed_books"]
    return found


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


def keeper_positions_of(actor: Actor, book: type[Book]) -> frozenset[int]:
    """The positions that keep the book, without those above them."""
    return frozenset(_keepers(actor)[book.code])


def keeps(actor: Actor, book: type[Book]) -> bool:
    """Whether the book belongs to the actor's own position: it then stands first in their menu."""
    return bool(_keepers(actor)[book.code] & actor.position_ids)


def may_advance(actor: Actor, entry: Entry, spec: MilestoneSpec) -> bool:
    """Whether the actor may record this milestone on this entry."""
    if actor.user_id is None:
        return True
    if not entry.declaration.may_advance(actor, entry, spec):
        return False
    for performer in spec.by:
        match performer:
            case Performer.KEEPER:
                allowed = may_record(actor, entry.declaration)
            case Performer.LEADER:
                allowed = actor.is_leader
            case Performer.RESPONSIBLE:
                allowed = entry.position_id in actor.position_ids
        if allowed:
            return True
    return False


def _keepers(actor: Actor) -> defaultdict[str, set[int]]:
    """Book code -> keeping positions of the actor's office; asked once per request."""
    keepers, _ = _keeping(actor)
    return keepers


def _keeping_units(actor: Actor) -> defaultdict[str, set[int]]:
    """Book code -> units of the keeping positions."""
    _, units = _keeping(actor)
    return units


def _keeping(actor: Actor) -> tuple[defaultdict[str, set[int]], defaultdict[str, set[int]]]:
    if actor.office_id is None:
        return defaultdict(set), defaultdict(set)
    if "book_keepers" not in actor.memory:
        keepers: defaultdict[str, set[int]] = defaultdict(set)
        units: defaultdict[str, set[int]] = defaultdict(set)
        rows = BookKeeper.objects.filter(office_id=actor.office_id)
        for book, position_id, unit_id in rows.values_list("book", "position_id", "position__unit_id"):
            keepers[book].add(position_id)
            if unit_id is not None:
                units[book].add(unit_id)
        actor.memory["book_keepers"] = keepers, units
    found: tuple[defaultdict[str, set[int]], defaultdict[str, set[int]]] = actor.memory["book_keepers"]
    return found


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
    register_policy(BookReach, OfficeReference())
    register_policy(ImportBatch, ImportPolicy())
    register_policy(ProcessingRule, OfficeReference())
    register_policy(DataRequest, DataRequestPolicy())
    register_policy(ReadingRecord, ReadingPolicy())
