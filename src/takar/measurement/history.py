"""Who bound which measure to which indicator, and when: kept by django-auditlog.

The versions of an office's own measure say what it counted.
"""

from __future__ import annotations

from auditlog.registry import auditlog

from takar.measurement.models import BaseFigure, Binding, CheckRule, OfficeMeasure


def register() -> None:
    for model in (BaseFigure, Binding, CheckRule, OfficeMeasure):
        auditlog.register(model)
