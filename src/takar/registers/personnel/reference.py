"""Reference data shipped with Takar, and the rules in force on a day."""

from __future__ import annotations

import csv
from datetime import date
from importlib import resources
from typing import Any

from takar.kernel import clock
from takar.registers.personnel.calculation.leave import AnnualRules
from takar.registers.personnel.models import (
    EducationLevel,
    LeaveType,
    PersonnelRule,
    ProposalPaper,
    RankGrade,
)


def load_reference(**kwargs: Any) -> None:
    """Add shipped rows that are missing. Existing rows stay: a release may have corrected them."""
    RankGrade.objects.bulk_create([RankGrade(**row) for row in _rows("rank_grades")], ignore_conflicts=True)
    EducationLevel.objects.bulk_create(
        [EducationLevel(ceiling_id=row.pop("ceiling"), **row) for row in _rows("education_levels")],
        ignore_conflicts=True,
    )
    PersonnelRule.objects.bulk_create([PersonnelRule(**row) for row in _rows("rules")], ignore_conflicts=True)
    LeaveType.objects.bulk_create([LeaveType(**row) for row in _rows("leave_types")], ignore_conflicts=True)
    ProposalPaper.objects.bulk_create(
        [ProposalPaper(leave_type_id=row.pop("leave_type") or None, **row) for row in _rows("papers")],
        ignore_conflicts=True,
    )


_NUMBERS = {"order", "value", "max_months", "min_service_years"}
_FLAGS = {"verified", "contract_staff", "required"}


def _rows(name: str) -> list[dict[str, Any]]:
    text = resources.files("takar.registers.personnel").joinpath(f"data/{name}.csv").read_text("utf-8")
    return [
        {key: _value(key, said) for key, said in row.items()} for row in csv.DictReader(text.splitlines())
    ]


def _value(key: str, said: str) -> Any:
    if key in _NUMBERS:
        return int(said) if said else None
    if key in _FLAGS:
        return said == "1"
    return date.fromisoformat(said) if key == "valid_from" else said


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
