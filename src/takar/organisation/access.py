"""Who sees and changes the organisation's own data."""

from __future__ import annotations

from takar.kernel.access import OfficeReference, register_policy
from takar.organisation.models import Assignment, CalendarDay, Office, Person, Position, Unit, Village


def register() -> None:
    register_policy(Office, OfficeReference("pk"))
    for model in (Unit, Village, Position, Person, CalendarDay):
        register_policy(model, OfficeReference())
    register_policy(Assignment, OfficeReference("position__office_id"))
