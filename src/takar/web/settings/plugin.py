"""What settings add to the pages (takar.web.plugins)."""

from __future__ import annotations

from takar.organisation.actor import Actor
from takar.web.plugins import Read, WaitingGroup, readers, waiting_sources
from takar.web.settings import overseeing
from takar.web.waiting import from_dicts


def _waiting(actor: Actor, year: int) -> list[WaitingGroup]:
    return from_dicts(overseeing.waiting(actor, year))


waiting_sources.append(_waiting)
readers["reference"] = lambda actor, words: Read() if words["slug"] == "pegawai" else None
