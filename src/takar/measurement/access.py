"""Bindings follow the catalogue: read by the office, changed by its operators."""

from __future__ import annotations

from takar.kernel.access import OfficeReference, register_policy
from takar.measurement.models import Binding


def register() -> None:
    register_policy(Binding, OfficeReference("indicator__decree__office_id"))
