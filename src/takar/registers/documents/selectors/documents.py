"""Named reads of work documents: what the calendar asks for, what waits for whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.dated import in_force
from takar.ledger.models import CANCELLED
from takar.organisation.actor import Actor
from takar.registers.documents.models import DocumentSchedule, Guideline, WorkDocument
from takar.registers.documents.selectors.calendar import Due, answers, due_in

_PROGRESS = {"drafted": 1, "returned": 1, "checked": 2, "approved": 3}


class DueStatus(StrEnum):
    """The status of a scheduled document; the most pressing first."""

    OVERDUE = "lewat"
    SOON = "segera"
    LATER = "nanti"
    DONE = "selesai"


@dataclass(frozen=True)
class Scheduled:
    """A document the calendar asks for, and the one that answers it, if any."""

    due: Due
    document: WorkDocument | None
    status: DueStatus


def scheduled(actor: Actor, *, year: int, today: date | None = None) -> list[Scheduled]:
    """Everything due in a year by the office's calendar, by day; two queries however many rows."""
    day = today or clock.today()
    found: defaultdict[tuple[int, str, str], list[WorkDocument]] = defaultdict(list)
    documents = visible(actor, WorkDocument).filter(period_year__gte=year - 1, period_year__lte=year + 1)
    for document in documents.exclude(state=CANCELLED):
        found[document.period_year, document.period_part, document.kind].append(document)
    rows = visible(actor, DocumentSchedule).select_related("area", "position")
    dues = [due for row in rows for due in due_in(row, year)]
    return [
        _judged(due, found[due.year, due.part, due.schedule.kind], day)
        for due in sorted(dues, key=lambda due: (due.on, due.schedule.pk, due.part))
    ]


def _judged(due: Due, candidates: list[WorkDocument], today: date) -> Scheduled:
    """The furthest of the fitting documents answers; done is only what is approved."""
    fitting = [
        d for d in candidates if answers(due.schedule, kind=d.kind, area_id=d.area_id, part=d.period_part)
    ]
    document = max(fitting, key=lambda d: (_PROGRESS.get(d.state, 0), d.pk), default=None)
    if document is not None and document.state == "approved":
        status = DueStatus.DONE
    elif due.on < today:
        status = DueStatus.OVERDUE
    elif due.on - timedelta(days=due.schedule.reminder_days) <= today:
        status = DueStatus.SOON
    else:
        status = DueStatus.LATER
    return Scheduled(due, document, status)


def guideline_for(document: WorkDocument) -> Guideline | None:
    """The guideline that held on the day the document was drafted, however late it is checked."""
    rows = Guideline.objects.filter(office_id=document.office_id, kind=document.kind)
    return in_force(rows, document.occurred_on)


def documents_due_for(actor: Actor) -> list[Scheduled]:
    """Scheduled documents of the actor's positions that are late or soon due, and still to be written or
    mended; what was checked waits for somebody else. Asked once per request."""
    if "documents_due" not in actor.memory:
        pressing = {DueStatus.OVERDUE, DueStatus.SOON}
        mine = DocumentSchedule.objects.filter(position_id__in=actor.position_ids)
        actor.memory["documents_due"] = [
            row
            for row in (scheduled(actor, year=clock.today().year) if mine.exists() else [])
            if row.due.schedule.position_id in actor.position_ids
            and row.status in pressing
            and (row.document is None or row.document.state == "returned")
        ]
    found: list[Scheduled] = actor.memory["documents_due"]
    return found


def last_ticked(document: WorkDocument) -> list[str]:
    """What the last check of this version found in order, so that the next one starts from there."""
    history = document.history
    judged = [row for row in history.in_force if row.what in ("checked", "returned")]
    return list(history.first_of(judged[-1]).details.get("met", [])) if judged else []
