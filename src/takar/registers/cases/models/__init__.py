"""Rows of the case book and of the two land tax books."""

from takar.registers.cases.models.cases import (
    DISASTER_COLUMNS,
    INCIDENTS,
    Case,
    CaseKind,
    Incident,
    Severity,
    Source,
)
from takar.registers.cases.models.land_tax import LandTaxAssessment, LandTaxPayment

__all__ = [
    "DISASTER_COLUMNS",
    "INCIDENTS",
    "Case",
    "CaseKind",
    "Incident",
    "LandTaxAssessment",
    "LandTaxPayment",
    "Severity",
    "Source",
]
