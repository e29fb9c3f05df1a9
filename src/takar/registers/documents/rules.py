"""What follows from a document's own columns, called back by the declaration while a write settles."""

from __future__ import annotations

from datetime import date

from takar.kernel.errors import DomainError
from takar.ledger import four_eyes
from takar.ledger.access import may_advance
from takar.ledger.books import Change, Event
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.documents.models import CATEGORY_OF, DocumentSchedule, WorkDocument
from takar.registers.documents.selectors.calendar import answers, due_day


def complete(document: WorkDocument) -> None:
    """The category follows the kind and the due day the schedule, where they were left empty."""
    if document.pk is not None:
        _follow_a_changed_kind(document)
    if not document.category:
        document.category = CATEGORY_OF.get(document.kind, "")
    if not document.category:
        raise DomainError("Pilih golongan dokumen ini.", field="category")
    if document.due_on is None:
        document.due_on = scheduled_day(document)


def _follow_a_changed_kind(document: WorkDocument) -> None:
    """A corrected kind takes along the category that was only derived from the old one."""
    kind, category = WorkDocument.objects.values_list("kind", "category").get(pk=document.pk)
    if kind != document.kind and document.category == category == CATEGORY_OF.get(kind, ""):
        document.category = ""


def scheduled_day(document: WorkDocument) -> date | None:
    rows = DocumentSchedule.objects.filter(
        office_id=document.office_id, kind=document.kind, retired_on__isnull=True
    )
    days = (
        due_day(row, document.period_year, document.period_part)
        for row in rows
        if answers(row, kind=document.kind, area_id=document.area_id, part=document.period_part)
    )
    return min(days, default=None)


def keep_what_was_checked(event: Event) -> None:
    """A document checked as one kind cannot become another: it met that kind's guideline, not this one's."""
    if event.change is not Change.CORRECTED or event.before["kind"] == event.entry.kind:
        return
    if "checked" in event.entry.history:
        raise DomainError(
            "Dokumen ini sudah diperiksa menurut pedoman jenisnya. Tarik dahulu pemeriksaannya.", field="kind"
        )


def not_its_judge(actor: Actor, document: Entry) -> str:
    """Why this actor neither checks the document nor sends it back; empty for whoever may."""
    spec = document.declaration.spec("checked")
    if not may_advance(actor, document, spec):
        return "Dokumen diperiksa pemegang buku atau atasannya."
    return four_eyes.refusal(actor, document, spec)
