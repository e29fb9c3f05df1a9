"""Letters in and out, dispositions, the archive."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.factories import Cast, Member, disposition_of, entry_of, filing_code, letter_of, values_for

from takar.kernel.access import visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger.audit import verify
from takar.ledger.models import EffectiveMilestone, Entry, EntryLink, Participant
from takar.ledger.selectors import search_everywhere
from takar.ledger.services import (
    add_milestone,
    cancel_entry,
    correct_entry,
    correct_milestone,
    withdraw_milestone,
)
from takar.registers.mail.book import Archive
from takar.registers.mail.models import ArchiveItem, Disposition, IncomingLetter, OutgoingLetter
from takar.registers.mail.selectors import (
    dispositions_of,
    letters_awaiting_disposition,
    overdue_dispositions,
    waiting_dispositions,
)
from takar.registers.mail.services import archive_letter, dispose, fill_reserved, mark_read, reserve_number

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

TODAY = date(2026, 7, 15)


def give(
    cast: Cast, letter: IncomingLetter, *to: Member, by: Member | None = None, **more: Any
) -> list[Disposition]:
    values: dict[str, Any] = {"instructions": ["proses"], "on": TODAY} | more
    return dispose(
        letter=letter, actor=(by or cast.camat).actor, receivers=[m.position for m in to], **values
    )


def fresh(entry: Any) -> Any:
    return type(entry).objects.get(pk=entry.pk)


def complete(disposition: Disposition, by: Member, on: date = TODAY) -> None:
    add_milestone(entry=disposition, what="completed", on=on, note="Sudah", actor=by.actor)


# ---- disposing ----------------------------------------------------------------------------------


def test_one_sheet_goes_to_several_receivers(cast: Cast) -> None:
    letter = letter_of(cast, area_id="kepegawaian", village=cast.village)
    given = give(
        cast, letter, cast.section_head, cast.planner, instructions=["proses", "jawab"], instruction="Segera"
    )
    assert len({d.sheet for d in given}) == 1
    assert [d.position for d in given] == [cast.section_head.position, cast.planner.position]
    assert {d.giver_name for d in given} == {"Drs. Suwito, M.Si., Camat"}
    assert given[0].instruction_text == "Proses lebih lanjut; Siapkan jawaban. Segera"
    assert (given[0].title, given[0].area_id, given[0].village_id) == (
        letter.title,
        "kepegawaian",
        cast.village.pk,
    )
    assert fresh(letter).state == "dispositioned"
    assert list(dispositions_of(cast.clerk.actor, letter)) == given


def test_the_letter_is_dispositioned_once_and_on_the_first_day(cast: Cast) -> None:
    letter = letter_of(cast, occurred_on=date(2026, 6, 29), letter_date=None)
    give(cast, letter, cast.section_head, on=date(2026, 6, 30))
    give(cast, letter, cast.planner, by=cast.secretary, on=date(2026, 7, 2))
    days = EffectiveMilestone.objects.filter(entry=letter, what="dispositioned")
    assert [row.on for row in days] == [date(2026, 6, 30)]
    assert letter.milestones.filter(what="dispositioned").count() == 1


def test_only_camat_and_sekretaris_dispose_letters(cast: Cast) -> None:
    letter = letter_of(cast)
    for name in ("section_head", "planner", "clerk", "general_head"):
        with pytest.raises(Refused, match="Camat atau Sekretaris"):
            give(cast, letter, cast.government_clerk, by=cast.members[name])
    assert give(cast, letter, cast.planner, by=cast.secretary)


def test_whoever_received_passes_on_only_downwards_and_only_their_own(cast: Cast) -> None:
    letter = letter_of(cast)
    (given,) = give(cast, letter, cast.section_head)
    (passed,) = give(cast, letter, cast.government_clerk, by=cast.section_head, parent=given)
    assert passed.parent == given
    for receiver in (cast.planner, cast.camat, cast.section_head, cast.clerk):
        with pytest.raises(Refused, match="di bawah Anda"):
            give(cast, letter, receiver, by=cast.section_head, parent=given)
    with pytest.raises(Refused, match="jabatan lain"):
        give(cast, letter, cast.clerk, by=cast.general_head, parent=given)


def test_a_disposition_is_passed_on_within_its_own_letter_and_while_it_stands(cast: Cast) -> None:
    letter, other = letter_of(cast), letter_of(cast)
    (given,) = give(cast, letter, cast.section_head)
    with pytest.raises(DomainError, match="surat lain"):
        give(cast, other, cast.government_clerk, by=cast.section_head, parent=given)
    cancel_entry(entry=given, actor=cast.clerk.actor, reason="Salah alamat")
    with pytest.raises(DomainError, match="dibatalkan"):
        give(cast, letter, cast.government_clerk, by=cast.section_head, parent=fresh(given))


def test_nothing_is_disposed_into_or_out_of_another_office(cast: Cast) -> None:
    with pytest.raises(Refused, match="kantor Anda"):
        give(cast, letter_of(cast), cast.neighbour_clerk)
    with pytest.raises(NotFound):
        give(cast, cast.neighbour_letter, cast.section_head)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"receivers": []}, "receivers"),
        ({"instructions": ["sulap"]}, "instructions"),
        ({"instructions": [], "instruction": " "}, "instruction"),
        ({"due_on": date(2026, 7, 14)}, "due_on"),
        ({"on": date(2026, 7, 9)}, "on"),
    ],
)
def test_a_sheet_that_says_too_little_is_refused(cast: Cast, change: dict[str, Any], field: str) -> None:
    letter = letter_of(cast, occurred_on=date(2026, 7, 10), letter_date=None)
    values: dict[str, Any] = {
        "receivers": [cast.section_head.position], "instructions": ["proses"], "on": TODAY,
    } | change  # fmt: skip
    with pytest.raises(DomainError) as caught:
        dispose(letter=letter, actor=cast.camat.actor, **values)
    assert caught.value.field == field
    assert not Disposition.objects.filter(letter=letter).exists()


def test_a_cancelled_letter_is_not_disposed(cast: Cast) -> None:
    letter = letter_of(cast)
    cancel_entry(entry=letter, actor=cast.clerk.actor, reason="x")
    with pytest.raises(DomainError, match="dibatalkan"):
        give(cast, letter, cast.section_head)


def test_nobody_receives_the_same_sheet_twice(cast: Cast) -> None:
    assert len(give(cast, letter_of(cast), cast.section_head, cast.section_head)) == 1


# ---- reading and answering ----------------------------------------------------------------------


def test_reading_is_told_once_and_only_by_the_receiver(cast: Cast) -> None:
    given = disposition_of(cast)
    for name in ("camat", "clerk", "planner"):
        mark_read(disposition=fresh(given), actor=cast.members[name].actor)
    assert fresh(given).state == "given"
    mark_read(disposition=fresh(given), actor=cast.section_head.actor)
    mark_read(disposition=fresh(given), actor=cast.section_head.actor)
    assert fresh(given).state == "read"
    assert given.milestones.count() == 2


def test_answering_the_last_disposition_closes_the_letter(cast: Cast) -> None:
    letter = letter_of(cast, occurred_on=date(2026, 7, 1), letter_date=None)
    first, second = give(cast, letter, cast.section_head, cast.planner, on=date(2026, 7, 2))
    complete(first, cast.section_head, on=date(2026, 7, 3))
    assert fresh(letter).state == "dispositioned"
    complete(second, cast.planner, on=date(2026, 7, 8))
    assert fresh(letter).state == "followed_up"
    assert letter.history.days["followed_up"] == date(2026, 7, 8)
    assert "Semua disposisi" in letter.milestones.get(what="followed_up").note
    assert list(verify(cast.office.pk)) == []


def test_a_passed_on_disposition_keeps_the_letter_open_until_answered(cast: Cast) -> None:
    letter = letter_of(cast)
    (given,) = give(cast, letter, cast.section_head)
    (passed,) = give(cast, letter, cast.government_clerk, by=cast.section_head, parent=given)
    complete(given, cast.section_head)
    assert fresh(letter).state == "dispositioned"
    complete(passed, cast.government_clerk)
    assert fresh(letter).state == "followed_up"


def test_cancelled_dispositions_do_not_hold_the_letter_open(cast: Cast) -> None:
    letter = letter_of(cast)
    first, second = give(cast, letter, cast.section_head, cast.planner)
    cancel_entry(entry=first, actor=cast.clerk.actor, reason="Salah alamat")
    complete(second, cast.planner)
    assert fresh(letter).state == "followed_up"


def answer_row(disposition: Disposition) -> Any:
    return disposition.milestones.get(what="completed", superseded_by=None)


def followed_up(letter: IncomingLetter) -> date | None:
    return letter.history.days.get("followed_up")


def test_an_answer_taken_back_opens_the_letter_again(cast: Cast) -> None:
    letter = letter_of(cast)
    first, second = give(cast, letter, cast.section_head, cast.planner)
    for disposition, who in ((first, cast.section_head), (second, cast.planner)):
        complete(disposition, who)
    withdraw_milestone(milestone=answer_row(first), actor=cast.clerk.actor, reason="Salah surat")
    assert (fresh(first).state, fresh(letter).state) == ("given", "dispositioned")
    taken_back = letter.milestones.get(what="followed_up", withdrawn=True)
    assert "ditarik kembali" in taken_back.note
    complete(fresh(first), cast.section_head)
    assert fresh(letter).state == "followed_up"
    assert list(verify(cast.office.pk)) == []


def test_the_letter_s_day_goes_with_the_last_answer(cast: Cast) -> None:
    letter = letter_of(cast, occurred_on=date(2026, 7, 1), letter_date=None)
    first, second = give(cast, letter, cast.section_head, cast.planner, on=date(2026, 7, 2))
    complete(first, cast.section_head, on=date(2026, 7, 6))
    complete(second, cast.planner, on=date(2026, 7, 8))
    correct_milestone(
        milestone=answer_row(second), on=date(2026, 7, 3), actor=cast.clerk.actor, reason="Salah tanggal"
    )
    assert followed_up(letter) == date(2026, 7, 6)
    correct_milestone(
        milestone=answer_row(first), on=date(2026, 7, 10), actor=cast.clerk.actor, reason="Salah tanggal"
    )
    assert followed_up(letter) == date(2026, 7, 10)
    withdraw_milestone(milestone=answer_row(first), actor=cast.clerk.actor, reason="Belum dijawab")
    assert followed_up(letter) is None


def test_a_cancelled_answer_no_longer_closes_the_letter_and_a_cancelled_rest_does(cast: Cast) -> None:
    letter = letter_of(cast)
    (only,) = give(cast, letter, cast.section_head)
    complete(only, cast.section_head)
    cancel_entry(entry=only, actor=cast.clerk.actor, reason="Salah alamat")
    assert fresh(letter).state == "dispositioned"
    answered, waiting = give(cast, letter, cast.section_head, cast.planner)
    complete(answered, cast.section_head)
    assert fresh(letter).state == "dispositioned"
    cancel_entry(entry=waiting, actor=cast.clerk.actor, reason="Tidak perlu")
    assert fresh(letter).state == "followed_up"


def test_what_a_clerk_told_of_the_letter_stays(cast: Cast) -> None:
    letter = letter_of(cast)
    first, _ = give(cast, letter, cast.section_head, cast.planner)
    complete(first, cast.section_head)
    add_milestone(entry=letter, what="followed_up", on=TODAY, note="Dijawab langsung", actor=cast.clerk.actor)
    withdraw_milestone(milestone=answer_row(first), actor=cast.clerk.actor, reason="x")
    assert fresh(letter).state == "followed_up"


def test_an_archived_letter_keeps_its_archive_when_an_answer_is_taken_back(cast: Cast) -> None:
    letter = letter_of(cast)
    (given,) = give(cast, letter, cast.section_head)
    complete(given, cast.section_head)
    filed = {"occurred_on": TODAY, "title": letter.title, "kind": "surat_masuk", "filing_code": filing_code()}
    archive_letter(letter=fresh(letter), actor=cast.clerk.actor, values=filed)
    withdraw_milestone(milestone=answer_row(given), actor=cast.clerk.actor, reason="x")
    assert (fresh(letter).state, followed_up(letter)) == ("archived", None)


def test_what_waits_is_listed_for_the_receiver_only_and_late_ones_for_all(cast: Cast) -> None:
    letter = letter_of(cast, occurred_on=date(2026, 7, 1), letter_date=None)
    assert list(letters_awaiting_disposition(cast.camat.actor)) == [letter]
    late, easy = (
        give(cast, letter, who, on=date(2026, 7, 2), due_on=due)[0]
        for who, due in ((cast.section_head, date(2026, 7, 14)), (cast.planner, TODAY))
    )
    assert list(letters_awaiting_disposition(cast.camat.actor)) == []
    assert list(waiting_dispositions(cast.section_head.actor)) == [late]
    assert list(overdue_dispositions(cast.camat.actor)) == [late]
    assert late.is_overdue(TODAY)
    assert not easy.is_overdue(TODAY)
    complete(late, cast.section_head)
    assert list(waiting_dispositions(cast.section_head.actor)) == []
    assert list(overdue_dispositions(cast.camat.actor)) == []
    assert not list(overdue_dispositions(cast.neighbour_camat.actor))


# ---- confidential -------------------------------------------------------------------------------


def readers(cast: Cast, entry: Entry) -> set[str]:
    return {
        name for name, member in cast.members.items()
        if visible(member.actor, type(entry)).filter(pk=entry.pk).exists()
        and visible(member.actor, Entry).filter(pk=entry.pk).exists()
    }  # fmt: skip


@pytest.mark.parametrize("security", ["terbatas", "rahasia"])
def test_a_confidential_letter_is_read_by_its_own_circle(cast: Cast, security: str) -> None:
    letter = letter_of(cast, security=security)
    assert readers(cast, letter) == {"camat", "secretary", "clerk"}
    (given,) = give(cast, letter, cast.section_head)
    assert readers(cast, letter) == {"camat", "secretary", "clerk", "section_head"}
    assert readers(cast, given) == {"camat", "secretary", "section_head"}
    (passed,) = give(cast, letter, cast.government_clerk, by=cast.section_head, parent=given)
    assert "government_clerk" in readers(cast, letter)
    assert readers(cast, passed) == {"camat", "secretary", "section_head", "government_clerk"}
    for outsider in (cast.neighbour_camat, cast.neighbour_clerk):
        assert not visible(outsider.actor, Entry).filter(pk__in=[letter.pk, given.pk]).exists()


def test_an_open_letter_is_read_by_the_whole_office(cast: Cast) -> None:
    assert readers(cast, letter_of(cast)) == set(cast.members)


def test_a_confidential_letter_is_not_found_by_searching(cast: Cast) -> None:
    letter = letter_of(cast, security="rahasia", title="Pemeriksaan khusus")
    give(cast, letter, cast.section_head)
    assert search_everywhere(cast.planner.actor, "pemeriksaan") == []
    assert len(search_everywhere(cast.camat.actor, "PEMERIKSAAN khusus")) == 2


def test_a_letter_made_confidential_later_takes_its_dispositions_along(cast: Cast) -> None:
    letter = letter_of(cast)
    (given,) = give(cast, letter, cast.section_head)
    assert readers(cast, given) == set(cast.members)
    correct_entry(
        entry=letter,
        actor=cast.clerk.actor,
        values={"security": "rahasia", "title": "Rahasia"},
        reason="Rahasia",
    )
    assert readers(cast, letter) == {"camat", "secretary", "clerk", "section_head"}
    assert readers(cast, fresh(given)) == {"camat", "secretary", "section_head"}
    assert fresh(given).title == "Rahasia"
    assert list(verify(cast.office.pk)) == []


def test_a_cancelled_disposition_does_not_go_on_showing_a_letter_made_confidential(cast: Cast) -> None:
    letter = letter_of(cast)
    (given,) = give(cast, letter, cast.section_head)
    cancel_entry(entry=given, actor=cast.clerk.actor, reason="Salah alamat")
    correct_entry(
        entry=letter,
        actor=cast.clerk.actor,
        values={"security": "rahasia", "title": "Rahasia"},
        reason="Rahasia",
    )
    assert (fresh(given).state, fresh(given).title) == ("cancelled", "Rahasia")
    assert "planner" not in readers(cast, fresh(given))
    assert search_everywhere(cast.planner.actor, "rahasia") == []
    with pytest.raises(DomainError, match="dibatalkan"):
        correct_entry(entry=given, actor=cast.clerk.actor, values={"title": "x"}, reason="x", by_service=True)
    assert list(verify(cast.office.pk)) == []


def test_the_archived_copy_of_a_confidential_letter_is_confidential(cast: Cast) -> None:
    letter = letter_of(cast, security="rahasia")
    item = archive_letter(letter=letter, actor=cast.clerk.actor, values=values_for(Archive, cast.office))
    assert item.restricted
    assert readers(cast, item) == {"camat", "secretary", "clerk"}


# ---- outgoing -----------------------------------------------------------------------------------


def reserve(cast: Cast, **more: Any) -> OutgoingLetter:
    return reserve_number(
        actor=cast.clerk.actor,
        values={"occurred_on": date(2026, 7, 10), "filing_code": filing_code(), "title": "Dicadangkan",
                "kind": "surat_tugas"} | more,
    )  # fmt: skip


def test_a_reserved_number_is_kept_and_filled_later(cast: Cast) -> None:
    reserved = reserve(cast)
    between = entry_of("outgoing_letter", cast)
    assert (reserved.state, reserved.number, between.number) == ("reserved", 1, 2)
    assert not EffectiveMilestone.objects.filter(entry=reserved, what="drafted").exists()
    filled = fill_reserved(
        letter=reserved, actor=cast.clerk.actor, values={"title": "Tugas monitoring", "recipient": "Kasi"}
    )
    assert (fresh(filled).state, filled.number, filled.number_label) == ("drafted", 1, reserved.number_label)
    assert EffectiveMilestone.objects.get(entry=reserved, what="drafted").on == date(2026, 7, 10)
    with pytest.raises(DomainError, match="sudah tercatat"):
        fill_reserved(letter=filled, actor=cast.clerk.actor, values={"title": "Lagi", "recipient": "x"})


def test_a_filled_letter_may_get_another_date(cast: Cast) -> None:
    reserved = reserve(cast)
    filled = fill_reserved(
        letter=reserved, actor=cast.clerk.actor,
        values={"title": "Tugas", "recipient": "Kasi", "occurred_on": date(2026, 7, 12)},
    )  # fmt: skip
    moved = correct_entry(
        entry=filled,
        actor=cast.clerk.actor,
        values={"occurred_on": date(2026, 7, 13)},
        reason="Salah tanggal",
    )
    assert EffectiveMilestone.objects.get(entry=moved, what="drafted").on == date(2026, 7, 13)


def test_a_letter_out_needs_a_filing_code_because_its_number_does(cast: Cast) -> None:
    with pytest.raises(DomainError) as caught:
        entry_of("outgoing_letter", cast, filing_code=None)
    assert caught.value.field == "filing_code"


def test_the_day_of_sending_is_printed_in_the_register(cast: Cast) -> None:
    letter = entry_of("outgoing_letter", cast)
    assert letter.sent_on is None
    for what in ("signed", "sent"):
        add_milestone(entry=letter, what=what, on=TODAY, actor=cast.clerk.actor)
    assert fresh(letter).sent_on == TODAY


# ---- archive ------------------------------------------------------------------------------------


def archived(cast: Cast, letter: Any, **more: Any) -> ArchiveItem:
    return archive_letter(
        letter=letter, actor=cast.clerk.actor, values=values_for(Archive, cast.office) | more
    )


def test_archiving_a_letter_links_the_two_and_tells_the_letter(cast: Cast) -> None:
    letter = letter_of(cast)
    item = archived(cast, letter)
    link = EntryLink.objects.get(source=item)
    assert (link.target_id, link.relation) == (letter.pk, "arsip_dari")
    assert fresh(letter).state == "archived"
    assert "Berkas arsip nomor 1. Ruang arsip, Rak 2" in letter.milestones.get(what="archived").note


@pytest.mark.parametrize("code", ["incoming_letter", "outgoing_letter"])
def test_a_letter_is_archived_once(cast: Cast, code: str) -> None:
    letter = entry_of(code, cast)
    first = archived(cast, letter)
    with pytest.raises(DomainError, match="sudah"):
        archived(cast, letter)
    assert ArchiveItem.objects.filter(office=cast.office).count() == 1
    cancel_entry(entry=first, actor=cast.clerk.actor, reason="Salah berkas")
    if code == "incoming_letter":
        withdraw_milestone(
            milestone=letter.milestones.get(what="archived"), actor=cast.clerk.actor, reason="Salah berkas"
        )
    assert archived(cast, letter).number == 2


@pytest.mark.parametrize(
    ("closed", "active", "inactive", "until", "end"),
    [
        (date(2025, 12, 31), 2, 5, date(2027, 12, 31), date(2032, 12, 31)),
        (date(2024, 2, 29), 1, 2, date(2025, 3, 1), date(2027, 3, 1)),
        (date(2024, 2, 29), 4, 4, date(2028, 2, 29), date(2032, 2, 29)),
        (date(2096, 2, 29), 4, 0, date(2100, 3, 1), date(2100, 3, 1)),
        (None, 2, 5, None, None),
        (date(2025, 1, 1), 0, 0, date(2025, 1, 1), date(2025, 1, 1)),
        (date(2025, 1, 1), 9999, 1, None, None),
    ],
)
def test_retention_is_counted_from_the_day_the_file_is_closed(
    closed: date | None, active: int, inactive: int, until: date | None, end: date | None
) -> None:
    item = ArchiveItem(closed_on=closed, active_years=active, inactive_years=inactive)
    assert (item.active_until, item.inactive_until) == (until, end)


def test_retention_left_blank_follows_the_filing_code_of_that_day(cast: Cast) -> None:
    code = filing_code("800")
    item = entry_of("archive_item", cast, filing_code=code)
    assert (item.active_years, item.inactive_years, item.fate) == (2, 5, "dinilai_kembali")
    code.active_years = 9
    code.save()
    assert fresh(item).active_years == 2
    own = entry_of("archive_item", cast, filing_code=code, active_years=1, inactive_years=0, fate="musnah")
    assert (own.active_years, own.inactive_years, own.fate) == (1, 0, "musnah")


def test_participants_are_remembered_with_their_part(cast: Cast) -> None:
    letter = letter_of(cast)
    give(cast, letter, cast.section_head)
    give(cast, letter, cast.section_head, by=cast.secretary)
    assert Participant.objects.filter(entry=letter, role="penerima_disposisi").count() == 1
