"""Leave: how many days a leave takes and how many are left. Pure: no rows, no clock.

PP 11/2017 and Peraturan BKN 24/2017: twelve working days a year; what is left of one year goes into
the next so that both together are at most 18; after two years or more without any annual leave at
most 24. Days off (weekends, public holidays, cuti bersama) are not taken from the entitlement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

LONGEST_SERVICE = 60
"""Years: nobody serves longer."""


@dataclass(frozen=True)
class AnnualRules:
    """Numbers of the rules in force, in working days."""

    yearly: int = 12
    total_with_one: int = 18
    total_with_two: int = 24


@dataclass(frozen=True)
class Usage:
    """Working days of annual leave by year: taken, and asked for but not yet decided."""

    granted: Mapping[int, int] = field(default_factory=dict)
    pending: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Balance:
    year: int
    entitled: int
    carried: int
    used: int
    pending: int

    @property
    def total(self) -> int:
        return self.entitled + self.carried

    @property
    def left(self) -> int:
        """What can still be asked for: what is pending is spoken for."""
        return self.total - self.used - self.pending


def balance(
    year: int,
    usage: Usage,
    rules: AnnualRules,
    *,
    entitled_since: int,
    known_since: int,
    openings: Mapping[int, int] | None = None,
) -> Balance:
    """The balance of one year.

    ``entitled_since`` is the first year with an entitlement (one year after the appointment).
    ``known_since`` is the first year whose leave is in the book: nothing is carried out of years
    nobody recorded, unless ``openings`` says how much came into a year.
    """
    openings = openings or {}
    # Years are walked one after the other from the first that counts: what is typed into a date must
    # not decide how long this takes, so no further back than anybody's service lasts.
    first = max(entitled_since, known_since, year - LONGEST_SERVICE)
    carried = 0
    for past in range(first, year):
        before = _of_year(past, usage, rules, entitled_since, openings, carried)
        carried = _carried_on(before, usage, rules, first)
    return _of_year(year, usage, rules, entitled_since, openings, carried)


def _of_year(
    year: int,
    usage: Usage,
    rules: AnnualRules,
    entitled_since: int,
    openings: Mapping[int, int],
    carried: int,
) -> Balance:
    entitled = rules.yearly if year >= entitled_since else 0
    if year in openings:
        carried = min(openings[year], rules.total_with_two - entitled)
    return Balance(year, entitled, carried, usage.granted.get(year, 0), usage.pending.get(year, 0))


def _carried_on(before: Balance, usage: Usage, rules: AnnualRules, first: int) -> int:
    """What goes out of a year into the next; ``first`` is the first year that counts."""
    # What came from the year before is used up first and never carried a second time.
    own_left = max(0, before.entitled - max(0, before.used - before.carried))
    untouched = all(y >= first and not usage.granted.get(y) for y in (before.year, before.year - 1))
    if untouched:
        return rules.total_with_two - rules.yearly
    return min(own_left, rules.total_with_one - rules.yearly)


def days_by_year(first: date, last: date, counts: Callable[[date], bool]) -> dict[int, int]:
    """Days of a leave by calendar year, both ends included; only days for which ``counts`` holds."""
    found: defaultdict[int, int] = defaultdict(int)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if counts(day):
            found[day.year] += 1
    return dict(found)
