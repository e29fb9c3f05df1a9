"""An office as its own tables tell it: what happened to each entry, what stands on a day.

Read from the append-only milestones and the columns of the books. What was taken back or cancelled is
worked out here again; nothing of the engine or of the derived rows is used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import holidays
from django.utils import timezone

from takar.ledger.books import book_named
from takar.ledger.models import Area, Entry, EntryLink, Milestone
from takar.measurement.models import BaseFigure
from takar.organisation.models import Assignment, CalendarDay, Village

CATEGORY = {
    "work_document": "category",
    "service_request": "category",
    "activity": "topics",
    "case": "incident",
    "data_update": "system",
}
SUBJECT = {
    "stock_receipt": "item_id",
    "proposal": "employee_id",
    "data_update": "employee_id",
    "vehicle_renewal": "vehicle_id",
    "stated_value": "measure_id",
}
ON_ENTRY_DAY = {("stated_value", "verified")}
"""A stated value belongs to the month it is about, whenever it was checked."""

Standing = tuple[Fraction, frozenset[str] | None]
"""A number that stands on a day, and which they are where entries name them."""


@dataclass(frozen=True)
class Told:
    """An entry as its own rows tell it."""

    pk: int
    book: str
    columns: Mapping[str, Any]
    days: Mapping[str, date]
    """Milestone -> the day it counts on. Empty for a cancelled entry."""
    moments: Mapping[str, datetime]
    """Milestone -> when that day was recorded."""


@dataclass
class Office:
    """What one office has, read once."""

    pk: int
    entries: list[Told] = field(init=False)
    below: dict[str, set[str]] = field(init=False)
    """Area -> itself and everything under it."""
    links: list[tuple[int, int, str]] = field(init=False)
    """Entry, what it rests on, and how."""

    def __post_init__(self) -> None:
        self.entries = list(_told(self.pk))
        self.below = _areas()
        rows = EntryLink.objects.filter(source__office_id=self.pk)
        self.links = list(rows.values_list("source_id", "target_id", "relation"))
        self._villages = list(Village.objects.filter(office_id=self.pk).values_list("pk", "retired_on"))
        posts = Assignment.objects.filter(position__office_id=self.pk)
        self._posts = list(posts.values_list("person_id", "starts_on", "ends_on"))
        figures = BaseFigure.objects.filter(office_id=self.pk, retired_on=None).order_by("valid_from", "pk")
        self._figures = list(figures.values_list("name", "valid_from", "value"))
        self._calendar = dict(CalendarDay.objects.filter(office_id=self.pk).values_list("day", "kind"))

    def together(self, relation: str) -> dict[int, set[int]]:
        """Entry -> the entries that are one matter with it."""
        found: dict[int, set[int]] = defaultdict(set)
        for source, target, how in self.links:
            if how == relation:
                beside = {other for other, to, kind in self.links if (to, kind) == (target, how)}
                found[source] |= {target, *beside} - {source}
                found[target].add(source)
        return found

    def standing(self, base: str, day: date) -> Standing | None:
        """What is divided by on a day, where that is no entry."""
        if base == "villages":
            members = frozenset(str(pk) for pk, until in self._villages if until is None or day < until)
            return Fraction(len(members)), members
        if base == "employees":
            held = {
                person for person, since, until in self._posts if since <= day and (not until or day < until)
            }
            return Fraction(len(held)), None
        name = base.removeprefix("figure:")
        values = [value for known, since, value in self._figures if known == name and since <= day]
        return (Fraction(values[-1]), None) if values else None

    def took(self, entry: Told, since: str, what: str, unit: str) -> Fraction | None:
        """How long it was from a beginning to a milestone."""
        if since.startswith("column:"):
            start = entry.columns[since.removeprefix("column:")]
        else:
            start = entry.columns["occurred_on"] if since == "entry" else entry.days.get(since)
        if start is None:
            return None
        until = entry.days[what]
        if unit == "working_days":
            later = (start + timedelta(days=n) for n in range(1, (until - start).days + 1))
            return Fraction(sum(self._works(day) for day in later))
        days = max((until - start).days, 0)
        if unit == "days":
            return Fraction(days)
        recorded = entry.columns["recorded_at"] if since == "entry" else entry.moments.get(since)
        if recorded and (timezone.localdate(recorded), timezone.localdate(entry.moments[what])) == (
            start,
            until,
        ):
            seconds = max(int((entry.moments[what] - recorded).total_seconds()), 0)
            return Fraction((Decimal(seconds) / 3600).quantize(Decimal("0.0001")))
        return Fraction(days * 24)

    def _works(self, day: date) -> bool:
        if day in self._calendar:
            return self._calendar[day] == CalendarDay.Kind.WORKING
        return day.weekday() < 5 and day not in _free(day.year)


@cache
def _free(year: int) -> set[date]:
    return set(holidays.country_holidays("ID", years=year))


def _areas() -> dict[str, set[str]]:
    parents = dict(Area.objects.values_list("code", "parent_id"))
    below: dict[str, set[str]] = {code: {code} for code in parents}
    for code in parents:
        above = parents[code]
        while above:
            below[above].add(code)
            above = parents[above]
    return below


def _told(office_id: int) -> Iterator[Told]:
    recorded: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Milestone.objects.filter(office_id=office_id).order_by("on", "seq")
    for row in rows.values("pk", "entry_id", "what", "on", "at", "withdrawn", "supersedes_id"):
        recorded[row["entry_id"]].append(row)
    books: dict[str, list[int]] = defaultdict(list)
    for pk, book in Entry.objects.filter(office_id=office_id).values_list("pk", "book"):
        books[book].append(pk)
    for code, keys in books.items():
        for row in book_named(code).model._default_manager.filter(pk__in=keys).values():
            pk = row["entry_ptr_id"]
            standing = _standing(recorded[pk])
            days = {
                what: row["occurred_on"] if (code, what) in ON_ENTRY_DAY else first["on"]
                for what, first in standing.items()
            }
            yield Told(pk, code, row, days, {what: first["at"] for what, first in standing.items()})


def _standing(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Milestone -> the first of its rows in force; nothing for a cancelled entry."""
    replaced = {row["supersedes_id"] for row in rows}
    in_force = [row for row in rows if row["pk"] not in replaced and not row["withdrawn"]]
    if any(row["what"] == "cancelled" for row in in_force):
        return {}
    return {row["what"]: row for row in reversed(in_force)}
