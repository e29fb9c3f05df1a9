"""Which row of dated reference data holds on a day: one rule for all of them, tried at its boundary days."""

from __future__ import annotations

import importlib
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from tests.factories import Cast

from takar.agreements.models import AchievementRule
from takar.kernel.dated import in_force
from takar.registers.counter.models import ServiceType
from takar.registers.documents.models import Guideline
from takar.registers.dossiers.models import DossierChecklist
from takar.registers.finance.models import FinanceRule
from takar.registers.finance.reference import rule
from takar.registers.personnel.models import PersonnelRule
from takar.registers.personnel.reference import Rules
from takar.registers.survey.calculation import skm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

JUNE_30, JULY_1, JULY_31, AUGUST_1 = date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 31), date(2026, 8, 1)

OWN: dict[Any, dict[str, Any]] = {
    Guideline: {"kind": "lkjip", "name": "x", "points": "Satu"},
    DossierChecklist: {"kind": "apbdes", "name": "x", "points": "Satu"},
    FinanceRule: {"code": "spj_tanggal", "value": 9},
    AchievementRule: {"classes": "A Baik > 80\nB Kurang"},
    ServiceType: {"code": "lain", "name": "x", "category": "perizinan", "promise": 1},
}


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_a_row_holds_from_its_first_to_its_last_day(cast: Cast, model: Any) -> None:
    model.objects.filter(office=cast.office).delete()
    end = "valid_until" if hasattr(model, "valid_until") else "retired_on"
    row = model.objects.create(office=cast.office, valid_from=JULY_1, **{end: AUGUST_1}, **OWN[model])
    rows = model.objects.filter(office=cast.office)
    held = [in_force(rows, day) for day in (JUNE_30, JULY_1, JULY_31, AUGUST_1)]
    assert held == [None, row, row, None]


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_a_younger_row_takes_over_on_its_first_day(cast: Cast, model: Any) -> None:
    model.objects.filter(office=cast.office).delete()
    old, young = (
        model.objects.create(office=cast.office, valid_from=day, **OWN[model]) for day in (JULY_1, AUGUST_1)
    )
    rows = model.objects.filter(office=cast.office)
    assert [in_force(rows, day) for day in (JULY_31, AUGUST_1)] == [old, young]


def test_rules_of_finance_personnel_and_survey_change_on_their_day(cast: Cast) -> None:
    FinanceRule.objects.filter(office=cast.office).delete()
    usual = rule(cast.office.pk, "spj_tanggal", JULY_1)
    FinanceRule.objects.create(office=cast.office, code="spj_tanggal", value=usual + 3, valid_from=JULY_1)
    assert [rule(cast.office.pk, "spj_tanggal", day) for day in (JUNE_30, JULY_1)] == [usual, usual + 3]
    known = PersonnelRule.objects.get(code="pay_rise_interval")
    PersonnelRule.objects.create(
        code=known.code, key=known.key, value=known.value + 1, unit=known.unit, valid_from=JULY_1
    )
    values = [Rules(day).value("pay_rise_interval") for day in (JUNE_30, JULY_1)]
    assert values == [known.value, known.value + 1]
    assert Rules(date(1950, 1, 1)).value("pay_rise_interval") == known.value
    assert [bound.grade for bound in skm.bounds_on(date(2017, 1, 1))][:2] == ["A", "B"]


@pytest.mark.parametrize("app", ["documents", "dossiers"])
def test_the_migration_keeps_the_last_day_that_was_stored(cast: Cast, app: str) -> None:
    model = Guideline if app == "documents" else DossierChecklist
    row = model.objects.filter(office=cast.office).first()
    assert row is not None
    model.objects.filter(pk=row.pk).update(valid_until=JULY_31)
    migration = importlib.import_module(f"takar.registers.{app}.migrations.0002_last_day_of_validity")
    migration.to_the_day_after(apps, None)
    row.refresh_from_db()
    assert row.valid_until == AUGUST_1
    assert row.holds_on(JULY_31)
    migration.to_the_last_day(apps, None)
    row.refresh_from_db()
    assert row.valid_until == JULY_31
