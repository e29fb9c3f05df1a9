"""The seal: every link of an office is hashed together with the one before it.

Links are of two kinds in one sequence: what happened to entries (milestones), and changes of the other rows
that numbers rest on (reference changes).

Whoever changes a row behind the program's back must recompute all later rows and the head; a head
noted elsewhere (printed on a report, say) then no longer fits. The head row is locked only for the
moment of appending, as the last thing a transaction does, so writers hardly wait for each other.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from takar.kernel import seal
from takar.ledger import committed
from takar.ledger.models import ChainHead, Milestone, ReferenceChange

_HEADS = ChainHead._meta.db_table


Link = Milestone | ReferenceChange


def digest(link: Link) -> str:
    """SHA-256 over the previous hash and everything the row says, in a fixed writing."""
    return seal.digest(said(link))


def said(link: Link) -> dict[str, Any]:
    """What a link seals. Both writings are part of every hash ever stored: they can never change."""
    if isinstance(link, ReferenceChange):
        return {
            "previous": link.previous_hash,
            "office": link.office_id,
            "seq": link.seq,
            "reference": str(link.what),
            "table": link.table,
            "key": link.key,
            "content": link.content,
            "at": seal.moment(link.at),
            "actor": link.actor_id,
            "actor_name": link.actor_name,
        }
    return {
        "previous": link.previous_hash,
        "office": link.office_id,
        "seq": link.seq,
        "entry": link.entry_id,
        "what": link.what,
        "on": link.on.isoformat(),
        "at": seal.moment(link.at),
        "actor": link.actor_id,
        "actor_name": link.actor_name,
        "position": link.position_id,
        "note": link.note,
        "details": link.details,
        "supersedes": link.supersedes_id,
        "withdrawn": link.withdrawn,
    }


@dataclass
class _Waiting:
    """What one transaction of many entries holds back until they are sealed together."""

    rows: list[Link] = field(default_factory=list)
    then: list[Callable[[], None]] = field(default_factory=list)


_waiting: ContextVar[_Waiting | None] = ContextVar("takar_chain_waiting", default=None)


@contextmanager
def sealed_at_the_end() -> Iterator[None]:
    """For one transaction that records many entries: their milestones are sealed when the block ends.

    Sealed one by one, the head would be locked while later entries still wait for a counter or a
    balance; whoever holds that waits for the head, and the two would block each other.
    """
    waiting = _Waiting()
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    if waiting.rows:
        append(waiting.rows)
    for act in waiting.then:
        act()


def when_sealed(act: Callable[[], None]) -> None:
    """Do now, or at the end of the block, what must happen while the office's head is locked."""
    waiting = _waiting.get()
    if waiting is None:
        act()
    else:
        waiting.then.append(act)


def append(new: Iterable[Link]) -> None:
    """Seal and store new links. Call inside the transaction of the write."""
    rows = list(new)
    waiting = _waiting.get()
    if waiting is not None:
        waiting.rows.extend(rows)
        return
    # Offices in one order, or two writers of shared reference data would block each other.
    for office_id in sorted({row.office_id for row in rows}):
        _seal(office_id, [row for row in rows if row.office_id == office_id])
    milestones = [row for row in rows if isinstance(row, Milestone)]
    if milestones:
        Milestone.objects.bulk_create(milestones)
        transaction.on_commit(partial(committed.note, [row.entry_id for row in milestones]))
    if len(milestones) < len(rows):
        ReferenceChange.objects.bulk_create([row for row in rows if isinstance(row, ReferenceChange)])


def _seal(office_id: int, rows: Iterable[Link]) -> None:
    """Number and hash the links after the office's last one."""
    with connection.cursor() as cursor:
        seq, last = _lock_head(cursor, office_id)
        for row in rows:
            row.seq, row.previous_hash = seq + 1, last
            row.hash = digest(row)
            seq, last = row.seq, row.hash
        cursor.execute(
            f"UPDATE {_HEADS} SET seq = %s, hash = %s WHERE office_id = %s",  # noqa: S608 - a fixed name
            [seq, last, office_id],
        )


def links(office_id: int, after: int = 0) -> Iterator[tuple[int, str]]:
    """``(seq, hash)`` of every link of an office's chain in its order, those after a number only.

    Streamed: the caller never holds the whole chain in memory.
    """
    kinds = [
        model._default_manager.filter(office_id=office_id, seq__gt=after)
        .order_by("seq")
        .values_list("seq", "hash")
        .iterator(2000)
        for model in (Milestone, ReferenceChange)
    ]
    yield from heapq.merge(*kinds)


def hash_at(office_id: int, seq: int) -> str | None:
    """The hash of one link; None where there is no link of that number."""
    for model in (Milestone, ReferenceChange):
        found = model._default_manager.filter(office_id=office_id, seq=seq).values_list("hash", flat=True)
        if found:
            return str(found[0])
    return None


def _lock_head(cursor: CursorWrapper, office_id: int) -> tuple[int, str]:
    """``(seq, hash)`` of the last link, locked. Plain SQL, because every write of an office passes here."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    question = f"SELECT seq, hash FROM {_HEADS} WHERE office_id = %s{lock}"  # noqa: S608
    cursor.execute(question, [office_id])
    head = cursor.fetchone()
    if head is None:
        # First write of the office: insert-or-ignore, then lock whichever row won.
        ChainHead.objects.bulk_create([ChainHead(office_id=office_id)], ignore_conflicts=True)
        cursor.execute(question, [office_id])
        head = cursor.fetchone()
    seq, last = head
    return seq, last
