"""What performance adds to the pages: agreements that wait for a decision."""

from __future__ import annotations

from django.urls import reverse

from takar.agreements.selectors import awaiting_decision
from takar.organisation.actor import Actor
from takar.web.performance.agreements import agreement_url
from takar.web.plugins import WaitingGroup, WaitingLine, own_pages, waiting_sources


def _agreements(actor: Actor, year: int) -> list[WaitingGroup]:
    proposals = awaiting_decision(actor)
    lines = [
        WaitingLine(a.position.title, agreement_url(a), f"{a.person.name} · tahun {a.year}")
        for a in proposals
    ]
    url = reverse("web:agreements", args=[year])
    return [WaitingGroup("Perjanjian kinerja menunggu persetujuan", len(proposals), url, lines)]


waiting_sources.append(_agreements)
own_pages.update({"agreement", "agreement-print"})
