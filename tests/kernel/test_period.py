from __future__ import annotations

import contextlib
import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takar.kernel.errors import BadInput
from takar.kernel.period import Period, month_key

years = st.integers(1, 9998)
days = st.dates(date(1, 1, 2), date(9900, 12, 31))


@given(days)
def test_every_day_has_exactly_one_month_quarter_and_semester_of_its_year(day: date) -> None:
    year = Period.of_year(day.year)
    assert day in year
    assert day not in Period.of_year(day.year + 1)
    for parts in (
        [Period.of_month(day.year, n) for n in range(1, 13)],
        [Period.of_quarter(day.year, n) for n in range(1, 5)],
        [Period.of_semester(day.year, n) for n in range(1, 3)],
    ):
        assert sum(day in part for part in parts) == 1


@given(years)
def test_the_parts_of_a_year_join_without_gap_or_overlap(year: int) -> None:
    for count, make in ((12, Period.of_month), (4, Period.of_quarter), (2, Period.of_semester)):
        parts = [make(year, n) for n in range(1, count + 1)]
        assert parts[0].start == date(year, 1, 1)
        assert parts[-1].end == date(year + 1, 1, 1)
        assert all(a.end == b.start for a, b in itertools.pairwise(parts))


@given(days, st.integers(1, 4000))
def test_the_start_belongs_to_a_period_and_the_end_does_not(start: date, length: int) -> None:
    period = Period(start, start + timedelta(days=length))
    assert period.start in period
    assert period.last_day in period
    assert period.end not in period
    assert start - timedelta(days=1) not in period


def test_a_period_needs_at_least_a_day() -> None:
    with pytest.raises(BadInput):
        Period(date(2026, 1, 1), date(2026, 1, 1))
    with pytest.raises(BadInput):
        Period(date(2026, 1, 2), date(2026, 1, 1))


def test_only_days_belong_to_a_period() -> None:
    assert "2026-01-01" not in Period.of_year(2026)
    assert None not in Period.of_year(2026)


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("2025", date(2025, 1, 1), date(2026, 1, 1), "tahun 2025"),
        ("2025-03", date(2025, 3, 1), date(2025, 4, 1), "Maret 2025"),
        ("2025-12", date(2025, 12, 1), date(2026, 1, 1), "Desember 2025"),
        ("2025-Q3", date(2025, 7, 1), date(2025, 10, 1), "Triwulan III 2025"),
        (" 2025-q4 ", date(2025, 10, 1), date(2026, 1, 1), "Triwulan IV 2025"),
        ("2025-S1", date(2025, 1, 1), date(2025, 7, 1), "Semester I 2025"),
        ("2025-s2", date(2025, 7, 1), date(2026, 1, 1), "Semester II 2025"),
    ],
)
def test_people_write_periods_in_four_ways(text: str, start: date, end: date, words: str) -> None:
    period = Period.parse(text)
    assert (period.start, period.end, period.describe()) == (start, end, words)


@pytest.mark.parametrize(
    "text",
    ["", "25", "2025-13", "2025-00", "2025-Q5", "2025-S3", "2025-3", "0000", "2025-03-01", "tahun ini"],
)
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(BadInput, match="Tulis 2025"):
        Period.parse(text)


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(BadInput):
        assert Period.parse(text).describe()


def test_the_last_year_of_the_calendar_is_refused_in_words() -> None:
    with pytest.raises(BadInput):
        Period.parse("9999")


def test_an_odd_span_is_told_by_its_two_days() -> None:
    span = Period(date(2025, 3, 15), date(2025, 4, 15))
    assert span.describe() == "15 Maret 2025 s.d. 14 April 2025"


def test_the_month_key_sorts_as_the_calendar_does() -> None:
    assert month_key(date(2025, 12, 31)) == 202512 < month_key(date(2026, 1, 1)) == 202601


@pytest.mark.parametrize("code", ["2025", "2025-S1", "2025-S2", "2025-Q1", "2025-Q4", "2025-01", "2025-12"])
def test_the_code_of_a_period_is_what_reads_it(code: str) -> None:
    assert Period.parse(code).code == code


def test_a_month_of_another_length_is_described_by_its_days() -> None:
    assert "s.d." in Period(date(2025, 3, 1), date(2025, 3, 9)).describe()
    with pytest.raises(BadInput):
        _ = Period(date(2025, 3, 1), date(2025, 3, 9)).code
