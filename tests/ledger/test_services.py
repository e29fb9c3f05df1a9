"""Recording, correcting, advancing, cancelling: what the ledger promises whoever writes."""

from __future__ import annotations

from datetime import date

import pytest

from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger import chain
from takar.ledger.books import book_named
from takar.ledger.models import CANCELLED, EffectiveMilestone, Entry, EntryLink, Milestone
from takar.ledger.services import (
    add_milestone,
    cancel_entry,
    correct_entry,
    correct_milestone,
    link_entries,
    record_entry,
    withdraw_milestone,
)
from tests.factories import Cast, entry_of, letter_of, values_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

TODAY = date(2026, 7, 15)


def days_of(entry: Entry) -> dict[str, date]:
    return entry.history.days


def counted(entry: Entry) -> dict[str, date]:
    return dict(EffectiveMilestone.objects.filter(entry=entry).values_list("what", "on"))


# ---- recording ----------------------------------------------------------------------------------


def test_an_entry_is_recorded_with_number_state_and_first_milestone(cast: Cast) -> None:
    letter = letter_of(cast, occurred_on=date(2026, 7, 10), letter_date=None)
    stored = Entry.objects.get(pk=letter.pk)
    assert (stored.year, stored.number, stored.state) == (2026, 1, "received")
    assert stored.recorded_by == cast.clerk.user
    assert stored.position == cast.clerk.position
    (first,) = letter.milestones.all()
    assert (first.what, first.on) == ("received", date(2026, 7, 10))
    assert first.actor_name == "Rina Astuti, Pengadministrasi Umum"
    assert first.details["columns"]["sender"] == letter.sender
    assert counted(letter) == {"received": date(2026, 7, 10)}


def test_only_whoever_keeps_the_book_and_those_above_write_in_it(cast: Cast) -> None:
    book = book_named("incoming_letter")
    for name in ("clerk", "general_head", "secretary", "camat"):
        assert letter_of(cast, actor=cast.members[name].actor)
    for name in ("planner", "section_head", "stock_clerk", "personnel_clerk", "government_clerk"):
        with pytest.raises(Refused, match="dipegang jabatan lain"):
            letter_of(cast, actor=cast.members[name].actor)
    from takar.organisation.actor import actor_for

    with pytest.raises(Refused, match="belum terhubung"):
        record_entry(book=book, actor=actor_for(cast.stranger), values=values_for(book, cast.office))


def test_what_has_not_happened_yet_is_not_recorded(cast: Cast) -> None:
    with pytest.raises(DomainError, match="16 Juli 2026 belum tiba") as caught:
        letter_of(cast, occurred_on=date(2026, 7, 16))
    assert caught.value.field == "occurred_on"
    assert letter_of(cast, occurred_on=TODAY).pk


def test_a_milestone_that_is_no_beginning_cannot_begin_an_entry(cast: Cast) -> None:
    with pytest.raises(DomainError, match="bukan awal"):
        letter_of(cast, initial="archived")
    with pytest.raises(LookupError):
        letter_of(cast, initial="terbang")


# ---- correcting ---------------------------------------------------------------------------------


def test_a_correction_keeps_what_was_and_why(cast: Cast) -> None:
    letter = letter_of(cast)
    changed = correct_entry(
        entry=letter, actor=cast.clerk.actor, values={"sender": "Bupati Malang", "area_id": "kepegawaian"},
        reason="Salah baca pengirim",
    )  # fmt: skip
    assert changed.version == 2
    milestone = changed.milestones.get(what="corrected")
    assert milestone.note == "Salah baca pengirim"
    assert milestone.on == TODAY
    assert milestone.details["changes"] == {
        "sender": [letter.sender, "Bupati Malang"],
        "area_id": [None, "kepegawaian"],
    }
    assert EffectiveMilestone.objects.get(entry=letter).area_id == "kepegawaian"
    assert "bupati malang" in Entry.objects.get(pk=letter.pk).search_text


def test_a_correction_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(DomainError) as caught:
        correct_entry(entry=letter_of(cast), actor=cast.clerk.actor, values={"title": "x"}, reason=" ")
    assert caught.value.field == "reason"


def test_a_form_opened_on_an_older_version_is_sent_back(cast: Cast) -> None:
    letter = letter_of(cast)
    correct_entry(entry=letter, actor=cast.clerk.actor, values={"title": "Satu"}, reason="a", version=1)
    with pytest.raises(DomainError, match="baru saja diubah orang lain"):
        correct_entry(
            entry=letter, actor=cast.general_head.actor, values={"title": "Dua"}, reason="b", version=1
        )
    assert Entry.objects.get(pk=letter.pk).title == "Satu"


