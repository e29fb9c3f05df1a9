"""Named reads of the counter: the queue, and how late or early it runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet

from takar.kernel.access import visible
from takar.kernel.formatting import format_date
from takar.kernel.period import Period
from takar.kernel.spans import in_reach
from takar.ledger.models import CANCELLED
from takar.organisation.actor import Actor
from takar.organisation.calendar import WorkingCalendar
from takar.registers.counter.models import WAITING, ServiceRequest


def queue(actor: Actor) -> QuerySet[ServiceRequest]:
    """Requests whose next step is the office's, what is late next first."""
    return (
        visible(actor, ServiceRequest)
        .filter(book="service_request", state__in=WAITING)
        .select_related("service", "village")
        .order_by("promised_on", "occurred_on", "number")
    )


def returned_to_applicants(actor: Actor) -> QuerySet[ServiceRequest]:
    """Incomplete requests, newest first: the next step is the applicant's."""
    return (
        visible(actor, ServiceRequest)
        .filter(book="service_request", state="returned")
        .select_related("service", "village")
        .order_by("-occurred_on", "-number")
    )


def ready_for_collection(actor: Actor) -> QuerySet[ServiceRequest]:
    """Issued and still at the counter, newest first: whoever comes now asked for it lately."""
    return (
        visible(actor, ServiceRequest)
        .filter(book="service_request", state="issued")
        .select_related("service", "village")
        .order_by("-occurred_on", "-number")
    )


def requests_received(actor: Actor, period: Period) -> int:
    """How many used the services in a period: the population of the next survey."""
    return (
        visible(actor, ServiceRequest)
        .filter(book="service_request", occurred_on__gte=period.start, occurred_on__lt=period.end)
        .exclude(state=CANCELLED)
        .count()
    )


class Lateness:
    """Working days between today and promises; asks the calendar once for all of them."""

    def __init__(self, office_id: int, today: date, promises: Iterable[date]) -> None:
        self.today = today
        days = [today, *map(in_reach, promises)]
        self.calendar = WorkingCalendar(office_id, Period(min(days), max(days) + timedelta(days=2)))

    def days_left(self, promised: date) -> int:
        """Working days until the promise; negative when it has passed, 0 on the day itself."""
        first, last = sorted((self.today, in_reach(promised)))
        steps = ((first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
        count = sum(self.calendar.is_working(day) for day in steps)
        # A promise that passed over a weekend is late by one working day at least.
        return -max(count, 1) if promised < self.today else count

    def words(self, promised: date) -> str:
        if promised == self.today:
            return "jatuh tempo hari ini"
        left = self.days_left(promised)
        if left < 0:
            return f"terlambat {-left} hari kerja"
        if promised == self.today + timedelta(days=1):
            return "jatuh tempo besok"
        return f"{left} hari kerja lagi" if left else f"jatuh tempo {format_date(promised)}"
