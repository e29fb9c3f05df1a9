"""Who is due for what, and when: the buku penjagaan as it is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from takar.kernel import clock
from takar.registers.personnel.calculation import dues
from takar.registers.personnel.models import (
    Employee,
    PayRiseHistory,
    Proposal,
    RankGrade,
    RankHistory,
    TmtHistory,
)
from takar.registers.personnel.reference import Rules
from takar.registers.personnel.selectors.profiles import Profile, latest, profiles, serving

OPEN = ("drafted", "considered", "submitted")
"""States of a proposal that is not decided yet."""


@dataclass(frozen=True)
class DueRow:
    """Somebody is due for something on a day."""

    profile: Profile
    due: dues.DueDate
    proposal: Proposal | None = None
    """The proposal that is already under way for it, or granted and not yet in the history."""
    detail: str = ""
    """From what to what: "III/c menjadi III/d"."""

    @property
    def next_grade(self) -> str:
        """The grade a promotion leads to; empty for anything else."""
        return self.detail.rpartition(" menjadi ")[2] if self.due.what is dues.Due.PROMOTION else ""

    def urgency(self) -> dues.Urgency:
        return self.due.urgency(self.profile.on)

    @property
    def is_granted(self) -> bool:
        """Granted already; what is left is to write it into the history."""
        return self.proposal is not None and self.proposal.state == "granted"


INTO_HISTORY: dict[str, type[TmtHistory]] = {"kgb": PayRiseHistory, "kenaikan_pangkat": RankHistory}
"""Kinds of proposals whose grant belongs into a history."""


def _outside_history() -> Q:
    """Granted promotions and pay rises of which the history knows nothing yet."""
    open_ones = Q(pk__in=[])
    for kind, model in INTO_HISTORY.items():
        recorded = model._default_manager.filter(
            employee=OuterRef("employee"),
            starts_on__gte=Coalesce(OuterRef("effective_on"), OuterRef("occurred_on")),
        )
        open_ones |= Q(~Exists(recorded), kind=kind)
    return Q(open_ones, state="granted")


def granted_outside_history(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Grants still to be written into a history, oldest first.

    Until they stand there, lists and due dates go on from the old rank and the old pay.
    """
    return rows.filter(_outside_history()).order_by("occurred_on", "pk")


def due_rows(office_id: int, on: date) -> list[DueRow]:
    """The buku penjagaan as a query: everybody's next dates, the earliest first."""
    rules = Rules(on)
    known = profiles(serving(office_id, on), on)
    ahead = _decided_ahead([known_profile.employee for known_profile in known], on)
    under_way: defaultdict[tuple[int, str], list[Proposal]] = defaultdict(list)
    open_ones = Proposal.objects.filter(
        Q(state__in=OPEN, kind__in=[what.value for what in dues.Due]) | _outside_history(),
        office_id=office_id,
    ).order_by("pk")
    for proposal in open_ones:
        under_way[proposal.employee_id, proposal.kind].append(proposal)
    grades = _next_grades()
    rows = []
    for known_profile in known:
        for due, detail in _dues(known_profile, rules, grades, ahead):
            proposals = under_way[known_profile.employee.pk, due.what.value]
            rows.append(DueRow(known_profile, due, proposals[-1] if proposals else None, detail))
    return sorted(rows, key=lambda row: (row.due.on, row.profile.employee.person.name))


def dues_of(known: Profile) -> list[tuple[dues.DueDate, str]]:
    """One employee's next dates with their words."""
    ahead = _decided_ahead([known.employee], known.on)
    return sorted(_dues(known, Rules(known.on), _next_grades(), ahead), key=lambda pair: pair[0].on)


@dataclass(frozen=True)
class _Ahead:
    """Ranks and pay rises decided by a day that begin after it: what is due next goes on from these."""

    pays: dict[int, PayRiseHistory]
    ranks: dict[int, RankHistory]


def _decided_ahead(employees: Iterable[Employee], on: date) -> _Ahead:
    # Without a decree's date a later row counts as known from today on, and not in older editions.
    decided = Q(decree_date__lte=on)
    if on >= clock.today():
        decided |= Q(decree_date=None)
    ids = [employee.pk for employee in employees]
    return _Ahead(
        latest(PayRiseHistory.objects.filter(decided, employee__in=ids, starts_on__gt=on)),
        latest(
            RankHistory.objects.filter(decided, employee__in=ids, starts_on__gt=on).select_related("grade")
        ),
    )


def _next_grades() -> dict[tuple[str, int], str]:
    return {(grade.scheme, grade.order): grade.code for grade in RankGrade.objects.all()}


def _dues(
    known: Profile, rules: Rules, grades: dict[tuple[str, int], str], ahead: _Ahead
) -> list[tuple[dues.DueDate, str]]:
    employee = known.employee
    pay = ahead.pays.get(employee.pk, known.pay)
    rank = ahead.ranks.get(employee.pk, known.rank)
    if employee.kind == Employee.Kind.HONORARY:
        return []
    found = []
    last_pay = pay.starts_on if pay else employee.appointed_on
    if last_pay is not None:
        due = dues.pay_rise(
            last_pay, interval=rules.value("pay_rise_interval"), lead=rules.value("pay_rise_lead")
        )
        found.append((due, ""))
    if rank is not None and employee.kind == Employee.Kind.CIVIL:
        grade = rank.grade
        promotion = dues.promotion(
            rank.starts_on,
            order=grade.order,
            ceiling=known.education.level.ceiling.order if known.education else None,
            interval=rules.value("promotion_interval"),
            lead=rules.value("promotion_lead"),
        )
        if promotion is not None:
            found.append((promotion, f"{grade.code} menjadi {grades[grade.scheme, grade.order + 1]}"))
    if employee.birth_on is not None:
        age = rules.value("retirement_age", employee.retirement_class)
        retirement = dues.retirement(employee.birth_on, age=age, lead=rules.value("retirement_lead"))
        found.append((retirement, f"usia {age} tahun"))
    return found
