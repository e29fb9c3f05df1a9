"""Catatan cuti: what stood to an employee's account before a request was made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from takar.registers.personnel.models import Proposal
from takar.registers.personnel.reference import Rules
from takar.registers.personnel.selectors.leave import annual_balance, leaves_of


@dataclass(frozen=True)
class AnnualLeft:
    """Working days left of the entitlement of one year."""

    year: int
    left: int


@dataclass(frozen=True)
class LeaveNotes:
    annual: list[AnnualLeft]
    """N-2, N-1 and N, the oldest first."""
    pending: int
    """Days of N that earlier requests wait for; already taken off ``left``."""
    taken: dict[str, int]
    """Days of leave by type granted or asked for earlier in the year."""


def notes_before(entry: Proposal) -> LeaveNotes:
    """As it stood before ``entry`` was asked for: later requests do not change an older form.

    What was carried is used up first, the oldest of it before the younger.
    """
    assert entry.leave_from is not None
    year, rules = entry.leave_from.year, Rules(entry.occurred_on)
    balance = annual_balance(entry.employee, year, before=entry.pk, rules=rules)
    allowed = rules.annual_leave
    from_last = min(balance.carried, allowed.total_with_one - allowed.yearly)
    shares = [
        (year - 2, balance.carried - from_last),
        (year - 1, from_last),
        (year, balance.entitled),
    ]
    spoken_for = balance.used + balance.pending
    annual = []
    for of_year, days in shares:
        taken = min(days, spoken_for)
        spoken_for -= taken
        annual.append(AnnualLeft(of_year, days - taken))
    taken_days: Counter[str] = Counter()
    for other in leaves_of([entry.employee_id], before=entry.pk):
        if other.leave_type_id and other.leave_from and other.leave_from.year == year:
            taken_days[other.leave_type_id] += other.leave_days
    return LeaveNotes(annual, balance.pending, dict(taken_days))
