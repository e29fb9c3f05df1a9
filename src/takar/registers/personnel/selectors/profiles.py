"""What holds of an employee on a day: rank, pay, school, training and post; who serves, who is the superior."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q

from takar.kernel.months import months_between
from takar.organisation.models import Assignment, Position
from takar.registers.personnel.calculation import seniority
from takar.registers.personnel.models import (
    EducationHistory,
    Employee,
    PayRiseHistory,
    RankHistory,
    TmtHistory,
    TrainingHistory,
)

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
    ranks = latest(RankHistory.objects.filter(employee__in=ids, starts_on__lte=on).select_related("grade"))
    pays = latest(PayRiseHistory.objects.filter(employee__in=ids, starts_on__lte=on))
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


def latest(rows: Iterable[H]) -> dict[int, H]:
    found: dict[int, H] = {}
    for row in sorted(rows, key=lambda r: (r.starts_on, r.pk)):
        found[row.employee_id] = row
    return found


def superiors_of(person_id: int, on: date) -> list[int]:
    """Positions directly above those a person holds: they consider the person's leave."""
    held = Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), person_id=person_id, starts_on__lte=on
    )
    above = held.values_list("position__reports_to_id", flat=True)
    return [pk for pk in dict.fromkeys(above) if pk is not None]
