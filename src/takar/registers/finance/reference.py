"""Numbers of finance practice: the office's own rows, else what ships with Takar."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib import resources

from takar.organisation.models import Office
from takar.registers.finance.models import FinanceRule


@cache
def shipped() -> list[dict[str, str]]:
    text = resources.files("takar.registers.finance").joinpath("data/rules.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def rule(office_id: int, code: str, on: date) -> int:
    """The value in force on a day. A retired row stops on the day it says."""
    rows = FinanceRule.objects.filter(office_id=office_id, code=code, valid_from__lte=on).exclude(
        retired_on__lte=on
    )
    found = rows.order_by("-valid_from").first()
    return found.value if found else next(int(row["value"]) for row in shipped() if row["code"] == code)


def load_starter(*, office: Office) -> int:
    """Rules the office has no row for yet, as a beginning to check against local rules; returns how many."""
    known = set(FinanceRule.objects.filter(office=office).values_list("code", flat=True))
    rows = [
        FinanceRule(
            office=office,
            code=row["code"],
            value=int(row["value"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            legal_basis=row["legal_basis"],
            verified=row["verified"] == "1",
        )
        for row in shipped()
        if row["code"] not in known
    ]
    FinanceRule.objects.bulk_create(rows)
    return len(rows)
