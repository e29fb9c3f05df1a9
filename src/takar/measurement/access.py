"""Measurement follows the catalogue: read by the office, changed by its operators."""

from __future__ import annotations

from typing import Any

from takar.kernel.access import OfficeReference, register_policy
from takar.measurement.models import (
    Binding,
    FrozenValue,
    MeasureVersion,
    OfficeMeasure,
    Passport,
    PeriodClosing,
)


class Closings(OfficeReference):
    """Read by the office; made by its leaders, and by the operators who prepare the reports."""

    def may(self, actor: Any, action: str, thing: Any) -> bool:
        if action == "close":
            return bool(actor.is_leader or actor.is_operator)
        return action == "view" and super().may(actor, action, thing)


def register() -> None:
    register_policy(Binding, OfficeReference("indicator__decree__office_id"))
    register_policy(OfficeMeasure, OfficeReference("office_id"))
    register_policy(MeasureVersion, OfficeReference("measure__office_id"))
    register_policy(PeriodClosing, Closings("office_id"))
    register_policy(Passport, Closings("office_id"))
    register_policy(FrozenValue, OfficeReference("act__office_id"))
