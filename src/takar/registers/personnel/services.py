"""What the personnel declarations call while an entry is written, and the record kept of everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from takar.kernel import clock
from takar.kernel.errors import BadInput, DomainError
from takar.kernel.formatting import format_date_long
from takar.kernel.identifiers import Nip
from takar.kernel.period import Period
from takar.ledger.access import keeper_positions
from takar.ledger.books import Change, Event
from takar.ledger.models import CANCELLED, Entry
from takar.ledger.services import add_participants
from takar.organisation.calendar import WorkingCalendar, count_working_days
from takar.organisation.models import Person
from takar.registers.personnel import attendance, dues, listing
from takar.registers.personnel.models import (
    AttendanceRecap,
    DataUpdate,
    Employee,
    ListEdition,
    Proposal,
    StaffDevelopment,
)
from takar.registers.personnel.reference import papers_for
from takar.registers.personnel.selectors import (
    ANNUAL,
    annual_balance,
    leave_days,
    leaves_of,
    serving,
    superiors_of,
)

PRIVATE = {"cuti", "pensiun", "karis_karsu", "ganti_rugi", "hak_keuangan"}
"""Kinds of proposals that tell of health, family or money: only those who work on them read them."""


# ---- one record per person ---------------------------------------------------------------------------


def keep_record(*, instance: Person, raw: bool = False, **kwargs: Any) -> None:
    """A person has a record; what the NIP tells fills what nobody has written yet."""
    if raw:
        return
    employee, created = Employee.objects.get_or_create(person=instance)
    if created:
        employee.kind = Employee.Kind.CIVIL if instance.nip else Employee.Kind.HONORARY
    try:
        nip = Nip.parse(instance.nip or "")
    except BadInput:
        if created:
            employee.save()
        return
    if created and nip.appointed_month is None:
        employee.kind = Employee.Kind.CONTRACT
    told = (employee.birth_on, employee.sex, employee.appointed_on)
    employee.birth_on = employee.birth_on or nip.birth
    employee.sex = employee.sex or nip.sex
    employee.appointed_on = employee.appointed_on or date(nip.appointed_year, nip.appointed_month or 1, 1)
    if created or told != (employee.birth_on, employee.sex, employee.appointed_on):
        employee.save()


def keep_records_of_all(**kwargs: Any) -> None:
    """People who were there before this book was."""
    for person in Person.objects.filter(employee=None):
        keep_record(instance=person)


# ---- attendance --------------------------------------------------------------------------------------


def prepare_recap(recap: AttendanceRecap) -> None:
    """Working days from the office's calendar; at first everybody present but for granted leave."""
    try:
        period = Period.parse(recap.month)
    except BadInput as error:
        raise DomainError(error.message, field="month") from error
    if period.start > clock.today():
        raise DomainError(f"Bulan {period.describe()} belum tiba.", field="month")
    recap.title = recap.title or f"Rekap kehadiran {period.describe()}"
    if recap.state != "checked":
        recap.working_days = count_working_days(recap.office_id, period)
    if not recap.lines:
        recap.lines = [line.as_json() for line in first_lines(recap.office_id, period)]
    wrong = attendance.faults(recap.people, recap.working_days)
    if wrong:
        raise DomainError(" ".join(wrong), field="lines")


def first_lines(office_id: int, period: Period) -> list[attendance.Line]:
    """Everyone serving at the end of the month, with leave that was granted already written in."""
    people = serving(office_id, period.start)
    away = {employee.pk: attendance.Line(employee.pk, employee.person.name) for employee in people}
    calendar = WorkingCalendar(office_id, period)
    for entry in leaves_of(away):
        if entry.state != "granted" or entry.leave_from is None or entry.leave_until is None:
            continue
        first, last = max(entry.leave_from, period.start), min(entry.leave_until, period.last_day)
        days = sum(calendar.is_working(first + timedelta(n)) for n in range((last - first).days + 1))
        line = away[entry.employee_id]
        away[entry.employee_id] = (
            replace(line, sick=line.sick + days)
            if entry.leave_type_id == "sakit"
            else replace(line, leave=line.leave + days)
        )
    return list(away.values())


