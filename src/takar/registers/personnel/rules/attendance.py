"""The recap of a month: its first lines, and when it may be checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from takar.kernel import clock
from takar.kernel.errors import BadInput, DomainError
from takar.kernel.period import Period
from takar.ledger.books import Change, Event
from takar.ledger.models import CANCELLED
from takar.organisation.calendar import WorkingCalendar, count_working_days
from takar.registers.personnel.calculation import attendance
from takar.registers.personnel.models import AttendanceRecap
from takar.registers.personnel.selectors.leave import leaves_of
from takar.registers.personnel.selectors.profiles import serving


def prepare_recap(recap: AttendanceRecap) -> None:
    """Working days from the office's calendar; at first everybody present but for granted leave."""
    try:
        period = Period.parse(recap.month)
    except BadInput as error:
        raise DomainError(error.message, field="month") from error
    if period.start > clock.today():
        raise DomainError(f"Bulan {period.describe()} belum tiba.", field="month")
    recap.title = recap.title or f"Rekap kehadiran {period.describe()}"
    if recap.state != "checked":
        recap.working_days = count_working_days(recap.office_id, period)
    if not recap.lines:
        recap.lines = [line.as_json() for line in first_lines(recap.office_id, period)]
    wrong = attendance.faults(recap.people, recap.working_days)
    if wrong:
        raise DomainError(" ".join(wrong), field="lines")


def first_lines(office_id: int, period: Period) -> list[attendance.Line]:
    """Everyone serving at the end of the month, with leave that was granted already written in."""
    people = serving(office_id, period.start)
    away = {employee.pk: attendance.Line(employee.pk, employee.person.name) for employee in people}
    calendar = WorkingCalendar(office_id, period)
    for entry in leaves_of(away):
        if entry.state != "granted" or entry.leave_from is None or entry.leave_until is None:
            continue
        first, last = max(entry.leave_from, period.start), min(entry.leave_until, period.last_day)
        days = sum(calendar.is_working(first + timedelta(n)) for n in range((last - first).days + 1))
        line = away[entry.employee_id]
        away[entry.employee_id] = (
            replace(line, sick=line.sick + days)
            if entry.leave_type_id == "sakit"
            else replace(line, leave=line.leave + days)
        )
    return list(away.values())


def why_not_checked(recap: AttendanceRecap) -> str:
    """Why a recap cannot be checked whatever the day; empty when it can."""
    return "" if recap.lines else "Isi rincian pegawai sebelum rekap diperiksa."


def apply_recap(event: Event[AttendanceRecap]) -> None:
    recap = event.entry
    if event.change in (Change.RECORDED, Change.CORRECTED):
        others = AttendanceRecap.objects.filter(office_id=recap.office_id, month=recap.month)
        if others.exclude(pk=recap.pk).exclude(state=CANCELLED).exists():
            raise DomainError(
                f"Rekap {recap.month_words} sudah ada; perbaiki yang ada atau batalkan lebih dahulu.",
                field="month",
            )
    if event.change is Change.ADVANCED and event.what == "checked":
        if reason := why_not_checked(recap):
            raise DomainError(reason)
        if event.on is not None and event.on <= recap.period.start:
            raise DomainError(f"Rekap {recap.month_words} diperiksa setelah bulannya berjalan.", field="on")
