"""The arithmetic of the SKM against published numbers, and raw answers from a file."""

from __future__ import annotations

import contextlib
import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takar.config.cli import main
from takar.kernel.errors import BadInput
from takar.registers.survey.calculation import skm
from takar.registers.survey.calculation.answer_files import read_answers
from takar.registers.survey.calculation.elements import KEYS

BOUNDS = skm.bounds_on(date(2026, 1, 1))

KREJCIE_MORGAN = """
10 10 15 14 20 19 25 24 30 28 35 32 40 36 45 40 50 44 55 48 60 52 65 56 70 59 75 63 80 66 85 70 90 73
95 76 100 80 110 86 120 92 130 97 140 103 150 108 160 113 170 118 180 123 190 127 200 132 210 136
220 140 240 148 250 152 260 155 280 162 300 169 320 175 340 181 360 186 380 191 400 196 420 201 440 205
460 210 480 214 500 217 550 226 600 234 650 242 700 248 750 254 800 260 850 265 900 269 950 274 1000 278
1100 285 1200 291 1300 297 1400 302 1500 306 1600 310 1700 313 1800 317 1900 320 2000 322 2200 327
2400 331 2600 335 2800 338 3000 341 3500 346 4000 351 4500 354 5000 357 6000 361 7000 364 8000 367
9000 368 10000 370 15000 375 20000 377 30000 379 40000 380 50000 381 75000 382
"""


def alike(score: int, n: int = 1) -> list[list[int | None]]:
    return [[score] * 9 for _ in range(n)]


def test_the_published_table_is_the_formula_rounded_to_nearest() -> None:
    numbers = [int(word) for word in KREJCIE_MORGAN.split()]
    table = dict(zip(numbers[::2], numbers[1::2], strict=True))
    assert {population: skm.sample_needed(population) for population in table} == table


def test_the_table_s_last_row_is_not_the_formula() -> None:
    assert skm.sample_needed(100_000) == 383  # printed as 384


@pytest.mark.parametrize("population", [0, -5])
def test_nobody_cannot_be_sampled(population: int) -> None:
    with pytest.raises(BadInput):
        skm.sample_needed(population)


@given(st.integers(1, 10_000_000))
def test_a_sample_is_never_more_than_the_population_nor_than_384(population: int) -> None:
    assert 1 <= skm.sample_needed(population) <= min(population, 384)


@pytest.mark.parametrize(
    ("index", "grade", "label"),
    [
        ("25.00", "D", "Tidak Baik"),
        ("64.99", "D", "Tidak Baik"),
        ("65.00", "C", "Kurang Baik"),
        ("76.60", "C", "Kurang Baik"),
        ("76.61", "B", "Baik"),
        ("88.30", "B", "Baik"),
        ("88.31", "A", "Sangat Baik"),
        ("100.00", "A", "Sangat Baik"),
    ],
)
def test_grades_change_exactly_at_their_bounds(index: str, grade: str, label: str) -> None:
    bound = skm.grade_of(Decimal(index), BOUNDS)
    assert (bound.grade, bound.label) == (grade, label)


@pytest.mark.parametrize(
    ("average", "grade"),
    [("2.5996", "D"), ("2.60", "C"), ("3.064", "C"), ("3.0644", "B"), ("3.532", "B"), ("3.5324", "A")],
)
def test_the_bounds_of_the_index_agree_with_those_of_the_scale_of_four(average: str, grade: str) -> None:
    assert skm.grade_of(skm.to_index(Fraction(average)), BOUNDS).grade == grade


def test_grade_bounds_are_dated() -> None:
    with pytest.raises(BadInput, match="2017"):
        skm.bounds_on(date(2016, 12, 31))


@pytest.mark.parametrize(("score", "index"), [(1, "25.00"), (2, "50.00"), (3, "75.00"), (4, "100.00")])
def test_the_weight_is_exactly_a_ninth(score: int, index: str) -> None:
    """With 0,11 the best would be 99,00 and with 0,111 99,90."""
    assert skm.compute(alike(score), bounds=BOUNDS).index == Decimal(index)


