from __future__ import annotations

from datetime import date

from takar.kernel.columns import last_day
from takar.kernel.tables import youngest

ROWS = [(date(2017, 1, 1), "A"), (date(2017, 1, 1), "B"), (date(2026, 7, 1), "C")]


def test_the_youngest_rows_begun_by_the_day_hold() -> None:
    def on(day: date) -> list[str]:
        return [name for _, name in youngest(ROWS, day, lambda row: row[0])]

    assert on(date(2016, 12, 31)) == []
    assert on(date(2017, 1, 1)) == on(date(2026, 6, 30)) == ["A", "B"]
    assert on(date(2026, 7, 1)) == ["C"]


def test_the_last_day_of_a_half_open_span() -> None:
    assert (last_day(date(2026, 7, 1)), last_day(None)) == (date(2026, 6, 30), None)
