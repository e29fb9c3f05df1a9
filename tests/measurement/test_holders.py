"""People who move: parts follow the days somebody held the position, and add up to the whole."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from itertools import pairwise
from operator import add

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takar.kernel.period import Period
from takar.ledger.services import add_participants
from takar.measurement.engine import facts
from takar.measurement.engine.calculation import amounts
from takar.measurement.language.aggregates import COUNT
from takar.measurement.language.amounts import Amounts, Fact
from takar.measurement.language.measure import Measure, Term
from takar.measurement.numbers.credit import RESPONSIBLE, credits
from takar.measurement.numbers.holders import parts, tenures, tenures_of
from takar.organisation.models import Assignment, Person
from tests.factories import Cast, letter_of

YEAR = Period.of_year(2026)
LETTERS = Measure("surat", "Surat", "surat", COUNT, (Term("incoming_letter", "received"),))
Capacity = Assignment.Capacity


def held(pk: int, start: date, end: date | None = None, capacity: str = Capacity.DEFINITIVE) -> Assignment:
    return Assignment(pk=pk, position_id=1, person_id=pk, starts_on=start, ends_on=end, capacity=capacity)


def spans_of(assignments: list[Assignment], period: Period = YEAR) -> list[tuple[int | None, date]]:
    return [(t.assignment.pk if t.assignment else None, t.period.start) for t in tenures(assignments, period)]


def test_a_transfer_leaves_no_day_to_both_or_to_none() -> None:
    moved = [held(1, date(2020, 1, 1), date(2026, 4, 1)), held(2, date(2026, 4, 1))]
    assert spans_of(moved) == [(1, date(2026, 1, 1)), (2, date(2026, 4, 1))]


def test_days_without_anybody_are_told() -> None:
    gap = [held(1, date(2020, 1, 1), date(2026, 4, 1)), held(2, date(2026, 6, 1), date(2026, 7, 1))]
    assert spans_of(gap) == [
        (1, date(2026, 1, 1)), (None, date(2026, 4, 1)), (2, date(2026, 6, 1)), (None, date(2026, 7, 1))
    ]  # fmt: skip
    assert spans_of([]) == [(None, date(2026, 1, 1))]


def test_whoever_stands_in_answers_for_those_days() -> None:
    away = [
        held(1, date(2020, 1, 1)),
        held(2, date(2026, 3, 2), date(2026, 3, 9), Capacity.DAILY),
        held(3, date(2026, 3, 1), date(2026, 3, 5), Capacity.ACTING),
    ]
    assert spans_of(away) == [
        (1, date(2026, 1, 1)), (3, date(2026, 3, 1)), (2, date(2026, 3, 2)), (1, date(2026, 3, 9))
    ]  # fmt: skip


def test_plh_answers_before_plt_whichever_began_first() -> None:
    away = [
        held(1, date(2026, 3, 1), date(2026, 3, 9), Capacity.DAILY),
        held(2, date(2026, 3, 5), None, Capacity.ACTING),
    ]
    assert spans_of(away) == [(None, date(2026, 1, 1)), (1, date(2026, 3, 1)), (2, date(2026, 3, 9))]


def test_a_plh_answers_also_where_a_plt_begins_after_him() -> None:
    away = [
        held(1, date(2020, 1, 1)),
        held(2, date(2026, 3, 1), date(2026, 3, 9), Capacity.DAILY),
        held(3, date(2026, 3, 3), date(2026, 3, 5), Capacity.ACTING),
    ]
    assert spans_of(away) == [(1, date(2026, 1, 1)), (2, date(2026, 3, 1)), (1, date(2026, 3, 9))]


DAYS = st.integers(-200, 600).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
SPANS = st.lists(
    st.tuples(DAYS, st.integers(1, 300) | st.none(), st.sampled_from(list(Capacity))), max_size=6
)


@given(SPANS, st.lists(DAYS, max_size=40))
def test_the_parts_of_any_history_of_holders_add_up_to_the_whole(
    spans: list[tuple[date, int | None, Capacity]], days: list[date]
) -> None:
    assignments = [
        held(pk, start, None if length is None else start + timedelta(days=length), capacity)
        for pk, (start, length, capacity) in enumerate(spans, start=1)
    ]
    covered = tenures(assignments, YEAR)
    assert covered[0].period.start == YEAR.start
    assert covered[-1].period.end == YEAR.end
    assert all(a.period.end == b.period.start for a, b in pairwise(covered))
    found = [Fact(n, day, "received") for n, day in enumerate(days) if day in YEAR]
    each = [amounts(LETTERS, [f for f in found if f.on in t.period]) for t in covered]
    assert reduce(add, each, Amounts()) == amounts(LETTERS, found)


@pytest.mark.django_db
@pytest.mark.usefixtures("midyear")
def test_a_transfer_in_mid_month_splits_the_number_by_the_day(cast: Cast) -> None:
    position = cast.clerk.position
    Assignment.objects.filter(position=position).update(ends_on=date(2026, 5, 11))
    follower = Person.objects.create(office=cast.office, name="Budi Hartono")
    Assignment.objects.create(position=position, person=follower, starts_on=date(2026, 5, 18))
    for day in (10, 11, 17, 18):
        letter_of(cast, actor=cast.general_head.actor, occurred_on=date(2026, 5, day), letter_date=None)
    found = parts(
        LETTERS,
        facts.of_period(LETTERS, office_id=cast.office.pk, period=YEAR),
        tenures_of(position.pk, YEAR),
    )
    names = [p.tenure.assignment.person.name if p.tenure.assignment else None for p in found]
    assert names == [cast.clerk.person.name, None, "Budi Hartono"]
    assert [p.number for p in found] == [1, 2, 1]


@pytest.mark.django_db
@pytest.mark.usefixtures("midyear")
def test_one_entry_credits_several_people_and_each_once(cast: Cast) -> None:
    day = date(2026, 5, 4)
    letter = letter_of(cast, occurred_on=day, letter_date=None)
    for role in ("penerima disposisi", "peserta"):
        add_participants(
            entry=letter, positions=[cast.clerk.position.pk, cast.planner.position.pk], role=role
        )
    found = credits(facts.of_period(LETTERS, office_id=cast.office.pk, period=YEAR), YEAR)
    assert {(c.person, c.entries) for c in found} == {(cast.clerk.person, 1), (cast.planner.person, 1)}
    roles = {c.person: c.roles for c in found}
    assert roles[cast.clerk.person] == (RESPONSIBLE, "penerima disposisi", "peserta")
