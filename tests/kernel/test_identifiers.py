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
