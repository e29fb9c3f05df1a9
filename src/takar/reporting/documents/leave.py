"""The form on which a leave was asked for, considered and decided."""

from __future__ import annotations

from takar.agreements.services import regent_title
from takar.ledger.entry_history import History
from takar.ledger.models import Milestone
from takar.organisation.models import Assignment, Position
from takar.organisation.selectors import holders_on
from takar.registers.personnel.models import LeaveType, Proposal
from takar.registers.personnel.selectors.leave_notes import notes_before
from takar.registers.personnel.selectors.profiles import profile, superiors_of
from takar.registers.personnel.services import VERDICTS
from takar.reporting.documents.provenance import books_stamp
from takar.reporting.writers.leave_form import AnnualNote, LeaveForm, Verdict, render_leave_form
from takar.reporting.writers.parties import Party


def leave_pdf(entry: Proposal) -> bytes:
    """The form of a leave. Parts that are not decided yet stay empty, to be filled in by hand."""
    assert entry.leave_type is not None
    assert entry.leave_from is not None
    assert entry.leave_until is not None
    office = entry.office
    known = profile(entry.employee, entry.occurred_on)
    person = entry.employee.person
    holders = holders_on(entry.occurred_on, office_id=office.pk)
    head = next((a for a in holders.values() if a.position.level == Position.Level.HEAD), None)
    own = head is not None and head.person_id == person.pk
    regent = regent_title(office.regency)
    notes = notes_before(entry)
    counted = "hari kerja" if entry.leave_type.counting == LeaveType.Counting.WORKING else "hari"
    history = History(entry.milestones.select_related("actor__person", "position"))
    return render_leave_form(
        LeaveForm(
            office=office.name,
            place=office.seat,
            asked_on=entry.occurred_on,
            addressee=regent if own or head is None else _official(head, office.name),
            addressee_place=office.seat if not own else "tempat",
            employee=Party(
                person.name, known.post.title if known.post else "", person.rank, person.printed_nip
            ),
            unit=f"{office.name}, {office.regency}",
            service=known.service_words if known.service_months else "",
            kinds=[
                (kind.name, kind.pk == entry.leave_type_id, _taken(notes.taken.get(kind.pk, 0)))
                for kind in LeaveType.objects.order_by("order")
            ],
            reason=f"Surat keterangan dokter nomor {entry.letter_number}" if entry.letter_number else "",
            length=f"{entry.leave_days} {counted}",
            first_day=entry.leave_from,
            last_day=entry.leave_until,
            annual=[
                AnnualNote(
                    f"N-{place}" if place else "N",
                    f"{row.left} hari",
                    f"tahun {row.year}"
                    + (f"; {notes.pending} hari menunggu keputusan" if not place and notes.pending else ""),
                )
                for place, row in zip((2, 1, 0), notes.annual, strict=True)
            ],
            address=entry.leave_address,
            phone=entry.leave_phone,
            considered=_considered(entry, history, own=own, regent=regent),
            decided=_decided(history, head=None if own else head, regent=regent),
            status_note=f"{office.name}, usulan kepegawaian nomor {entry.number_label}",
        ),
        stamp=books_stamp(office),
    )


def _official(head: Assignment, office: str) -> str:
    return f"{head.title} {office.removeprefix('Kecamatan ').strip()}"


def _taken(days: int) -> str:
    return f"{days} hari tahun ini" if days else "–"


def _considered(entry: Proposal, history: History, *, own: bool, regent: str) -> Verdict:
    """The direct superior's answer. Before there is one: the direct superior on the day of the request."""
    said = history.first("considered")
    if said is not None:
        verdict = str(said.details.get("verdict", ""))
        note = said.note.removeprefix(f"{VERDICTS.get(verdict, '')}.").strip()
        return Verdict(_teller(said), verdict, note, history.days["considered"])
    if own:
        return Verdict(Party("", regent))
    holders = holders_on(entry.occurred_on, office_id=entry.office_id)
    above = [holders[pk] for pk in superiors_of(entry.employee_id, entry.occurred_on) if pk in holders]
    return Verdict(_party(above[0]) if above else Party("", ""))


def _decided(history: History, *, head: Assignment | None, regent: str) -> Verdict:
    """The decision. A leader who pressed the button signs; what a clerk noted was decided by the head."""
    nobody = _party(head) if head is not None else Party("", regent)
    for what, chosen in (("granted", "disetujui"), ("refused", "tidak_disetujui")):
        said = history.first(what)
        if said is None:
            continue
        leader = said.position is not None and said.position.level in _LEADERS
        # The head's own leave is decided outside the office: its official signs by hand.
        who = _teller(said) if leader and head is not None else nobody
        note = said.note if what == "refused" else ""
        return Verdict(who, chosen, note, history.days[what])
    return Verdict(nobody)


_LEADERS = (Position.Level.HEAD, Position.Level.SECRETARY)


def _teller(said: Milestone) -> Party:
    """Who recorded a milestone, with the title of that day."""
    actor = said.actor
    person = actor.person if actor is not None else None
    if person is None:
        return Party(said.actor_name, "")
    return Party(
        person.name,
        said.actor_name.removeprefix(person.name).lstrip(", "),
        person.rank,
        person.printed_nip,
    )


def _party(held: Assignment) -> Party:
    return Party(held.person.name, held.title, held.person.rank, held.person.printed_nip)
