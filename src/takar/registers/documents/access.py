"""Guidelines and the calendar of documents: read by the office, changed by its operators."""

from __future__ import annotations

from takar.kernel.access import OfficeReference, register_policy
from takar.registers.documents.models import DocumentSchedule, Guideline


def register() -> None:
    register_policy(Guideline, OfficeReference())
    register_policy(DocumentSchedule, OfficeReference())
