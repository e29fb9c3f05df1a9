"""Named writes: an operator declares a book, changes it, closes and reopens it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from takar.kernel.access import require
from takar.kernel.errors import DomainError, NotFound
from takar.kernel.sealed_rows import bulk
from takar.ledger.books import books_of
from takar.ledger.models import BookKeeper
from takar.organisation.actor import Actor
from takar.organisation.models import Office, Position
from takar.registers.custom.book import registry
from takar.registers.custom.declaration import Plan, to_json
from takar.registers.custom.models import BookEdition, CustomBook
from takar.registers.custom.rules.checks import Fault, Faulty, faults
from takar.registers.custom.rules.naming import key_of, keyed

OPERATORS_ONLY = "Buku baru disusun oleh pengelola pengaturan kantor."
SLUG_START = "khas-"
"""Begins the address of every office's own book: no book that Takar brings later can take it."""


def declare_book(*, plan: Plan, actor: Actor, keepers: Sequence[Position] = ()) -> CustomBook:
    """A new book, open at once in every server process. ``keepers`` write in it from the start."""
    require(actor, "change", CustomBook, OPERATORS_ONLY)
    if actor.office is None:
        raise NotFound("Akun ini belum terhubung dengan kantor mana pun.")
    if not keepers:
        raise Faulty([Fault(("keepers",), "Pilih jabatan yang memegang buku ini.")])
    if any(position.office_id != actor.office.pk for position in keepers):
        raise NotFound("Jabatan ini tidak ada di kantor Anda.")
    plan = keyed(plan)
    with transaction.atomic():
        office = _lock(actor)
        if found := faults(plan, taken=_labels(office)):
            raise Faulty(found)
        known = set(CustomBook.objects.filter(office=office).values_list("code", flat=True))
        start = f"c{office.pk}_"
        key = key_of(plan.label, {code.removeprefix(start) for code in known})
        book = CustomBook.objects.create(
            office=office, code=start + key, slug=SLUG_START + re.sub(r"_+", "-", key)
        )
        with bulk(BookKeeper, office=office, book=book.code):
            BookKeeper.objects.bulk_create(
                [BookKeeper(office=office, book=book.code, position=position) for position in keepers]
            )
        _keep(book, plan, actor, note="Buku disusun")
    return book


def revise_book(*, book: CustomBook, plan: Plan, actor: Actor, edition: int, note: str = "") -> CustomBook:
    """Change what a book asks for. ``edition`` is the one the form was opened on.

    Raises Faulty with every fault; nothing that was once saved can be left out.
    """
    with transaction.atomic():
        current = _current(book, actor)
        if current.edition != edition:
            raise DomainError("Susunan buku ini baru saja diubah orang lain. Buka lagi halaman ini.")
        before = plan_of(current)
        plan = replace(keyed(plan), closed=before.closed)
        if found := faults(plan, before=before, taken=_labels(current.office, apart_from=current.code)):
            raise Faulty(found)
        if plan != before:
            current.edition += 1
            _keep(current, plan, actor, note=note)
    return current


def close_book(*, book: CustomBook, actor: Actor, reason: str) -> CustomBook:
    """No new entries from here on; the old ones stay, and count."""
    return _turn(book, actor, reason, closed=True)


def reopen_book(*, book: CustomBook, actor: Actor, reason: str) -> CustomBook:
    return _turn(book, actor, reason, closed=False)


def plan_of(book: CustomBook) -> Plan:
    """What the book asks for now."""
    return book.editions.get(number=book.edition).plan


def _turn(book: CustomBook, actor: Actor, reason: str, *, closed: bool) -> CustomBook:
    with transaction.atomic():
        current = _current(book, actor)
        if not reason.strip():
            raise DomainError("Tulis alasannya.", field="reason")
        before = plan_of(current)
        if before.closed != closed:
            current.edition += 1
            word = "Ditutup" if closed else "Dibuka lagi"
            _keep(current, replace(before, closed=closed), actor, note=f"{word}: {reason.strip()}")
    return current


def _current(book: CustomBook, actor: Actor) -> CustomBook:
    """The book of the actor's office as it is now, locked until the transaction ends."""
    require(actor, "change", CustomBook, OPERATORS_ONLY)
    office = _lock(actor)
    found = CustomBook.objects.select_for_update().filter(pk=book.pk, office=office).first()
    if found is None:
        raise NotFound("Buku ini tidak ada di kantor Anda.")
    return found


def _lock(actor: Actor) -> Office:
    """The office's row: declarations of one office take turns, so two books never share a name."""
    if actor.office is None:
        raise NotFound("Akun ini belum terhubung dengan kantor mana pun.")
    return Office.objects.select_for_update(no_key=True).get(pk=actor.office.pk)


def _labels(office: Office, *, apart_from: str = "") -> list[str]:
    """Names of the office's other books. The row is fresh, so are the books."""
    return [book.label for book in books_of(office) if book.code != apart_from]


def _keep(book: CustomBook, plan: Plan, actor: Actor, *, note: str) -> None:
    """A new edition, and the new stamp that tells every process."""
    BookEdition.objects.create(
        book=book,
        number=book.edition,
        content=to_json(plan),
        made_by_id=actor.user_id,
        made_by_name=actor.signature,
        note=note.strip()[:500],
    )
    book.save(update_fields=["edition"])
    stamp = uuid.uuid4().hex
    # Not through save(): the change history of the office's own data has nothing to tell here.
    Office.objects.filter(pk=book.office_id).update(books_stamp=stamp)
    registry.saw(book.office_id, stamp)
    if actor.office is not None:
        actor.office.books_stamp = stamp
