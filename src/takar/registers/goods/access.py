"""Stock items and balances: read by the office, changed by operators (items) and by the books (balances)."""

from __future__ import annotations

from takar.kernel.access import OfficeReference, register_policy
from takar.registers.goods.models import StockBalance, StockItem


def register() -> None:
    register_policy(StockItem, OfficeReference())
    register_policy(StockBalance, OfficeReference("item__office_id"))
