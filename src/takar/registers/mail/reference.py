"""Filing codes shipped with Takar: only those an office needs to begin; the full table is imported."""

from __future__ import annotations

from typing import Any

from takar.kernel.sealed_rows import bulk
from takar.kernel.starters import as_model
from takar.kernel.tables import shipped
from takar.registers.mail.models import FilingCode


def load_filing_codes(**kwargs: Any) -> None:
    """Add shipped codes that are missing. Existing rows stay: the office may have corrected them."""
    rows = [as_model(FilingCode, row) for row in shipped("takar.registers.mail", "filing_codes")]
    with bulk(FilingCode):
        FilingCode.objects.bulk_create(rows, ignore_conflicts=True)
