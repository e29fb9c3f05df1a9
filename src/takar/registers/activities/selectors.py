"""Named reads of activities: a month's calendar, what reached which village, what is overdue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from takar.kernel.access import visible
from takar.kernel.period import Period, month_key
from takar.ledger.models import EffectiveMilestone
from takar.ledger.reference import with_children
from takar.organisation.actor import Actor
from takar.organisation.models import Village
from takar.registers.activities.models import Activity


@dataclass(frozen=True)
class Dated:
    """An activity on the day it has in the calendar."""

    on: date
    activity: Activity
    held: bool


def calendar_of(actor: Actor, period: Period, *, area: str = "") -> list[Dated]:
    """Activities held in the period, and those planned for it and not held. Two queries."""
    if actor.office_id is None:
        return []
    rows = visible(actor, Activity).select_related("area", "position")
    if area:
        rows = rows.filter(area_id__in=with_children(area))
    days = dict(_held(actor.office_id, period).values_list("entry_id", "on"))
    found = []
    for activity in rows.filter(_held_or_planned(actor.office_id, period)):
        held = days.get(activity.pk)
        on = held or activity.scheduled_on
        if on is None:
            continue  # held since the days were asked for
        found.append(Dated(on, activity, held is not None))
    return sorted(found, key=lambda row: (row.on, row.activity.time, row.activity.pk))


def _held(office_id: int, period: Period) -> QuerySet[EffectiveMilestone]:
    """By months too, which the index knows, so that only those of the period are read."""
    return EffectiveMilestone.objects.filter(
        office_id=office_id, book="activity", what="held", on__gte=period.start, on__lt=period.end,
        month__gte=month_key(period.start), month__lte=month_key(period.last_day),
    )  # fmt: skip


def _held_or_planned(office_id: int, period: Period) -> Q:
    """Both as sub-queries: a list of keys would grow with the year, and an OR over two tables walks both."""
    planned = Activity.objects.filter(
        office_id=office_id, book="activity", state="planned",
        scheduled_on__gte=period.start, scheduled_on__lt=period.end,
    )  # fmt: skip
    return Q(pk__in=_held(office_id, period).values("entry_id")) | Q(pk__in=planned.values("pk"))


@dataclass
class Covered:
    """What a village had in a year."""

    village: Village
    kinds: Counter[str] = field(default_factory=Counter)
    last: date | None = None
    planned: int = 0

    @property
    def held(self) -> int:
        return self.kinds.total()


def coverage(actor: Actor, *, year: int, areas: Iterable[str] = ()) -> list[Covered]:
    """Every village of the office with its activities held in a year; villages without any stand too.

    An activity that reached several villages counts in each. Three queries however many there are.
    """
    if actor.office_id is None:
        return []
    period = Period.of_year(year)
    villages = {
        row.pk: Covered(row)
        for row in visible(actor, Village)
        .filter(Q(retired_on=None) | Q(retired_on__gte=period.start))
        .order_by("code")
    }
    wanted = frozenset().union(*(with_children(code) for code in areas))
    held = dict(_held(actor.office_id, period).values_list("entry_id", "on"))
    rows = visible(actor, Activity).filter(_held_or_planned(actor.office_id, period))
    if wanted:
        rows = rows.filter(area_id__in=wanted)
    for pk, kind, keys in rows.order_by().values_list("pk", "kind", "villages"):
        on = held.get(pk)
        for key in keys:
            place = villages.get(int(key))
            if place is None:
                continue
            if on is None:
                place.planned += 1
            else:
                place.kinds[kind] += 1
                place.last = max(place.last or on, on)
    return list(villages.values())


def activities_of_letter(actor: Actor, letter_id: int) -> QuerySet[Activity]:
    """Activities that rest on a surat tugas."""
    return visible(actor, Activity).filter(assignment_letter_id=letter_id).order_by("occurred_on", "pk")
