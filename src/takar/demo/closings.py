"""Periods the Sekretaris has closed: the quarters of last year, that year, and this year's first two."""

from __future__ import annotations

from datetime import time
from functools import partial

from takar.demo.agenda import Diary, at
from takar.demo.cast import Cast
from takar.kernel.period import Period
from takar.measurement.numbers.closing import close_period

AFTER = 8
"""Office days between the end of a period and its closing."""
LEFT_OPEN = 2
"""Quarters of the running year that nobody has closed yet, however long ago they ended."""


def build(cast: Cast, diary: Diary, years: range) -> None:
    for year in years:
        quarters = [Period.of_quarter(year, n) for n in range(1, 5)]
        running = year == diary.until.year
        periods = quarters[:LEFT_OPEN] if running else [*quarters, Period.of_year(year)]
        for place, period in enumerate(periods):
            day = diary.days.after(period.end, AFTER)
            diary.plan(at(day, time(13, 10 + place)), partial(_close, cast, period))


def _close(cast: Cast, period: Period) -> None:
    close_period(period=period, actor=cast.actor("sekretaris"), note="Diperiksa bersama para kasi.")
