"""What cases do beyond recording: each step of handling is recorded, with who helped."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from takar.kernel.errors import DomainError, Refused
from takar.ledger import chain
from takar.ledger import services as ledger
from takar.ledger.access import may_advance, require_own
from takar.ledger.evidence import attach_ready, make_ready
from takar.ledger.models import Entry, Milestone
from takar.organisation.actor import Actor
from takar.organisation.models import Position
from takar.registers.cases.book import Cases
from takar.registers.cases.models import Case

HELPER = "pembantu_penanganan"
WHO_HANDLES = "Penanganan dicatat pemegang buku atau penanggung jawab masalah ini."


def handle_case(
    *,
    case: Case,
    actor: Actor,
    on: date,
    action: str,
    helpers: str = "",
    positions: Sequence[Position] = (),
    uploads: Sequence[UploadedFile[Any]] = (),
    caption: str = "",
    client_key: uuid.UUID | None = None,
) -> Milestone:
    """One step of handling, appended to those before it; the first makes the case "ditangani".

    ``helpers`` names who helped from outside (Babinsa, Satlinmas desa). ``positions`` of the office
    that helped take part from now on and may read whom the case concerns. ``uploads`` become evidence
    together with the step or not at all. Steps repeat, so nothing else would stop a form that is sent
    twice: the second sending under the same ``client_key`` gives the step already told.
    """
    require_own(actor, case)
    if not may_advance(actor, case, Cases.spec("handled")):
        raise Refused(WHO_HANDLES)
    if any(position.office_id != case.office_id for position in positions):
        raise DomainError("Yang membantu harus jabatan di kantor ini.", field="positions")
    details: dict[str, Any] = {
        "helpers": helpers.strip(),
        "positions": [position.title for position in positions],
    }
    if client_key is not None:
        details["form_key"] = str(client_key)
    ready = make_ready(office_id=case.office_id, uploads=uploads)
    with transaction.atomic(), chain.sealed_at_the_end():
        Entry.objects.select_for_update().get(pk=case.pk)
        if client_key is not None and (recorded := _recorded_with(case, on, action, details)):
            return recorded
        step = ledger.add_milestone(
            entry=case,
            what="handled",
            on=on,
            actor=actor,
            note=action,
            details=details,
            by_service=True,
            participants=[ledger.Part([p.pk for p in positions], HELPER)],
        )
        if ready:
            attach_ready(entry=case, actor=actor, ready=ready, caption=caption, by_service=True)
    return step


def _recorded_with(case: Case, on: date, action: str, details: dict[str, Any]) -> Milestone | None:
    """The step that this very form recorded before. The same key with another text is no second sending:
    somebody changed the form after its answer was lost."""
    for row in case.milestones.filter(what="handled"):
        if row.details.get("form_key") == details["form_key"]:
            said = {
                name: value for name, value in row.details.items() if name not in {"late", "participants"}
            }
            if (row.on, row.note, said) == (on, action.strip(), details):
                return row
            raise DomainError(
                f"Penanganan dari formulir ini sudah tercatat: “{row.note}”. Isian yang sekarang belum "
                "tersimpan; buka formulir baru bila memang penanganan lain."
            )
    return None
