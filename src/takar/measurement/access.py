"""Measurement follows the catalogue: read by the office, changed by its operators."""

from __future__ import annotations

from takar.kernel.access import OfficeReference, register_policy
from takar.measurement.models import Act, Binding, FrozenValue, MeasureVersion, OfficeMeasure


def register() -> None:
    register_policy(Binding, OfficeReference("indicator__decree__office_id"))
    register_policy(OfficeMeasure, OfficeReference("office_id"))
    register_policy(MeasureVersion, OfficeReference("measure__office_id"))
    register_policy(Act, OfficeReference("office_id"))
    register_policy(FrozenValue, OfficeReference("act__office_id"))