def test_the_index_is_rounded_once_at_the_end() -> None:
    # Nine averages of 3 1/3: rounding each to 3,33 first would give 83,25.
    rows = [*alike(3, 2), *alike(4)]
    assert skm.compute(rows, bounds=BOUNDS).index == Decimal("83.33")


def test_half_a_cent_goes_up() -> None:
    assert skm.to_index(Fraction("3.0642")) == Decimal("76.61")  # 76,605
    assert skm.to_index(Fraction("2.5998")) == Decimal("65.00")  # 64,995


def test_an_answer_not_given_is_no_zero() -> None:
    rows: list[list[int | None]] = [[4, None, *[4] * 7], [4, 2, *[4] * 7], [None] * 9]
    result = skm.compute(rows, bounds=BOUNDS)
    assert result.n == 2
    assert result.elements[1].average == 2
    assert result.elements[1].answered == 1
    assert result.index == Decimal("94.44")


def test_eight_unsur_are_not_the_index_of_nine() -> None:
    result = skm.compute([[None, *[4] * 8]], bounds=BOUNDS)
    assert (result.index, result.grade, result.elements[0].average) == (None, None, None)
    assert skm.compute([], bounds=BOUNDS).n == 0


def test_the_weakest_come_first_and_those_alike_in_the_regulation_s_order() -> None:
    result = skm.compute([[4, 3, 4, 2, 4, 3, 4, 4, 3]], bounds=BOUNDS)
    assert [element.key for element in result.weakest()] == ["biaya", "prosedur", "kompetensi"]


answers = st.one_of(st.none(), st.integers(1, 4))


@given(st.lists(st.lists(answers, min_size=9, max_size=9), max_size=40))
def test_it_is_what_decimals_with_fifty_digits_give(rows: list[list[int | None]]) -> None:
    result = skm.compute(rows, bounds=BOUNDS)
    total = Decimal(0)
    for place in range(9):
        given_ = [row[place] for row in rows if row[place] is not None]
        if not given_:
            assert result.index is None
            return
        total += Decimal(sum(given_)) / len(given_)
    near = (total / 9 * 25).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert result.index is not None
    assert abs(result.index - near) <= Decimal("0.01")
    assert Decimal(25) <= result.index <= Decimal(100)


# ---- files ---------------------------------------------------------------------------------------

HEAD = "U1,U2,U3,U4,U5,U6,U7,U8,U9"
NAMES = (
    "Sarana dan Prasarana;Persyaratan;Sistem, Mekanisme, dan Prosedur;Waktu Penyelesaian;Biaya/Tarif;"
    "Produk Spesifikasi Jenis Pelayanan;Kompetensi Pelaksana;Perilaku Pelaksana;"
    "Penanganan Pengaduan, Saran dan Masukan"
)


def read(text: str, **more: object) -> list[list[int | None]]:
    return read_answers(text.encode(), **more)  # type: ignore[arg-type]


def test_columns_are_found_by_number() -> None:
    assert read(f"{HEAD}\n1,2,3,4,1,2,3,4,1\n") == [[1, 2, 3, 4, 1, 2, 3, 4, 1]]


def test_columns_are_found_by_name_in_any_order() -> None:
    assert read(f"{NAMES}\n4;1;1;1;1;1;1;1;2\n") == [[1, 1, 1, 1, 1, 1, 1, 2, 4]]


def test_columns_are_found_by_key_beside_others_and_in_turned_order() -> None:
    head = ",".join(["no", *reversed(KEYS), "jenis kelamin"])
    assert read(f"{head}\n1,9,1,1,1,1,1,1,1,4,L".replace("1,9,", "1,2,")) == [[4, 1, 1, 1, 1, 1, 1, 1, 2]]


def test_a_name_beside_a_number_governs() -> None:
    """Reports that swap the last two: U8 facilities, U9 complaints."""
    head = HEAD.replace("U8", "U8 Sarana dan Prasarana").replace(
        "U9", '"U9. Penanganan Pengaduan, Saran dan Masukan"'
    )
    assert read(f"{head}\n1,1,1,1,1,1,1,2,3")[0][7:] == [3, 2]


