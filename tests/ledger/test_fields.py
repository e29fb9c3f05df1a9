"""Dates and numbers as people write them."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from takar.kernel import clock
from takar.kernel.formatting import format_date, format_date_long
from takar.ledger.fields import OfficeDateField, OfficeDecimalField, read_date

TODAY = date(2026, 7, 15)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hari ini", TODAY),
        (" Hari  Ini ", TODAY),
        ("kemarin", date(2026, 7, 14)),
        ("kemarin dulu", date(2026, 7, 13)),
        ("12/3", date(2026, 3, 12)),
        ("12-3", date(2026, 3, 12)),
        ("12.3.26", date(2026, 3, 12)),
        ("12/03/2025", date(2025, 3, 12)),
        ("12 Mar 2026", date(2026, 3, 12)),
        ("12 agustus 2025", date(2025, 8, 12)),
        ("5 agu", date(2025, 8, 5)),
        ("2026-03-12", date(2026, 3, 12)),
        ("2026-03-12 00:00:00", date(2026, 3, 12)),
        ("2026-03-12T10:00", date(2026, 3, 12)),
        ("29/2/2024", date(2024, 2, 29)),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, day: date) -> None:
    assert read_date(text, today=TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "minggu depan",
        "31/2/2026",
        "30 Februari",
        "12/13",
        "0/1",
        "12 Foo 2026",
        "2026",
        "1/2/3/4",
        "29/2/2025",
    ],
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert read_date(text, today=TODAY) is None


def test_a_date_without_a_year_is_the_latest_that_is_not_in_the_future() -> None:
    assert read_date("15/7", today=TODAY) == TODAY
    assert read_date("16/7", today=TODAY) == date(2025, 7, 16)
    assert read_date("12/12", today=date(2026, 1, 3)) == date(2025, 12, 12)


def test_a_time_limit_without_a_year_lies_ahead() -> None:
    assert read_date("16/7", today=TODAY, ahead=True) == date(2026, 7, 16)
    assert read_date("14/7", today=TODAY, ahead=True) == date(2027, 7, 14)
    assert read_date("besok", today=TODAY) == date(2026, 7, 16)


def test_a_leap_day_without_a_year_is_found_in_the_year_before() -> None:
    assert read_date("29/2", today=date(2025, 1, 10)) == date(2024, 2, 29)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_written_date_is_read_back(day: date) -> None:
    for text in (format_date(day), format_date_long(day), day.isoformat(), f"{day:%d/%m/%Y}"):
        assert read_date(text, today=TODAY) == day


@given(st.integers(0, 364))
def test_day_and_month_alone_never_lie_in_the_future(back: int) -> None:
    day = TODAY - timedelta(days=back)
    assert read_date(f"{day.day}/{day.month}", today=TODAY) == day


@given(st.text(max_size=20))
def test_no_text_breaks_the_date_reader(text: str) -> None:
    found = read_date(text, today=TODAY)
    assert found is None or isinstance(found, date)


@pytest.mark.parametrize(
    ("year", "ahead", "text", "day"),
    [
        (2026, False, "12/12", date(2025, 12, 12)),
        (2025, False, "12/3", date(2025, 3, 12)),
        (2025, False, "29/2", date(2024, 2, 29)),
        (2027, False, "12/3", date(2026, 3, 12)),
        (2026, True, "12/3", date(2027, 3, 12)),
        (2026, True, "15/7", TODAY),
        (2027, True, "12/12", date(2027, 12, 12)),
        (2025, True, "12/12", date(2026, 12, 12)),
        (2025, False, "hari ini", TODAY),
        (2025, False, "12/3/2026", date(2026, 3, 12)),
    ],
)
def test_a_date_without_a_year_belongs_to_the_books_that_are_open(
    year: int, ahead: bool, text: str, day: date
) -> None:
    assert read_date(text, today=TODAY, ahead=ahead, year=year) == day


@pytest.mark.usefixtures("midyear")
def test_a_date_field_tells_the_script_how_it_reads_and_what_it_holds() -> None:
    class Form(forms.Form):
        happened = OfficeDateField(initial=clock.today)
        due = OfficeDateField(ahead=True)

    blank = str(Form()["happened"])
    assert 'data-span="past"' in blank
    assert "data-ahead" not in blank
    assert 'value="15/07/2026"' in blank
    assert 'data-words="Rabu, 15 Juli 2026"' in blank
    due = str(Form({"due": "12/3"})["due"])
    assert all(
        part in due for part in ("data-ahead", 'data-span="plan"', 'data-words="Jumat, 12 Maret 2027"')
    )
    assert "data-words" not in str(Form({"due": "nanti"})["due"])
    with clock.working_in(2025):
        assert OfficeDateField().clean("12/3") == date(2025, 3, 12)


@pytest.mark.usefixtures("midyear")
def test_the_date_field_takes_the_words_and_names_what_it_cannot_read() -> None:
    field = OfficeDateField()
    assert field.clean("kemarin") == date(2026, 7, 14)
    assert field.clean(date(2026, 1, 2)) == date(2026, 1, 2)
    with pytest.raises(ValidationError, match="“nanti” bukan tanggal"):
        field.clean("nanti")
    with pytest.raises(ValidationError):
        field.clean(" ")
    assert OfficeDateField(required=False).clean("") is None


NUMBERS = [
    ("1.250.000", "1250000"),
    ("1.250", "1250"),
    ("Rp 1.250.000,50", "1250000.50"),
    ("Rp52.500", "52500"),
    ("2,5", "2.5"),
    ("0,125", "0.125"),
    ("1250", "1250"),
    ("1250,75", "1250.75"),
    ("-3", "-3"),
    ("1.5", "1.5"),
    (" 12 ", "12"),
]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_numbers_are_read_with_points_for_thousands_and_a_comma(text: str, number: str) -> None:
    assert OfficeDecimalField(max_digits=14, decimal_places=3).clean(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["banyak", "1,250,000", "1.25.000", "1..5", "12 rim", "--1", "NaN", "Infinity", ","]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        OfficeDecimalField(max_digits=14, decimal_places=3).clean(text)


@given(st.decimals(min_value=0, max_value=10**10, places=2))
def test_the_form_shows_a_number_so_that_it_reads_it_back(value: Decimal) -> None:
    field = OfficeDecimalField(max_digits=14, decimal_places=2)
    assert field.clean(field.prepare_value(value)) == value


@given(st.text(max_size=20))
def test_no_text_breaks_the_number_reader(text: str) -> None:
    field = OfficeDecimalField(max_digits=14, decimal_places=2, required=False)
    with contextlib.suppress(ValidationError):
        field.clean(text)
