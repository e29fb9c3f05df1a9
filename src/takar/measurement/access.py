"""Measurement follows the catalogue: read by the office, changed by its operators."""

from __future__ import annotations

from typing import Any

from takar.kernel.access import OfficeReference, register_policy
from takar.measurement.models import (
    BaseFigure,
    Binding,
    CheckRule,
    FrozenValue,
    MeasureVersion,
    OfficeMeasure,
    Passport,
    PeriodClosing,
    ReadingChoice,
)
from takar.organisation.models import Position


class Closings(OfficeReference):
    """Read by the office; made by its leaders, and by the operators who prepare the reports."""

    def may(self, actor: Any, action: str, thing: Any) -> bool:
        if action == "close":
            return bool(actor.is_leader or actor.is_operator)
        return action == "view" and super().may(actor, action, thing)


class Readings(OfficeReference):
    """Read by the office; chosen by the head of the office alone: what the decree means is not set up."""

    def may(self, actor: Any, action: str, thing: Any) -> bool:
        if action == "choose":
            return any(held.level == Position.Level.HEAD for held in actor.held)
        return action == "view" and super().may(actor, action, thing)


def register() -> None:
    register_policy(Binding, OfficeReference("indicator__decree__office_id"))
    register_policy(BaseFigure, OfficeReference())
    register_policy(CheckRule, OfficeReference())
    register_policy(OfficeMeasure, OfficeReference("office_id"))
    register_policy(MeasureVersion, OfficeReference("measure__office_id"))
    register_policy(PeriodClosing, Closings("office_id"))
    register_policy(ReadingChoice, Readings("indicator__decree__office_id"))
    register_policy(Passport, Closings("office_id"))
    register_policy(FrozenValue, OfficeReference("act__office_id"))
