"""Who changed how an office numbers and who keeps its books: kept by django-auditlog.

Entries are not listed: their history is the sealed milestones.
"""

from __future__ import annotations

from auditlog.registry import auditlog

from takar.ledger.models import BookKeeper, DataRequest, NumberFormat


def register() -> None:
    for model in (BookKeeper, NumberFormat):
        auditlog.register(model)
    # Not what people wrote: it names them, and this log cannot be encrypted.
    auditlog.register(
        DataRequest, include_fields=["kind", "received_at", "due_at", "answered_at", "answered_by_name"]
    )
