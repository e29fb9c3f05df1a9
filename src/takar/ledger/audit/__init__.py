"""Proof that nothing changed behind the program's back.

The links of the office's chain are read once; from what they say follows how every row has to stand: columns
of entries, evidence, participants, reference data, what counts. Then every table is read once and compared.
Findings are sentences; none means sound. What is checked may be broken in any way, so a check that cannot go
on says so and the next one begins.
"""

from __future__ import annotations

from collections.abc import Iterator

from takar.ledger.audit import entries, evidence, numbers, reference
from takar.ledger.audit.guard import guarded
from takar.ledger.audit.history import Replay
from takar.ledger.audit.numbers import number_gaps
from takar.ledger.books import books_of
from takar.organisation.models import Office

__all__ = ["number_gaps", "verify"]


def verify(office_id: int) -> Iterator[str]:
    """Everything that is wrong in an office's ledger."""
    replay = Replay(office_id)
    yield from guarded("rantai riwayat", replay.findings())
    counted = numbers.Counted(office_id)
    yield from guarded("yang dihitung", counted.read())
    yield from guarded("isi entri", entries.findings(office_id, replay, counted))
    yield from guarded("hitungan", counted.findings())
    yield from guarded("nomor urut", number_gaps(office_id))
    yield from guarded("data acuan", reference.findings(office_id, replay))
    yield from guarded("bukti", evidence.findings(office_id, replay))
    for book in books_of(Office.objects.get(pk=office_id)):
        yield from guarded(f"buku {book.label}", book.audit(office_id))
