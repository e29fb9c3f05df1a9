"""Numbers of finance practice: the office's own rows, else what ships with Takar."""

from __future__ import annotations

from datetime import date
from functools import cache

from takar.kernel.dated import in_force
from takar.kernel.starters import add_missing
from takar.kernel.tables import shipped
from takar.ledger.starters import starter
from takar.organisation.models import Office
from takar.registers.finance.models import FinanceRule

_HERE = "takar.registers.finance"


@cache
def _usual() -> dict[str, int]:
    return {row["code"]: int(row["value"]) for row in shipped(_HERE, "rules")}


def rule(office_id: int, code: str, on: date) -> int:
    """The value in force on a day."""
    found = in_force(FinanceRule.objects.filter(office_id=office_id, code=code), on)
    return found.value if found else _usual()[code]


@starter
def load_starter(*, office: Office) -> int:
    """Rules the office has no row for yet, as a beginning to check against local rules; returns how many."""
    return add_missing(FinanceRule, _HERE, "rules", office=office, key="code")
