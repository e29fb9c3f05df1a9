from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takar.kernel.errors import BadInput
from takar.kernel.identifiers import Nip


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
