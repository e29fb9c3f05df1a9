"""Who changed how an office numbers, who keeps its books and who reads them: kept by django-auditlog.

Entries are not listed: their history is the sealed milestones.
"""

from __future__ import annotations

from auditlog.registry import auditlog

from takar.ledger.models import BookKeeper, BookReach, DataRequest, NumberFormat


def register() -> None:
    for model in (BookKeeper, BookReach, NumberFormat):
        auditlog.register(model)
    # Not what people wrote: it names them, and this log cannot be encrypted.
    auditlog.register(
        DataRequest, include_fields=["kind", "received_at", "due_at", "answered_at", "answered_by_name"]
    )
