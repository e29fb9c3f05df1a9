"""Reference and derived rows of the goods books: read by the office; items and rooms changed by operators."""

from __future__ import annotations

from takar.kernel.access import OfficeReference, register_policy
from takar.registers.goods.models import AssetSeries, Room, StockBalance, StockCardLine, StockItem


def register() -> None:
    register_policy(StockItem, OfficeReference())
    register_policy(StockBalance, OfficeReference("item__office_id"))
    register_policy(StockCardLine, OfficeReference("item__office_id"))
    register_policy(Room, OfficeReference())
    register_policy(AssetSeries, OfficeReference())
