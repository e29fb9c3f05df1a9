"""How many days a leave takes, and how much annual leave is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Min

from takar.kernel import clock
from takar.kernel.months import add_months
from takar.kernel.period import Period
from takar.kernel.spans import REPUBLIC, in_reach
from takar.ledger.models import CANCELLED
from takar.organisation.calendar import WorkingCalendar
from takar.registers.personnel.calculation import leave
from takar.registers.personnel.models import Employee, LeaveOpening, LeaveType, Proposal
from takar.registers.personnel.reference import Rules

ANNUAL = "tahunan"


def leave_days(office_id: int, kind: LeaveType, first: date, last: date) -> dict[int, int]:
    """Days a leave takes, by calendar year; public holidays and weekends are left out of working days."""
    first, last = in_reach(first), in_reach(last)
    if kind.counting == LeaveType.Counting.CALENDAR:
        return leave.days_by_year(first, last, lambda day: True)
    calendar = WorkingCalendar(office_id, Period(first, last + timedelta(days=1)))
    return leave.days_by_year(first, last, calendar.is_working)


def leaves_of(
    employee_ids: Iterable[int], *, apart_from: int | None = None, before: int | None = None
) -> list[Proposal]:
    """Leaves granted or asked for; refused and cancelled ones take nothing. ``before``: an entry's key,
    for those asked for earlier."""
    found = Proposal.objects.filter(employee__in=list(employee_ids), kind="cuti").exclude(
        state__in=["refused", CANCELLED]
    )
    if apart_from is not None:
        found = found.exclude(pk=apart_from)
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.select_related("leave_type").order_by("leave_from", "pk"))


def granted_leaves(office_id: int, period: Period) -> list[tuple[int, date, date]]:
    """Person, first and last day of the granted leaves that touch the period. One query."""
    rows = Proposal.objects.filter(
        office_id=office_id,
        kind="cuti",
        state="granted",
        leave_from__lt=period.end,
        leave_until__gte=period.start,
    )
    return [
        (person, first, last)
        for person, first, last in rows.values_list("employee_id", "leave_from", "leave_until")
        if first is not None and last is not None
    ]


def known_since(office_id: int) -> int:
    """The first year of the office's book of proposals, where leave is asked for.

    Cancelled entries and years no office can have say nothing about when the book began.
    """
    kept = Proposal.objects.filter(office_id=office_id, year__gte=REPUBLIC.year).exclude(state=CANCELLED)
    first = kept.aggregate(first=Min("year"))["first"]
    return int(first) if first else clock.today().year


def entitled_since(employee: Employee, rules: Rules) -> int:
    """The first year with annual leave: after one year of service."""
    if employee.appointed_on is None:
        return 0
    return add_months(employee.appointed_on, 12 * rules.value("annual_leave", "service_years")).year


def annual_balance(
    employee: Employee,
    year: int,
    *,
    apart_from: int | None = None,
    before: int | None = None,
    rules: Rules | None = None,
) -> leave.Balance:
    """How much annual leave is left in a year; what waits for a decision counts as spoken for."""
    rules = rules or Rules()
    granted: defaultdict[int, int] = defaultdict(int)
    pending: defaultdict[int, int] = defaultdict(int)
    for entry in leaves_of([employee.pk], apart_from=apart_from, before=before):
        if entry.leave_type and entry.leave_type_id == ANNUAL and entry.leave_from and entry.leave_until:
            into = granted if entry.state == "granted" else pending
            taken = leave_days(entry.office_id, entry.leave_type, entry.leave_from, entry.leave_until)
            for of_year, days in taken.items():
                into[of_year] += days
    openings = dict(LeaveOpening.objects.filter(employee=employee).values_list("year", "days"))
    return leave.balance(
        year,
        leave.Usage(granted, pending),
        rules.annual_leave,
        entitled_since=entitled_since(employee, rules),
        known_since=known_since(employee.person.office_id),
        openings=openings,
    )
