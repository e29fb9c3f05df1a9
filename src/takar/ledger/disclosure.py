"""Reading the whole value of a masked column, which the entry's own history tells.

UU 27/2022 (personal data) and UU 24/2013 (population data): what identifies a resident is shown
masked, and whoever needs all of it says why.
"""

from __future__ import annotations

from django.db import transaction

from takar.kernel import clock
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger import access, chain, reading
from takar.ledger.models import Entry, ReadingRecord
from takar.ledger.privacy_models import REMOVED
from takar.ledger.services import new_milestone
from takar.organisation.actor import Actor

DISCLOSED = "disclosed"


def may_disclose(actor: Actor, entry: Entry) -> bool:
    """Keepers only, and those above them: the same who wrote the value down."""
    return entry.office_id == actor.office_id and access.may_record(actor, entry.declaration)


def require(*, entry: Entry, field: str, actor: Actor) -> None:
    """Raise unless the actor may read the whole value of this column."""
    access.require_own(actor, entry)
    if not entry.declaration.field(field).masked:
        raise NotFound("Kolom ini tidak disamarkan.")
    if not may_disclose(actor, entry):
        raise Refused(f"Nilai lengkap hanya dibaca pemegang buku {entry.declaration.label}.")


def disclose(*, entry: Entry, field: str, actor: Actor, reason: str) -> str:
    """The whole value; who read it and why is sealed before it is given."""
    require(entry=entry, field=field, actor=actor)
    if not reason.strip():
        raise DomainError("Tulis keperluannya.", field="reason")
    with transaction.atomic():
        # As it is now: what the caller holds may be older than the last correction.
        entry = Entry.objects.select_for_update().get(pk=entry.pk).detail()
        if getattr(entry, field) == REMOVED:
            raise DomainError("Data ini sudah dihapus karena masa simpannya lewat.")
        row = new_milestone(entry, DISCLOSED, clock.today(), actor, note=reason, details={"field": field})
        chain.append([row])
        reading.note_entry(actor, entry, ReadingRecord.How.DISCLOSURE, reason=reason)
    return str(getattr(entry, field) or "")
