"""What waits for somebody, as Hari ini shows it: derived from the actions, and what plugins add."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Window
from django.urls import reverse

from takar.kernel import clock
from takar.ledger.actions import Action, Waiting, waiting_for
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.web.addresses import entry_url
from takar.web.plugins import WaitingGroup, WaitingLine, waiting_sources

SHOWN = 8
"""Lines of a group; the rest is behind its link."""


def groups(actor: Actor, year: int) -> list[WaitingGroup]:
    """Everything that waits for the actor, the kind with the earliest due date first."""
    found = [_of_action(waiting) for waiting in waiting_for(actor)]
    for source in waiting_sources:
        found += source(actor, year)
    found = [group for group in found if group.count]
    for group in found:
        for line in group.lines:
            if line.due is not None and not line.state:
                line.state, line.tone = due_words(line.due, clock.today())
    actor.memory["waiting"] = sum(group.count for group in found)
    return sorted(
        found, key=lambda group: min((line.due or date.max for line in group.lines), default=date.max)
    )


def _of_action(waiting: Waiting) -> WaitingGroup:
    action = waiting.action
    # The number of all comes with the rows that are shown: every page asks, so one question each.
    rows: list[Any] = list(waiting.rows.annotate(in_all=Window(Count("pk")))[:SHOWN])
    count = rows[0].in_all if rows else 0
    query = f"menunggu={action.code}"
    url = f"{reverse('web:entries', args=[clock.today().year, action.book.slug])}?{query}"
    return WaitingGroup(action.waits_as, count, url, [_line(action, entry) for entry in rows])


def _line(action: Action[Any], entry: Entry) -> WaitingLine:
    return WaitingLine(entry.title, entry_url(entry), action.about(entry), action.due_on(entry))


def due_words(due: date, today: date) -> tuple[str, str]:
    """How much time is left, and its tone."""
    days = (due - today).days
    if days < 0:
        return f"Lewat {-days} hari", "danger"
    return ("Hari ini", "warn") if days == 0 else (f"{days} hari lagi", "neutral")
