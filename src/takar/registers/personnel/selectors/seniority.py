"""The DUK: the place of each person in the order, and the key that decided it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from takar.registers.personnel.calculation import seniority
from takar.registers.personnel.models import Employee
from takar.registers.personnel.selectors.profiles import Profile, profiles, serving


@dataclass(frozen=True)
class SeniorityRow:
    place: int
    profile: Profile
    decided_by: str
    """The key that put this one behind the one before; empty for the first."""


def seniority_list(office_id: int, on: date) -> list[SeniorityRow]:
    """The DUK of civil servants on a day (PPPK and honorer do not stand in it)."""
    civil = [e for e in serving(office_id, on) if e.kind == Employee.Kind.CIVIL]
    by_key = {known.employee.pk: known for known in profiles(civil, on)}
    order = seniority.ordered(known.candidate() for known in by_key.values())
    before: list[seniority.Candidate | None] = [None, *order]
    return [
        SeniorityRow(
            place,
            by_key[candidate.key],
            seniority.decided_by(previous, candidate) if previous is not None else "",
        )
        for place, (previous, candidate) in enumerate(zip(before, order, strict=False), start=1)
    ]
