"""What privacy add to the pages (takar.web.plugins)."""

from __future__ import annotations

from takar.ledger.books import Group
from takar.organisation.actor import Actor
from takar.web.plugins import MenuEntry, WaitingGroup, menu, waiting_sources
from takar.web.privacy import requests
from takar.web.waiting import from_dicts

menu.extend(
    [
        MenuEntry(Group.PERSONNEL, "Pembaca data", "readers", "eye"),
    ]
)


def _waiting(actor: Actor, year: int) -> list[WaitingGroup]:
    return from_dicts([requests.waiting(actor, year)])


waiting_sources.append(_waiting)
