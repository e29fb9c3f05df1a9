"""Who changed which reference data, and when: kept by django-auditlog.

Ledger entries are not listed here; their history is the sealed milestones.
"""

from __future__ import annotations

from auditlog.registry import auditlog

from takar.organisation.models import Assignment, CalendarDay, Office, Person, Position, Unit, User, Village


def register() -> None:
    for model in (Office, Unit, Position, Person, Assignment, Village, CalendarDay):
        auditlog.register(model)
    # Never the password, and not the time of each sign-in.
    auditlog.register(User, include_fields=["username", "person", "is_active"])
