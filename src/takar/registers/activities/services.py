"""What activities do beyond recording: a plan is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from takar.kernel.errors import DomainError, Refused
from takar.ledger import chain
from takar.ledger import services as ledger
from takar.ledger.access import may_advance, require_own
from takar.ledger.evidence import attach_ready, make_ready
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.activities.book import Activities
from takar.registers.activities.models import Activity

RESULTS = ("villages", "place", "present", "cost", "minutes")
"""Columns that are known only once an activity was held."""
WHO_HOLDS = "Pelaksanaan dicatat pemegang buku atau pelaksana kegiatan."


def hold_activity(
    *,
    activity: Activity,
    actor: Actor,
    on: date,
    results: Mapping[str, Any] | None = None,
    note: str = "",
    uploads: Sequence[UploadedFile[Any]] = (),
    caption: str = "",
) -> Activity:
    """Tell that a planned activity was held on a day, with what came of it.

    ``results`` may change the columns of :data:`RESULTS`; columns left out stay as planned. Columns,
    milestone and ``uploads`` as evidence are one transaction.
    """
    require_own(actor, activity)
    if not may_advance(actor, activity, Activities.spec("held")):
        raise Refused(WHO_HOLDS)
    given = dict(results or {})
    if unknown := set(given) - set(RESULTS):
        raise DomainError(f"Kolom ini tidak diisi saat pelaksanaan: {', '.join(sorted(unknown))}.")
    ready = make_ready(office_id=activity.office_id, uploads=uploads)
    with transaction.atomic(), chain.sealed_at_the_end():
        Entry.objects.select_for_update().get(pk=activity.pk)
        changed = activity
        if given:
            changed = ledger.correct_entry(
                entry=activity, actor=actor, values=given, reason="Pelaksanaan dicatat.", by_service=True
            )
        ledger.add_milestone(entry=changed, what="held", on=on, actor=actor, note=note, by_service=True)
        if ready:
            attach_ready(entry=changed, actor=actor, ready=ready, caption=caption, by_service=True)
    return changed
