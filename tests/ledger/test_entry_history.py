"""``entry.history``: what is in force, who told it first, and how many reads it takes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from takar.ledger.models import Entry
from takar.ledger.services import (
    add_milestone,
    cancel_entry,
    correct_milestone,
    withdraw_milestone,
)
from tests.factories import Cast, entry_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


@pytest.fixture
def letter(cast: Cast) -> Entry:
    """Drafted on the 1st, signed on the 3rd, sent on the 6th of July."""
    letter: Entry = entry_of("outgoing_letter", cast, occurred_on=date(2026, 7, 1))
    for what, day in (("signed", 3), ("sent", 6)):
        add_milestone(
            entry=letter, what=what, on=date(2026, 7, day), note=f"Catatan {what}", details={"by": what},
            actor=cast.clerk.actor,
        )  # fmt: skip
    return letter


def moved(letter: Entry, cast: Cast, *days: int) -> None:
    for day in days:
        row = letter.history.latest("sent")
        assert row is not None
        correct_milestone(
            milestone=row, on=date(2026, 7, day), actor=cast.clerk.actor, reason="Salah tanggal"
        )


def test_a_moved_day_keeps_the_first_note_and_details(letter: Entry, cast: Cast) -> None:
    moved(letter, cast, 8, 7)
    history = letter.history
    assert history.day("sent") == history.days["sent"] == date(2026, 7, 7)
    assert (history.note("sent"), history.details("sent")) == ("Catatan sent", {"by": "sent"})
    assert [row.what for row in history.in_force] == ["drafted", "signed", "sent"]
    assert len(history.rows) == 5


def test_what_was_taken_back_is_not_in_force(letter: Entry, cast: Cast) -> None:
    moved(letter, cast, 8)
    row = letter.history.latest("sent")
    assert row is not None
    withdraw_milestone(milestone=row, actor=cast.clerk.actor, reason="Belum dikirim")
    history = letter.history
    assert "sent" not in history
    assert (history.day("sent"), history.note("sent"), history.details("sent")) == (None, "", {})
    assert history.first("sent") is None
    add_milestone(entry=letter, what="sent", on=date(2026, 7, 9), note="Lagi", actor=cast.clerk.actor)
    assert letter.history.note("sent") == "Lagi"


def test_a_step_that_happens_again_is_read_row_by_row(cast: Cast) -> None:
    case: Entry = entry_of("case", cast, occurred_on=date(2026, 7, 1))
    for day in (3, 5):
        add_milestone(
            entry=case, what="handled", on=date(2026, 7, day), note=f"Tindakan {day}", actor=cast.clerk.actor,
            by_service=True,
        )  # fmt: skip
    first, second = case.history.all("handled")
    correct_milestone(
        milestone=first, on=date(2026, 7, 4), actor=cast.clerk.actor, reason="x", by_service=True
    )
    history = case.history
    assert history.days["handled"] == date(2026, 7, 4)
    assert [history.first_of(row).note for row in history.all("handled")] == ["Tindakan 5", "Tindakan 3"]
    assert history.latest("handled") != second


def test_a_cancelled_entry_counts_on_no_day_but_its_history_is_read(letter: Entry, cast: Cast) -> None:
    cancel_entry(entry=letter, actor=cast.clerk.actor, reason="Salah")
    history = letter.history
    assert history.day("sent") is None
    assert history.days["sent"] == date(2026, 7, 6)
    assert "cancelled" in history


def test_a_step_may_move_to_the_very_day_of_the_next_one(letter: Entry, cast: Cast) -> None:
    row = letter.history.latest("signed")
    assert row is not None
    correct_milestone(milestone=row, on=date(2026, 7, 6), actor=cast.clerk.actor, reason="Salah tanggal")
    assert letter.history.day("signed") == letter.history.day("sent")


def test_rows_fetched_ahead_are_used(letter: Entry, django_assert_num_queries: Any) -> None:
    (fetched,) = Entry.objects.filter(pk=letter.pk).prefetch_related("milestones", "effective")
    with django_assert_num_queries(0):
        history = fetched.history
        assert history.day("sent") == date(2026, 7, 6)
        assert (history.note("signed"), len(history.in_force)) == ("Catatan signed", 3)
    alone = Entry.objects.get(pk=letter.pk)
    with django_assert_num_queries(1):
        assert alone.history.day("signed") == date(2026, 7, 3)
    with django_assert_num_queries(1):
        history = alone.history
        assert (history.note("signed"), "drafted" in history) == ("Catatan signed", True)
