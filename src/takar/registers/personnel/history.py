"""Who changed which personnel fact, and when: kept by django-auditlog, as for the organisation's data."""

from __future__ import annotations

from auditlog.registry import auditlog

from takar.registers.personnel.models import (
    EducationHistory,
    Employee,
    LeaveOpening,
    PayRiseHistory,
    RankHistory,
    TrainingHistory,
)


def register() -> None:
    for model in (Employee, RankHistory, PayRiseHistory, EducationHistory, TrainingHistory, LeaveOpening):
        auditlog.register(model)