def test_another_order_of_the_numbers_can_be_told() -> None:
    swapped = [*KEYS[:7], "sarpras", "pengaduan"]
    assert read(f"{HEAD}\n1,1,1,1,1,1,1,2,3", order=swapped)[0][7:] == [3, 2]
    with pytest.raises(BadInput, match="kesembilan"):
        read(HEAD, order=["persyaratan"])


def test_empty_cells_short_rows_and_empty_lines() -> None:
    text = f"\ufeff{HEAD}\n1,,3,4,1,2,3,4, \n\n,,,,,,,,\n4,4,4\n"
    assert read(text) == [[1, None, 3, 4, 1, 2, 3, 4, None], [4, 4, 4, *[None] * 6]]


@pytest.mark.parametrize("said", ["5", "0", "-1", "3.5", "baik", "-", "³"])
def test_what_is_no_answer_is_refused_with_row_and_column(said: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(f"{HEAD}\n1,1,1,1,1,1,1,1,1\n1,1,{said},1,1,1,1,1,1\n")
    assert "Baris 3, kolom U3" in str(caught.value)
    assert f"“{said}”" in str(caught.value)


def test_every_fault_is_told_up_to_a_screenful() -> None:
    with pytest.raises(BadInput) as caught:
        read(HEAD + "\n" + "9,1,1,1,1,1,1,1,1\n" * 25)
    assert len(str(caught.value).splitlines()) == 21
    assert "5 lagi" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "kosong"),
        ("\n\n", "kosong"),
        ('"\n"', "kosong"),
        (";", "belum ada"),
        ("U1,U2,U3,U4,U5,U6,U7,U8\n1,1,1,1,1,1,1,1", "belum ada: Sarana dan Prasarana"),
        (HEAD.replace("U9", "U8"), "dua kali"),
        (HEAD.replace("U9", "persyaratan"), "dua kali"),
        (f"{HEAD}\n1,1,1,1,1,1,1,1,1,1", "10 isian untuk 9 kolom"),
        ("\x00\x01", "bukan teks"),
    ],
)
def test_a_file_that_is_no_table_of_the_nine_says_why(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read(text)


# Random bytes alone are hardly ever a table: signs that separate are drawn as well.
@given(st.binary(max_size=200) | st.text(';,\t\n"U19 ', max_size=40).map(str.encode))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    with contextlib.suppress(BadInput):
        assert all(len(row) == 9 for row in read_answers(content))


def run(tmp_path: Path, text: str, *more: str) -> int:
    path = tmp_path / "jawaban.csv"
    path.write_text(text, encoding="utf-8")
    return main(["survey", "compute", str(path), *more])


def test_the_command_prints_one_json_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"{HEAD}\n" + "3,4,3,4,3,4,3,4,3\n4,4,4,4,4,4,4,4,\n"
    assert run(tmp_path, text, "--population", "100", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert {name: found[name] for name in ("n", "population", "sample_needed", "index", "grade")} == {
        "n": 2, "population": 100, "sample_needed": 80, "index": 91.67, "grade": "A",
    }  # fmt: skip
    assert found["elements"][0] == {"key": "persyaratan", "name": "Persyaratan", "average": 3.5, "grade": "B"}
    assert [row["key"] for row in found["elements"]] == list(KEYS)


def test_the_command_speaks_to_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, f"{HEAD}\n3,3,3,3,3,3,3,3,3\n", "--population", "400") == 0
    said = capsys.readouterr().out
    assert "IKM 75,00, mutu C (Kurang Baik)." in said
    assert "196 dari 400 pengguna layanan (belum cukup)" in said


@pytest.mark.parametrize(
    ("text", "more", "says"),
    [
        (f"{HEAD}\n1,1,1,1,1,1,1,1,5\n", (), "Baris 2, kolom U9"),
        (f"{HEAD}\n1,1,1,1,1,1,1,1,1\n", ("--population", "0"), "sekurang-kurangnya 1"),
        (f"{HEAD}\n1,1,1,1,1,1,1,1,1\n", ("--order", "waktu"), "kesembilan"),
    ],
)
def test_bad_input_ends_with_two_and_leaves_stdout_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, more: tuple[str, ...], says: str
) -> None:
    assert run(tmp_path, text, "--json", *more) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err
    assert main(["survey", "compute", str(tmp_path / "tidak-ada.csv")]) == 2
