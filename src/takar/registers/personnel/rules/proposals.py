"""Proposals and leave: what their kind demands, who reads them, what must be there before a decision."""

from __future__ import annotations

from datetime import timedelta

from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_date_long
from takar.kernel.months import add_months
from takar.ledger.access import keeper_positions
from takar.ledger.books import Change, Event
from takar.ledger.models import Entry
from takar.ledger.services import add_participants
from takar.organisation.actor import Actor
from takar.registers.personnel.models import ANSWER_SEEN, DECIDED, Employee, Proposal
from takar.registers.personnel.reference import papers_for
from takar.registers.personnel.selectors.leave import ANNUAL, annual_balance, leave_days, leaves_of
from takar.registers.personnel.selectors.profiles import superiors_of

PRIVATE = {"cuti", "pensiun", "karis_karsu", "ganti_rugi", "hak_keuangan"}
"""Kinds of proposals that tell of health, family or money: only those who work on them read them."""


def prepare_proposal(entry: Proposal, label: str) -> None:
    """Who it is about, words for it, and the rules of its kind."""
    name_person(entry, entry.employee)
    entry.area_id = entry.area_id or "kepegawaian"
    entry.restricted = entry.kind in PRIVATE
    if entry.kind == "cuti":
        _prepare_leave(entry)
    else:
        entry.leave_type = entry.leave_from = entry.leave_until = None
        entry.leave_days = 0
        entry.leave_address = entry.leave_phone = entry.letter_number = ""
        entry.title = entry.title or f"{label} {entry.employee}"
    if entry.kind != "kenaikan_pangkat":
        entry.target_grade = None
    known = {paper.code for paper in papers_for(entry.kind, entry.leave_type_id)}
    entry.papers = [code for code in entry.papers if code in known]


def name_person(entry: Entry, employee: Employee) -> None:
    """The entry is about this employee; forms offer only one's own, services are asked with anybody's."""
    if employee.person.office_id != entry.office_id:
        raise DomainError("Pegawai ini bukan pegawai kantor Anda.", field="employee")
    entry.person_id = employee.pk


def _prepare_leave(entry: Proposal) -> None:
    if entry.leave_type is None:
        raise DomainError("Pilih jenis cuti.", field="leave_type")
    if entry.leave_from is None or entry.leave_until is None:
        raise DomainError("Isi tanggal mulai dan berakhirnya cuti.", field="leave_from")
    if entry.leave_until < entry.leave_from:
        raise DomainError("Cuti tidak dapat berakhir sebelum mulai.", field="leave_until")
    # Why somebody is ill, gives birth or mourns is not the book's business: words are ours, not theirs.
    entry.title = f"{entry.leave_type} {entry.employee}, {entry.leave_words}"[:500]
    by_year = leave_days(entry.office_id, entry.leave_type, entry.leave_from, entry.leave_until)
    entry.leave_days = sum(by_year.values())
    if not entry.leave_days:
        raise DomainError("Tidak ada hari kerja di antara kedua tanggal ini.", field="leave_until")
    _check_entitlement(entry)
    if entry.leave_type_id == ANNUAL:
        for year, days in by_year.items():
            balance = annual_balance(entry.employee, year, apart_from=entry.pk)
            if days > balance.left:
                raise DomainError(
                    f"Sisa cuti tahunan {year} tinggal {max(0, balance.left)} hari kerja"
                    + (f" ({balance.pending} hari menunggu keputusan)" if balance.pending else "")
                    + f"; yang diminta {days} hari.",
                    field="leave_until",
                )
    for other in leaves_of([entry.employee_id], apart_from=entry.pk):
        if other.leave_from is None or other.leave_until is None:
            continue
        if other.leave_from <= entry.leave_until and entry.leave_from <= other.leave_until:
            raise DomainError(
                f"Bertumpuk dengan {str(other.leave_type).lower()} {other.leave_words}.", field="leave_from"
            )