def test_a_correction_that_changes_nothing_leaves_no_trace(cast: Cast) -> None:
    letter = letter_of(cast)
    same = correct_entry(entry=letter, actor=cast.clerk.actor, values={"title": letter.title}, reason="x")
    assert same.version == 1
    assert letter.milestones.count() == 1


def test_the_number_binds_an_entry_to_its_year(cast: Cast) -> None:
    letter = letter_of(cast)
    with pytest.raises(DomainError, match="milik buku tahun 2026") as caught:
        correct_entry(
            entry=letter, actor=cast.clerk.actor, reason="x",
            values={"occurred_on": date(2025, 12, 31), "letter_date": None},
        )  # fmt: skip
    assert caught.value.field == "occurred_on"


@pytest.mark.parametrize("code", ["incoming_letter", "outgoing_letter", "archive_item", "stock_receipt"])
def test_another_date_moves_the_first_milestone_with_it(cast: Cast, code: str) -> None:
    entry = entry_of(code, cast)
    changed = correct_entry(
        entry=entry, actor=cast.keeper(entry.declaration).actor, reason="Salah tanggal",
        values={"occurred_on": date(2026, 6, 30)} | ({"letter_date": None} if code == "incoming_letter" else {}),
    )  # fmt: skip
    first = entry.declaration.initial().code
    assert counted(changed) == {first: date(2026, 6, 30)}
    assert EffectiveMilestone.objects.get(entry=entry).month == 202606
    assert [m.what for m in changed.milestones.all()] == [first, "corrected", first]


def test_the_first_day_cannot_move_past_what_followed(cast: Cast) -> None:
    letter = letter_of(cast, occurred_on=date(2026, 7, 1), letter_date=None)
    entry_of("disposition", cast, letter=letter, occurred_on=date(2026, 7, 3))
    with pytest.raises(DomainError, match="tidak dapat sesudah “Didisposisi”"):
        correct_entry(
            entry=letter, actor=cast.clerk.actor, values={"occurred_on": date(2026, 7, 4)}, reason="x"
        )
    assert counted(letter)["received"] == date(2026, 7, 1)


def test_a_correction_is_judged_by_the_rules_of_the_book(cast: Cast) -> None:
    letter = letter_of(cast)
    with pytest.raises(DomainError, match="Tanggal surat"):
        correct_entry(
            entry=letter, actor=cast.clerk.actor, values={"occurred_on": date(2026, 7, 1)}, reason="x"
        )
    with pytest.raises(DomainError, match="belum tiba"):
        correct_entry(
            entry=letter, actor=cast.clerk.actor, values={"occurred_on": date(2026, 8, 1)}, reason="x"
        )


# ---- milestones ---------------------------------------------------------------------------------


def sent_letter(cast: Cast) -> Entry:
    letter: Entry = entry_of("outgoing_letter", cast, occurred_on=date(2026, 7, 1))
    for what, day in (("signed", 3), ("sent", 6)):
        add_milestone(entry=letter, what=what, on=date(2026, 7, day), actor=cast.clerk.actor)
    return letter


def test_milestones_follow_each_other_and_the_last_is_the_state(cast: Cast) -> None:
    letter = sent_letter(cast)
    assert letter.state == "sent"
    assert counted(letter) == {
        "drafted": date(2026, 7, 1), "signed": date(2026, 7, 3), "sent": date(2026, 7, 6),
    }  # fmt: skip


def test_a_milestone_waits_for_the_one_before(cast: Cast) -> None:
    letter = entry_of("outgoing_letter", cast)
    with pytest.raises(DomainError, match="“Terkirim” baru dapat dicatat setelah “Ditandatangani”"):
        add_milestone(entry=letter, what="sent", on=TODAY, actor=cast.clerk.actor)


