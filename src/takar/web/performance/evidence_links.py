"""From a number to the scan: the evidence of listed entries, one query for a page of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from takar.kernel.access import visible
from takar.ledger.models import Evidence
from takar.organisation.actor import Actor


def evidence_of(actor: Actor, entries: Iterable[Any]) -> dict[int, dict[str, Any]]:
    """Entry id -> its newest evidence that is not withdrawn, and how many files there are."""
    rows = visible(actor, Evidence).filter(
        entry_id__in=[entry.pk for entry in entries], withdrawn_at__isnull=True
    )
    found: dict[int, dict[str, Any]] = {}
    for evidence in rows.select_related("file").order_by("pk"):
        before = found.get(evidence.entry_id)
        found[evidence.entry_id] = {
            "url": reverse("web:evidence", args=[evidence.pk]),
            "picture": reverse("web:evidence-preview", args=[evidence.pk]) if evidence.file.preview else "",
            "title": str(evidence),
            "count": before["count"] + 1 if before else 1,
        }
    return found
