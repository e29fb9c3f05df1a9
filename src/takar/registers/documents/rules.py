"""What follows from a document's own columns, called back by the declaration while a write settles."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from takar.kernel.errors import DomainError
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


def wrote_it(actor: Actor, document: Entry) -> bool:
    """Whether the actor is the author: the person named or, where nobody is named, the recorder."""
    if document.person_id is not None:
        return document.person_id == actor.person_id
    return actor.user_id is not None and document.recorded_by_id == actor.user_id


def written_by(actor: Actor) -> Q:
    """The same for many documents, as a condition."""
    return Q(person_id=actor.person_id, person_id__isnull=False) | Q(
        person_id__isnull=True, recorded_by_id=actor.user_id
    )
