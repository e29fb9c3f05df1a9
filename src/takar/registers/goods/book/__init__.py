"""The goods books, in the order of the menu."""

from __future__ import annotations

from takar.registers.goods.book.assets import AssetMoves, Assets, InventoryReports, VehicleRenewals
from takar.registers.goods.book.stock import StockAdjustments, StockCounts, StockIssues, StockReceipts
from takar.registers.goods.book.supply import Procurements, SupplyRequests

__all__ = [
    "AssetMoves",
    "Assets",
    "InventoryReports",
    "Procurements",
    "StockAdjustments",
    "StockCounts",
    "StockIssues",
    "StockReceipts",
    "SupplyRequests",
    "VehicleRenewals",
]
