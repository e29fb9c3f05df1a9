"""Recaps, proposals, leave, editions and updates through the ledger's one door."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.factories import Cast, Member, career_of, employee, entry_of
from tests.whose_turn import waiting

from takar.kernel.access import visible
from takar.kernel.errors import DomainError, Refused
from takar.ledger.audit import verify
from takar.ledger.books import book_named
from takar.ledger.models import Entry
from takar.ledger.services import (
    add_milestone,
    cancel_entry,
    correct_entry,
    record_entry,
    withdraw_milestone,
)
from takar.organisation.models import CalendarDay, Person
from takar.registers.personnel import services
from takar.registers.personnel.book import Proposals
from takar.registers.personnel.calculation.attendance import Line
from takar.registers.personnel.models import (
    AttendanceRecap,
    Employee,
    LeaveOpening,
    ListEdition,
    PayRiseHistory,
    PersonnelRule,
    Proposal,
    RankHistory,
)
from takar.registers.personnel.reference import Rules, load_reference
from takar.registers.personnel.selectors.due_dates import due_rows
from takar.registers.personnel.selectors.leave import annual_balance
from takar.registers.personnel.selectors.profiles import profile
from takar.registers.personnel.selectors.seniority import seniority_list
from takar.registers.personnel.selectors.workload import due_to_prepare, granted_to_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

TODAY = date(2026, 7, 15)


def record_of(member: Member) -> Employee:
    return Employee.objects.get(pk=member.person.pk)


def asked(member: Member, first: date, last: date, kind: str = "tahunan", **more: Any) -> Proposal:
    values = {"leave_type_id": kind, "leave_from": first, "leave_until": last, **more}
    return services.request_leave(actor=member.actor, values=values)


def grant(cast: Cast, entry: Proposal) -> Proposal:
    services.consider_leave(entry=entry, actor=cast.general_head.actor, verdict="disetujui", on=TODAY)
    add_milestone(entry=entry, what="granted", on=TODAY, actor=cast.camat.actor)
    return entry


# ---- records ---------------------------------------------------------------------------------------


def test_everybody_has_a_record_filled_from_the_nip(cast: Cast) -> None:
    camat = record_of(cast.camat)
    assert (camat.kind, camat.birth_on, camat.sex) == ("pns", date(1966, 8, 1), "L")
    assert camat.appointed_on == date(1988, 3, 1)
    assert record_of(cast.personnel_clerk).kind == "honorer"
    contract = Person.objects.create(office=cast.office, name="Anisa", nip="199411112023212014")
    assert contract.employee.kind == "pppk"
    assert contract.employee.appointed_on == date(2023, 1, 1)


def test_a_nip_written_later_fills_what_is_empty_and_nothing_else(cast: Cast) -> None:
    record = record_of(cast.personnel_clerk)
    record.birth_on = date(1990, 2, 2)
    record.save()
    cast.personnel_clerk.person.nip = "199001012015012001"
    cast.personnel_clerk.person.save()
    record.refresh_from_db()
    assert (record.birth_on, record.sex) == (date(1990, 2, 2), "P")


def test_what_holds_is_the_latest_tmt_not_after_the_day(cast: Cast) -> None:
    who = career_of(record_of(cast.camat), grade="III/d", rank_since=date(2022, 4, 1))
    RankHistory.objects.create(employee=who, grade_id="IV/a", starts_on=date(2026, 4, 1))
    ranks = [profile(who, day).rank for day in (date(2022, 3, 31), date(2026, 3, 31), date(2026, 4, 1))]
    assert [rank and rank.grade_id for rank in ranks] == [None, "III/d", "IV/a"]


def test_own_record_is_read_by_its_person_and_others_by_keepers_and_leaders(cast: Cast) -> None:
    everybody = {e.pk for e in Employee.objects.filter(person__office=cast.office)}
    for member in (cast.camat, cast.secretary, cast.general_head, cast.personnel_clerk):
        assert set(visible(member.actor, Employee).values_list("pk", flat=True)) == everybody
    for member in (cast.section_head, cast.planner, cast.clerk):
        assert [e.pk for e in visible(member.actor, Employee)] == [member.person.pk]


def test_a_rule_holds_from_its_day(cast: Cast) -> None:
    PersonnelRule.objects.create(
        code="retirement_age", key="administrasi", value=60, unit="tahun",
        valid_from=date(2027, 1, 1), label="x", source="x",
    )  # fmt: skip
    assert Rules(date(2026, 12, 31)).value("retirement_age", "administrasi") == 58
    assert Rules(date(2027, 1, 1)).value("retirement_age", "administrasi") == 60
    before = PersonnelRule.objects.count()
    load_reference()
    assert PersonnelRule.objects.count() == before


# ---- attendance ------------------------------------------------------------------------------------


def test_a_recap_begins_with_everybody_and_the_working_days_of_the_calendar(cast: Cast) -> None:
    CalendarDay.objects.create(office=cast.office, day=date(2026, 6, 17), kind="joint_leave")
    recap: AttendanceRecap = entry_of("attendance_recap", cast, month="2026-06", title="")
    assert recap.title == "Rekap kehadiran Juni 2026"
    assert {line.person for line in recap.people} == {m.person.pk for m in cast.members.values()}
    assert recap.working_days == 19  # 22 weekdays, two national holidays, one cuti bersama
    assert recap.percent == "100 %"


def test_granted_leave_is_already_in_the_recap(cast: Cast) -> None:
    grant(cast, asked(cast.personnel_clerk, date(2026, 6, 29), date(2026, 7, 2)))
    asked(cast.stock_clerk, date(2026, 6, 29), date(2026, 6, 30))
    recap: AttendanceRecap = entry_of("attendance_recap", cast, month="2026-06")
    by_person = {line.person: line for line in recap.people}
    assert by_person[cast.personnel_clerk.person.pk].leave == 2
    assert by_person[cast.stock_clerk.person.pk].leave == 0


def test_a_month_has_one_recap_until_it_is_cancelled(cast: Cast) -> None:
    first = entry_of("attendance_recap", cast, month="2026-05")
    with pytest.raises(DomainError, match="Rekap Mei 2026 sudah ada"):
        entry_of("attendance_recap", cast, month="2026-05")
    entry_of("attendance_recap", cast, month="2026-05", actor=cast.neighbour_clerk.actor)
    cancel_entry(entry=first, actor=cast.personnel_clerk.actor, reason="Salah bulan")
    assert entry_of("attendance_recap", cast, month="2026-05").pk != first.pk


def test_more_days_than_the_month_has_are_refused_and_a_checked_recap_asks_why(cast: Cast) -> None:
    recap: AttendanceRecap = entry_of("attendance_recap", cast, month="2026-06")
    lines = recap.people
    wrong = [Line(lines[0].person, lines[0].name, sick=30), *lines[1:]]
    with pytest.raises(DomainError, match="melebihi"):
        services.fill_recap(recap=recap, actor=cast.personnel_clerk.actor, lines=wrong, reason="")
    good = [Line(lines[0].person, lines[0].name, sick=2, absent=1), *lines[1:]]
    recap = services.fill_recap(recap=recap, actor=cast.personnel_clerk.actor, lines=good, reason="")
    assert (recap.sick, recap.absent) == (2, 1)
    add_milestone(entry=recap, what="checked", on=TODAY, actor=cast.general_head.actor)
    with pytest.raises(DomainError, match="alasan"):
        services.fill_recap(recap=recap, actor=cast.personnel_clerk.actor, lines=lines, reason=" ")
    services.fill_recap(
        recap=recap, actor=cast.personnel_clerk.actor, lines=lines, reason="Surat dokter menyusul"
    )
    assert list(verify(cast.office.pk)) == []


def test_days_changed_behind_the_program_are_seen(cast: Cast) -> None:
    recap = entry_of("attendance_recap", cast, month="2026-06")
    AttendanceRecap.objects.filter(pk=recap.pk).update(lines=[])
    assert any("lines" in text for text in verify(cast.office.pk))


def test_a_recap_of_a_month_to_come_or_no_month_is_refused(cast: Cast) -> None:
    for month in ("2026-08", "2026-13", "Juli"):
        with pytest.raises(DomainError):
            entry_of("attendance_recap", cast, month=month)


# ---- leave -----------------------------------------------------------------------------------------


def test_leave_takes_working_days_only_and_what_waits_counts(cast: Cast) -> None:
    # Friday to Tuesday, with Monday 17 August (Kemerdekaan) between
    entry = asked(cast.personnel_clerk, date(2026, 8, 14), date(2026, 8, 18))
    assert entry.leave_days == 2
    assert (entry.state, entry.kind) == ("submitted", "cuti")
    found = annual_balance(record_of(cast.personnel_clerk), 2026)
    assert (found.pending, found.used, found.left) == (2, 0, 10)
    grant(cast, entry)
    found = annual_balance(record_of(cast.personnel_clerk), 2026)
    assert (found.pending, found.used, found.left) == (0, 2, 10)


def test_more_than_what_is_left_is_refused_counting_what_is_pending(cast: Cast) -> None:
    asked(cast.personnel_clerk, date(2026, 9, 1), date(2026, 9, 10))
    with pytest.raises(
        DomainError, match=r"tinggal 4 hari kerja .8 hari menunggu keputusan.; yang diminta 5"
    ):
        asked(cast.personnel_clerk, date(2026, 10, 5), date(2026, 10, 9))
    LeaveOpening.objects.create(employee=record_of(cast.personnel_clerk), year=2026, days=1)
    assert asked(cast.personnel_clerk, date(2026, 10, 5), date(2026, 10, 9)).leave_days == 5


def test_refused_and_cancelled_leave_gives_the_days_back(cast: Cast) -> None:
    entry = asked(cast.personnel_clerk, date(2026, 9, 1), date(2026, 9, 10))
    add_milestone(entry=entry, what="refused", on=TODAY, actor=cast.camat.actor, note="Sedang sibuk")
    other = asked(cast.personnel_clerk, date(2026, 9, 1), date(2026, 9, 10))
    cancel_entry(entry=other, actor=cast.general_head.actor, reason="Ditarik")
    assert annual_balance(record_of(cast.personnel_clerk), 2026).left == 12


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (date(2026, 9, 2), date(2026, 9, 1), "berakhir sebelum mulai"),
        (date(2026, 9, 5), date(2026, 9, 6), "Tidak ada hari kerja"),
        (date(2026, 8, 20), date(2026, 8, 25), "Bertumpuk"),
    ],
)
def test_leave_that_cannot_be(cast: Cast, first: date, last: date, says: str) -> None:
    asked(cast.personnel_clerk, date(2026, 8, 24), date(2026, 8, 25))
    with pytest.raises(DomainError, match=says):
        asked(cast.personnel_clerk, first, last)


def test_types_have_their_length_service_and_people(cast: Cast) -> None:
    record = record_of(cast.camat)
    with pytest.raises(DomainError, match="paling lama 3 bulan, sampai 30 November 2026"):
        asked(cast.camat, date(2026, 9, 1), date(2026, 12, 1), "besar")
    record.appointed_on = date(2024, 1, 1)
    record.save()
    with pytest.raises(DomainError, match="mulai 1 Januari 2029"):
        asked(cast.camat, date(2026, 9, 1), date(2026, 9, 30), "besar")
    record.kind = Employee.Kind.CONTRACT
    record.save()
    with pytest.raises(DomainError, match="tidak berlaku bagi PPPK"):
        asked(cast.camat, date(2026, 9, 1), date(2026, 9, 4), "alasan_penting")


def test_the_words_of_a_leave_are_ours_so_that_no_illness_is_written(cast: Cast) -> None:
    entry = asked(cast.personnel_clerk, date(2026, 7, 20), date(2026, 7, 22), "sakit", letter_number="440/12")
    assert entry.title == "Cuti sakit Joko Susilo, 20 s.d. 22 Juli 2026"
    changed = correct_entry(
        entry=entry, actor=cast.personnel_clerk.actor, values={"title": "Demam berdarah"}, reason="x"
    )
    assert "Demam" not in changed.title


def test_leave_is_read_by_whom_it_concerns_and_nobody_else(cast: Cast) -> None:
    entry = asked(cast.government_clerk, date(2026, 8, 3), date(2026, 8, 4))
    readers = {
        name for name, m in cast.members.items() if visible(m.actor, Entry).filter(pk=entry.pk).exists()
    }
    assert readers == {
        "camat",
        "secretary",
        "general_head",
        "personnel_clerk",
        "section_head",
        "government_clerk",
    }


def test_the_superior_is_heard_then_a_leader_decides(cast: Cast) -> None:
    entry = asked(cast.government_clerk, date(2026, 8, 3), date(2026, 8, 4))
    with pytest.raises(DomainError, match="Atasan langsung belum"):
        add_milestone(entry=entry, what="granted", on=TODAY, actor=cast.camat.actor)
    for member in (cast.general_head, cast.camat, cast.government_clerk):
        with pytest.raises(Refused):
            services.consider_leave(entry=entry, actor=member.actor, verdict="disetujui", on=TODAY)
    with pytest.raises(DomainError, match="alasan"):
        services.consider_leave(entry=entry, actor=cast.section_head.actor, verdict="ditangguhkan", on=TODAY)
    services.consider_leave(entry=entry, actor=cast.section_head.actor, verdict="disetujui", on=TODAY)
    milestone = entry.milestones.get(what="considered")
    assert (milestone.actor_name, milestone.note) == ("Agus Salim, Kasi Pemerintahan", "Disetujui.")
    with pytest.raises(DomainError, match="Camat atau Sekretaris"):
        add_milestone(entry=entry, what="granted", on=TODAY, actor=cast.personnel_clerk.actor)
    add_milestone(entry=entry, what="granted", on=TODAY, actor=cast.secretary.actor)
    assert entry.state == "granted"
    with pytest.raises(DomainError, match="sudah diputuskan"):
        services.consider_leave(entry=entry, actor=cast.section_head.actor, verdict="disetujui", on=TODAY)


def test_a_superior_whose_word_was_taken_back_is_heard_anew(cast: Cast) -> None:
    entry = asked(cast.government_clerk, date(2026, 8, 3), date(2026, 8, 4))
    services.consider_leave(entry=entry, actor=cast.section_head.actor, verdict="disetujui", on=TODAY)
    row = entry.history.latest("considered")
    assert row is not None
    withdraw_milestone(milestone=row, actor=cast.personnel_clerk.actor, reason="Keliru membaca berkas")
    with pytest.raises(DomainError, match="Atasan langsung belum"):
        add_milestone(entry=entry, what="granted", on=TODAY, actor=cast.camat.actor)


def test_the_camat_does_not_grant_his_own_leave(cast: Cast) -> None:
    entry = asked(cast.camat, date(2026, 8, 3), date(2026, 8, 4))
    with pytest.raises(DomainError, match="pejabat lain"):
        add_milestone(entry=entry, what="granted", on=TODAY, actor=cast.camat.actor)
    add_milestone(entry=entry, what="granted", on=TODAY, actor=cast.personnel_clerk.actor, note="850/1/2026")


def test_a_sick_leave_is_granted_with_its_letter(cast: Cast) -> None:
    entry = asked(cast.personnel_clerk, date(2026, 7, 20), date(2026, 7, 22), "sakit")
    services.consider_leave(entry=entry, actor=cast.general_head.actor, verdict="disetujui", on=TODAY)
    with pytest.raises(DomainError, match="Surat keterangan dokter"):
        add_milestone(entry=entry, what="granted", on=TODAY, actor=cast.camat.actor)
    services.tick_papers(
        entry=entry, actor=cast.personnel_clerk.actor, papers=["cuti_formulir", "cuti_dokter", "kgb_skp"]
    )
    entry.refresh_from_db()
    assert entry.papers == ["cuti_formulir", "cuti_dokter"]
    add_milestone(entry=entry, what="granted", on=TODAY, actor=cast.camat.actor)


# ---- other proposals -------------------------------------------------------------------------------


def test_a_proposal_goes_out_with_its_papers(cast: Cast) -> None:
    entry: Proposal = entry_of("proposal", cast, kind="kgb", title="")
    assert entry.title == f"Kenaikan gaji berkala {entry.employee}"
    with pytest.raises(DomainError, match="Berkas belum lengkap: Surat pengantar; Salinan"):
        add_milestone(entry=entry, what="submitted", on=TODAY, actor=cast.personnel_clerk.actor)
    papers = ["kgb_pengantar", "kgb_sk_pangkat", "kgb_terakhir", "kgb_skp"]
    with pytest.raises(Refused):
        services.tick_papers(entry=entry, actor=cast.planner.actor, papers=papers)
    services.tick_papers(entry=entry, actor=cast.personnel_clerk.actor, papers=papers)
    add_milestone(entry=entry, what="submitted", on=TODAY, actor=cast.personnel_clerk.actor)
    add_milestone(entry=entry, what="granted", on=TODAY, actor=cast.personnel_clerk.actor)
    assert list(verify(cast.office.pk)) == []


def test_what_belongs_to_leave_does_not_stay_on_another_kind(cast: Cast) -> None:
    entry: Proposal = entry_of(
        "proposal", cast, kind="mutasi", leave_type_id="tahunan", leave_from=TODAY, target_grade_id="III/d"
    )
    assert (entry.leave_type, entry.leave_from, entry.target_grade) == (None, None, None)
    assert not entry.restricted
    assert entry_of("proposal", cast, kind="pensiun").restricted


# ---- due dates, DUK, editions ----------------------------------------------------------------------


def test_the_watch_list_knows_who_is_due_and_which_proposal_runs(cast: Cast) -> None:
    who = career_of(record_of(cast.camat), grade="III/c", rank_since=date(2022, 10, 1))
    rows = [row for row in due_rows(cast.office.pk, TODAY) if row.profile.employee == who]
    assert [(row.due.what.value, row.due.on) for row in rows] == [
        ("pensiun", date(2024, 9, 1)),
        ("kgb", date(2026, 10, 1)),
        ("kenaikan_pangkat", date(2026, 10, 1)),
    ]
    assert rows[2].detail == "III/c menjadi III/d"
    assert [row.urgency().value for row in rows] == ["lewat", "siapkan", "siapkan"]
    entry = entry_of("proposal", cast, kind="kgb", employee=who)
    rows = [row for row in due_rows(cast.office.pk, TODAY) if row.profile.employee == who]
    assert [row.proposal for row in rows] == [None, entry, None]


def test_what_was_decided_ahead_is_not_asked_for_again(cast: Cast) -> None:
    who = career_of(record_of(cast.camat), grade="III/b", rank_since=date(2022, 10, 1))

    def due_of(kind: str, on: date = TODAY) -> date:
        rows = due_rows(cast.office.pk, on)
        return next(r.due.on for r in rows if r.profile.employee == who and r.due.what == kind)

    assert due_of("kgb") == due_of("kenaikan_pangkat") == date(2026, 10, 1)
    PayRiseHistory.objects.create(employee=who, starts_on=date(2026, 10, 1), decree_date=date(2026, 7, 10))
    RankHistory.objects.create(employee=who, starts_on=date(2026, 10, 1), grade_id="III/c")
    assert (due_of("kgb"), due_of("kenaikan_pangkat")) == (date(2028, 10, 1), date(2030, 10, 1))
    # an edition of an earlier day does not know what was decided after it
    assert due_of("kgb", date(2026, 7, 9)) == date(2026, 10, 1)
    # what holds today is still the old rank
    known = profile(who, TODAY)
    assert known.rank is not None
    assert known.rank.grade_id == "III/b"


def test_a_grant_stays_open_until_it_stands_in_the_history(cast: Cast) -> None:
    who = career_of(record_of(cast.camat), grade="III/c", rank_since=date(2022, 10, 1))
    entry = entry_of("proposal", cast, kind="kgb", employee=who, effective_on=date(2026, 10, 1))
    assert not granted_to_record(cast.personnel_clerk.actor)
    services.tick_papers(
        entry=entry,
        actor=cast.personnel_clerk.actor,
        papers=["kgb_pengantar", "kgb_sk_pangkat", "kgb_terakhir", "kgb_skp"],
    )
    for what in ("submitted", "granted"):
        add_milestone(entry=entry, what=what, on=TODAY, actor=cast.personnel_clerk.actor)
    assert list(granted_to_record(cast.personnel_clerk.actor)) == [entry]
    assert not granted_to_record(cast.planner.actor)
    (row,) = [r for r in due_rows(cast.office.pk, TODAY) if r.profile.employee == who and r.due.what == "kgb"]
    assert (row.proposal, row.is_granted) == (entry, True)
    assert who.pk not in {
        r.profile.employee.pk
        for r in due_to_prepare(cast.personnel_clerk.actor, TODAY)
        if r.due.what == "kgb"
    }
    PayRiseHistory.objects.create(employee=who, starts_on=date(2026, 10, 1))
    assert not granted_to_record(cast.personnel_clerk.actor)


def test_who_retired_or_is_honorary_is_in_no_list(cast: Cast) -> None:
    career_of(record_of(cast.camat))
    career_of(record_of(cast.personnel_clerk))
    assert {row.profile.employee.pk for row in seniority_list(cast.office.pk, TODAY)} == {
        cast.camat.person.pk, cast.secretary.person.pk,
    }  # fmt: skip
    cast.camat.person.retired_on = TODAY
    cast.camat.person.save()
    assert [row.profile.employee.pk for row in seniority_list(cast.office.pk, TODAY)] == [
        cast.secretary.person.pk
    ]
    assert len(seniority_list(cast.office.pk, date(2026, 7, 14))) == 2


def test_an_approved_edition_stays_what_it_was(cast: Cast) -> None:
    edition: ListEdition = entry_of("list_edition", cast, kind="duk", title="")
    assert edition.title == "Daftar Urut Kepangkatan per 15 Juli 2026"
    assert [row[1] for row in edition.rows] == [cast.camat.person.name, cast.secretary.person.name]
    career_of(record_of(cast.secretary), grade="IV/b")
    again = services.compute_again(edition=edition, actor=cast.personnel_clerk.actor)
    assert [row[1] for row in again.rows] == [cast.secretary.person.name, cast.camat.person.name]
    add_milestone(entry=again, what="approved", on=TODAY, actor=cast.camat.actor)
    career_of(record_of(cast.camat), grade="IV/c")
    with pytest.raises(DomainError, match="tidak dihitung lagi"):
        services.compute_again(edition=again, actor=cast.personnel_clerk.actor)
    kept = correct_entry(
        entry=again, actor=cast.personnel_clerk.actor, values={"title": "DUK"}, reason="Judul"
    )
    assert [row[1] for row in kept.rows] == [cast.secretary.person.name, cast.camat.person.name]
    assert list(verify(cast.office.pk)) == []


def test_the_watch_edition_looks_two_years_ahead(cast: Cast) -> None:
    career_of(record_of(cast.secretary), rank_since=date(2025, 4, 1))
    edition: ListEdition = entry_of("list_edition", cast, kind="buku_penjagaan")
    words = [(row[1], row[7], row[8]) for row in edition.rows if row[1] == cast.secretary.person.name]
    assert words == [(cast.secretary.person.name, "Kenaikan gaji berkala", "1 Okt 2026")]


def test_an_update_and_a_development_speak_for_themselves(cast: Cast) -> None:
    update = entry_of("data_update", cast, kind="keluarga", title="")
    assert update.title == f"Keluarga {employee(cast.office)}"
    assert update.person_id == employee(cast.office).pk
    held = entry_of("staff_development", cast, kind="kesejahteraan", attendees="Ani, Budi,")
    assert (held.attendee_count, held.area_id) == (2, "kesejahteraan_pegawai")
    with pytest.raises(DomainError, match="berakhir sebelum mulai"):
        entry_of("staff_development", cast, starts_on=TODAY, ends_on=date(2026, 7, 1))


def test_an_unknown_employee_of_another_office_cannot_be_proposed(cast: Cast) -> None:
    book = book_named("proposal")
    theirs = employee(cast.neighbour_office)
    with pytest.raises(DomainError, match="kantor"):
        record_entry(
            book=book, actor=cast.personnel_clerk.actor,
            values={"occurred_on": TODAY, "kind": "kgb", "employee": theirs, "title": ""},
        )  # fmt: skip


def test_what_was_granted_is_not_refused_as_well(cast: Cast) -> None:
    entry = grant(cast, asked(cast.personnel_clerk, date(2026, 8, 3), date(2026, 8, 4)))
    with pytest.raises(DomainError, match="sudah tercatat “Dikabulkan”"):
        add_milestone(entry=entry, what="refused", on=TODAY, actor=cast.camat.actor, note="Berubah")


def test_the_head_s_own_leave_waits_for_those_who_write_the_decision_down(cast: Cast) -> None:
    def to_decide(member: Member) -> list[Proposal]:
        return waiting(member.actor, Proposals, "grant")

    entry = asked(cast.camat, date(2026, 8, 3), date(2026, 8, 4))
    for who in (cast.secretary, cast.personnel_clerk, cast.general_head):
        assert to_decide(who) == [entry]
    for who in (cast.camat, cast.planner, cast.neighbour_camat):
        assert not to_decide(who)
    below = asked(cast.clerk, date(2026, 8, 3), date(2026, 8, 4))
    assert below not in to_decide(cast.personnel_clerk)
    add_milestone(
        entry=entry, what="granted", on=TODAY, actor=cast.personnel_clerk.actor, note="Persetujuan Bupati"
    )
    assert not to_decide(cast.personnel_clerk)
