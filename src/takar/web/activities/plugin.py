"""What activities add to the pages (takar.web.plugins)."""

from __future__ import annotations

from takar.ledger.books import Group
from takar.organisation.actor import Actor
from takar.registers.activities.book import Activities
from takar.web.activities import pages
from takar.web.plugins import MenuEntry, WaitingGroup, menu, panel, waiting_sources
from takar.web.waiting import from_dicts

panel(Activities)(pages.activity)

menu.extend(
    [
        MenuEntry(Group.ACTIVITIES, "Kalender kegiatan", "activities-calendar", "calendar-days"),
        MenuEntry(Group.ACTIVITIES, "Cakupan desa", "activities-coverage", "map"),
    ]
)


def _waiting(actor: Actor, year: int) -> list[WaitingGroup]:
    return from_dicts([pages.waiting(actor)])


waiting_sources.append(_waiting)
