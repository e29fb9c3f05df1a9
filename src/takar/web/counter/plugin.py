"""What the counter adds to the pages: the queue, and lateness on the page of a request."""

from __future__ import annotations

from django.urls import path

from takar.ledger.books import Group
from takar.registers.counter.book import ServiceRequests
from takar.web.counter import pages, queue
from takar.web.plugins import MenuEntry, Read, menu, panel, readers, year_routes

panel(ServiceRequests)(pages.service_request)
menu.append(MenuEntry(Group.SERVICES, "Antrean", "queue", "hourglass"))
year_routes.append(path("antrean/", queue.queue, name="queue"))
readers["queue"] = lambda actor, kwargs: Read(ServiceRequests)
