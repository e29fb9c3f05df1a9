"""Which days make sense, and what is said about the others."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takar.kernel.errors import BadInput, DomainError
from takar.kernel.spans import FAR, LONG_PAST, PAST, PLAN, Span, check_year, in_reach, is_year

pytestmark = pytest.mark.usefixtures("midyear")


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        (PAST, date(1945, 1, 1), date(2026, 7, 15)),
        (LONG_PAST, date(1900, 1, 1), date(2026, 7, 15)),
        (PLAN, date(1945, 1, 1), date(2036, 7, 15)),
        (FAR, date(1900, 1, 1), date(2086, 7, 15)),
    ],
)
def test_a_span_has_a_first_and_a_last_day(span: Span, first: date, last: date) -> None:
    assert (span.first, span.last) == (first, last)
    for day in (first, last):
        assert span.fault(day) == ""
    for day in (date(1, 1, 1), date(226, 3, 1), first.replace(year=first.year - 1), date(9999, 12, 31)):
        with pytest.raises(DomainError, match=r"Tulis tanggal|tulis tanggal") as refused:
            span.refuse(day, field="due_on")
        assert refused.value.field == "due_on"
        assert str(first.year) in refused.value.message


def test_the_sentence_tells_tomorrow_from_a_wrong_year() -> None:
    assert "belum tiba" in PAST.fault(date(2026, 7, 16))
    assert "Periksa tahunnya" in PAST.fault(date(226, 7, 16))
    assert "15 Juli 2036" in PLAN.fault(date(2098, 1, 1))


def test_a_year_is_one_an_office_can_have() -> None:
    assert [is_year(year) for year in (1, 1944, 1945, 2026, 2036, 2037, 9999)] == [
        False, False, True, True, True, False, False,
    ]  # fmt: skip
    with pytest.raises(BadInput, match="Tulis 1945 sampai 2036"):
        check_year(226)
    assert check_year(2025) == 2025


@given(st.dates())
def test_every_day_is_brought_into_reach(day: date) -> None:
    near = in_reach(day)
    assert FAR.fault(near) == ""
    assert near == day or FAR.fault(day)
