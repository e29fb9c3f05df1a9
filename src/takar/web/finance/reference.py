"""Local limits and time limits of finance, in Pengaturan."""

from __future__ import annotations

from takar.registers.finance.models import FinanceRule
from takar.web.reference_kinds import Kind, register

register(
    Kind(
        "aturan-keuangan",
        FinanceRule,
        "Aturan keuangan",
        "Batas dan tenggat setempat untuk UP, GU, TU, SPJ dan laporan. Yang kosong memakai nilai awal.",
        ("code", "value", "valid_from", "legal_basis", "verified", "retired_on"),
        ("code", "value", "valid_from", "legal_basis", "verified", "retired_on"),
    ),
)
