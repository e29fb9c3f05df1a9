"""`takar achievement`: the worked cases from the command line, one JSON document or one sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from takar.agreements.models import AchievementRule
from takar.organisation.models import Office
from tests.config.commands import takar, takar_apart


def words(target: str, realisation: str, polarity: str = "higher", *more: str) -> tuple[str, ...]:
    return (
        "achievement",
        f"--target={target}",
        f"--realisation={realisation}",
        "--polarity",
        polarity,
        *more,
    )


@pytest.mark.parametrize(
    ("asked", "percent", "code"),
    [
        (words("60", "48"), 80, "T"),
        (words("60", "75"), 125, "ST"),
        (words("3", "2"), 66.67, "S"),
        (words("10", "12", "lower"), 80, "T"),
        (words("10", "8", "lower", "--formula", "standard"), 120, "ST"),
        (words("10", "8", "lower", "--formula", "ratio"), 125, "ST"),
        (words("10", "0", "lower", "--formula", "ratio"), None, None),
        (words("7..8", "6.5", "lower"), 107.14, "ST"),
        (words("7..8", "7.2", "lower"), 100, "ST"),
        (words("7..8", "9", "lower"), 87.5, "T"),
        (words("0", "4"), None, None),
        (words("0", "0", "lower"), 100, "ST"),
        (words("10", "25", "lower"), 0, "SR"),
        (words("10", "-2"), 0, "SR"),
    ],
)
def test_worked_cases(
    asked: tuple[str, ...], percent: float | None, code: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = takar(capsys, *asked, "--json")
    assert (answer.status, answer.err) == (0, "")
    assert answer.document == {"percent": percent, "class": code}
    assert takar(capsys, *asked).status == 0


def test_people_read_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert takar(capsys, *words("7..8", "9", "lower")).out == (
        "Capaian 87,5 %, T (Tinggi).\nDihitung di atas rentang 7 s.d. 8 dengan arah makin rendah makin baik: "
        "(2 × batas atas − realisasi) ÷ batas atas.\n"
    )
    assert takar(capsys, *words("7..8", "9")).out == (
        "Capaian 112,5 %, ST (Sangat Tinggi).\nDihitung di atas rentang 7 s.d. 8 dengan arah makin tinggi makin "
        "baik: realisasi ÷ batas atas.\n"
    )
    assert "Tidak ada persentase" in takar(capsys, *words("0", "4")).out
    capped = takar(capsys, *words("60", "75", "higher", "--cap", "110"))
    assert capped.out == (
        "Capaian 110 % (sebelum dibatasi 125 %), ST (Sangat Tinggi).\nDihitung realisasi ÷ target.\n"
    )


def test_the_cap_shows_both_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    answer = takar(capsys, *words("60", "75", "higher", "--cap", "110", "--json"))
    assert answer.document == {"percent": 110, "class": "ST", "raw": 125}


@pytest.mark.parametrize(
    "asked",
    [
        words("x", "5"),
        words("8..7", "5"),
        words("7..8..9", "5"),
        words("-1", "5"),
        words("", "5"),
        words("NaN", "5"),
        words("60", "lima"),
        words("60", "1e400"),
        words("60", "5", "up"),
        words("60", "5", "lower", "--formula", "half"),
        words("60", "5", "higher", "--cap", "0"),
        ("achievement", "--target", "60"),
    ],
)
def test_bad_input_ends_with_one_sentence_and_status_two(
    asked: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = takar(capsys, *asked, "--json")
    assert (answer.status, answer.out) == (2, "")
    assert len(answer.err.splitlines()) == 1


def test_it_leaves_no_trace_in_the_data_folder(tmp_path: Path) -> None:
    data = tmp_path / "data"
    answer = takar_apart(data, *words("60", "48"), "--json")
    assert (answer.status, answer.document) == (0, {"percent": 80, "class": "T"})
    assert not data.exists()


@pytest.mark.django_db
def test_an_office_may_be_named_for_its_own_rule(capsys: pytest.CaptureFixture[str]) -> None:
    office = Office.objects.create(code="35.07.29", name="Kecamatan Gedangan", regency="Kabupaten Malang")
    AchievementRule.objects.create(
        office=office, valid_from=date(2020, 1, 1), classes="A Baik > 80\nB Kurang", cap=100
    )
    answer = takar(capsys, *words("60", "75", "higher", "--office", "35.07.29", "--json"))
    assert answer.document == {"percent": 100, "class": "A", "raw": 125}
    assert takar(capsys, *words("60", "75", "higher", "--office", "99.99.99")).status == 2
