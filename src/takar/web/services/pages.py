"""What the register of services adds to the entry page."""

from __future__ import annotations

from typing import Any

from takar.kernel import clock
from takar.kernel.formatting import format_date
from takar.kernel.identifiers import Nik
from takar.ledger.sealing import REMOVED
from takar.organisation.actor import Actor
from takar.registers.counter.models import ServiceRequest
from takar.registers.counter.selectors import Lateness


def service_request(actor: Actor, entry: ServiceRequest) -> dict[str, Any]:
    notes = []
    if entry.is_waiting:
        lateness = Lateness(entry.office_id, clock.today(), [entry.promised_on])
        notes.append(
            f"Dijanjikan selesai {format_date(entry.promised_on)}, {lateness.words(entry.promised_on)}."
        )
    if entry.state == "returned":
        notes.append("Menunggu pemohon melengkapi berkas; waktu janji dihitung lagi sejak berkas lengkap.")
    doubts = Nik.parse(entry.nik).doubts() if entry.nik and entry.nik != REMOVED else []
    if doubts:
        notes.append(f"NIK perlu diperiksa: {', '.join(doubts)}.")
    return {"page_note": " ".join(notes)}
