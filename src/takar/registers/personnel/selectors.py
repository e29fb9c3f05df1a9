"""Named reads: what holds of whom on a day, who is due, who stands where, how much leave is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from takar.kernel import clock
from takar.kernel.months import add_months, months_between
from takar.kernel.period import Period
from takar.kernel.spans import REPUBLIC, in_reach
from takar.ledger.models import CANCELLED
from takar.organisation.calendar import WorkingCalendar
from takar.organisation.models import Assignment, Position
from takar.registers.personnel import dues, leave, seniority
from takar.registers.personnel.models import (
    EducationHistory,
    Employee,
    LeaveOpening,
    LeaveType,
    PayRiseHistory,
    Proposal,
    RankGrade,
    RankHistory,
    TmtHistory,
    TrainingHistory,
)
from takar.registers.personnel.reference import Rules

OPEN = ("drafted", "considered", "submitted")
"""States of a proposal that is not decided yet."""

ANNUAL = "tahunan"

_LEVELS = list(Position.Level.values)

H = TypeVar("H", bound=TmtHistory)


@dataclass(frozen=True)
class Profile:
    """What holds of an employee on a day; the latest TMT not after it."""

    employee: Employee
    on: date
    rank: RankHistory | None
    pay: PayRiseHistory | None
    education: EducationHistory | None
    training: TrainingHistory | None
    """The highest training, not the latest: that is what the DUK asks for."""
    post: Assignment | None

    @property
    def service_months(self) -> int:
        begun = self.employee.appointed_on
        if begun is None or begun > self.on:
            return 0
        return months_between(begun, self.on) + self.employee.service_credit

    @property
    def service_words(self) -> str:
        years, months = divmod(self.service_months, 12)
        return f"{years} th {months} bl"

    @property
    def age(self) -> int | None:
        born = self.employee.birth_on
        return None if born is None else months_between(born, self.on) // 12

    def candidate(self) -> seniority.Candidate:
        return seniority.Candidate(
            key=self.employee.pk,
            name=self.employee.person.name,
            rank_order=self.rank.grade.order if self.rank else 0,
            rank_since=self.rank.starts_on if self.rank else None,
            post_order=_LEVELS.index(self.post.position.level) if self.post else len(_LEVELS),
            post_since=self.post.starts_on if self.post else None,
            service_months=self.service_months,
            training_order=self.training.level if self.training else 0,
            trained_on=self.training.starts_on if self.training else None,
            education_order=self.education.level.order if self.education else 0,
            graduated_on=self.education.starts_on if self.education else None,
            born_on=self.employee.birth_on,
        )


def serving(office_id: int, on: date) -> list[Employee]:
    """Employees of an office on a day; who left or retired before it is no longer among them."""
    return list(
        Employee.objects.filter(person__office_id=office_id)
        .filter(Q(person__retired_on__isnull=True) | Q(person__retired_on__gt=on))
        .select_related("person")
    )


def profiles(employees: Iterable[Employee], on: date) -> list[Profile]:
    """What holds of each on the day, in five queries however many they are."""
    people = list(employees)
    ids = [employee.pk for employee in people]
    ranks = _latest(RankHistory.objects.filter(employee__in=ids, starts_on__lte=on).select_related("grade"))
    pays = _latest(PayRiseHistory.objects.filter(employee__in=ids, starts_on__lte=on))
    schools: dict[int, EducationHistory] = {}
    for school in EducationHistory.objects.filter(employee__in=ids, starts_on__lte=on).select_related(
        "level__ceiling"
    ):
        best = schools.get(school.employee_id)
        if best is None or (school.level.order, best.starts_on) > (best.level.order, school.starts_on):
            schools[school.employee_id] = school
    trained: dict[int, TrainingHistory] = {}
    for training in TrainingHistory.objects.filter(employee__in=ids, starts_on__lte=on):
        known = trained.get(training.employee_id)
        if known is None or (training.level, known.starts_on) > (known.level, training.starts_on):
            trained[training.employee_id] = training
    posts: dict[int, Assignment] = {}
    held = Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        person__in=ids,
        starts_on__lte=on,
        capacity=Assignment.Capacity.DEFINITIVE,
    )
    for assignment in held.select_related("position").order_by("starts_on"):
        posts.setdefault(assignment.person_id, assignment)
    return [
        Profile(
            employee,
            on,
            ranks.get(employee.pk),
            pays.get(employee.pk),
            schools.get(employee.pk),
            trained.get(employee.pk),
            posts.get(employee.pk),
        )
        for employee in people
    ]


def profile(employee: Employee, on: date) -> Profile:
    return profiles([employee], on)[0]


def _latest(rows: Iterable[H]) -> dict[int, H]:
    found: dict[int, H] = {}
    for row in sorted(rows, key=lambda r: (r.starts_on, r.pk)):
        found[row.employee_id] = row
    return found


# ---- buku penjagaan --------------------------------------------------------------------------------


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
        told = model._default_manager.filter(
            employee=OuterRef("employee"),
            starts_on__gte=Coalesce(OuterRef("effective_on"), OuterRef("occurred_on")),
        )
        open_ones |= Q(~Exists(told), kind=kind)
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
        _latest(PayRiseHistory.objects.filter(decided, employee__in=ids, starts_on__gt=on)),
        _latest(
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


# ---- DUK -------------------------------------------------------------------------------------------


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


# ---- leave -----------------------------------------------------------------------------------------


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


def superiors_of(person_id: int, on: date) -> list[int]:
    """Positions directly above those a person holds: they consider the person's leave."""
    held = Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), person_id=person_id, starts_on__lte=on
    )
    above = held.values_list("position__reports_to_id", flat=True)
    return [pk for pk in dict.fromkeys(above) if pk is not None]
