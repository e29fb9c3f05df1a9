"""Working days as an office counts them."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories import Cast

from takar.kernel.period import Period
from takar.organisation.calendar import WorkingCalendar, after_working_days, count_working_days
from takar.organisation.models import CalendarDay


def test_weekends_and_national_holidays_are_no_working_days(cast: Cast) -> None:
    # August 2025: 31 days, 10 weekend days; Independence Day, the 17th, is one of those Sundays.
    august = Period.of_month(2025, 8)
    assert count_working_days(cast.office.pk, august) == 21
    calendar = WorkingCalendar(cast.office.pk, Period.of_month(2025, 5))
    assert not calendar.is_working(date(2025, 5, 1))
    assert calendar.is_working(date(2025, 5, 2))


@pytest.mark.parametrize(("kind", "working"), [("joint_leave", False), ("holiday", False), ("working", True)])
def test_the_offices_own_days_win(cast: Cast, kind: str, working: bool) -> None:
    saturday = date(2025, 8, 9)
    tuesday = date(2025, 8, 12)
    for day in (saturday, tuesday):
        CalendarDay.objects.create(office=cast.office, day=day, kind=kind)
    calendar = WorkingCalendar(cast.office.pk, Period.of_month(2025, 8))
    assert calendar.is_working(saturday) is working
    assert calendar.is_working(tuesday) is working


def test_the_neighbours_calendar_is_not_ours(cast: Cast) -> None:
    CalendarDay.objects.create(office=cast.neighbour_office, day=date(2025, 8, 12), kind="holiday")
    assert WorkingCalendar(cast.office.pk, Period.of_month(2025, 8)).is_working(date(2025, 8, 12))


def test_promised_days_skip_what_is_not_worked(cast: Cast) -> None:
    friday = date(2025, 8, 15)
    assert after_working_days(cast.office.pk, friday, 0) == friday
    assert after_working_days(cast.office.pk, friday, 1) == date(2025, 8, 18)
    CalendarDay.objects.create(office=cast.office, day=date(2025, 8, 18), kind="joint_leave")
    assert after_working_days(cast.office.pk, friday, 1) == date(2025, 8, 19)
