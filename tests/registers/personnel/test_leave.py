"""The arithmetic of annual leave (PP 11/2017, Peraturan BKN 24/2017)."""

from __future__ import annotations

from datetime import date

import pytest

from takar.registers.personnel.calculation.leave import AnnualRules, Balance, Usage, balance, days_by_year

RULES = AnnualRules()


def of(year: int, granted: dict[int, int] | None = None, pending: dict[int, int] | None = None,
       *, since: int = 2010, known: int = 2024, openings: dict[int, int] | None = None) -> Balance:  # fmt: skip
    usage = Usage(granted or {}, pending or {})
    return balance(year, usage, RULES, entitled_since=since, known_since=known, openings=openings)


def test_twelve_days_a_year_and_none_before_a_year_of_service() -> None:
    assert of(2026, known=2026).total == 12
    assert of(2026, since=2027).total == 0


def test_what_waits_for_a_decision_is_spoken_for() -> None:
    found = of(2026, {2026: 5}, {2026: 4}, known=2026)
    assert (found.used, found.pending, found.left) == (5, 4, 3)


@pytest.mark.parametrize(
    ("taken_last_year", "carried"), [(12, 0), (10, 2), (6, 6), (5, 6), (1, 6)], ids=lambda n: str(n)
)
def test_at_most_six_days_come_from_last_year(taken_last_year: int, carried: int) -> None:
    assert of(2026, {2025: taken_last_year, 2024: 12}).carried == carried


def test_after_one_untouched_year_eighteen_after_two_twenty_four() -> None:
    assert of(2026, {2024: 12}).total == 18
    assert of(2026, {2024: 0}).total == 24
    assert of(2027, {}).total == 24


def test_carried_days_are_used_first_and_never_carried_twice() -> None:
    # 2024 untouched by a book known since 2024: 6 into 2025; the 6 days of 2025 are those.
    assert of(2026, {2025: 6}).carried == 6
    assert of(2026, {2025: 17}).carried == 1
    assert of(2026, {2025: 18}).carried == 0


def test_nothing_is_carried_out_of_years_nobody_recorded() -> None:
    assert of(2025, known=2025).carried == 0
    assert of(2026, {2025: 4}, known=2025).carried == 6
    # one untouched year is not two, when the second was not recorded
    assert of(2026, known=2025).carried == 6


def test_an_opening_says_what_came_in_and_stays_under_the_ceiling() -> None:
    assert of(2026, known=2026, openings={2026: 4}).total == 16
    assert of(2026, known=2026, openings={2026: 40}).total == 24


def test_no_entitlement_no_carry() -> None:
    assert of(2026, since=2026).carried == 0


def test_days_off_are_left_out_and_a_leave_over_new_year_is_parted() -> None:
    holiday = date(2026, 1, 1)
    found = days_by_year(date(2025, 12, 30), date(2026, 1, 5), lambda d: d.weekday() < 5 and d != holiday)
    assert found == {2025: 2, 2026: 2}
    assert days_by_year(date(2026, 7, 4), date(2026, 7, 5), lambda d: d.weekday() < 5) == {}
    assert days_by_year(date(2026, 7, 6), date(2026, 7, 6), lambda d: True) == {2026: 1}


def test_the_first_year_with_an_entitlement_has_all_of_it() -> None:
    assert of(2026, since=2026).total == 12
