"""The forecast to year end: by working days, by last year's shape, or not at all."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from takar.measurement.language.aggregates import (
    AVERAGE,
    COUNT,
    DISTINCT,
    INDEX,
    MANUAL,
    ON_TIME,
    RATIO,
    SUM,
    Aggregate,
)
from takar.measurement.language.amounts import Amounts, Number
from takar.measurement.language.measure import Measure
from takar.measurement.language.over import Over
from takar.measurement.numbers.forecast import Basis, Forecast, forecast
from takar.organisation.calendar import WorkingTime, working_time
from takar.organisation.models import CalendarDay
from tests.factories import Cast

DAYS = (20,) * 12
HALF = WorkingTime(2026, DAYS, (20,) * 6 + (0,) * 6)
"""240 working days, the first six months passed."""


def measure(aggregate: Aggregate = COUNT, over: Over | None = None) -> Measure:
    over = over or aggregate.usual_over
    return Measure("m", "Ukuran", "dokumen", aggregate, (), over=over)


def year(*sizes: int) -> tuple[Amounts, ...]:
    return tuple(Amounts(size, size, Decimal(size)) for size in sizes)


def forecast_of(total: Number | None, time: WorkingTime = HALF, **more: object) -> Forecast | None:
    kind = more.pop("of", measure())
    return forecast(kind, total, before=more.pop("before", None), time=time)  # type: ignore[arg-type]


def test_the_pace_so_far_goes_on_by_working_days() -> None:
    assert forecast_of(24) == Forecast(48, Basis.PACE, Fraction(1, 2))
    assert forecast_of(0) == Forecast(0, Basis.PACE, Fraction(1, 2))
    # 7 entries in 50 of 240 working days: 33,6, which is 34 whole entries.
    assert forecast_of(7, WorkingTime(2026, DAYS, (20, 20, 10) + (0,) * 9)) == Forecast(
        34, Basis.PACE, Fraction(5, 24)
    )
    assert forecast_of(Decimal("1.25"), of=measure(SUM)) == Forecast(
        Decimal("2.5"), Basis.PACE, Fraction(1, 2)
    )


def test_at_the_end_of_the_year_the_forecast_is_the_number() -> None:
    assert forecast_of(31, WorkingTime(2026, DAYS, DAYS)) == Forecast(31, Basis.PACE, Fraction(1))


def test_too_early_in_the_year_nothing_is_said() -> None:
    assert forecast_of(3, WorkingTime(2026, DAYS, (19,) + (0,) * 11)) is None
    assert forecast_of(3, WorkingTime(2026, DAYS, (20,) + (0,) * 11)) is not None
    assert forecast_of(None) is None


def test_last_years_shape_refines_the_pace() -> None:
    """Last year a quarter of the work fell into the first half: 12 by now is on its way to 48."""
    late = year(2, 2, 2, 2, 1, 1, 3, 3, 4, 6, 8, 6)
    assert forecast_of(12, before=late) == Forecast(48, Basis.SHAPE, Fraction(10, 40))
    mid_may = WorkingTime(2026, DAYS, (20, 20, 20, 20, 10) + (0,) * 7)
    assert forecast_of(12, mid_may, before=late) == Forecast(56, Basis.SHAPE, Fraction(17, 80))


@pytest.mark.parametrize(
    "before",
    [
        year(*[1] * 12),  # too few entries
        year(20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20),  # in too few months
        year(0, 0, 0, 0, 0, 1, 10, 10, 10, 10, 10, 10),  # almost nothing by this time
        year(*[0] * 12),
    ],
)
def test_where_last_year_tells_too_little_the_pace_is_even(before: tuple[Amounts, ...]) -> None:
    assert forecast_of(24, before=before) == Forecast(48, Basis.PACE, Fraction(1, 2))


@pytest.mark.parametrize(
    "kind",
    [
        measure(RATIO), measure(ON_TIME), measure(AVERAGE),
        measure(INDEX), measure(COUNT, Over.LAST), measure(SUM, Over.AVERAGE),
        measure(COUNT, Over.MAX), measure(MANUAL, Over.LAST),
    ],
)  # fmt: skip
def test_what_does_not_grow_stays_as_it_is(kind: Measure) -> None:
    assert forecast_of(Decimal("92.5"), of=kind) == Forecast(Decimal("92.5"), Basis.LEVEL, Fraction(1))


def test_different_subjects_are_forecast_by_shape_or_not_at_all() -> None:
    """Thirty employees seen by July do not become sixty."""
    people = measure(DISTINCT)
    assert forecast_of(30, of=people) is None
    before = tuple(Amounts(3, subjects=frozenset(map(str, range(3 * m + 3)))) for m in range(12))
    assert forecast_of(18, of=people, before=before) == Forecast(36, Basis.SHAPE, Fraction(1, 2))


def test_stated_values_that_add_up_grow() -> None:
    assert forecast_of(Decimal(10), of=measure(MANUAL)) == Forecast(20, Basis.PACE, Fraction(1, 2))


@pytest.mark.django_db
def test_working_time_knows_the_office_calendar(cast: Cast) -> None:
    before = working_time(cast.office.pk, 2026, date(2026, 7, 15))
    assert 0 < before.share < 1
    assert before.passed[:6] == before.days[:6]
    assert before.passed[7:] == (0,) * 5
    assert 0 < before.passed[6] < before.days[6]
    monday = date(2026, 7, 20)
    for offset in range(3):
        CalendarDay.objects.create(
            office=cast.office, day=monday + timedelta(days=offset), kind="joint_leave"
        )
    CalendarDay.objects.create(office=cast.office, day=date(2026, 7, 11), kind="working")
    CalendarDay.objects.create(office=cast.neighbour_office, day=date(2026, 7, 14), kind="holiday")
    after = working_time(cast.office.pk, 2026, date(2026, 7, 15))
    assert after.days[6] == before.days[6] - 3 + 1
    assert after.passed[6] == before.passed[6] + 1
    assert after.share > before.share
    assert working_time(cast.office.pk, 2026, date(2027, 1, 3)).percent == 100
    assert working_time(cast.office.pk, 2026, date(2025, 12, 3)).percent == 0


def test_last_year_gives_a_shape_from_six_months_and_a_tenth_on() -> None:
    six_months = year(4, 4, 4, 4, 4, 4, *[0] * 6)
    a_tenth = year(4, 4, 4, 4, 4, 4, *[36] * 6)
    for before, expected in ((six_months, 12), (a_tenth, 120)):
        found = forecast_of(12, before=before)
        assert found is not None
        assert (found.value, found.basis) == (expected, Basis.SHAPE)
