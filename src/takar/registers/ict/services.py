"""Named writes beyond recording: a colleague asks, a fault comes to its end."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from takar.kernel import clock
from takar.kernel.errors import DomainError, Refused
from takar.ledger import services as ledger
from takar.ledger.access import may_record, require_own
from takar.ledger.models import BookKeeper, Entry, Milestone
from takar.organisation.actor import Actor
from takar.registers.ict.book import SupportJobs
from takar.registers.ict.models import SupportJob
from takar.registers.ict.rules import other_end


def request_support(
    *, actor: Actor, values: Mapping[str, Any], client_key: uuid.UUID | None = None
) -> SupportJob:
    """A colleague asks for support; it waits for whoever keeps the book."""
    if actor.main is None:
        raise Refused("Permintaan diajukan oleh pegawai yang memegang jabatan.")
    assert actor.office_id is not None
    keeper = BookKeeper.objects.filter(office_id=actor.office_id, book=SupportJobs.code).first()
    if keeper is None:
        raise DomainError("Belum ada jabatan yang memegang buku Layanan TIK. Hubungi pengelola pengaturan.")
    return ledger.record_entry(
        book=SupportJobs,
        actor=actor,
        values={
            **values,
            "occurred_on": clock.today(),
            "requester_id": actor.main.position_id,
            "position_id": keeper.position_id,
        },
        client_key=client_key,
        content=values,  # without today's date: midnight must not make it another request
        keepers_only=False,
    )


def resolve_fault(
    *, fault: SupportJob, actor: Actor, ended_at: datetime, cause: str = "", solution: str = ""
) -> Milestone:
    """The network came back at a moment: it ends the downtime, and the fault counts on that day."""
    require_own(actor, fault)
    if not may_record(actor, SupportJobs):
        raise Refused(ledger.kept_by_others(SupportJobs))
    if reason := other_end(fault, "resolved"):
        raise DomainError(reason)
    with transaction.atomic():
        Entry.objects.select_for_update().get(pk=fault.pk)
        current = SupportJob.objects.get(pk=fault.pk)
        changed = ledger.correct_entry(
            entry=current,
            actor=actor,
            values={
                "ended_at": ended_at,
                "cause": cause.strip() or current.cause,
                "solution": solution.strip() or current.solution,
            },
            reason="Jaringan pulih.",
            by_service=True,
        )
        return ledger.add_milestone(
            entry=changed,
            what="resolved",
            on=max(timezone.localtime(ended_at).date(), changed.occurred_on),
            actor=actor,
            note=solution,
            by_service=True,
        )
