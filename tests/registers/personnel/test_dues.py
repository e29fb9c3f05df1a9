"""When somebody is due, at the edges of months and ages."""

from __future__ import annotations

from datetime import date

import pytest

from takar.registers.personnel.calculation.dues import Due, Urgency, pay_rise, promotion, retirement


def test_pay_rise_every_two_years_with_three_months_to_prepare() -> None:
    due = pay_rise(date(2024, 10, 1), interval=24, lead=3)
    assert (due.what, due.on, due.prepare_from) == (Due.PAY_RISE, date(2026, 10, 1), date(2026, 7, 1))
    assert due.urgency(date(2026, 6, 30)) is Urgency.LATER
    assert due.urgency(date(2026, 7, 1)) is Urgency.NOW
    assert due.urgency(date(2026, 9, 30)) is Urgency.NOW
    assert due.urgency(date(2026, 10, 1)) is Urgency.PASSED


def test_regular_promotion_stops_at_the_ceiling_of_the_education() -> None:
    since = date(2022, 4, 1)
    due = promotion(since, order=11, ceiling=12, interval=48, lead=6)
    assert due is not None
    assert (due.on, due.prepare_from) == (date(2026, 4, 1), date(2025, 10, 1))
    assert promotion(since, order=12, ceiling=12, interval=48, lead=6) is None
    assert promotion(since, order=17, ceiling=None, interval=48, lead=6) is None
    assert promotion(since, order=12, ceiling=None, interval=48, lead=6) is not None


@pytest.mark.parametrize(
    ("born", "age", "starts"),
    [
        (date(1968, 12, 31), 58, date(2027, 1, 1)),
        (date(1968, 12, 1), 58, date(2027, 1, 1)),
        (date(1968, 2, 29), 58, date(2026, 3, 1)),
        (date(1966, 8, 1), 60, date(2026, 9, 1)),
    ],
)
def test_pension_begins_on_the_first_after_the_birthday(born: date, age: int, starts: date) -> None:
    assert retirement(born, age=age, lead=12).on == starts
