"""Named reads of ICT support: what is open, and how long the network was down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from django.db.models import Q, QuerySet
from django.utils import timezone

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import percent_of
from takar.kernel.period import Period
from takar.ledger.models import CANCELLED
from takar.organisation.actor import Actor
from takar.registers.ict.models import NETWORK, SupportJob


def open_jobs(actor: Actor) -> QuerySet[SupportJob]:
    """Asked for and not done yet, the oldest first."""
    return (
        visible(actor, SupportJob)
        .filter(book="support_job", state="requested")
        .select_related("requester", "position")
        .order_by("occurred_on", "pk")
    )


def requested_by(actor: Actor, *, year: int) -> QuerySet[SupportJob]:
    """What the actor's own positions have asked for, the latest first."""
    return (
        visible(actor, SupportJob)
        .filter(requester_id__in=actor.position_ids, year=year)
        .order_by("-occurred_on", "-pk")
    )


@dataclass(frozen=True)
class Downtime:
    """A month of the network: faults that began in it, and minutes down within it."""

    month: int
    faults: int
    minutes: int
    total: int
    """Minutes of the month that have passed."""

    @property
    def available(self) -> Fraction | None:
        """Percent of the time that has passed in which the network was up; None for a month to come."""
        return percent_of(self.total - self.minutes, self.total)


def downtime_by_month(actor: Actor, *, year: int) -> list[Downtime]:
    """Twelve months. A fault across two months counts once where it began, its minutes in both."""
    span = Period.of_year(year)
    first, last = _moment(span.start), _moment(span.end)
    faults = list(
        visible(actor, SupportJob)
        .filter(Q(ended_at__isnull=True) | Q(ended_at__gte=first), kind=NETWORK, started_at__lt=last)
        .exclude(state=CANCELLED)
    )
    return [_month(faults, year, month) for month in range(1, 13)]


def _month(faults: Sequence[SupportJob], year: int, month: int) -> Downtime:
    period, now = Period.of_month(year, month), clock.now()
    start, end = _moment(period.start), _moment(period.end)
    spans = sorted(
        (max(f.started_at, start), min(f.ended_at or now, end)) for f in faults if f.started_at is not None
    )
    return Downtime(
        month=month,
        faults=sum(1 for f in faults if f.started_at is not None and start <= f.started_at < end),
        minutes=_covered(spans),
        total=max(0, int((min(end, now) - start).total_seconds()) // 60),
    )


def _covered(spans: Sequence[tuple[datetime, datetime]]) -> int:
    """Minutes that at least one span covers: two faults at once do not count twice."""
    seconds = 0.0
    reached: datetime | None = None
    for begun, ended in spans:
        begun = begun if reached is None else max(begun, reached)
        if ended > begun:
            seconds += (ended - begun).total_seconds()
            reached = ended
    return int(seconds) // 60


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
