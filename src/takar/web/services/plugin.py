"""What services add to the pages (takar.web.plugins)."""

from __future__ import annotations

from takar.ledger.books import Group
from takar.registers.counter.book import ServiceRequests
from takar.web.plugins import MenuEntry, Read, menu, panel, readers
from takar.web.services import pages

panel(ServiceRequests)(pages.service_request)

menu.extend(
    [
        MenuEntry(Group.SERVICES, "Antrean", "queue", "hourglass"),
    ]
)

readers["queue"] = lambda actor, words: Read(ServiceRequests)
