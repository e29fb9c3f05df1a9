"""Time in the demo: office days and hours, and a diary of deeds done in the order of time."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from takar.kernel import clock
from takar.kernel.period import Period
from takar.organisation.calendar import WorkingCalendar

OPENS, CLOSES = time(8, 30), time(15, 10)
FIRST_THING = time(7, 40)
"""When yesterday's papers are written up, before today's arrive."""

Deed = Callable[[], None]


class OfficeDays:
    """The working days of the demo's office, a little beyond the last day asked for."""

    def __init__(self, office_id: int, first: date, last: date) -> None:
        span = Period(first, last + timedelta(days=60))
        self.days = list(WorkingCalendar(office_id, span).working_days())

    def within(self, first: date, last: date) -> list[date]:
        return self.days[bisect_left(self.days, first) : bisect_right(self.days, last)]

    def after(self, day: date, count: int) -> date:
        """The office day ``count`` office days after ``day``; of a day off, counted from the next one."""
        return self.days[min(bisect_left(self.days, day) + count, len(self.days) - 1)]


def at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


class Diary:
    """Deeds to come. What lies after ``until`` is never done: it is still open when the demo ends."""

    def __init__(self, days: OfficeDays, until: datetime) -> None:
        self.days = days
        self.until = until
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._count = 0

    def plan(self, moment: datetime, deed: Deed) -> None:
        # The count keeps deeds of one moment in the order they were planned.
        self._count += 1
        heapq.heappush(self._deeds, (moment, self._count, deed))

    def moment(self, day: date, rng: Random) -> datetime:
        """Some minute of the office day."""
        minutes = (CLOSES.hour - OPENS.hour) * 60 + CLOSES.minute - OPENS.minute
        return at(day, OPENS) + timedelta(seconds=rng.randrange(minutes * 60))

    def later(self, rng: Random, days: int) -> datetime:
        """A moment ``days`` office days from now; within today, some minutes on or the next morning."""
        now = timezone.localtime(clock.now())
        if days:
            return self.moment(self.days.after(now.date(), days), rng)
        soon = now + timedelta(minutes=rng.randint(4, 75))
        if soon.time() <= CLOSES and soon.date() == now.date():
            return soon
        return self.moment(self.days.after(now.date() + timedelta(days=1), 0), rng)

    def run(self) -> Iterator[date]:
        """Do everything due, setting the clock for each deed; yields the day of each."""
        while self._deeds and self._deeds[0][0] <= self.until:
            moment, _, deed = heapq.heappop(self._deeds)
            with clock.set_to(moment):
                deed()
            yield timezone.localdate(moment)
