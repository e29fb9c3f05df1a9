"""The seal: every milestone of an office is hashed together with the one before it.

Whoever changes a row behind the program's back must recompute all later rows and the head; a head
noted elsewhere (printed on a report, say) then no longer fits. The head row is locked only for the
moment of appending, as the last thing a transaction does, so writers hardly wait for each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from takar.kernel import seal
from takar.ledger import committed
from takar.ledger.models import ChainHead, Milestone

_HEADS = ChainHead._meta.db_table


def digest(milestone: Milestone) -> str:
    """SHA-256 over the previous hash and everything the row says, in a fixed writing."""
    return seal.digest(
        {
            "previous": milestone.previous_hash,
            "office": milestone.office_id,
            "seq": milestone.seq,
            "entry": milestone.entry_id,
            "what": milestone.what,
            "on": milestone.on.isoformat(),
            "at": seal.moment(milestone.at),
            "actor": milestone.actor_id,
            "actor_name": milestone.actor_name,
            "position": milestone.position_id,
            "note": milestone.note,
            "details": milestone.details,
            "supersedes": milestone.supersedes_id,
            "withdrawn": milestone.withdrawn,
        }
    )


@dataclass
class _Waiting:
    """What one transaction of many entries holds back until they are sealed together."""

    rows: list[Milestone] = field(default_factory=list)
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


def append(milestones: Iterable[Milestone]) -> None:
    """Seal and store new milestones of one office. Call inside the transaction of the write."""
    rows = list(milestones)
    waiting = _waiting.get()
    if waiting is not None:
        waiting.rows.extend(rows)
        return
    office_id = rows[0].office_id
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
    Milestone.objects.bulk_create(rows)
    transaction.on_commit(partial(committed.note, [row.entry_id for row in rows]))


def links(office_id: int, after: int = 0) -> Iterator[tuple[int, str]]:
    """``(seq, hash)`` of every link of an office's chain in its order, those after a number only.

    Streamed: the caller never holds the whole chain in memory.
    """
    rows = Milestone.objects.filter(office_id=office_id, seq__gt=after).order_by("seq")
    yield from rows.values_list("seq", "hash").iterator(2000)


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