def settle_recap(event: Event[AttendanceRecap]) -> None:
    recap = event.entry
    if event.change in (Change.RECORDED, Change.CORRECTED):
        others = AttendanceRecap.objects.filter(office_id=recap.office_id, month=recap.month)
        if others.exclude(pk=recap.pk).exclude(state=CANCELLED).exists():
            raise DomainError(
                f"Rekap {recap.month_words} sudah ada; perbaiki yang ada atau batalkan lebih dahulu.",
                field="month",
            )
    if event.change is Change.ADVANCED and event.what == "checked":
        if not recap.lines:
            raise DomainError("Isi rincian pegawai sebelum rekap diperiksa.")
        if event.on is not None and event.on <= recap.period.start:
            raise DomainError(f"Rekap {recap.month_words} diperiksa setelah bulannya berjalan.", field="on")


# ---- proposals ---------------------------------------------------------------------------------------


def prepare_proposal(entry: Proposal, label: str) -> None:
    """Who it is about, words for it, and the rules of its kind."""
    _name_person(entry, entry.employee)
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


def _name_person(entry: Entry, employee: Employee) -> None:
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
        from_day = dues.add_months(employee.appointed_on, 12 * kind.min_service_years)
        if entry.leave_from < from_day:
            raise DomainError(
                f"{kind} baru dapat diambil setelah {kind.min_service_years} tahun masa kerja, "
                f"yaitu mulai {format_date_long(from_day)}.",
                field="leave_type",
            )
    if kind.max_months:
        longest = dues.add_months(entry.leave_from, kind.max_months) - timedelta(days=1)
        if entry.leave_until > longest:
            raise DomainError(
                f"{kind} paling lama {kind.max_months} bulan, sampai {format_date_long(longest)}.",
                field="leave_until",
            )


def settle_proposal(event: Event[Proposal]) -> None:
    entry = event.entry
    match event.change:
        case Change.RECORDED:
            if entry.kind == "cuti":
                # Two requests at once must not both take the last days: one waits for the other here.
                Employee.objects.select_for_update().get(pk=entry.employee_id)
                _prepare_leave(entry)
            if entry.restricted:
                share(entry)
        case Change.CORRECTED:
            if entry.restricted:
                share(entry)
        case Change.ADVANCED:
            if event.what == "submitted" and entry.kind != "cuti":
                require_papers(entry)
            if event.what == "granted" and entry.kind == "cuti":
                _check_leave_decision(event, entry)


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


def require_papers(entry: Proposal) -> None:
    if missing := missing_papers(entry):
        raise DomainError(f"Berkas belum lengkap: {'; '.join(missing)}.")


def _check_leave_decision(event: Event, entry: Proposal) -> None:
    """The direct superior is heard before the official decides; the official is a leader.

    For the leave of a leader the decision comes from above the office and is only written down.
    """
    told = set(entry.milestones.values_list("what", flat=True))
    superiors = superiors_of(entry.employee_id, entry.occurred_on)
    if superiors and "considered" not in told:
        raise DomainError("Atasan langsung belum memberi pertimbangan atas cuti ini.")
    actor = event.actor
    if superiors and actor.user_id is not None and not actor.is_leader:
        raise DomainError("Cuti dikabulkan oleh Camat atau Sekretaris.")
    if actor.person_id == entry.employee_id:
        raise DomainError("Cuti sendiri diputuskan oleh pejabat lain.")
    require_papers(entry)


# ---- lists -------------------------------------------------------------------------------------------


def prepare_edition(edition: ListEdition, label: str) -> None:
    """While it is a draft the list is computed; an approved one stays as it was approved."""
    edition.area_id = edition.area_id or "kepegawaian"
    edition.as_of = edition.as_of or edition.occurred_on
    edition.title = edition.title or f"{label} per {format_date_long(edition.as_of)}"
    if edition.state != "drafted":
        return
    edition.rows = listing.rows_of(edition.kind, edition.office_id, edition.as_of)


# ---- diklat and data updates -------------------------------------------------------------------------


def prepare_development(entry: StaffDevelopment) -> None:
    if entry.starts_on and entry.ends_on and entry.ends_on < entry.starts_on:
        raise DomainError("Pelaksanaan tidak dapat berakhir sebelum mulai.", field="ends_on")
    entry.area_id = entry.area_id or ("diklat" if entry.kind == "diklat" else "kesejahteraan_pegawai")
    if entry.attendees and not entry.attendee_count:
        entry.attendee_count = len([name for name in entry.attendees.split(",") if name.strip()])


def prepare_update(entry: DataUpdate, label: str) -> None:
    _name_person(entry, entry.employee)
    entry.area_id = entry.area_id or "kepegawaian"
    entry.title = entry.title or f"{label} {entry.employee}"
