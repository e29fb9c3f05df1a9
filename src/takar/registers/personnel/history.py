"""Who changed which personnel fact, and when: kept by django-auditlog and sealed, as for the organisation's data."""

from __future__ import annotations

from auditlog.registry import auditlog

from takar.kernel import sealed_rows
from takar.registers.personnel.models import (
    EducationHistory,
    EducationLevel,
    Employee,
    LeaveOpening,
    LeaveType,
    PayRiseHistory,
    PersonnelRule,
    ProposalPaper,
    RankGrade,
    RankHistory,
    TrainingHistory,
)


def register() -> None:
    for model in (Employee, RankHistory, PayRiseHistory, EducationHistory, TrainingHistory, LeaveOpening):
        auditlog.register(model)
    for shared in (RankGrade, EducationLevel, PersonnelRule, LeaveType, ProposalPaper):
        sealed_rows.register(shared, office="")
    sealed_rows.register(
        Employee,
        office="person__office_id",
        personal=("birth_place", "birth_on", "sex", "appointed_on", "service_credit", "simpeg_ref"),
    )
    decree = ("decree_number", "decree_date")
    for history, personal in (
        (RankHistory, ("starts_on", "grade_id")),
        (PayRiseHistory, ("starts_on", "salary", "service_years")),
        (EducationHistory, ("starts_on", "level_id", "school", "major")),
        (TrainingHistory, ("starts_on", "name", "organiser", "hours")),
        (LeaveOpening, ("days",)),
    ):
        sealed_rows.register(history, office="employee__person__office_id", personal=(*personal, *decree))
