"""What ict add to the pages (takar.web.plugins)."""

from __future__ import annotations

from takar.ledger.books import Group
from takar.organisation.actor import Actor
from takar.web.ict import support
from takar.web.plugins import MenuEntry, WaitingGroup, menu, waiting_sources
from takar.web.waiting import from_dicts

menu.extend(
    [
        MenuEntry(Group.ICT, "Pemantauan TIK", "ict", "activity"),
    ]
)


def _waiting(actor: Actor, year: int) -> list[WaitingGroup]:
    return from_dicts(support.waiting(actor))


waiting_sources.append(_waiting)
