"""What goods add to the pages (takar.web.plugins)."""

from __future__ import annotations

from takar.ledger.books import Group
from takar.organisation.actor import Actor
from takar.registers.goods.book import (
    Assets,
    InventoryReports,
    Procurements,
    StockAdjustments,
    StockCounts,
    StockIssues,
    StockReceipts,
    SupplyRequests,
)
from takar.web.goods import pages
from takar.web.goods.waiting import goods_work
from takar.web.plugins import MenuEntry, WaitingGroup, menu, panel, waiting_sources
from takar.web.waiting import from_dicts

panel(StockReceipts)(pages.stock_receipt)
panel(StockIssues)(pages.stock_issue)
panel(StockAdjustments)(pages.stock_adjustment)
panel(StockCounts)(pages.stock_count)
panel(SupplyRequests)(pages.supply_request)
panel(Procurements)(pages.procurement)
panel(Assets)(pages.asset)
panel(InventoryReports)(pages.inventory_report)

menu.extend(
    [
        MenuEntry(Group.GOODS, "Sisa persediaan", "stock", "boxes", first=True),
        MenuEntry(Group.GOODS, "Inventaris", "inventory", "warehouse", first=True),
        MenuEntry(Group.GOODS, "Kendaraan", "vehicles", "car-front", first=True),
    ]
)


def _waiting(actor: Actor, year: int) -> list[WaitingGroup]:
    return from_dicts(goods_work(actor, year))


waiting_sources.append(_waiting)