def test_a_milestone_is_not_before_its_predecessor_nor_in_the_future_nor_twice(cast: Cast) -> None:
    letter = entry_of("outgoing_letter", cast, occurred_on=date(2026, 7, 10))
    with pytest.raises(DomainError, match="tidak dapat mendahului “Dikonsep” \\(10 Juli 2026\\)"):
        add_milestone(entry=letter, what="signed", on=date(2026, 7, 9), actor=cast.clerk.actor)
    with pytest.raises(DomainError, match="belum tiba"):
        add_milestone(entry=letter, what="signed", on=date(2026, 7, 16), actor=cast.clerk.actor)
    add_milestone(entry=letter, what="signed", on=date(2026, 7, 10), actor=cast.clerk.actor)
    with pytest.raises(DomainError, match="sudah tercatat"):
        add_milestone(entry=letter, what="signed", on=date(2026, 7, 11), actor=cast.clerk.actor)


def test_a_milestone_with_a_page_or_a_service_of_its_own_is_not_ticked(cast: Cast) -> None:
    letter = letter_of(cast)
    for what in ("dispositioned", "archived"):
        with pytest.raises(Refused, match="tidak dicatat dengan cara ini"):
            add_milestone(entry=letter, what=what, on=TODAY, actor=cast.camat.actor)
    given = entry_of("disposition", cast, letter=letter)
    with pytest.raises(Refused, match="tidak dicatat dengan cara ini"):
        add_milestone(entry=given, what="read", on=TODAY, actor=cast.section_head.actor)


def test_a_milestone_is_recorded_by_whoever_the_book_names(cast: Cast) -> None:
    given = entry_of("disposition", cast)
    for name in ("camat", "clerk", "planner", "government_clerk"):
        with pytest.raises(Refused, match="tidak bertugas"):
            add_milestone(entry=given, what="completed", on=TODAY, note="x", actor=cast.members[name].actor)
    add_milestone(entry=given, what="completed", on=TODAY, note="Hadir", actor=cast.section_head.actor)
    assert given.state == "completed"


def test_a_note_that_the_book_requires_is_required(cast: Cast) -> None:
    given = entry_of("disposition", cast)
    with pytest.raises(DomainError, match="Isi jawaban") as caught:
        add_milestone(entry=given, what="completed", on=TODAY, note=" ", actor=cast.section_head.actor)
    assert caught.value.field == "note"


def test_a_corrected_milestone_counts_on_its_new_day_and_the_old_row_stays(cast: Cast) -> None:
    letter = sent_letter(cast)
    old = letter.milestones.get(what="sent")
    correct_milestone(milestone=old, on=date(2026, 7, 8), actor=cast.clerk.actor, reason="Salah tanggal")
    assert counted(letter)["sent"] == date(2026, 7, 8)
    assert list(letter.milestones.filter(what="sent").values_list("on", flat=True)) == [
        date(2026, 7, 6), date(2026, 7, 8),
    ]  # fmt: skip
    with pytest.raises(DomainError, match="sudah diperbaiki"):
        correct_milestone(milestone=old, on=date(2026, 7, 9), actor=cast.clerk.actor, reason="lagi")
    with pytest.raises(DomainError) as caught:
        correct_milestone(
            milestone=letter.milestones.last(), on=date(2026, 7, 9), actor=cast.clerk.actor, reason=""
        )
    assert caught.value.field == "reason"


def test_a_corrected_milestone_stays_between_its_neighbours(cast: Cast) -> None:
    letter = sent_letter(cast)
    signed = letter.milestones.get(what="signed")
    for day, says in ((date(2026, 7, 7), "sesudah “Terkirim”"), (date(2026, 6, 30), "mendahului “Dikonsep”")):
        with pytest.raises(DomainError, match=says):
            correct_milestone(milestone=signed, on=day, actor=cast.clerk.actor, reason="x")


def test_a_milestone_may_be_moved_to_the_day_of_its_neighbours(cast: Cast) -> None:
    letter = sent_letter(cast)
    drafted = counted(letter)["drafted"]
    for day in (counted(letter)["sent"], drafted):
        signed = letter.milestones.filter(what="signed").latest("pk")
        correct_milestone(milestone=signed, on=day, actor=cast.clerk.actor, reason="Hari yang sama")
        assert counted(letter)["signed"] == day


def test_a_withdrawn_milestone_no_longer_counts_and_may_be_told_again(cast: Cast) -> None:
    letter = sent_letter(cast)
    withdraw_milestone(
        milestone=letter.milestones.get(what="sent"), actor=cast.clerk.actor, reason="Belum dikirim"
    )
    letter.refresh_from_db()
    assert letter.state == "signed"
    assert "sent" not in counted(letter)
    add_milestone(entry=letter, what="sent", on=date(2026, 7, 9), actor=cast.clerk.actor)
    assert counted(letter)["sent"] == date(2026, 7, 9)
    assert letter.milestones.filter(what="sent").count() == 3


