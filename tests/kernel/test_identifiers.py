from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takar.kernel.errors import BadInput
from takar.kernel.identifiers import Nik, Nip, mask


def test_a_nip_tells_birth_appointment_and_sex() -> None:
    nip = Nip.parse("19660801 198803 1 001")
    assert nip.digits == "196608011988031001"
    assert (nip.birth, nip.appointed_year, nip.appointed_month, nip.sex) == (date(1966, 8, 1), 1988, 3, "L")
    assert str(nip) == "19660801 198803 1 001"
    assert nip.explain() == "Lahir 1 Agustus 1966, diangkat tahun 1988, laki-laki."


def test_a_woman_of_the_pppk_scheme_has_no_appointment_month() -> None:
    nip = Nip.parse("199205142022212003")
    assert nip.appointed_month is None
    assert nip.sex == "P"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1966080119880310", "18 angka; yang ditulis 16"),
        ("196608011988031001x", "18 angka"),
        ("19660801198803100a", "18 angka"),
        ("١٩٦٦٠٨٠١١٩٨٨٠٣١٠٠١", "18 angka"),
        ("196613011988031001", "19661301 bukan tanggal"),
        ("196608011988033001", "Angka ke-15"),
    ],
)
def test_a_wrong_nip_says_which_part_is_wrong(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as caught:
        Nip.parse(text)
    assert caught.value.field == "nip"


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(BadInput):
        assert Nip.parse(str(Nip.parse(text))).digits == Nip.parse(text).digits


def test_a_nik_tells_region_birth_and_sex() -> None:
    nik = Nik.parse("35.07.29 010866 0001")
    assert nik.digits == "3507290108660001"
    assert (nik.region, nik.birth_day, nik.birth_month, nik.sex) == ("35.07.29", 1, 8, "L")
    assert nik.doubts() == []


def test_a_woman_s_nik_has_forty_added_to_the_day() -> None:
    nik = Nik.parse("3507297102990003")
    assert (nik.birth_day, nik.sex) == (31, "P")
    assert nik.doubts() == ["tanggal lahirnya tidak ada"]
    assert Nik.parse("3507296902960003").doubts() == []


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("0007290108660001", "kode wilayahnya tidak ada"),
        ("3507290113660001", "bulan lahirnya bukan 01 sampai 12"),
        ("3507290008660001", "tanggal lahirnya tidak ada"),
        ("3507293208660001", "tanggal lahirnya tidak ada"),
        ("3507297208660001", "tanggal lahirnya tidak ada"),
        ("3507294008660001", "tanggal lahirnya tidak ada"),
        ("3507290108660000", "nomor urutnya 0000"),
    ],
)
def test_a_strange_nik_is_a_doubt_and_never_an_error(text: str, doubt: str) -> None:
    assert Nik.parse(text).doubts() == [doubt]


@pytest.mark.parametrize("text", ["", "350729010866001", "35072901086600011", "350729010866000x", "٣" * 16])
def test_a_nik_of_another_length_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="16 angka") as caught:
        Nik.parse(text)
    assert caught.value.field == "nik"


def test_only_the_last_four_signs_are_shown() -> None:
    assert Nik.parse("3507290108660001").masked == "••••••••••••0001"
    assert (mask(""), mask("123"), mask("1234"), mask("12345")) == ("", "•••", "••••", "•2345")


@pytest.mark.parametrize(
    ("month", "found"), [("00", None), ("01", 1), ("12", 12), ("13", None), ("21", None)]
)
def test_only_a_month_of_the_year_is_a_month_of_appointment(month: str, found: int | None) -> None:
    nip = Nip.parse(f"196608011988{month}1001")
    assert (nip.appointed_month, nip.serial) == (found, "001")


@pytest.mark.parametrize(
    ("day", "found"), [("31", (31, "L")), ("40", (40, "L")), ("41", (1, "P")), ("71", (31, "P"))]
)
def test_from_day_forty_one_on_it_is_a_woman_s_nik(day: str, found: tuple[int, str]) -> None:
    nik = Nik.parse(f"350729{day}01990003")
    assert (nik.birth_day, nik.sex) == found


@pytest.mark.parametrize(
    ("birth", "parts"),
    [("3101", ()), ("3112", ()), ("3100", ("bulan",)), ("3113", ("bulan",)), ("3213", ("bulan", "tanggal")),
     ("0001", ("tanggal",)), ("3201", ("tanggal",)), ("2902", ()), ("3002", ("tanggal",))],
)  # fmt: skip
def test_each_part_of_a_birth_date_is_doubted_for_itself(birth: str, parts: tuple[str, ...]) -> None:
    doubts = Nik.parse(f"350729{birth}990003").doubts()
    assert [doubt.split("lahirnya")[0].strip() for doubt in doubts] == list(parts)
