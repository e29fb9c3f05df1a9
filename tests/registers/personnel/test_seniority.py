"""The six keys of the DUK, each deciding only where all before it are equal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from takar.registers.personnel.calculation.seniority import KEYS, Candidate, decided_by, ordered

EQUAL = Candidate(
    key=1, name="Budi", rank_order=12, rank_since=date(2020, 4, 1), post_order=2,
    post_since=date(2021, 1, 1), service_months=200, training_order=3, trained_on=date(2015, 1, 1),
    education_order=8, graduated_on=date(2000, 1, 1), born_on=date(1975, 1, 1),
)  # fmt: skip

AHEAD = [
    ("pangkat", {"rank_order": 13}),
    ("pangkat", {"rank_since": date(2019, 4, 1)}),
    ("jabatan", {"post_order": 1}),
    ("jabatan", {"post_since": date(2020, 1, 1)}),
    ("masa kerja", {"service_months": 201}),
    ("latihan jabatan", {"training_order": 4}),
    ("latihan jabatan", {"trained_on": date(2014, 1, 1)}),
    ("pendidikan", {"education_order": 9}),
    ("pendidikan", {"graduated_on": date(1999, 1, 1)}),
    ("usia", {"born_on": date(1974, 12, 31)}),
]


@pytest.mark.parametrize(("key", "better"), AHEAD, ids=lambda v: str(v))
def test_each_key_decides_when_all_before_it_are_equal(key: str, better: dict[str, object]) -> None:
    first = replace(EQUAL, key=2, name="Zainal", **better)  # type: ignore[arg-type]
    assert [c.key for c in ordered([EQUAL, first])] == [2, 1]
    assert decided_by(first, EQUAL) == key


def test_an_earlier_key_beats_all_later_ones() -> None:
    for place, (_, better) in enumerate(AHEAD[::2]):
        rest = {name: value for _, change in AHEAD[::2][place + 1 :] for name, value in change.items()}
        high = replace(EQUAL, key=1, **better)  # type: ignore[arg-type]
        low = replace(EQUAL, key=2, **rest)  # type: ignore[arg-type]
        assert ordered([low, high])[0] is high


def test_the_order_does_not_depend_on_the_order_of_asking() -> None:
    people = [
        EQUAL,
        replace(EQUAL, key=2, rank_order=9),
        replace(EQUAL, key=3, name="Ani"),
        Candidate(4, "Baru"),
    ]
    lists = {tuple(c.key for c in ordered(some)) for some in permutations(people)}
    assert lists == {(3, 1, 2, 4)}


def test_a_full_tie_is_said_to_be_one() -> None:
    assert decided_by(EQUAL, replace(EQUAL, key=9, name="Ani")) == ""
    assert len(KEYS) == 6


def test_nothing_known_stands_last() -> None:
    assert ordered([Candidate(1, "A"), Candidate(2, "B", rank_order=1)])[0].key == 2
