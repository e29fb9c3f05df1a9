"""The tally follows every kind of write, and the audit sees when it does not."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.ledger import services, tally
from takar.ledger.models import Entry, Tally
from tests.factories import Cast, letter_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

STEPS = ("dispositioned", "followed_up", "archived")


def sizes(cast: Cast) -> dict[tuple[str, int], int]:
    found: dict[tuple[str, int], int] = {}
    for row in Tally.objects.filter(office=cast.office):
        found[row.what, row.month] = found.get((row.what, row.month), 0) + row.size
    return {cell: size for cell, size in found.items() if size}


def test_an_entry_is_counted_in_and_out(cast: Cast) -> None:
    letter = letter_of(cast, occurred_on=date(2026, 6, 30), letter_date=None)
    assert sizes(cast) == {("received", 202606): 1}
    step = services.add_milestone(
        entry=letter,
        what="dispositioned",
        on=date(2026, 7, 1),
        actor=cast.clerk.actor,
        note="Dihadiri",
        by_service=True,
    )
    assert sizes(cast) == {("received", 202606): 1, ("dispositioned", 202607): 1}
    services.correct_milestone(
        milestone=step, on=date(2026, 6, 30), actor=cast.clerk.actor, reason="Salah tanggal"
    )
    assert sizes(cast) == {("received", 202606): 1, ("dispositioned", 202606): 1}
    services.cancel_entry(entry=letter, actor=cast.clerk.actor, reason="Salah alamat")
    assert sizes(cast) == {}
    assert list(tally.differences(cast.office.pk)) == []


def test_another_area_moves_the_count(cast: Cast) -> None:
    letter = letter_of(cast, area_id="kepegawaian")
    services.correct_entry(
        entry=letter, actor=cast.clerk.actor, values={"area_id": "keuangan"}, reason="Salah"
    )
    assert dict(Tally.objects.filter(office=cast.office).values_list("area", "size")) == {
        "kepegawaian": 0,
        "keuangan": 1,
    }


def test_the_audit_tells_a_size_that_was_changed_by_hand(cast: Cast) -> None:
    letter_of(cast, occurred_on=date(2026, 6, 30), letter_date=None)
    Tally.objects.filter(office=cast.office).update(size=7)
    [sentence] = tally.differences(cast.office.pk)
    assert "202606: tersimpan 7, menurut riwayat 1" in sentence
    tally.rebuild(cast.office.pk)
    assert list(tally.differences(cast.office.pk)) == []


ACTS = ("record", "advance", "move", "withdraw", "correct", "cancel")
HISTORY = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 9), st.integers(0, 150), st.sampled_from(STEPS)),
    min_size=1,
    max_size=14,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORY)
def test_any_history_leaves_the_tally_a_recount_would_give(
    cast: Cast, history: list[tuple[str, int, int, str]]
) -> None:
    with transaction.atomic():
        for act, which, age, step in history:
            # A rule of the book may refuse it; then nothing may have been counted.
            with contextlib.suppress(DomainError):
                happen(cast, act, which, clock.today() - timedelta(days=age), step)
        assert list(tally.differences(cast.office.pk)) == []
        transaction.set_rollback(True)


def happen(cast: Cast, act: str, which: int, day: date, step: str) -> None:
    who = cast.clerk.actor
    letters = Entry.objects.filter(office=cast.office, book="incoming_letter").order_by("pk")
    if act == "record" or not letters:
        letter_of(cast, occurred_on=day, letter_date=None)
        return
    letter = letters[which % len(letters)].detail()
    recorded = [milestone for milestone in letter.milestones.all() if milestone.what in STEPS]
    match act:
        case "advance":
            services.add_milestone(entry=letter, what=step, on=day, actor=who, note="Uji", by_service=True)
        case "move" if recorded:
            services.correct_milestone(milestone=recorded[-1], on=day, actor=who, reason="Uji")
        case "withdraw" if recorded:
            services.withdraw_milestone(milestone=recorded[-1], actor=who, reason="Uji")
        case "correct":
            area = ["kepegawaian", "keuangan", None][which % 3]
            values = {"area_id": area, "occurred_on": day}
            services.correct_entry(entry=letter, actor=who, values=values, reason="Uji")
        case "cancel":
            services.cancel_entry(entry=letter, actor=who, reason="Uji")


def test_a_refused_write_counts_nothing(cast: Cast) -> None:
    with pytest.raises(DomainError):
        letter_of(cast, occurred_on=clock.today() + timedelta(days=1))
    assert sizes(cast) == {}
