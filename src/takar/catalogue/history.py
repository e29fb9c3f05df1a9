"""Who changed the unit of an indicator, and when: kept by django-auditlog. Its words never change."""

from __future__ import annotations

from auditlog.registry import auditlog

from takar.catalogue.models import Indicator


def register() -> None:
    auditlog.register(Indicator, include_fields=["unit"])
