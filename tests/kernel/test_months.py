from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takar.kernel.months import add_months, add_years, month_words, months_between


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
    ],
)
def test_months_ahead_and_back(day: date, months: int, there: date) -> None:
    assert add_months(day, months) == there


def test_whole_months_between() -> None:
    assert months_between(date(2020, 3, 15), date(2026, 3, 14)) == 71
    assert months_between(date(2020, 3, 15), date(2026, 3, 15)) == 72
    assert months_between(date(2026, 3, 15), date(2026, 1, 1)) == 0
    assert months_between(date(2026, 1, 31), date(2026, 2, 28)) == 1


def test_years_ahead_and_back() -> None:
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert add_years(date(2024, 2, 29), -1) == date(2023, 2, 28)


def test_what_lies_beyond_any_date_is_the_last_or_first_date() -> None:
    assert add_years(date(2026, 3, 1), 9999) == date.max
    assert add_months(date(2, 3, 1), -100) == date.min


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_month_is_whole_when_its_day_has_come(start: date, end: date) -> None:
    months = (end.year - start.year) * 12 + end.month - start.month
    if end.day < min(start.day, monthrange(end.year, end.month)[1]):
        months -= 1
    assert months_between(start, end) == max(0, months)


def test_a_month_in_words() -> None:
    assert (month_words("2026-07"), month_words("")) == ("Juli 2026", "–")
