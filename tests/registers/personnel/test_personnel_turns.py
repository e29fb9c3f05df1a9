"""Whose turn it is in the personnel books: every state of every entry, and what is refused in which words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.factories import Cast, Member, entry_of
from tests.whose_turn import waiting

from takar.ledger.actions import action_at, actions_of, offered, waiting_for
from takar.ledger.books import Book, Group, books_of
from takar.ledger.models import Entry
from takar.ledger.services import add_milestone, cancel_entry, correct_milestone
from takar.registers.personnel import services
from takar.registers.personnel.book import (
    AttendanceRecaps,
    ListEditions,
    Proposals,
)
from takar.registers.personnel.models import ANSWER_SEEN, AttendanceRecap, Proposal
from takar.registers.personnel.reference import papers_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

TODAY = date(2026, 7, 15)


def whose_turn(cast: Cast, book: type[Book], code: str, entry: Entry) -> set[str]:
    """Names of those for whom the action waits; what waits is never refused to them."""
    found = set()
    action = next(action for action in actions_of(book) if action.code == code)
    entry = Entry.objects.get(pk=entry.pk).detail()
    for name, member in cast.members.items():
        if entry.pk in {row.pk for row in waiting(member.actor, book, code)}:
            assert action.refusal(member.actor, entry) == "", (name, code)
            found.add(name)
    return found


def turns_of(cast: Cast, entry: Entry) -> dict[str, set[str]]:
    book = entry.declaration
    codes = [action.code for action in actions_of(book) if action.waits_as]
    return {code: who for code in codes if (who := whose_turn(cast, book, code, entry))}


def leave(member: Member, kind: str = "tahunan", **more: Any) -> Proposal:
    values = {"leave_type_id": kind, "leave_from": date(2026, 8, 3), "leave_until": date(2026, 8, 4), **more}
    return services.request_leave(actor=member.actor, values=values)


def consider(cast: Cast, entry: Proposal, by: Member) -> None:
    services.consider_leave(entry=entry, actor=by.actor, verdict="disetujui", on=TODAY)


def test_a_leave_goes_from_its_superior_to_the_leaders_and_back_to_whoever_asked(cast: Cast) -> None:
    entry = leave(cast.government_clerk)
    assert turns_of(cast, entry) == {"consider": {"section_head"}}
    consider(cast, entry, cast.section_head)
    assert turns_of(cast, entry) == {"grant": {"camat", "secretary"}}
    add_milestone(entry=entry, what="granted", on=TODAY, actor=cast.camat.actor)
    assert turns_of(cast, entry) == {"see_answer": {"government_clerk"}}
    for _ in range(2):
        services.see_answer(entry=entry, actor=cast.government_clerk.actor)
        services.see_answer(entry=entry, actor=cast.camat.actor)
    assert turns_of(cast, entry) == {}
    (found,) = entry.milestones.filter(what=ANSWER_SEEN)
    assert found.actor == cast.government_clerk.user
    # Another answer is read again.
    granted = entry.milestones.get(what="granted")
    correct_milestone(milestone=granted, on=TODAY, actor=cast.personnel_clerk.actor, reason="Nomor keputusan")
    assert turns_of(cast, entry) == {"see_answer": {"government_clerk"}}


def test_a_refused_leave_is_told_and_one_that_is_over_is_not(cast: Cast) -> None:
    refused = leave(cast.personnel_clerk)
    add_milestone(entry=refused, what="refused", on=TODAY, actor=cast.camat.actor, note="Sedang sibuk")
    assert turns_of(cast, refused) == {"see_answer": {"personnel_clerk"}}
    over = leave(cast.personnel_clerk, leave_from=date(2026, 7, 6), leave_until=date(2026, 7, 7))
    add_milestone(entry=over, what="refused", on=TODAY, actor=cast.camat.actor, note="Terlambat")
    assert turns_of(cast, over) == {}


def test_a_leave_without_its_letter_waits_for_the_keepers_before_it_waits_for_a_decision(cast: Cast) -> None:
    entry = leave(cast.government_clerk, "sakit")
    assert turns_of(cast, entry) == {"consider": {"section_head"}, "tick_papers": {"personnel_clerk"}}
    consider(cast, entry, cast.section_head)
    assert turns_of(cast, entry) == {"tick_papers": {"personnel_clerk"}}
    grant = action_at(Proposals, "langkah", "granted")
    entry.refresh_from_db()
    assert grant.refusal(cast.camat.actor, entry) == "Berkas belum lengkap: Surat keterangan dokter."
    services.tick_papers(
        entry=entry, actor=cast.personnel_clerk.actor, papers=["cuti_formulir", "cuti_dokter"]
    )
    assert turns_of(cast, entry) == {"grant": {"camat", "secretary"}}


def test_nobody_decides_on_themselves(cast: Cast) -> None:
    entry = leave(cast.secretary)
    assert turns_of(cast, entry) == {"consider": {"camat"}}
    consider(cast, entry, cast.camat)
    assert turns_of(cast, entry) == {"grant": {"camat"}}
    entry.refresh_from_db()
    grant = action_at(Proposals, "langkah", "granted")
    assert grant.forbidden(cast.secretary.actor, entry) == "Cuti sendiri diputuskan oleh pejabat lain."
    assert grant.forbidden(cast.personnel_clerk.actor, entry) == "Cuti diputuskan oleh Camat atau Sekretaris."
    assert "granted" not in {action.part for action in offered(cast.secretary.actor, entry)}


def test_a_leave_written_down_by_a_keeper_is_handed_in_by_the_keeper(cast: Cast) -> None:
    entry = entry_of(
        "proposal", cast, kind="cuti", leave_type_id="tahunan",
        leave_from=date(2026, 8, 3), leave_until=date(2026, 8, 4),
    )  # fmt: skip
    assert turns_of(cast, entry) == {"submit": {"personnel_clerk"}}


def test_a_proposal_waits_for_its_papers_then_to_go_out_and_then_for_nobody_here(cast: Cast) -> None:
    entry = entry_of("proposal", cast, kind="kgb")
    assert turns_of(cast, entry) == {"tick_papers": {"personnel_clerk"}}
    submit = action_at(Proposals, "langkah", "submitted")
    assert submit.refusal(cast.personnel_clerk.actor, entry).startswith(
        "Berkas belum lengkap: Surat pengantar;"
    )
    assert [
        action.code for action in offered(cast.personnel_clerk.actor, entry) if action.is_step(entry)
    ] == ["tick_papers"]
    every = [paper.code for paper in papers_for("kgb", None)]
    services.tick_papers(entry=entry, actor=cast.personnel_clerk.actor, papers=every)
    assert turns_of(cast, entry) == {"submit": {"personnel_clerk"}}
    add_milestone(entry=entry, what="submitted", on=TODAY, actor=cast.personnel_clerk.actor)
    assert turns_of(cast, entry) == {}
    add_milestone(entry=entry, what="granted", on=TODAY, actor=cast.personnel_clerk.actor)
    entry.refresh_from_db()
    papers = action_at(Proposals, "berkas")
    assert papers.refusal(cast.personnel_clerk.actor, entry) == "Usulan ini sudah diputuskan."
    assert (
        papers.forbidden(cast.planner.actor, entry) == "Berkas usulan diperiksa oleh pengelola kepegawaian."
    )


def test_a_cancelled_proposal_waits_for_nobody(cast: Cast) -> None:
    entry = leave(cast.government_clerk)
    cancel_entry(entry=entry, actor=cast.personnel_clerk.actor, reason="Ditarik")
    assert turns_of(cast, entry) == {}


def test_a_recap_waits_for_the_keepers_superior_once_the_month_is_over(cast: Cast) -> None:
    june = entry_of("attendance_recap", cast, month="2026-06")
    assert turns_of(cast, june) == {"check": {"general_head"}}
    assert turns_of(cast, entry_of("attendance_recap", cast, month="2026-07")) == {}
    AttendanceRecap.objects.filter(pk=june.pk).update(lines=[])
    assert turns_of(cast, june) == {}
    june.refresh_from_db()
    check = action_at(AttendanceRecaps, "langkah", "checked")
    assert check.refusal(cast.general_head.actor, june) == "Isi rincian pegawai sebelum rekap diperiksa."


def test_an_edition_waits_for_the_leaders_and_a_planned_training_until_it_is_marked(cast: Cast) -> None:
    edition = entry_of("list_edition", cast, kind="duk")
    assert turns_of(cast, edition) == {"approve": {"camat", "secretary"}}
    add_milestone(entry=edition, what="approved", on=TODAY, actor=cast.camat.actor)
    assert turns_of(cast, edition) == {}
    edition.refresh_from_db()
    again = action_at(ListEditions, "hitung-ulang")
    assert "tidak dihitung lagi" in again.refusal(cast.personnel_clerk.actor, edition)
    over = entry_of("staff_development", cast, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 3))
    assert turns_of(cast, over) == {"hold": {"personnel_clerk"}}
    running = entry_of("staff_development", cast, starts_on=date(2026, 7, 13), ends_on=date(2026, 7, 17))
    assert turns_of(cast, running) == {}


def test_what_waits_in_personnel_is_never_refused(cast: Cast) -> None:
    """Over everybody, a leave in every state, and an entry of every personnel book."""
    for book in books_of(cast.office):
        if book.group is Group.PERSONNEL:
            entry_of(book.code, cast)
    leave(cast.camat)
    considered = leave(cast.personnel_clerk)
    consider(cast, considered, cast.general_head)
    seen = 0
    for member in cast.members.values():
        for work in waiting_for(member.actor):
            for entry in work.rows:
                assert work.action.refusal(member.actor, entry) == "", (member.person, work.action.code)
                seen += 1
    assert seen > 8
