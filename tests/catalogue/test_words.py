"""Titles and names that are spelled otherwise are the same position and the same indicator."""

from __future__ import annotations

import pytest

from takar.catalogue.words import level_of, name_key, position_key
from takar.organisation.models import Position

Level = Position.Level


@pytest.mark.parametrize(
    ("key", "titles"),
    [
        (
            "kasi pemerintahan",
            [
                "Kasi Pemerintahan",
                "KEPALA SEKSI PEMERINTAHAN",
                "Kasie. Pemerintahan",
                "Kepala Seksi Pemerintahan Kecamatan Gedangan",
            ],
        ),
        (
            "kasubag umum kepegawaian keuangan dan aset",
            [
                "KASUBAG. UMUM, KEPEGAWAIAN, KEUANGAN DAN ASET",
                "Kasubbag Umum, Kepegawaian, Keuangan dan Aset",
                "Kepala Subbagian Umum, Kepegawaian, Keuangan & Aset",
                "Kepala Sub Bagian Umum, Kepegawaian, Keuangan dan Aset pada Kecamatan Gedangan",
                "Kepala Sub. Bagian Umum, Kepegawaian, Keuangan dan Aset",
            ],
        ),
        (
            "sekretaris kecamatan",
            [
                "Sekcam",
                "Sekretaris",
                "Sekretaris Camat",
                "SEKRETARIS KECAMATAN",
                "Sekretaris Kecamatan Gedangan",
            ],
        ),
        (
            "kasi ketentraman dan ketertiban umum",
            ["Kasi Ketentraman dan Ketertiban Umum", "Kepala Seksi Ketenteraman & Ketertiban Umum"],
        ),
        ("camat", ["Camat", "CAMAT GEDANGAN"]),
    ],
)
def test_spellings_of_a_title_are_one(key: str, titles: list[str]) -> None:
    assert {position_key(title) for title in titles} == {key}


def test_different_positions_stay_apart() -> None:
    titles = [
        "Kasi Pemerintahan",
        "Kasubag Pemerintahan",
        "Pengadministrasi Pemerintahan",
        "Pengadministrasi Umum",
    ]
    assert len({position_key(title) for title in titles}) == 4


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Camat", Level.HEAD),
        ("Sekcam", Level.SECRETARY),
        ("Sekretaris", Level.SECRETARY),
        ("Kasie Trantib", Level.SECTION),
        ("Kepala Seksi Pemerintahan", Level.SECTION),
        ("Kasubbag Umum", Level.SUBSECTION),
        ("Kepala Subbagian Keuangan", Level.SUBSECTION),
        ("KEPALA SUB BAGIAN PERENCANAAN", Level.SUBSECTION),
        ("Bendahara", Level.STAFF),
        ("Camatan", Level.STAFF),
        ("Pengadministrasi Umum", Level.STAFF),
    ],
)
def test_the_level_comes_from_any_spelling(title: str, level: str) -> None:
    assert level_of(title) == level


def test_names_agree_without_case_punctuation_and_gaps() -> None:
    assert name_key("Kegiatan olah raga, ketenaga kerjaan") == name_key("kegiatan OLAHRAGA ketenagakerjaan.")
