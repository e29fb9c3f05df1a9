"""Rows of the goods books: the store room, what is asked for and bought, assets, vehicles."""

from __future__ import annotations

from takar.registers.goods.models.assets import (
    Asset,
    AssetMove,
    AssetSeries,
    Condition,
    InventoryReport,
    Kib,
    Room,
    Vehicle,
    VehicleRenewal,
)
from takar.registers.goods.models.stock import (
    StockAdjustment,
    StockBalance,
    StockCardLine,
    StockCount,
    StockIssue,
    StockItem,
    StockMovement,
    StockReceipt,
)
from takar.registers.goods.models.supply import Procurement, SupplyRequest, Wanted

__all__ = [
    "Asset",
    "AssetMove",
    "AssetSeries",
    "Condition",
    "InventoryReport",
    "Kib",
    "Procurement",
    "Room",
    "StockAdjustment",
    "StockBalance",
    "StockCardLine",
    "StockCount",
    "StockIssue",
    "StockItem",
    "StockMovement",
    "StockReceipt",
    "SupplyRequest",
    "Vehicle",
    "VehicleRenewal",
    "Wanted",
]
