"""The readers' log: who read confidential, personnel or residents' data (UU 27/2022, UU 24/2013).

Pages do not decide what is noted. It follows from the entry (confidential) and from the declaration of its
book (``personal``, ``veiled``, ``about_staff``). Reading what is about oneself is not noted.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db.models import QuerySet

from takar.kernel import clock
from takar.kernel.errors import BadInput
from takar.kernel.security_log import SecurityEvent, log_event
from takar.ledger.books import Book
from takar.ledger.models import Entry
from takar.ledger.privacy_models import ReadingRecord
from takar.organisation.actor import Actor

Concern, How = ReadingRecord.Concern, ReadingRecord.How

EVERY_TIME = {How.EXPORT, How.DISCLOSURE, How.REPORT}
"""Noted each time. Other readings of one thing within an hour are one row."""


def concern_of_book(book: type[Book]) -> ReadingRecord.Concern | None:
    """What a list of the book shows that somebody must answer for."""
    if book.privacy.about_staff:
        return Concern.STAFF
    return Concern.RESIDENT if book.about_residents() else None


def concern_of(entry: Entry) -> ReadingRecord.Concern | None:
    return Concern.CONFIDENTIAL if entry.restricted else concern_of_book(entry.declaration)


def note_entry(actor: Actor, entry: Entry, how: ReadingRecord.How, *, reason: str = "") -> None:
    """Somebody read this entry, or a file of it."""
    concern = concern_of(entry)
    if concern is None or (entry.person_id is not None and entry.person_id == actor.person_id):
        return
    note(
        actor, how, concern, book=entry.book, entry_id=entry.pk, person_id=entry.person_id, reason=reason
    )  # fmt: skip


def note_list(actor: Actor, book: type[Book], how: ReadingRecord.How, *, rows: int) -> None:
    """Somebody read so many entries of a book together."""
    concern = concern_of_book(book)
    if concern is not None and rows:
        note(actor, how, concern, book=book.code, rows=rows)


def note(
    actor: Actor,
    how: ReadingRecord.How,
    concern: ReadingRecord.Concern,
    *,
    book: str = "",
    entry_id: int | None = None,
    person_id: int | None = None,
    rows: int = 1,
    reason: str = "",
) -> None:
    """Write one row, unless the same was read within this hour."""
    if actor.office_id is None:
        return
    now = clock.now()
    thing = f"{how}:{concern}:{book}:{entry_id or ''}:{person_id or ''}"
    key = f"{actor.office_id}:{actor.user_id or ''}:{thing}:{now:%Y%m%d%H}"
    if how in EVERY_TIME:
        key = f"{actor.office_id}:{uuid.uuid4()}"
    elif ReadingRecord.objects.filter(key=key).exists():
        return
    row = ReadingRecord(
        office_id=actor.office_id,
        at=now,
        reader_id=actor.user_id,
        reader_name=actor.signature,
        how=how,
        concern=concern,
        book=book,
        entry_id=entry_id,
        person_id=person_id,
        rows=rows,
        reason=reason.strip()[:500],
        key=key,
    )
    ReadingRecord.objects.bulk_create([row], ignore_conflicts=True)
    log_event(
        SecurityEvent.DISCLOSED if how is How.DISCLOSURE else SecurityEvent.READ_PERSONAL_DATA,
        user_id=actor.user_id,
        office_id=actor.office_id,
        how=str(how),
        book=book,
        entry_id=entry_id,
        rows=rows,
    )


def forget(*, office_id: int, years: int) -> int:
    """Take away rows older than their retention; returns how many."""
    if years < 1:
        raise BadInput("Catatan pembaca disimpan sekurang-kurangnya satu tahun.")
    before = clock.now() - timedelta(days=round(365.25 * years))
    old = ReadingRecord._base_manager.filter(office_id=office_id, at__lt=before)
    return QuerySet.delete(old)[0]
