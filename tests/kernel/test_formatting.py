from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takar.kernel import formatting as f


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"), (0, "0"), (999, "999"), (1000, "1.000"), (-1234567, "-1.234.567"), (1234.5, "1.234,5"),
        (Decimal("2.00"), "2"), (Decimal("2.50"), "2,5"), (Decimal("1E+3"), "1.000"), (0.1, "0,1"),
    ],
)  # fmt: skip
def test_numbers_are_written_with_points_and_a_comma(value: object, text: str) -> None:
    assert f.format_number(value) == text  # type: ignore[arg-type]


def test_decimals_can_be_fixed() -> None:
    assert f.format_number(2, places=2) == "2,00"
    assert f.format_number(Decimal("1234.567"), places=1) == "1.234,6"
    assert f.format_number(Decimal("0.125"), places=2) == "0,13"
    assert f.format_number(-0.5, places=0) == "-1"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (100, "100 %"), (Decimal("97.25"), "97,25 %"), (Decimal("90.00"), "90 %"), (1250, "1.250 %"),
     (Decimal("90.04"), "90,04 %"), (Decimal("101.70"), "101,7 %"), (Decimal("99.995"), "100 %"),
     (Decimal("99.9949999999"), "99,99 %"), (f.percent_of(24, 23), "104,35 %"), (f.percent_of(67, 103), "65,05 %"),
     (f.percent_of(1, 800), "0,13 %"), (f.percent_of(1, 0), "–")],
)  # fmt: skip
def test_percents_have_two_decimals_at_most_rounded_half_up(value: object, text: str) -> None:
    assert f.format_percent(value) == text  # type: ignore[arg-type]


@given(st.integers(-(10**18), 10**18), st.integers(1, 10**12))
def test_the_number_for_programs_is_the_printed_one(top: int, bottom: int) -> None:
    exact = Fraction(top, bottom)
    number = f.rounded(exact)
    assert abs(Fraction(number) - exact) <= Fraction(1, 200)
    assert f.rounded(number) == number
    assert f.format_number(number) == f.format_percent(exact).removesuffix(" %")
    if abs(exact) < 10**12:
        assert f.format_number(f.json_number(number)) == f.format_number(number)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (1250000, "Rp1.250.000"),
        (Decimal("52500.00"), "Rp52.500"),
        (Decimal("0.5"), "Rp0,50"),
        (0, "Rp0"),
    ],
)
def test_rupiah_shows_cents_only_when_there_are_some(value: object, text: str) -> None:
    assert f.format_rupiah(value) == text  # type: ignore[arg-type]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_a_written_number_can_be_read_back(value: Decimal) -> None:
    text = f.format_number(value)
    assert Decimal(text.replace(".", "").replace(",", ".")) == value


def test_dates_are_written_in_indonesian() -> None:
    day = date(2026, 8, 5)
    assert f.format_date(day) == "5 Agu 2026"
    assert f.format_date_long(day) == "5 Agustus 2026"
    assert f.format_date_long(day, weekday=True) == "Rabu, 5 Agustus 2026"
    assert f.format_moment(datetime(2026, 8, 5, 7, 3)) == "5 Agu 2026 07.03"  # noqa: DTZ001


def test_nothing_is_an_en_dash() -> None:
    assert f.format_date(None) == f.format_date_long(None) == f.format_moment(None) == "–"


def test_money_in_a_column_is_rupiah_without_its_sign() -> None:
    found = [f.format_amount(value) for value in (None, 0, 1_250_000, Decimal("1250000.5"))]
    assert found == ["–", "0", "1.250.000", "1.250.000,50"]
