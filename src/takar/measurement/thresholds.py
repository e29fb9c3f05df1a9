"""The bounds of Pemeriksaan: the office's own rows, else what ships with Takar, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from takar.kernel.dated import held
from takar.kernel.starters import add_missing
from takar.kernel.tables import shipped
from takar.ledger.starters import starter
from takar.measurement.models import CheckRule
from takar.organisation.models import Office

_HERE = "takar.measurement"


@cache
def usual() -> Mapping[str, int]:
    return {row["code"]: int(row["value"]) for row in shipped(_HERE, "check_rules")}


def usual_reasons() -> Mapping[str, str]:
    """Code -> why the shipped bound is what it is."""
    return {row["code"]: row["reason"] for row in shipped(_HERE, "check_rules")}


def bounds_on(office_id: int, on: date) -> dict[str, int]:
    """Code -> the number in force on a day. One query."""
    found = dict(usual())
    # The youngest comes first, so it is written last.
    for row in reversed(list(held(CheckRule.objects.filter(office_id=office_id), on))):
        found[row.code] = row.value
    return found


@starter
def load_starter(*, office: Office) -> int:
    """Bounds the office has no row for yet, with their reasons, to be corrected; returns how many."""
    return add_missing(CheckRule, _HERE, "check_rules", office=office, key="code")
