"""The arithmetic of capaian, with the worked cases of the reports it was taken from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takar.agreements.achievement import (
    Formula,
    Rule,
    Target,
    percent,
    read_classes,
    read_number,
    shipped_rule,
    way_words,
    write_classes,
)
from takar.kernel.errors import BadInput
from takar.kernel.formatting import format_percent, json_number, rounded
from takar.measurement.language.measure import Polarity
from takar.measurement.models import Binding

HIGHER, LOWER = Polarity.HIGHER, Polarity.LOWER
STANDARD, RATIO = Formula.STANDARD, Formula.RATIO
RULE = shipped_rule(date(2026, 7, 15))


def worked(
    target: str, realisation: str | None, polarity: str, formula: str = STANDARD
) -> Decimal | int | None:
    found = percent(
        Target.parse(target, read_number),
        None if realisation is None else Decimal(realisation),
        polarity=polarity,
        formula=formula,
    )
    return None if found is None else rounded(found)


@pytest.mark.parametrize(
    ("target", "realisation", "polarity", "formula", "expected"),
    [
        ("60", "48", HIGHER, STANDARD, "80"),
        ("60", "75", HIGHER, STANDARD, "125"),
        ("60", "0", HIGHER, STANDARD, "0"),
        ("3", "2", HIGHER, STANDARD, "66.67"),
        ("60", "-3", HIGHER, STANDARD, "0"),
        # Lower is better: both formulas in use.
        ("10", "8", LOWER, STANDARD, "120"),
        ("10", "12", LOWER, STANDARD, "80"),
        ("10", "0", LOWER, STANDARD, "200"),
        ("10", "20", LOWER, STANDARD, "0"),
        ("10", "25", LOWER, STANDARD, "0"),
        ("10", "8", LOWER, RATIO, "125"),
        ("10", "40", LOWER, RATIO, "25"),
        ("10", "0", LOWER, RATIO, None),
        # Nought.
        ("0", "0", HIGHER, STANDARD, None),
        ("0", "5", HIGHER, STANDARD, None),
        ("0", "0", LOWER, STANDARD, "100"),
        ("0", "0", LOWER, RATIO, "100"),
        ("0", "5", LOWER, STANDARD, None),
        ("0", "5", LOWER, RATIO, "0"),
        # Range 7 to 8 months, shorter is better: the worked cases of the report.
        ("7..8", "6.5", LOWER, STANDARD, "107.14"),
        ("7..8", "9", LOWER, STANDARD, "87.5"),
        ("7..8", "7", LOWER, STANDARD, "100"),
        ("7..8", "7.5", LOWER, STANDARD, "100"),
        ("7..8", "8", LOWER, STANDARD, "100"),
        ("7..8", "17", LOWER, STANDARD, "0"),
        ("7..8", "10", LOWER, RATIO, "80"),
        # A range of something of which more is better: falling short of it is no success.
        ("7..8", "3.5", HIGHER, STANDARD, "50"),
        ("7..8", "7.5", HIGHER, STANDARD, "100"),
        ("7..8", "10", HIGHER, STANDARD, "125"),
        ("0..2", "0", LOWER, STANDARD, "100"),
        ("0..2", "3", LOWER, STANDARD, "50"),
        # Nothing measured.
        ("60", None, HIGHER, STANDARD, None),
        ("7..8", None, LOWER, STANDARD, None),
    ],
)
def test_worked_cases(
    target: str, realisation: str | None, polarity: str, formula: str, expected: str | None
) -> None:
    found = worked(target, realisation, polarity, formula)
    assert found == (None if expected is None else Decimal(expected))


def test_without_a_target_there_is_no_percent() -> None:
    assert percent(None, 5) is None
    assert RULE.judge(None, 5).grade is None


@given(
    st.decimals(0, 10**9, places=2), st.decimals(0, 10**9, places=2),
    st.sampled_from(list(Polarity)), st.sampled_from(list(Formula)),
)  # fmt: skip
def test_no_percent_is_below_nought_and_meeting_the_target_is_a_hundred(
    target: Decimal, realisation: Decimal, polarity: Polarity, formula: Formula
) -> None:
    found = percent(Target(target), realisation, polarity=polarity, formula=formula)
    assert found is None or found >= 0
    if target:
        assert percent(Target(target), target, polarity=polarity, formula=formula) == 100


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1000", "ST"), ("100.01", "ST"), ("91", "ST"), ("90.01", "ST"), ("90.004", "T"), ("90", "T"),
        ("75.01", "T"), ("75", "S"), ("65.01", "S"), ("65", "R"), ("50.01", "R"), ("50", "SR"), ("0", "SR"),
    ],
)  # fmt: skip
def test_classes_above_their_bounds(value: str, code: str) -> None:
    found = RULE.class_of(Decimal(value))
    assert found is not None
    assert found.code == code


def test_the_shipped_classes_have_labels_and_tones_of_their_own() -> None:
    assert [(c.code, c.label, c.tone) for c in RULE.classes] == [
        ("ST", "Sangat Tinggi", "done"), ("T", "Tinggi", "progress"), ("S", "Sedang", "neutral"),
        ("R", "Rendah", "warn"), ("SR", "Sangat Rendah", "danger"),
    ]  # fmt: skip
    assert RULE.cap is None
    assert shipped_rule(date(1990, 1, 1)).classes == RULE.classes


def test_the_cap_limits_what_is_shown_and_keeps_what_is() -> None:
    capped = Rule(RULE.classes, Decimal(110))
    found = capped.judge(Target(Decimal(60)), 75)
    assert (found.raw, found.capped, found.is_capped) == (125, 110, True)
    assert found.grade is not None
    assert found.grade.code == "ST"
    below = capped.judge(Target(Decimal(60)), 48)
    assert (below.raw, below.capped, below.is_capped, below.is_reached) == (80, 80, False, False)
    assert RULE.judge(Target(Decimal(60)), 75).capped == 125


@pytest.mark.parametrize(
    ("text", "low", "high", "shown"),
    [
        ("60", "60", None, "60"),
        ("7..8", "7", "8", "7 s.d. 8"),
        ("7 .. 8", "7", "8", "7 s.d. 8"),
        ("7 s.d. 8", "7", "8", "7 s.d. 8"),
        ("7 s/d 8", "7", "8", "7 s.d. 8"),
        ("7 sampai 8", "7", "8", "7 s.d. 8"),
        ("6.5..7.25", "6.5", "7.25", "6,5 s.d. 7,25"),
        ("8..8", "8", None, "8"),
    ],
)
def test_targets_as_people_and_programs_write_them(text: str, low: str, high: str | None, shown: str) -> None:
    found = Target.parse(text, read_number)
    assert found == Target(Decimal(low), None if high is None else Decimal(high))
    assert str(found) == shown


@pytest.mark.parametrize(
    "text", ["", "x", "8..7", "7..8..9", "7..", "..8", "-1", "NaN", "1e9", "Infinity", "７"]
)
def test_what_is_no_target_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        Target.parse(text, read_number)


def test_classes_are_written_and_read_as_lines() -> None:
    text = "ST Sangat Tinggi > 90\nT Tinggi > 75\nS Sedang > 65\nR Rendah > 50\nSR Sangat Rendah"
    assert write_classes(RULE.classes) == text
    assert read_classes(text) == RULE.classes
    two = read_classes("  B   Baik  >  60,5 % \n\n K Kurang ")
    assert [(c.code, c.label, c.above, c.tone) for c in two] == [
        ("B", "Baik", Decimal("60.5"), "done"),
        ("K", "Kurang", None, "danger"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "sekurang-kurangnya dua"),
        ("ST Sangat Tinggi > 90", "sekurang-kurangnya dua"),
        ("ST Sangat Tinggi > 90\nT Tinggi > 75", "tanpa batas"),
        ("ST Sangat Tinggi\nT Tinggi", "Hanya baris terakhir"),
        ("T Tinggi > 75\nST Sangat Tinggi > 90\nR Rendah", "Urutkan"),
        ("T Tinggi > 75\nS Sedang > 75\nR Rendah", "Urutkan"),
        ("T Tinggi > 75\nT Rendah", "dua kali"),
        ("T > banyak\nR Rendah", "Baris 1"),
    ],
)
def test_classes_that_leave_a_percent_without_one_are_refused(text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_classes(text)


def test_bindings_know_the_same_words() -> None:
    assert set(Binding.Formula.values) == set(Formula)


@given(
    st.decimals("0.01", "99999", places=2),
    st.decimals("0", "99999", places=2),
    st.sampled_from(Polarity),
    st.sampled_from(Formula),
)
def test_class_and_reached_are_those_of_the_printed_text(
    target: Decimal, realisation: Decimal, polarity: Polarity, formula: Formula
) -> None:
    found = RULE.judge(Target(target), realisation, polarity=polarity, formula=formula)
    if found.raw is None:
        return
    text = format_percent(found.raw)
    printed = Decimal(text.removesuffix(" %").replace(".", "").replace(",", "."))
    assert found.grade == RULE.class_of(printed)
    assert found.is_reached is (printed >= 100)
    assert json_number(found.raw) == float(printed)
    exact = percent(Target(target), realisation, polarity=polarity, formula=formula)
    assert exact is not None
    assert abs(printed - exact) <= Decimal("0.005")
    assert text == format_percent(exact)


@pytest.mark.parametrize(
    ("target", "realisation", "polarity", "formula", "says"),
    [
        ("60", "48", HIGHER, STANDARD, "realisasi ÷ target"),
        ("10", "12", LOWER, STANDARD, "(2 × target − realisasi) ÷ target"),
        ("10", "8", LOWER, RATIO, "target ÷ realisasi"),
        ("0", "0", LOWER, STANDARD, "target nol yang ditepati: 100 %"),
        ("7..8", "7.5", LOWER, STANDARD, "di dalam rentang 7 s.d. 8: 100 %"),
        ("7..8", "6.5", LOWER, STANDARD,
         "di bawah rentang 7 s.d. 8 dengan arah makin rendah makin baik: (2 × batas bawah − realisasi) ÷ batas bawah"),
        ("7..8", "9", LOWER, RATIO,
         "di atas rentang 7 s.d. 8 dengan arah makin rendah makin baik: batas atas ÷ realisasi"),
        ("7..8", "6", HIGHER, STANDARD,
         "di bawah rentang 7 s.d. 8 dengan arah makin tinggi makin baik: realisasi ÷ batas bawah"),
        ("0", "4", HIGHER, STANDARD, ""),
    ],
)  # fmt: skip
def test_the_rule_of_a_percent_is_said(
    target: str, realisation: str, polarity: Polarity, formula: Formula, says: str
) -> None:
    read = Target.parse(target, read_number)
    assert way_words(read, Decimal(realisation), polarity=polarity, formula=formula) == says
