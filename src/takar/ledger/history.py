"""Who changed how an office numbers, who keeps its books and who reads them: kept by django-auditlog and sealed.

Entries are not listed: their history is the sealed milestones.
"""

from __future__ import annotations

from auditlog.registry import auditlog

from takar.kernel import sealed_rows
from takar.ledger.models import Area, BookKeeper, BookReach, DataRequest, EntryLink, NumberFormat, Participant


def register() -> None:
    for model in (BookKeeper, BookReach, NumberFormat):
        auditlog.register(model)
        sealed_rows.register(model)
    sealed_rows.register(Area, office="")
    sealed_rows.register(Participant, office="entry__office_id", told_by_entries=True)
    sealed_rows.register(EntryLink, office="source__office_id", told_by_entries=True)
    # Not what people wrote: it names them, and this log cannot be encrypted.
    auditlog.register(
        DataRequest, include_fields=["kind", "received_at", "due_at", "answered_at", "answered_by_name"]
    )
