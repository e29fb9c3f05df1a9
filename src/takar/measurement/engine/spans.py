"""How long something took: in working days of the office, in days, or in hours.

The day a span begins is day 0: what is done the same day took nothing, what is done on the next
working day took one. Books keep days, so hours are honest only where both steps were recorded on the
day they happened; then the moments of recording are held against each other. Else a day is 24 hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import DateField, DateTimeField, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast
from django.utils import timezone

from takar.ledger.books import book_named
from takar.ledger.models import EffectiveMilestone, Milestone
from takar.measurement.language.measure import SINCE_COLUMN, SINCE_ENTRY, Measure, TimeUnit
from takar.organisation.calendar import WorkingDays

COLUMNS = ("since", "since_at", "until_at")
_DAY, _MOMENT = DateField(null=True), DateTimeField(null=True)


def columns(measure: Measure, book: str) -> dict[str, Any]:
    """What a query over effective milestones has to read beside their own day."""
    nothing = {"since": Cast(Value(None), _DAY), "since_at": Cast(Value(None), _MOMENT)}
    found: dict[str, Any] = {**nothing, "until_at": Cast(Value(None), _MOMENT)}
    if not measure.since:
        return found
    found["since"] = since(measure.since, book)
    if measure.time is TimeUnit.HOURS:
        found["until_at"] = _recorded(OuterRef("what"))
        if measure.since == SINCE_ENTRY:
            found["since_at"] = Cast(F("entry__recorded_at"), _MOMENT)
        elif not measure.since.startswith(SINCE_COLUMN):
            found["since_at"] = _recorded(Value(measure.since))
    return found


def since(begins: str, book: str) -> Any:
    """The day on which a span begins, of a query over effective milestones."""
    if begins == SINCE_ENTRY:
        return Cast(F("entry__occurred_on"), _DAY)
    if begins.startswith(SINCE_COLUMN):
        return Cast(book_named(book).column_of_entry(begins.removeprefix(SINCE_COLUMN)), _DAY)
    other = EffectiveMilestone.objects.filter(entry_id=OuterRef("entry_id"), what=begins)
    return Cast(Subquery(other.values("on")[:1]), _DAY)


def _recorded(what: Any) -> Any:
    """When the day that counts was recorded, of a step that is in force."""
    rows = Milestone.objects.filter(
        entry_id=OuterRef("entry_id"), what=what, withdrawn=False, superseded_by__isnull=True
    )
    return Cast(Subquery(rows.order_by("on", "seq").values("at")[:1]), _MOMENT)


@dataclass(frozen=True)
class Span:
    """From a day to a day, with the moments of recording where they are asked for."""

    since: date | None
    until: date
    since_at: datetime | None = None
    until_at: datetime | None = None

    @classmethod
    def between(cls, since: Any, on: Any, since_at: Any = None, until_at: Any = None) -> Span:
        """From values as the database hands them."""
        return cls(day(since), day_of(on), _moment(since_at), _moment(until_at))


class Clock:
    """Measures spans in the calendars of some offices, which are read once and only when needed."""

    def __init__(self, office_ids: Sequence[int]) -> None:
        self._working = WorkingDays(office_ids)
        self._zone = timezone.get_current_timezone()

    def took(self, measure: Measure, office_id: int, span: Span) -> Decimal | None:
        """None where it is not known when it began."""
        if span.since is None:
            return None
        if measure.time is TimeUnit.WORKING_DAYS:
            return Decimal(self._working.between(office_id, span.since, span.until))
        if measure.time is TimeUnit.HOURS and (exact := self._hours(span)) is not None:
            return exact
        days = max((span.until - span.since).days, 0)
        return Decimal(days * 24 if measure.time is TimeUnit.HOURS else days)

    def _hours(self, span: Span) -> Decimal | None:
        """Between the moments of recording, where both lie on the days themselves."""
        if span.since_at is None or span.until_at is None:
            return None
        recorded = span.since_at.astimezone(self._zone).date(), span.until_at.astimezone(self._zone).date()
        if recorded != (span.since, span.until):
            return None
        seconds = max(int((span.until_at - span.since_at).total_seconds()), 0)
        return (Decimal(seconds) / 3600).quantize(Decimal("0.0001"))


def day(value: Any) -> date | None:
    """SQLite hands dates of a union back as it stores them."""
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    return value.date() if isinstance(value, datetime) else value


def day_of(value: Any) -> date:
    found = day(value)
    assert found is not None, "a milestone has a day"
    return found


def _moment(value: Any) -> datetime | None:
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(found, datetime):
        return None
    return found.replace(tzinfo=UTC) if timezone.is_naive(found) else found
