"""Arithmetic of the treasurer's money. Pure: no rows, no clock."""

from __future__ import annotations

from decimal import Decimal


def cash_of(counts: dict[str, int]) -> Decimal:
    """What notes and coins come to."""
    return Decimal(sum(int(worth) * many for worth, many in counts.items()))
