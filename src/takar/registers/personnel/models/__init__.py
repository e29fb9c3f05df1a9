"""Rows of the personnel books: what all offices share, one record per employee, the entries."""

from takar.registers.personnel.models.entries import (
    ANSWER_SEEN,
    DECIDED,
    AttendanceRecap,
    DataUpdate,
    ListEdition,
    Proposal,
    StaffDevelopment,
)
from takar.registers.personnel.models.people import (
    EducationHistory,
    Employee,
    LeaveOpening,
    PayRiseHistory,
    RankHistory,
    TmtHistory,
    TrainingHistory,
)
from takar.registers.personnel.models.reference import (
    EducationLevel,
    LeaveType,
    PersonnelRule,
    ProposalPaper,
    RankGrade,
)

__all__ = [
    "ANSWER_SEEN",
    "DECIDED",
    "AttendanceRecap",
    "DataUpdate",
    "EducationHistory",
    "EducationLevel",
    "Employee",
    "LeaveOpening",
    "LeaveType",
    "ListEdition",
    "PayRiseHistory",
    "PersonnelRule",
    "Proposal",
    "ProposalPaper",
    "RankGrade",
    "RankHistory",
    "StaffDevelopment",
    "TmtHistory",
    "TrainingHistory",
]
