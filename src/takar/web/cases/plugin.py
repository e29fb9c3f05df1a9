"""Cases add the steps of handling, a summary of how long cases take, and the land tax page."""

from __future__ import annotations

from django.urls import path

from takar.ledger.books import Group
from takar.registers.cases.book import Cases
from takar.web.cases import land_tax, overview, pages
from takar.web.plugins import MenuEntry, Read, menu, panel, readers, year_routes

panel(Cases)(pages.case)

menu += [
    MenuEntry(Group.ACTIVITIES, "Ringkasan masalah", "cases-summary", "activity"),
    MenuEntry(Group.ACTIVITIES, "Tunggakan PBB-P2", "land-tax", "receipt-text"),
]
year_routes += [
    path("masalah/ringkasan/", overview.summary, name="cases-summary"),
    path("pbb/", land_tax.overview, name="land-tax"),
    path("pbb/ekspor.xlsx", land_tax.export, name="land-tax-export"),
]
readers["cases-summary"] = lambda actor, kwargs: Read(Cases)
