"""What work documents do beyond recording: being checked, sent back, written anew; and the starter rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from takar.kernel.errors import DomainError, Refused
from takar.kernel.starters import add_missing
from takar.ledger import evidence
from takar.ledger import services as ledger
from takar.ledger.access import may_record, require_own
from takar.ledger.models import Entry, Milestone
from takar.ledger.starters import starter
from takar.organisation.actor import Actor
from takar.organisation.models import Office, Position
from takar.registers.documents.book import WorkDocuments
from takar.registers.documents.models import DocumentSchedule, Guideline, WorkDocument
from takar.registers.documents.rules import not_its_judge
from takar.registers.documents.selectors.documents import guideline_for


def check_document(
    *, document: WorkDocument, actor: Actor, ticked: Sequence[str], on: date, note: str = ""
) -> Milestone:
    """Tell the result of checking a document against its guideline, point by point.

    Every required point ticked: "sesuai pedoman" (``checked``). Otherwise it goes back to its author
    (``returned``) with what is lacking. What was ticked is sealed in words, because guidelines change.
    """
    _require_judge(actor, document)
    guideline = guideline_for(document)
    if guideline is None:
        raise DomainError(
            f"Belum ada pedoman untuk {WorkDocuments.kinds[document.kind]}. Tambahkan di Pengaturan."
        )
    known = guideline.lines()
    if set(ticked) - set(known):
        raise DomainError("Pedoman ini baru saja berubah. Buka lagi halaman ini.", field="ticked")
    lacking = guideline.lacking(ticked)
    met = [line for line in known if line in set(ticked)]
    said = f"{len(met)} dari {len(known)} butir {guideline.name} terpenuhi."
    if lacking:
        said += f" Kurang: {'; '.join(lacking)}."
    details = {
        "guideline": guideline.name,
        "legal_basis": guideline.legal_basis,
        "edition": document.edition,
        "met": met,
        "lacking": lacking,
    }
    with transaction.atomic():
        Entry.objects.select_for_update().get(pk=document.pk)
        if "checked" in document.history:
            raise DomainError("Dokumen ini sudah diperiksa dan sesuai pedoman.")
        if lacking:
            _take_back(document, {"returned"}, actor, "Diperiksa lagi.")
        return _judge(
            document,
            "returned" if lacking else "checked",
            actor=actor,
            on=on,
            note=f"{said} {note.strip()}".strip(),
            details=details,
        )


def send_back(*, document: WorkDocument, actor: Actor, on: date, note: str) -> Milestone:
    """Return a document to its author with a reason; one already checked loses that check."""
    _require_judge(actor, document)
    if not note.strip():
        raise DomainError("Tulis apa yang perlu diperbaiki.", field="note")
    with transaction.atomic():
        Entry.objects.select_for_update().get(pk=document.pk)
        if "approved" in document.history:
            raise DomainError("Dokumen ini sudah disetujui. Tarik dahulu persetujuannya.")
        _take_back(document, {"checked", "returned"}, actor, f"Dikembalikan: {note.strip()}")
        return _judge(
            document, "returned", actor=actor, on=on, note=note, details={"edition": document.edition}
        )


def add_version(
    *, document: WorkDocument, actor: Actor, upload: UploadedFile[Any], note: str
) -> WorkDocument:
    """A new version: its file joins the evidence, the history records its number, old files stay.

    What was judged was the old version, so an earlier check or return is no longer in force.
    """
    require_own(actor, document)
    if document.position_id not in actor.position_ids and not may_record(actor, WorkDocuments):
        raise Refused(ledger.kept_by_others(WorkDocuments))
    if not note.strip():
        raise DomainError("Tulis apa yang berubah pada versi ini.", field="note")
    ready = evidence.make_ready(office_id=document.office_id, uploads=[upload])
    with transaction.atomic():
        Entry.objects.select_for_update().get(pk=document.pk)
        current = WorkDocument.objects.get(pk=document.pk)
        if current.is_cancelled:
            raise DomainError("Dokumen ini sudah dibatalkan.")
        if "approved" in current.history:
            raise DomainError("Dokumen ini sudah disetujui; catat perubahannya sebagai dokumen baru.")
        edition = current.edition + 1
        said = f"Versi {edition}: {note.strip()}"
        evidence.attach_ready(entry=current, actor=actor, ready=ready, caption=said, by_service=True)
        changed = ledger.correct_entry(
            entry=current,
            actor=actor,
            values={"edition": edition},
            reason=said,
            by_service=True,
            told_as="Versi baru",
        )
        _take_back(changed, {"checked", "returned"}, actor, said)
    return changed


@starter
def load_starter(*, office: Office) -> int:
    """Bring in the shipped guidelines and calendar where the office has none of that name or kind.

    Deadlines are local and most rows are unverified: they are a beginning to correct, and rows the
    office already has are left alone. Returns how many rows were added.
    """
    positions = {
        title.casefold(): str(pk)
        for pk, title in Position.objects.filter(office=office, retired_on=None).values_list("pk", "title")
    }

    def responsible(row: dict[str, str]) -> dict[str, str]:
        return {**row, "position": positions.get(row["position"].casefold(), "")}

    here = "takar.registers.documents"
    with transaction.atomic():
        return add_missing(
            DocumentSchedule, here, "schedules", office=office, key="name", change=responsible
        ) + add_missing(Guideline, here, "guidelines", office=office, key="kind")


def _require_judge(actor: Actor, document: WorkDocument) -> None:
    require_own(actor, document)
    if reason := not_its_judge(actor, document):
        raise Refused(reason)


def _judge(document: WorkDocument, what: str, *, actor: Actor, **recorded: Any) -> Milestone:
    return ledger.add_milestone(entry=document, what=what, actor=actor, by_service=True, **recorded)


def _take_back(document: Entry, codes: set[str], actor: Actor, reason: str) -> None:
    """Withdraw the verdicts in force; the rows stay readable in the history."""
    for milestone in document.history.in_force:
        if milestone.what in codes:
            ledger.withdraw_milestone(milestone=milestone, actor=actor, reason=reason, by_service=True)
