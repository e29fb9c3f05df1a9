"""Who changed which reference data, and when: kept by django-auditlog, and sealed where numbers rest on it.

Ledger entries are not listed here; their history is the sealed milestones.
"""

from __future__ import annotations

from auditlog.registry import auditlog

from takar.kernel import sealed_rows
from takar.organisation.models import Assignment, CalendarDay, Office, Person, Position, Unit, User, Village


def register() -> None:
    for model in (Office, Unit, Position, Person, Assignment, Village, CalendarDay):
        auditlog.register(model)
    sealed_rows.register(Office, office="id", personal=("contact",), without=("books_stamp",))
    sealed_rows.register(Person, personal=("name", "nip", "rank"))
    sealed_rows.register(Assignment, office="position__office_id")
    for model in (Unit, Position, Village, CalendarDay):
        sealed_rows.register(model)
    # Never the password, and not the time of each sign-in.
    auditlog.register(User, include_fields=["username", "person", "is_active"])
