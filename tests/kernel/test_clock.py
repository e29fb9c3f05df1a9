from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from takar.kernel import clock


def test_within_the_block_it_is_the_told_moment_and_afterwards_no_longer() -> None:
    moment = datetime(2025, 3, 1, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
    before = clock.now()
    with clock.set_to(moment):
        assert clock.now() == moment
        assert clock.today() == date(2025, 3, 1)
    assert clock.now() >= before


def test_the_day_is_the_day_at_the_office() -> None:
    with clock.set_to(datetime(2025, 12, 31, 17, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 1, 1)


def test_an_error_inside_the_block_does_not_leave_the_clock_set() -> None:
    with pytest.raises(ZeroDivisionError), clock.set_to(datetime(2001, 1, 1, tzinfo=UTC)):
        raise ZeroDivisionError
    assert clock.today().year > 2001


def test_blocks_nest() -> None:
    with clock.set_to(datetime(2024, 1, 1, tzinfo=UTC)):
        with clock.set_to(datetime(2025, 1, 1, tzinfo=UTC)):
            assert clock.today().year == 2025
        assert clock.today().year == 2024
