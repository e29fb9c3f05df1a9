"""Named reads of the organisation."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from takar.organisation.models import Assignment, Position

_STRENGTH = {
    Assignment.Capacity.DEFINITIVE: 0,
    Assignment.Capacity.ACTING: 1,
    Assignment.Capacity.DAILY: 2,
}


def assignments_on(day: date, *, office_id: int) -> QuerySet[Assignment]:
    return Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day, position__office_id=office_id
    ).select_related("person", "position")


def holders_on(day: date, *, office_id: int) -> dict[int, Assignment]:
    """Position id -> the assignment that answers for it that day (definitive before Plt before Plh)."""
    found: dict[int, Assignment] = {}
    for assignment in sorted(
        assignments_on(day, office_id=office_id),
        key=lambda a: (_STRENGTH[Assignment.Capacity(a.capacity)], a.starts_on),
        reverse=True,
    ):
        found[assignment.position_id] = assignment
    return found


def active_positions(*, office_id: int) -> QuerySet[Position]:
    return Position.objects.filter(office_id=office_id, retired_on__isnull=True).select_related(
        "unit", "reports_to"
    )
