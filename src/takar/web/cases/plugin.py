"""What cases add to the pages (takar.web.plugins)."""

from __future__ import annotations

from takar.ledger.books import Group
from takar.organisation.actor import Actor
from takar.registers.cases.book import Cases
from takar.web.cases import pages
from takar.web.plugins import MenuEntry, Read, WaitingGroup, menu, panel, readers, waiting_sources
from takar.web.waiting import from_dicts

panel(Cases)(pages.case)

menu.extend(
    [
        MenuEntry(Group.ACTIVITIES, "Ringkasan masalah", "cases-summary", "activity"),
        MenuEntry(Group.ACTIVITIES, "Tunggakan PBB-P2", "land-tax", "receipt-text"),
    ]
)


def _waiting(actor: Actor, year: int) -> list[WaitingGroup]:
    return from_dicts([pages.waiting(actor)])


waiting_sources.append(_waiting)
readers["cases-summary"] = lambda actor, words: Read(Cases)