def test_a_milestone_others_rest_on_stays(cast: Cast) -> None:
    letter = sent_letter(cast)
    with pytest.raises(DomainError, match="Tarik dahulu “Terkirim”"):
        withdraw_milestone(milestone=letter.milestones.get(what="signed"), actor=cast.clerk.actor, reason="x")


def test_the_first_milestone_is_corrected_only_through_the_entry(cast: Cast) -> None:
    letter = sent_letter(cast)
    for what in ("drafted",):
        row = letter.milestones.get(what=what)
        with pytest.raises(DomainError, match="Perbaiki isian"):
            withdraw_milestone(milestone=row, actor=cast.clerk.actor, reason="x")
        with pytest.raises(DomainError, match="Perbaiki isian"):
            correct_milestone(milestone=row, on=TODAY, actor=cast.clerk.actor, reason="x")


# ---- cancelling ---------------------------------------------------------------------------------


def test_a_cancelled_entry_keeps_its_number_stays_visible_and_stops_counting(cast: Cast) -> None:
    letter = letter_of(cast)
    cancel_entry(entry=letter, actor=cast.clerk.actor, reason="Tercatat dua kali")
    stored = Entry.objects.get(pk=letter.pk)
    assert (stored.state, stored.number) == (CANCELLED, 1)
    assert counted(letter) == {}
    assert letter.milestones.last().note == "Tercatat dua kali"
    assert letter_of(cast).number == 2


def test_a_cancelled_entry_is_closed(cast: Cast) -> None:
    letter = letter_of(cast)
    cancel_entry(entry=letter, actor=cast.clerk.actor, reason="x")
    who = cast.clerk.actor
    with pytest.raises(DomainError, match="dibatalkan"):
        cancel_entry(entry=letter, actor=who, reason="x")
    with pytest.raises(DomainError, match="dibatalkan"):
        correct_entry(entry=letter, actor=who, values={"title": "y"}, reason="x")
    with pytest.raises(DomainError, match="dibatalkan"):
        add_milestone(entry=letter, what="followed_up", on=TODAY, note="x", actor=who)


def test_cancelling_needs_a_reason_and_the_keeper(cast: Cast) -> None:
    letter = letter_of(cast)
    with pytest.raises(DomainError) as caught:
        cancel_entry(entry=letter, actor=cast.clerk.actor, reason="")
    assert caught.value.field == "reason"
    with pytest.raises(Refused):
        cancel_entry(entry=letter, actor=cast.planner.actor, reason="x")


# ---- the neighbour ------------------------------------------------------------------------------


def test_a_neighbour_writes_nothing_into_our_entries(cast: Cast) -> None:
    letter = sent_letter(cast)
    them = cast.neighbour_clerk.actor
    sent = letter.milestones.get(what="sent")
    attempts = [
        lambda: correct_entry(entry=letter, actor=them, values={"title": "x"}, reason="x"),
        lambda: cancel_entry(entry=letter, actor=them, reason="x"),
        lambda: withdraw_milestone(milestone=sent, actor=them, reason="x"),
        lambda: correct_milestone(milestone=sent, on=TODAY, actor=them, reason="x"),
        lambda: add_milestone(
            entry=entry_of("outgoing_letter", cast), what="signed", on=TODAY, actor=them
        ),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises((NotFound, Refused)):
            attempt()


def test_entries_of_two_offices_are_never_linked(cast: Cast) -> None:
    ours, theirs = letter_of(cast), cast.neighbour_letter
    with pytest.raises(DomainError):
        link_entries(source=ours, target=theirs, relation="menjawab")
    another = letter_of(cast)
    link_entries(source=another, target=ours, relation="menjawab")
    link_entries(source=another, target=ours, relation="menjawab")
    assert EntryLink.objects.count() == 1


def test_every_step_of_an_office_is_one_link_of_its_chain(cast: Cast) -> None:
    sent_letter(cast)
    letter_of(cast)
    numbers = [seq for seq, _ in chain.links(cast.office.pk)]
    assert numbers == list(range(1, len(numbers) + 1))
    milestones = Milestone.objects.filter(office=cast.office).order_by("seq")
    assert [seq for seq, _ in chain.links(cast.office.pk, after=numbers[-4])] == numbers[-3:]
    assert list(milestones.values_list("seq", flat=True))[-4:] == numbers[-4:]
