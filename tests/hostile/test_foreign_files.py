"""Every hostile file at every place that reads files: a sentence or nothing, never more."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest

from takar.catalogue.reading import NotADecree, read_decree
from takar.kernel.errors import BadInput
from takar.ledger.evidence import preview_of, sniff
from takar.ledger.importing import read_table
from takar.registers.survey.calculation.answer_files import read_answers
from tests.hostile import archives, old_workbook, pictures
from tests.ledger import files

MEGABYTE = 1024 * 1024
Make = Callable[[], bytes]

TABLES: dict[str, tuple[Make, str]] = {
    "two far cells": (archives.two_far_cells, "sel XFD200000"),
    "lying dimension": (archives.lying_dimension, "sel XFD1048576"),
    "many rows": (archives.many_rows, "paling banyak 5.000 baris"),
    "wide rows": (archives.wide_rows, "sel IW1"),
    "billion laughs": (archives.billion_laughs, "tidak dapat dibaca"),
    "deep xml": (archives.deep_xml, "tidak dapat dibaca"),
    "one endless text": (archives.endless_text, "dibaca dengan aman"),
    "lying sizes": (archives.lying_sizes, "tidak dapat dibaca"),
    "unpacked bomb": (lambda: archives.unpacked_bomb("xl/workbook.xml"), "terlalu besar setelah dibuka"),
    "many members": (archives.many_members, "terlalu besar setelah dibuka"),
    "overlapping members": (archives.overlapping, "terlalu besar setelah dibuka"),
    "far cell in ods": (archives.ods_far_cell, "sel ALM1048576"),
    "repeated row in ods": (archives.ods_repeated_row, "paling banyak 5.000 baris"),
    "binary workbook": (archives.xlsb, "Simpan ulang sebagai XLSX"),
    "old workbook of nothing": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(MEGABYTE),
        "tidak dapat dibaca",
    ),
    "far cells in an old workbook": (old_workbook.far_cells, "Salin tabelnya saja ke buku kerja baru"),
    "last row of an old workbook": (lambda: old_workbook.workbook((0, 0), (65_535, 0)), "sel A65536"),
    "nuls": (lambda: bytes(25 * MEGABYTE), "bukan tabel"),
    "long csv": (lambda: b"a;b;c\n" * 4_000_000, "paling banyak 5.000 baris"),
    "one open quote": (lambda: b'"' + b"x" * 20_000_000, "bukan tabel"),
    "half a workbook": (lambda: pictures.cut(archives.many_rows()), "tidak dapat dibaca"),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_hurts_is_refused_in_words(name: str) -> None:
    make, sentence = TABLES[name]
    content = make()
    with pytest.raises(BadInput, match=sentence):
        read_table(content, "a.xlsx" if content.startswith((b"PK", b"\xd0")) else "a.csv")


def test_a_stray_space_is_named_and_a_border_does_no_harm() -> None:
    heads, rows = ["Tanggal", "Perihal"], [["1/2/2026", "Undangan"]]
    with pytest.raises(BadInput, match=r"spasi.* di sel GR1048576, jauh di luar tabel"):
        read_table(archives.stray_space(heads, rows), "contoh.xlsx")
    with pytest.raises(BadInput, match="sel A1048576"):
        read_table(archives.stray_space(heads, rows, column=1), "contoh.xlsx")
    assert read_table(archives.format_far_away(heads, rows), "contoh.xlsx") == [heads, *rows]
    assert read_table(archives.stray_space(heads, rows, row=40, column=9), "contoh.xlsx") == [heads, *rows]


def test_the_bytes_decide_what_a_table_is() -> None:
    assert read_table(archives.ods_honest(), "lama.csv") == [["a", "a"]]
    assert read_table(old_workbook.workbook((0, 0), (0, 1)), "lama.csv") == [["1", "1"]]
    assert read_table(b"a;b\n1;2\n", "tabel.txt") == [["a", "b"], ["1", "2"]]


def test_a_table_of_five_thousand_rows_and_gaps_is_read() -> None:
    place = [f"A{n}" for n in range(1, 10_001, 2)]
    assert len(read_table(archives.xlsx(archives.cells(*place)), "a.xlsx")) == 9_999


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("hidden", [False, True])
def test_a_document_with_macros_is_no_evidence(kind: str, hidden: bool) -> None:
    with pytest.raises(BadInput, match="memuat makro"):
        sniff(archives.with_macro(kind, hidden=hidden))


def test_macros_in_sheets_are_macros_too() -> None:
    with pytest.raises(BadInput, match="memuat makro"):
        sniff(archives.old_macro_sheet())


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (archives.unpacked_bomb, "terlalu besar setelah dibuka"),
        (archives.overlapping, "terlalu besar setelah dibuka"),
        (pictures.png_bomb, "13000 × 13000 titik"),
        (lambda: pictures.png_header_only(2**31 - 1, 2**31 - 1), "titik, terlalu besar"),
        (archives.xlsb, "Jenis berkas ini tidak diterima"),
        (lambda: bytes(25 * MEGABYTE), "Jenis berkas ini tidak diterima"),
        (lambda: b"<html>" * MEGABYTE, "Jenis berkas ini tidak diterima"),
    ],
)
def test_evidence_that_hurts_is_refused_in_words(make: Make, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        sniff(make())


NO_PREVIEW: list[Make] = [
    pictures.pdf_slow_page,
    pictures.pdf_pages_in_a_ring,
    pictures.pdf_packed_many_times,
    pictures.png_bomb,
    pictures.png_text_bomb,
    lambda: pictures.png_header_only(9000, 9000),
    lambda: pictures.cut(files.webp()),
    lambda: pictures.cut(files.jpeg(), 0.01),
]


@pytest.mark.parametrize("make", NO_PREVIEW)
def test_a_picture_that_hurts_has_no_preview(make: Make) -> None:
    content = make()
    assert preview_of(content, "application/pdf" if content.startswith(b"%PDF") else "image/png") is None


@pytest.mark.parametrize(
    "make",
    [
        pictures.pdf_huge_picture,
        pictures.pdf_huge_page,
        pictures.jpeg_of_many_pixels,
        pictures.telephone_pair,
        files.png,
        files.webp,
        files.pdf,
    ],
)
def test_large_and_ordinary_pictures_keep_their_preview(make: Make) -> None:
    content = make()
    assert preview_of(content, sniff(content)[1])


DECREES: list[Make] = [
    archives.docx_bomb,
    archives.docx_deep,
    archives.docx_laughs,
    archives.unpacked_bomb,
    archives.overlapping,
    archives.two_far_cells,
    lambda: bytes(25 * MEGABYTE),
    lambda: b"a;b;c\n" * 4_000_000,
    lambda: b"<table>" * 2_000_000,
    lambda: pictures.cut(archives.docx("<w:p/>" * 1000)),
]


@pytest.mark.parametrize("make", DECREES)
def test_a_decree_that_hurts_is_refused_in_words(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "keputusan.docx"
    path.write_bytes(make())
    with pytest.raises(NotADecree):
        read_decree(path)


@pytest.mark.parametrize(
    "make",
    [lambda: bytes(25 * MEGABYTE), lambda: b"U1;U2\n" * 4_000_000, lambda: b";" * 20_000_000, archives.xlsb],
)
def test_answers_that_hurt_are_refused_in_words(make: Make) -> None:
    with pytest.raises(BadInput):
        read_answers(make())


def test_hostile_files_at_the_wrong_place_do_no_harm_either() -> None:
    for make in (archives.with_macro, archives.two_far_cells, pictures.pdf_slow_page, pictures.png_bomb):
        content = make("docx") if make is archives.with_macro else make()
        with contextlib.suppress(BadInput):
            read_table(content, "a.csv")
        with pytest.raises(BadInput):
            read_answers(content)
