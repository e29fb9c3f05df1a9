"""Reference data shipped with Takar, and the rules in force on a day."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db import models

from takar.kernel import clock
from takar.kernel.sealed_rows import bulk
from takar.kernel.starters import as_model
from takar.kernel.tables import shipped
from takar.registers.personnel.calculation.leave import AnnualRules
from takar.registers.personnel.models import (
    EducationLevel,
    LeaveType,
    PersonnelRule,
    ProposalPaper,
    RankGrade,
)

M = TypeVar("M", bound=models.Model)


def load_reference(**kwargs: Any) -> None:
    """Add shipped rows that are missing. Existing rows stay: a release may have corrected them."""
    _load(RankGrade, "rank_grades")
    _load(EducationLevel, "education_levels")
    _load(PersonnelRule, "rules")
    _load(LeaveType, "leave_types")
    _load(ProposalPaper, "papers")


def _load(model: type[M], name: str) -> None:
    rows = [as_model(model, row) for row in shipped("takar.registers.personnel", name)]
    with bulk(model):
        model._default_manager.bulk_create(rows, ignore_conflicts=True)


class Rules:
    """The rules in force on a day, read once."""

    def __init__(self, on: date | None = None) -> None:
        day = on or clock.today()
        self._values: dict[tuple[str, str], int] = {}
        for row in PersonnelRule.objects.order_by("valid_from"):
            # The later row of the same rule replaces the earlier one; before the first, the first holds.
            if row.valid_from <= day or (row.code, row.key) not in self._values:
                self._values[row.code, row.key] = row.value

    def value(self, code: str, key: str = "") -> int:
        return self._values[code, key]

    @property
    def annual_leave(self) -> AnnualRules:
        return AnnualRules(
            self.value("annual_leave", "yearly"),
            self.value("annual_leave", "total_with_one"),
            self.value("annual_leave", "total_with_two"),
        )


def papers_for(kind: str, leave_type: str | None) -> list[ProposalPaper]:
    """The checklist of one proposal, in the order people gather it."""
    return [
        paper
        for paper in ProposalPaper.objects.filter(kind=kind, retired_on=None)
        if paper.leave_type_id in (None, leave_type)
    ]
