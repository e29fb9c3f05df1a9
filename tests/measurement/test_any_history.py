"""Whatever happens in whatever order: what is kept in step equals what a full recount gives."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.kernel.period import Period
from takar.ledger import services, tally
from takar.ledger.audit import verify as verify_ledger
from takar.ledger.models import Entry
from takar.measurement.engine import counting, facts
from takar.measurement.engine.calculation import amounts, value
from takar.measurement.language.amounts import Amounts, Number
from takar.measurement.language.loading import shipped_measures
from takar.measurement.numbers import holders
from takar.measurement.numbers.closing import close_period, drifts, official_values, restate, verify
from takar.measurement.numbers.entries import Mark, official_entries, official_facts
from takar.measurement.numbers.official import OfficialValue, all_official_values
from takar.organisation.models import Assignment, Person
from tests.factories import Cast, letter_of
from tests.measurement.by_hand import count_by_hand

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

ACTS = (
    "record",
    "record",
    "record",
    "advance",
    "move",
    "withdraw",
    "correct",
    "cancel",
    "transfer",
    "close",
    "restate",
)
HISTORY = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 9), st.integers(0, 190)), min_size=3, max_size=14
)
CODES = ("surat_masuk_kepegawaian", "surat_masuk_terdisposisi", "tata_usaha_diselenggarakan")
QUARTERS = [Period.of_quarter(2026, 1), Period.of_quarter(2026, 2)]
CLOSABLE = [*QUARTERS, Period.of_month(2026, 5), Period.of_semester(2026, 1)]
YEAR = Period.of_year(2026)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORY)
def test_any_history_gives_what_a_full_recount_gives(cast: Cast, history: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        for act, which, age in history:
            # A rule of the book may refuse it; then nothing may have changed.
            with contextlib.suppress(DomainError):
                happen(cast, act, which, clock.today() - timedelta(days=age))
        the_same_by_every_way(cast)
        the_parts_make_the_whole(cast)
        closed_numbers_stand(cast)
        official_numbers_stand(cast)
        transaction.set_rollback(True)


def happen(cast: Cast, act: str, which: int, day: date) -> None:
    who = cast.clerk.actor
    letters = Entry.objects.filter(office=cast.office, book="incoming_letter").order_by("pk")
    if act == "record" or not letters:
        letter_of(
            cast, occurred_on=day, letter_date=None, area_id=["kepegawaian", "keuangan", None][which % 3]
        )
        return
    letter = letters[which % len(letters)].detail()
    recorded = [milestone for milestone in letter.milestones.all() if milestone.what == "dispositioned"]
    match act:
        case "advance":
            services.add_milestone(
                entry=letter, what="dispositioned", on=day, actor=who, by_service=True, late_reason="Uji"
            )
        case "move" if recorded:
            services.correct_milestone(milestone=recorded[-1], on=day, actor=who, reason="Uji")
        case "withdraw" if recorded:
            services.withdraw_milestone(milestone=recorded[-1], actor=who, reason="Uji")
        case "correct":
            values = {"area_id": ["kepegawaian", None][which % 2], "occurred_on": day}
            services.correct_entry(entry=letter, actor=who, values=values, reason="Uji")
        case "cancel":
            services.cancel_entry(entry=letter, actor=who, reason="Uji")
        case "transfer":
            transfer(cast, day)
        case "close":
            close_period(period=CLOSABLE[which % len(CLOSABLE)], actor=cast.camat.actor)
        case "restate":
            restate(period=CLOSABLE[which % len(CLOSABLE)], actor=cast.camat.actor, reason="Uji")


def transfer(cast: Cast, day: date) -> None:
    """Somebody new takes over the position of the personnel clerk from that day on."""
    position = cast.personnel_clerk.position
    Assignment.objects.filter(position=position, starts_on__gte=day).delete()
    for assignment in Assignment.objects.filter(position=position):
        assignment.ends_on = day
        assignment.save()
    follower = Person.objects.create(office=cast.office, name=f"Pengganti {day}")
    Assignment.objects.create(position=position, person=follower, starts_on=day)


def the_same_by_every_way(cast: Cast) -> None:
    office = cast.office.pk
    assert list(tally.differences(office)) == []
    assert list(verify_ledger(office)) == []
    measures = [shipped_measures()[code] for code in CODES]
    found = counting.amounts_by_month(measures, office_ids=[office], year=2026)[office]
    for measure in measures:
        by_entry = facts.of_period(measure, office_id=office, period=YEAR)
        months = [
            value(measure, amounts(measure, [fact for fact in by_entry if fact.on.month == month]))
            for month in range(1, 13)
        ]
        assert [value(measure, month) for month in found[measure.code]] == months
        assert months == count_by_hand(measure.code, office, 2026)


def the_parts_make_the_whole(cast: Cast) -> None:
    measure = shipped_measures()["surat_masuk_kepegawaian"]
    spans = holders.tenures_of(cast.personnel_clerk.position.pk, YEAR)
    whole = facts.of_period(measure, office_id=cast.office.pk, period=YEAR)
    parts = holders.parts(measure, whole, spans)
    assert sum((part.found for part in parts), Amounts()) == amounts(measure, whole)


def closed_numbers_stand(cast: Cast) -> None:
    assert list(verify(cast.office.pk)) == []
    for quarter in QUARTERS:
        moved = {drift.indicator.pk: drift for drift in drifts(cast.camat.actor, quarter)}
        for pk, sealed in official_values(cast.camat.actor, quarter).items():
            # Sealed numbers say what their own entries say; today's are told as a drift.
            entries = {fact[0] for fact in sealed.facts if not fact[-1]}
            if sealed.definition is not None and sealed.definition["aggregate"] == "count":
                assert sealed.value == len(entries)
            if pk in moved:
                assert set(moved[pk].gone) <= entries


def official_numbers_stand(cast: Cast) -> None:
    """Number, parts, entries and facts of every period agree, whichever of them are closed."""
    actor = cast.camat.actor
    for of_year in all_official_values(actor, period=YEAR):
        if of_year.measure is None or of_year.measure.code not in CODES:
            continue
        periods = [YEAR, Period.of_semester(2026, 1), *YEAR.quarters, *YEAR.months[:7]]
        for official in (of_year.over(period) for period in periods):
            as_entries_say(cast, official)
        closed = [of_year.over(part) for part in of_year.figure.closed_parts]
        moved = sum(count_of(part.books) - count_of(part.value) for part in closed)
        assert count_of(of_year.after_closing) == moved
        add_up = all(
            sum(count_of(part.value) for part in parts) == of_year.value
            for parts in (of_year.months, of_year.quarters)
        )
        assert (of_year.parts_note == "") is add_up


def as_entries_say(cast: Cast, official: OfficialValue) -> None:
    """All of these measures count entries."""
    behind = official_entries(cast.camat.actor, official)
    sizes = behind.sizes
    books = sizes[Mark.NONE] + sizes[Mark.SEALED] + sizes[Mark.CAME]
    assert official.books == books
    assert len(official_facts(cast.camat.actor, official)) == official.value
    if official.seal:
        assert official.value == sizes[Mark.SEALED] + sizes[Mark.GONE]
        assert sizes[Mark.NONE] == 0
        if official.figure.has_own_seal:
            assert official.value == count_of(official.seal.value)
    else:
        assert official.value == books
        assert sizes[Mark.GONE] == 0


def count_of(number: Number | None) -> Number:
    return number or 0
