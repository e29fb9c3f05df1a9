"""What a support job must satisfy: spans run forwards, and a fault knows when it began."""

from __future__ import annotations

from django.utils import timezone

from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.ledger.books import Change, Event
from takar.registers.ict.models import CONFERENCE, NETWORK, SupportJob


def complete(entry: SupportJob) -> None:
    """Refuse what cannot have happened, and fill in what follows."""
    start, end = entry.started_at, entry.ended_at
    if entry.kind == NETWORK and start is None:
        raise DomainError("Tulis kapan gangguan mulai, tanggal dan jam.", field="started_at")
    if end is not None and start is None:
        raise DomainError("Tulis juga kapan mulainya.", field="started_at")
    if start is not None and end is not None and end < start:
        raise DomainError("Selesai tidak dapat mendahului mulai.", field="ended_at")
    # A conference is planned ahead; a fault is not.
    if entry.kind != CONFERENCE:
        for name, moment in (("started_at", start), ("ended_at", end)):
            if moment is not None and moment > clock.now():
                raise DomainError("Waktu ini belum tiba.", field=name)
    if entry.kind == NETWORK and start is not None and timezone.localtime(start).date() > entry.occurred_on:
        raise DomainError("Gangguan dilaporkan sesudah mulai, tidak sebelumnya.", field="started_at")


def other_end(entry: SupportJob, what: str) -> str:
    """Why this is not how such a job ends: a fault counts as resolved when the network came back, and
    without that moment there is no downtime. Empty when it is."""
    if what == "resolved" and entry.kind != NETWORK:
        return "“Teratasi” dipakai untuk gangguan jaringan; catat “Dilaksanakan”."
    if what == "done" and entry.kind == NETWORK:
        return "Gangguan jaringan dicatat “Teratasi” dengan jam pulihnya."
    return ""


def keep_the_end(event: Event[SupportJob]) -> None:
    entry = event.entry
    if event.change is Change.ADVANCED and (reason := other_end(entry, event.what)):
        raise DomainError(reason)
