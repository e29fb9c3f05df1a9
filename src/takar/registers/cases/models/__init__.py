"""Rows of the case book and of the two land tax books."""

from takar.registers.cases.models.cases import (
    INCIDENTS,
    Case,
    CaseKind,
    Incident,
    Severity,
    Source,
)
from takar.registers.cases.models.land_tax import LandTaxAssessment, LandTaxPayment

__all__ = [
    "INCIDENTS",
    "Case",
    "CaseKind",
    "Incident",
    "LandTaxAssessment",
    "LandTaxPayment",
    "Severity",
    "Source",
]
