"""Whatever happens to an office in whatever order, its official numbers are what the rule says, everywhere.

Two offices, two years, every aggregate: each history ends with a recount from the raw tables
(histories/recount.py), the rule kept by hand (histories/rule.py), and a look at every place that tells
a number (histories/places.py).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from takar.catalogue.models import Decree
from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.kernel.formatting import rounded
from takar.kernel.period import Period
from takar.ledger import tally
from takar.ledger.audit import verify as verify_ledger
from takar.measurement.engine import counting, facts
from takar.measurement.engine.calculation import amounts, value
from takar.measurement.language.aggregates import all_aggregates
from takar.measurement.language.amounts import Amounts, Fact
from takar.measurement.language.measure import Measure
from takar.measurement.numbers import closing, holders
from takar.measurement.numbers.entries import official_entries
from takar.measurement.numbers.official import OfficialValue, all_official_values, official_value
from takar.measurement.selectors import realisations
from tests.conftest import MIDYEAR
from tests.factories import Cast, keeper_name
from tests.measurement.histories.measures import MEASURES
from tests.measurement.histories.office import (
    ACTS,
    PERIODS,
    YEARS,
    Act,
    Place,
    World,
    happen,
    periods,
)
from tests.measurement.histories.places import Places
from tests.measurement.histories.recount import of_month, printed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

EXAMPLES = int(os.environ.get("TAKAR_HISTORIES", "5"))
"""How many histories. A change of the engine or of the closings is worth some hundreds (CONTRIBUTING.md)."""

TARGET = Decimal(7)
"""Of every indicator somebody promised; sevenths have no end, so percents are rounded."""
OFTEN = {"record": 9, "close": 5, "advance": 4, "correct": 3, "restate": 2, "give": 2}
WHAT = [what for what in (*ACTS, "wait") for _ in range(OFTEN.get(what, 1))]
AMOUNTS = st.decimals(Decimal("0.01"), Decimal(9999), places=2)
HISTORY = st.lists(
    st.builds(Act, st.sampled_from(WHAT), st.integers(0, 999), st.integers(0, 220), AMOUNTS),
    min_size=4,
    max_size=30,
)
LOOKS = st.lists(st.tuples(st.integers(0, 999), st.sampled_from(PERIODS)), min_size=2, max_size=2)


def test_every_aggregate_has_a_measure_in_the_histories() -> None:
    tried = {definition.get("aggregate", "count") for definition in MEASURES.values()}
    assert tried == {aggregate.code for aggregate in all_aggregates()}


# Making a failing history smaller takes minutes, so it is done only where many are tried anyway.
PHASES = [
    phase for phase in Phase if phase is not Phase.explain and (phase is not Phase.shrink or EXAMPLES > 50)
]


@settings(
    max_examples=EXAMPLES, phases=PHASES, report_multiple_bugs=False, suppress_health_check=list(HealthCheck)
)
@given(HISTORY, LOOKS)
def test_official_numbers_after_any_history(
    two_offices: list[Place], readers: list[Client], history: list[Act], looks: list[tuple[int, Period]]
) -> None:
    world = World(two_offices, MIDYEAR)
    with transaction.atomic():
        for place in world.places:
            place.begin()
        for act in history:
            # A rule of the product may refuse it; then nothing may have changed.
            with world.time(), contextlib.suppress(DomainError), transaction.atomic():
                happen(world, act)
                event(act.what)
        with world.time():
            for place in world.places:
                place.ledger.read(clock.today())
                engine_and_recount_agree(place)
                official_numbers_keep_the_rule(place)
                drifts_are_told(place)
                nothing_is_unsound(place)
            for place, reader, (which, period) in zip(world.places, readers, looks, strict=True):
                every_place_agrees(place, reader, which, period)
        transaction.set_rollback(True)


# ---- (a) the running numbers ------------------------------------------------------------------------


def engine_and_recount_agree(place: Place) -> None:
    """By tally, by facts, by hand; of one year in its months, the other ways of adding up follow below."""
    office, ledger = place.office.pk, place.ledger
    bound = {found.indicator.pk: found.measure for found in realisations(place.camat, year=YEARS[-1])}
    assert bound.keys() >= ledger.definitions.keys()
    assert {pk for pk, measure in bound.items() if measure} == {
        pk for pk, definition in ledger.definitions.items() if definition
    }
    measures = {m.code: m for pk, m in bound.items() if m and not ledger.is_empty(pk)}
    both_years = Period(Period.of_year(YEARS[0]).start, Period.of_year(YEARS[-1]).end)
    by_entry: dict[str, list[Fact]] = {code: [] for code in measures}
    ends = [month.last_day for year in YEARS for month in Period.of_year(year).months]
    found = facts.of_all(list(measures.values()), office_ids=[office], period=both_years, ends=ends)
    for _, code, fact in found:
        by_entry[code].append(fact)
    by_tally = counting.amounts_by_year(
        list(measures.values()), office_ids=[office], first=YEARS[0], last=YEARS[-1]
    )
    for pk, measure in bound.items():
        if measure is None or measure.code not in measures:
            continue
        books = ledger.books[pk]
        assert books is not None
        for year in YEARS:
            months = Period.of_year(year).months
            for month, tallied in zip(months, by_tally[office, year][measure.code], strict=True):
                own = amounts(measure, [fact for fact in by_entry[measure.code] if fact.day in month])
                assert value(measure, tallied) == value(measure, own), (measure.label, month.code)
                by_hand = printed(of_month(books, month, clock.today()))
                assert rounded(value(measure, own)) == by_hand, (measure.label, month.code)
    holders_make_the_whole(place, measures, by_entry)


def holders_make_the_whole(
    place: Place, measures: Mapping[str, Measure], by_entry: Mapping[str, list[Fact]]
) -> None:
    for year in YEARS:
        spans = holders.tenures_of(place.receiver.pk, Period.of_year(year))
        for code, measure in measures.items():
            found = [fact for fact in by_entry[code] if fact.day.year == year]
            parts = holders.parts(measure, found, spans)
            assert sum((part.found for part in parts), Amounts()) == amounts(measure, found)


# ---- (b), (e): the official numbers -----------------------------------------------------------------


def official_numbers_keep_the_rule(place: Place) -> None:
    for year in YEARS:
        for number in all_official_values(place.camat, period=Period.of_year(year)):
            # Where nothing was ever counted the year alone says it.
            empty = place.ledger.is_empty(number.indicator.pk)
            for period in [Period.of_year(year)] if empty else periods(year):
                told = number.over(period)
                figure = told.figure
                expected = place.ledger.expected(number.indicator.pk, period)
                where = (number.indicator.no, told.measure and told.measure.label, period.code)
                assert figure.status == expected.status, where
                assert figure.value == expected.value, where
                assert figure.books == expected.books, where
                assert figure.is_drifted == (
                    expected.status in {"closed", "restated"} and expected.value != expected.books
                ), where
                assert figure.after_closing == expected.after, where
                parts_are_explained(place, told)


def parts_are_explained(place: Place, told: OfficialValue) -> None:
    """Months and quarters add up to the heading, or it is said why not."""
    period, indicator = told.period, told.indicator.pk
    whole = place.ledger.expected(indicator, period).value
    apart = False
    for parts in (period.months, period.quarters):
        if len(parts) > 1:
            values = [place.ledger.expected(indicator, part).value for part in parts]
            apart |= whole is not None and sum(number or 0 for number in values) != whole
    assert bool(told.parts_note) == apart, (told.indicator.no, period.code, told.parts_note)


# ---- (c) drifts -------------------------------------------------------------------------------------


def drifts_are_told(place: Place) -> None:
    for period, kept in place.ledger.closed.items():
        told = {drift.indicator.pk: drift for drift in closing.drifts(place.camat, period)}
        assert set(told) == place.ledger.drifted(period), period.code
        for pk, drift in told.items():
            then, now = kept[pk], place.ledger.now(pk, period)
            assert drift.number == now.value
            assert set(drift.gone) == then.entries - now.entries
            assert set(drift.come) == now.entries - then.entries


# ---- (g) --------------------------------------------------------------------------------------------


def nothing_is_unsound(place: Place) -> None:
    assert list(tally.differences(place.office.pk)) == []
    assert list(verify_ledger(place.office.pk)) == []
    assert list(closing.verify(place.office.pk)) == []


# ---- (d), (f): every place --------------------------------------------------------------------------


def every_place_agrees(place: Place, reader: Client, which: int, period: Period) -> None:
    filled = [indicator for indicator in place.own if not place.ledger.is_empty(indicator.pk)] or place.own
    indicator = filled[which % len(filled)]
    expected = place.ledger.expected(indicator.pk, period)
    official = official_value(place.camat, indicator, period=period)
    behind = official_entries(place.camat, official)
    assert {entry.entry: (entry.mark.value, entry.on) for entry in behind.entries} == expected.marks
    Places(place, reader, indicator, period).agree_on(expected)


# ---- the offices ------------------------------------------------------------------------------------


@pytest.fixture
def two_offices(cast: Cast, imported_decree: Decree) -> list[Place]:
    from takar.catalogue.services import import_decree
    from takar.measurement.services import put_into_force
    from tests.factories import SAMPLE_DECREE

    operator = cast.neighbour_clerk.actor
    neighbour = import_decree(SAMPLE_DECREE, actor=operator)
    put_into_force(decree=neighbour, actor=operator)
    here = Place(
        imported_decree,
        camat=cast.camat.actor,
        operator=cast.planner.actor,
        receiver=cast.section_head.position,
        keeper=lambda book: cast.members[keeper_name(book)].actor,
    )
    there = Place(
        neighbour,
        camat=cast.neighbour_camat.actor,
        operator=operator,
        receiver=cast.neighbour_clerk.position,
        keeper=lambda book: operator,
    )
    for place in (here, there):
        place.settle()
    for member in (cast.secretary, cast.planner, cast.general_head, cast.section_head):
        here.promise(member.position, TARGET)
    return [here, there]


@pytest.fixture
def readers(cast: Cast) -> list[Client]:
    found = []
    for camat in (cast.camat, cast.neighbour_camat):
        client = Client()
        client.force_login(camat.user)
        found.append(client)
    return found
