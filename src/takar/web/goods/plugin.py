"""What goods add to the pages: the store room, the inventory, the vehicles, and papers to print."""

from __future__ import annotations

from django.urls import path

from takar.ledger.books import Group
from takar.registers.goods.actions.counts import FillCount
from takar.registers.goods.actions.supply import ApproveRequest, IssueGoods
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
from takar.web.converters import register_converters
from takar.web.goods import inventory, pages, stock, supply, vehicles
from takar.web.plugins import (
    ActionPage,
    MenuEntry,
    action_page,
    entry_routes,
    menu,
    panel,
    waiting_sources,
    year_routes,
)

panel(StockReceipts)(pages.stock_receipt)
panel(StockIssues)(pages.stock_issue)
panel(StockAdjustments)(pages.stock_adjustment)
panel(StockCounts)(pages.stock_count)
panel(SupplyRequests)(pages.supply_request)
panel(Procurements)(pages.procurement)
panel(Assets)(pages.asset)
panel(InventoryReports)(pages.inventory_report)

for action, book in (
    (ApproveRequest, SupplyRequests),
    (IssueGoods, SupplyRequests),
    (FillCount, StockCounts),
):
    action_page(action, ActionPage("web/goods/quantities.html"), book)

menu.extend(
    [
        MenuEntry(Group.GOODS, "Sisa persediaan", "stock", "boxes", first=True),
        MenuEntry(Group.GOODS, "Inventaris", "inventory", "warehouse", first=True),
        MenuEntry(Group.GOODS, "Kendaraan", "vehicles", "car-front", first=True),
    ]
)

waiting_sources.append(vehicles.waiting)

register_converters()
year_routes.extend(
    [
        path("persediaan/", stock.balances, name="stock"),
        path("persediaan/minta/", supply.ask, name="supply-ask"),
        path("persediaan/daftar.pdf", stock.list_print, name="stock-print"),
        path("persediaan/pakai-habis.pdf", stock.consumables_print, name="consumables-print"),
        path("persediaan/<row:item_id>/", stock.card, name="stock-card"),
        path("persediaan/<row:item_id>/kartu.pdf", stock.card_print, name="stock-card-print"),
        path("inventaris/", inventory.overview, name="inventory"),
        path("inventaris/buku.pdf", inventory.book_pdf, name="inventory-print"),
        path("inventaris/label.pdf", inventory.labels, name="asset-labels"),
        path("inventaris/ruangan/<row:room_id>/kir.pdf", inventory.room_card, name="room-print"),
        path("kendaraan/", vehicles.overview, name="vehicles"),
    ]
)
entry_routes.extend(
    [
        path("opname.pdf", stock.count_print, name="count-print"),
        path("laporan-barang.pdf", inventory.report, name="inventory-report-print"),
    ]
)
