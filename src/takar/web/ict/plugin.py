"""ICT adds one page: the open work, how long the network was down, and the form to ask for help."""

from __future__ import annotations

from django.urls import path

from takar.ledger.books import Group
from takar.web.ict import support
from takar.web.plugins import MenuEntry, menu, year_routes

menu.append(MenuEntry(Group.ICT, "Pemantauan TIK", "ict", "activity"))
year_routes.append(path("tik/", support.overview, name="ict"))
