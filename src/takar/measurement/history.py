"""Who bound which measure to which indicator, and when: kept by django-auditlog and sealed.

The versions of an office's own measure say what it counted.
"""

from __future__ import annotations

from auditlog.registry import auditlog

from takar.kernel import sealed_rows
from takar.measurement.models import (
    BaseFigure,
    Binding,
    CheckRule,
    MeasureVersion,
    OfficeMeasure,
    Passport,
    PeriodClosing,
    ReadingChoice,
)


def register() -> None:
    for model in (BaseFigure, Binding, CheckRule, OfficeMeasure):
        auditlog.register(model)
    sealed_rows.register(Binding, office="indicator__decree__office_id")
    sealed_rows.register(BaseFigure)
    sealed_rows.register(CheckRule)
    sealed_rows.register(ReadingChoice, office="indicator__decree__office_id")
    sealed_rows.register(OfficeMeasure)
    sealed_rows.register(MeasureVersion, office="measure__office_id")
    # An act has a chain of its own, but nothing there tells that the newest acts are missing.
    sealed_rows.register(PeriodClosing)
    sealed_rows.register(Passport)