def _check_entitlement(entry: Proposal) -> None:
    """Years of service and the longest span of the type (PP 11/2017, Peraturan BKN 24/2017)."""
    kind, employee = entry.leave_type, entry.employee
    assert kind is not None
    assert entry.leave_from is not None
    assert entry.leave_until is not None
    if employee.kind == Employee.Kind.CONTRACT and not kind.contract_staff:
        raise DomainError(f"{kind} tidak berlaku bagi PPPK.", field="leave_type")
    if kind.min_service_years and employee.appointed_on is not None:
        from_day = add_months(employee.appointed_on, 12 * kind.min_service_years)
        if entry.leave_from < from_day:
            raise DomainError(
                f"{kind} baru dapat diambil setelah {kind.min_service_years} tahun masa kerja, "
                f"yaitu mulai {format_date_long(from_day)}.",
                field="leave_type",
            )
    if kind.max_months:
        longest = add_months(entry.leave_from, kind.max_months) - timedelta(days=1)
        if entry.leave_until > longest:
            raise DomainError(
                f"{kind} paling lama {kind.max_months} bulan, sampai {format_date_long(longest)}.",
                field="leave_until",
            )


def apply_proposal(event: Event[Proposal]) -> None:
    entry = event.entry
    match event.change:
        case Change.RECORDED:
            if entry.kind == "cuti":
                # Two requests at once must not both take the last days: one waits for the other here.
                Employee.objects.select_for_update(no_key=True).get(pk=entry.employee_id)
                _prepare_leave(entry)
            if entry.restricted:
                share(entry)
        case Change.CORRECTED:
            if entry.restricted:
                share(entry)
        case Change.ADVANCED:
            reason = ""
            if event.what == "submitted" and entry.kind != "cuti":
                reason = papers_lack(entry)
            if event.what == "granted" and entry.kind == "cuti":
                reason = not_the_decider(event.actor, entry) or why_leave_not_granted(entry)
            if event.what == "refused" and entry.kind == "cuti":
                reason = not_the_decider(event.actor, entry)
            if reason:
                raise DomainError(reason)


def share(entry: Proposal) -> None:
    """Those who keep the book and the direct superior read the proposal, also after changes of people."""
    keepers = keeper_positions(entry.office_id, entry.book)
    add_participants(entry=entry, positions=sorted(keepers), role="pengelola_kepegawaian")
    superiors = superiors_of(entry.employee_id, clock.today())
    add_participants(entry=entry, positions=superiors, role="atasan_langsung")


def missing_papers(entry: Proposal) -> list[str]:
    return [
        paper.name
        for paper in papers_for(entry.kind, entry.leave_type_id)
        if paper.required and paper.code not in entry.papers
    ]


def papers_lack(entry: Proposal) -> str:
    """Which required papers are missing, as a sentence; empty when all are there."""
    missing = missing_papers(entry)
    return f"Berkas belum lengkap: {'; '.join(missing)}." if missing else ""


def why_papers_not_ticked(entry: Proposal) -> str:
    """Why nobody ticks papers of this proposal; empty while they may be."""
    if entry.state in DECIDED:
        return "Usulan ini sudah diputuskan."
    return "" if papers_for(entry.kind, entry.leave_type_id) else "Usulan ini tidak memerlukan berkas."


def not_the_decider(actor: Actor, entry: Proposal) -> str:
    """Why this actor does not decide on a leave; empty when they may.

    For the leave of a leader the decision comes from above the office and is only written down.
    """
    outsider = actor.user_id is not None and not actor.is_leader
    if outsider and superiors_of(entry.employee_id, entry.occurred_on):
        return "Cuti diputuskan oleh Camat atau Sekretaris."
    return "Cuti sendiri diputuskan oleh pejabat lain." if actor.person_id == entry.employee_id else ""


def why_leave_not_granted(entry: Proposal) -> str:
    """What a leave lacks before it is decided: the direct superior is heard first, the papers are there."""
    heard = "considered" in entry.history
    if not heard and superiors_of(entry.employee_id, entry.occurred_on):
        return "Atasan langsung belum memberi pertimbangan atas cuti ini."
    return papers_lack(entry)


def not_the_applicant(actor: Actor, entry: Proposal) -> str:
    """Why the answer is not this actor's to read; empty for whoever asked and is still in office."""
    if entry.employee_id == actor.person_id and actor.may_write:
        return ""
    return "Jawaban ini untuk pegawai yang mengajukan."


def why_not_seen(entry: Proposal) -> str:
    """Why there is no answer to read; empty for a leave whose answer nobody has read since it was given."""
    if entry.kind != "cuti" or entry.state not in DECIDED:
        return "Cuti ini belum dijawab."
    rows = [row.what for row in entry.milestones.all() if row.what in (*DECIDED, ANSWER_SEEN)]
    return "Jawaban ini sudah dibaca." if rows[-1:] == [ANSWER_SEEN] else ""
