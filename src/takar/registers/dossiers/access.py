"""Checklists of papers: read by the office, changed by its operators."""

from __future__ import annotations

from takar.kernel.access import OfficeReference, register_policy
from takar.registers.dossiers.models import DossierChecklist


def register() -> None:
    register_policy(DossierChecklist, OfficeReference())
