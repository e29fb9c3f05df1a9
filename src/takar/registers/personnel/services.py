"""Named writes beyond recording: ask for leave, consider it, read the answer, tick papers, fill in a recap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from takar.kernel import clock
from takar.kernel.errors import DomainError, Refused
from takar.ledger import chain
from takar.ledger import services as ledger
from takar.ledger.access import require_own
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.personnel.access import keeps_personnel
from takar.registers.personnel.book import Proposals
from takar.registers.personnel.calculation.attendance import Line
from takar.registers.personnel.models import ANSWER_SEEN, DECIDED, AttendanceRecap, ListEdition, Proposal
from takar.registers.personnel.reference import papers_for
from takar.registers.personnel.rules.lists import why_not_computed
from takar.registers.personnel.rules.proposals import not_the_applicant, why_not_seen, why_papers_not_ticked
from takar.registers.personnel.selectors.profiles import superiors_of

VERDICTS = {
    "disetujui": "Disetujui",
    "perubahan": "Perubahan",
    "ditangguhkan": "Ditangguhkan",
    "tidak_disetujui": "Tidak disetujui",
}
"""What a superior may say on the form of Peraturan BKN 24/2017."""

NOT_THE_SUPERIOR = "Pertimbangan diberikan oleh atasan langsung pegawai yang mengajukan."
NOT_THE_KEEPER = "Berkas usulan diperiksa oleh pengelola kepegawaian."

LEAVE_FORM = "cuti_formulir"
"""The request made here is the form itself."""


def request_leave(*, actor: Actor, values: Mapping[str, Any]) -> Proposal:
    """Anybody asks for their own leave; the request is drafted and handed in at once."""
    if actor.person_id is None:
        raise Refused("Akun ini belum terhubung dengan pegawai kantor mana pun.")
    today = clock.today()
    with transaction.atomic():
        entry = ledger.record_entry(
            book=Proposals,
            actor=actor,
            keepers_only=False,
            values={
                **values,
                "kind": "cuti",
                "occurred_on": today,
                "title": "",
                "employee_id": actor.person_id,
                "papers": [LEAVE_FORM],
            },
        )
        ledger.add_milestone(entry=entry, what="submitted", on=today, actor=actor, by_service=True)
    return entry


def may_consider(actor: Actor, entry: Proposal) -> bool:
    """The direct superior of whoever asks."""
    above = superiors_of(entry.employee_id, clock.today())
    return entry.kind == "cuti" and bool(actor.position_ids & set(above))


def consider_leave(*, entry: Proposal, actor: Actor, verdict: str, on: date, note: str = "") -> None:
    """What the direct superior thinks; the decision stays with the official."""
    require_own(actor, entry)
    if not may_consider(actor, entry):
        raise Refused(NOT_THE_SUPERIOR)
    if verdict not in VERDICTS:
        raise DomainError("Pilih pertimbangan.", field="verdict")
    if verdict != "disetujui" and not note.strip():
        raise DomainError("Tulis alasan pertimbangan.", field="note")
    if entry.state in DECIDED:
        raise DomainError("Cuti ini sudah diputuskan.")
    words = f"{VERDICTS[verdict]}. {note}".strip()
    ledger.add_milestone(
        entry=entry,
        what="considered",
        on=on,
        actor=actor,
        note=words,
        details={"verdict": verdict},
        by_service=True,
    )


def see_answer(*, entry: Proposal, actor: Actor) -> None:
    """Record once that the applicant has read the answer to a leave; then it no longer waits for them.

    Nothing is written for anybody else, or a second time.
    """
    if not_the_applicant(actor, entry) or why_not_seen(entry):
        return
    with transaction.atomic():
        Entry.objects.select_for_update().get(pk=entry.pk)
        current = Proposal.objects.get(pk=entry.pk)
        if not why_not_seen(current):
            details = {"told_as": "Jawaban dibaca pemohon"}
            chain.append([ledger.new_milestone(current, ANSWER_SEEN, clock.today(), actor, details=details)])


def tick_papers(*, entry: Proposal, actor: Actor, papers: Sequence[str]) -> Proposal:
    """Which papers of the checklist are there."""
    if not keeps_personnel(actor):
        raise Refused(NOT_THE_KEEPER)
    if reason := why_papers_not_ticked(entry):
        raise DomainError(reason)
    listed = papers_for(entry.kind, entry.leave_type_id)
    ticked = [paper.code for paper in listed if paper.code in papers]
    lacking = [paper.name for paper in listed if paper.required and paper.code not in papers]
    said = f"{len(ticked)} dari {len(listed)} berkas ada."
    said += f" Belum ada: {'; '.join(lacking)}." if lacking else " Semua yang wajib lengkap."
    return ledger.correct_entry(
        entry=entry, actor=actor, values={"papers": ticked}, reason=said, told_as="Berkas diperiksa"
    )


def fill_recap(
    *, recap: AttendanceRecap, actor: Actor, lines: Sequence[Line], reason: str
) -> AttendanceRecap:
    """Put the month's numbers into the recap; after the check a reason is asked for."""
    if recap.state == "checked" and not reason.strip():
        raise DomainError("Rekap ini sudah diperiksa. Tulis alasan perbaikan.", field="reason")
    return ledger.correct_entry(
        entry=recap,
        actor=actor,
        values={"lines": [line.as_json() for line in lines]},
        reason=reason.strip() or _days_in_words(lines),
        told_as="Rincian diperbaiki" if recap.state == "checked" else "Rincian diisi",
    )


def _days_in_words(lines: Sequence[Line]) -> str:
    """What the recap tells, in one line of the history."""
    sums = {label: sum(getattr(line, name) for line in lines) for name, label in _DAYS.items()}
    away = ", ".join(f"{label} {days} hari" for label, days in sums.items() if days)
    return f"{len(lines)} pegawai; {away or 'semua hadir penuh'}."


_DAYS = {
    "sick": "sakit",
    "excused": "izin",
    "leave": "cuti",
    "duty": "dinas luar",
    "absent": "tanpa keterangan",
}


def compute_again(*, edition: ListEdition, actor: Actor) -> ListEdition:
    """A draft follows the data again; an approved edition never does."""
    if reason := why_not_computed(edition):
        raise DomainError(reason)
    return ledger.correct_entry(
        entry=edition,
        actor=actor,
        values={},
        reason="Dihitung dari data pegawai terkini.",
        told_as="Dihitung ulang",
    )
