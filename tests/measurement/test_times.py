"""How long something took: the mean and the share within a limit, in working days, days and hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from takar.kernel import clock
from takar.kernel.formatting import rounded
from takar.kernel.period import Period
from takar.ledger.models import Entry
from takar.ledger.services import add_milestone
from takar.measurement.engine import counting
from takar.measurement.language.aggregates import MEAN_TIME, WITHIN_TIME
from takar.measurement.language.loading import read, written
from takar.measurement.language.measure import Measure, Term, TimeUnit
from takar.measurement.language.rules import faults
from takar.measurement.numbers.explaining import explain
from takar.organisation.calendar import WorkingDays, count_working_days
from takar.organisation.models import CalendarDay
from tests.factories import Cast, entry_of, letter_of
from tests.measurement.both_ways import by_hand, by_month, made, of_year

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

DONE = {"book": "disposition", "milestone": "completed"}
MEAN = {"aggregate": "mean_time", "count": [DONE], "since": "given"}
WITHIN = {"aggregate": "within_time", "count": [DONE], "since": "given", "within": 5}


def given_on(cast: Cast, day: date, **values: Any) -> Entry:
    letter = letter_of(cast, occurred_on=day, letter_date=None)
    sheet: Entry = entry_of("disposition", cast, letter=letter, occurred_on=day, **values)
    return sheet


def done(cast: Cast, day: date, on: date, **values: Any) -> Entry:
    sheet = given_on(cast, day, **values)
    add_milestone(entry=sheet, what="completed", on=on, note="Selesai", actor=cast.section_head.actor)
    return sheet


def test_working_days_leave_out_week_ends_holidays_and_the_days_of_the_office(cast: Cast) -> None:
    CalendarDay.objects.create(office=cast.office, day=date(2026, 6, 9), kind="holiday", name="Hari jadi")
    CalendarDay.objects.create(office=cast.office, day=date(2026, 6, 13), kind="working", name="Ganti")
    # Monday 8 June to Monday 15 June: 10, 11, 12, 13 and 15; the 9th is free, Saturday is worked.
    done(cast, date(2026, 6, 8), date(2026, 6, 15))
    done(cast, date(2026, 6, 10), date(2026, 6, 10))
    measure = made(**MEAN)
    assert by_month(measure, cast) == {6: Decimal("2.5")}
    assert by_month(made(**MEAN, time="days"), cast) == {6: Decimal("3.5")}
    assert by_month(made(**WITHIN), cast) == {6: 100}
    assert by_month(made(**{**WITHIN, "within": "4"}), cast) == {6: 50}
    assert by_month(made(**{**WITHIN, "within": 0}), cast) == {6: 50}


def test_the_month_is_that_of_the_end_and_months_add_up(cast: Cast) -> None:
    done(cast, date(2026, 2, 23), date(2026, 3, 2))
    done(cast, date(2026, 3, 2), date(2026, 3, 3))
    done(cast, date(2026, 3, 2), date(2026, 4, 30))
    measure = made(**WITHIN, time="days")
    assert by_month(measure, cast) == {3: 50, 4: 0}
    # One of three, and not the mean of 50 and 0.
    assert of_year(measure, cast) == Decimal("33.33")
    mean = made(**MEAN, time="days")
    spans = by_hand(
        'SELECT given."on", done."on" FROM ledger_effectivemilestone done'
        " JOIN ledger_effectivemilestone given ON given.entry_id = done.entry_id AND given.what = 'given'"
        " WHERE done.book = 'disposition' AND done.what = 'completed' AND done.office_id = %s",
        cast.office.pk,
    )
    days = [(date.fromisoformat(str(end)) - date.fromisoformat(str(start))).days for start, end in spans]
    assert sorted(days) == [1, 7, 59]
    assert of_year(mean, cast) == rounded(Decimal(7 + 1 + 59) / 3)


def test_a_span_may_begin_on_the_entrys_day_or_on_a_date_of_it(cast: Cast) -> None:
    done(cast, date(2026, 6, 1), date(2026, 6, 4), due_on=date(2026, 6, 3))
    done(cast, date(2026, 6, 1), date(2026, 6, 4), due_on=None)
    assert by_month(made(**{**MEAN, "since": "entry"}, time="days"), cast) == {6: 3}
    # The second has no such date, so it has no part.
    assert by_month(made(**{**MEAN, "since": "column:due_on"}, time="days"), cast) == {6: 1}
    # What was done before the day took no time, and not less than none.
    done(cast, date(2026, 5, 4), date(2026, 5, 5), due_on=date(2026, 5, 20))
    assert by_month(made(**{**MEAN, "since": "column:due_on"}, time="days"), cast) == {5: 0, 6: 1}


def test_hours_are_those_of_the_recording_where_it_was_done_at_once(cast: Cast) -> None:
    with clock.set_to(datetime(2026, 6, 1, 1, 0, tzinfo=UTC)):
        sheet = given_on(cast, date(2026, 6, 1))
        late = given_on(cast, date(2026, 6, 1))
    with clock.set_to(datetime(2026, 6, 2, 7, 30, tzinfo=UTC)):
        add_milestone(
            entry=sheet, what="completed", on=date(2026, 6, 2), note="Selesai", actor=cast.section_head.actor
        )
    measure = made(**MEAN, time="hours")
    assert by_month(measure, cast) == {6: Decimal("30.5")}
    assert by_month(made(**{**WITHIN, "within": 48}, time="hours"), cast) == {6: 100}
    assert by_month(made(**{**WITHIN, "within": 30}, time="hours"), cast) == {6: 0}
    # Recorded weeks later: two days are 48 hours.
    add_milestone(
        entry=late, what="completed", on=date(2026, 6, 3), note="Selesai", actor=cast.section_head.actor
    )
    assert by_month(measure, cast) == {6: Decimal("39.25")}
    assert by_month(made(**{**MEAN, "since": "entry"}, time="hours"), cast) == {6: Decimal("39.25")}


def test_what_is_open_past_its_limit_is_told(cast: Cast) -> None:
    given_on(cast, date(2026, 7, 1))
    given_on(cast, date(2026, 7, 14))
    done(cast, date(2026, 7, 1), date(2026, 7, 14))
    told = explain(cast.camat.actor, made(**WITHIN), Period.of_year(2026))
    assert told.how == (
        "Persentase entri berikut yang selesai dalam 5 hari kerja sejak diberikan. "
        "Hari sesudah hari mulai adalah hari kerja ke-1; hari yang sama 0."
    )
    assert "1 entri belum selesai dan sudah lewat batas" in told.left_out
    told = explain(cast.camat.actor, made(**{**WITHIN, "since": "entry", "within": 30}), Period.of_year(2026))
    assert not any("lewat batas" in said for said in told.left_out)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(0, 900))
def test_working_days_between_two_days_are_counted_one_by_one(cast: Cast, start: date, length: int) -> None:
    end = start + timedelta(days=length)
    office = cast.office.pk
    CalendarDay.objects.get_or_create(office=cast.office, day=date(2026, 6, 13), kind="working")
    one_by_one = (
        count_working_days(office, Period(start + timedelta(days=1), end + timedelta(days=1)))
        if length
        else 0
    )
    assert WorkingDays([office]).between(office, start, end) == one_by_one


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({**MEAN, "since": ""}, "needs “since”"),
        ({**MEAN, "since": "moon"}, "has no beginning 'moon'"),
        ({**MEAN, "within": 5}, "names “within”"),
        ({**WITHIN, "within": None}, "needs “within”"),
        ({**WITHIN, "within": -1}, "needs “within”"),
        ({"count": [DONE], "since": "given"}, "names “since”"),
        ({**MEAN, "over": "sum"}, "never adds up"),
    ],
)
def test_a_span_that_lacks_something_is_faulted(values: dict[str, Any], says: str) -> None:
    measure = read({"code": "coba", "label": "Coba", "unit": "x", **values}, "uji")
    assert any(says in fault for fault in faults(measure)), list(faults(measure))


def test_a_span_is_written_as_it_is_read() -> None:
    measure = made(**WITHIN, time="hours")
    again = read(written(measure), "uji")
    assert again == measure
    assert again.fingerprint == measure.fingerprint != made(**WITHIN).fingerprint


def test_spans_take_as_many_queries_however_many_there_are(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    done(cast, date(2026, 6, 8), date(2026, 6, 15))
    terms = (Term("disposition", "completed"),)
    many = [
        Measure(f"{kind}{unit}{n}", "X", "x", kind, terms, since="given", time=unit, within=Decimal(n))
        for kind in (MEAN_TIME, WITHIN_TIME)
        for unit in TimeUnit
        for n in range(3)
    ]
    # Pairs of days, or of moments where hours are wanted, and the days of the calendars.
    with django_assert_num_queries(2):
        counting.amounts_by_month(many, office_ids=[cast.office.pk, cast.neighbour_office.pk], year=2026)
