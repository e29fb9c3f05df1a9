"""Filing codes shipped with Takar: only those an office needs to begin; the full table is imported."""

from __future__ import annotations

import csv
from importlib import resources
from typing import Any

from takar.registers.mail.models import FilingCode


def load_filing_codes(**kwargs: Any) -> None:
    """Add shipped codes that are missing. Existing rows stay: the office may have corrected them."""
    text = resources.files("takar.registers.mail").joinpath("data/filing_codes.csv").read_text("utf-8")
    FilingCode.objects.bulk_create(
        [
            FilingCode(
                scheme=row["scheme"],
                code=row["code"],
                name=row["name"],
                active_years=int(row["active_years"]),
                inactive_years=int(row["inactive_years"]),
                fate=row["fate"],
                verified=row["verified"] == "1",
            )
            for row in csv.DictReader(text.splitlines())
        ],
        ignore_conflicts=True,
    )
