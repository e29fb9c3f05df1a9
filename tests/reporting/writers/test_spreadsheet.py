"""XLSX and CSV: typed, readable by others, and never a formula that a stranger wrote."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from takar.reporting.writers.spreadsheet import Column, Value, write_csv, write_xlsx

COLUMNS = (
    Column("Nomor surat"),
    Column("Tanggal", "date", 14),
    Column("Jumlah", "number", 10),
    Column("Nilai", "money", 16),
)
DANGEROUS = (
    '=HYPERLINK("http://contoh.id","klik")',
    "+62812345",
    "-1+1",
    "@SUM(A1)",
    "=cmd|'/c calc'!A0",
    " =1+1",
    "\t=1",
    "＝1+1",
    "{=1+1}",
    "http://contoh.id",
)


def opened(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_cells_have_types() -> None:
    rows: list[tuple[Value, ...]] = [
        ("0012345678901234567", date(2025, 3, 12), 12, Decimal("1250000")),
        ("005/1", datetime(2025, 3, 12, 14, 5, tzinfo=UTC), Decimal("97.25"), Decimal("0.50")),
        (None, None, None, None),
    ]
    sheet = opened(write_xlsx("Agenda", COLUMNS, rows))
    assert sheet[0] == ["Nomor surat", "Tanggal", "Jumlah", "Nilai"]
    assert sheet[1] == ["0012345678901234567", date(2025, 3, 12), 12.0, 1250000.0]
    assert sheet[2] == ["005/1", datetime(2025, 3, 12, 14, 5), 97.25, 0.5]  # noqa: DTZ001


def test_what_does_not_fit_its_kind_is_kept_as_text() -> None:
    rows: list[tuple[Value, ...]] = [
        ("a", date(1890, 5, 1), "belum diukur", float("nan")),
        (True, "kemarin", True, "–"),
    ]
    sheet = opened(write_xlsx("x", COLUMNS, rows))
    assert sheet[1] == ["a", "1 Mei 1890", "belum diukur", "nan"]
    assert sheet[2] == ["Ya", "kemarin", "Ya", "–"]


def test_no_text_becomes_a_formula_or_a_link() -> None:
    content = write_xlsx(
        "x", [Column("Isi"), Column("Angka", "number")], [(text, text) for text in DANGEROUS]
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert [row[0] for row in opened(content)[1:]] == list(DANGEROUS)


def test_headings_are_frozen_filtered_and_printed_on_each_page() -> None:
    content = write_xlsx("Buku: 2025/1", COLUMNS, [("a", date(2025, 3, 12), 1, 2)] * 3)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        book = archive.read("xl/workbook.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert '<pane ySplit="1"' in sheet
    assert '<autoFilter ref="A1:D4"' in sheet
    assert "Print_Titles" in book
    assert 'name="Buku 2025 1"' in book
    assert "[$-421]d mmm yyyy" in styles
    assert "&quot;Rp&quot;#,##0" in styles


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("", "Lembar 1"),
        ("History", "Lembar 1"),
        ("'[]:*?/\\'", "Lembar 1"),
        ("Buku Agenda Surat Masuk Kecamatan Gedangan", "Buku Agenda Surat Masuk Kecamat"),
    ],
)
def test_any_title_gives_a_sheet_name_excel_accepts(title: str, name: str) -> None:
    content = write_xlsx(title, COLUMNS, [])
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == [name]


def test_control_characters_and_overlong_texts() -> None:
    cell = opened(write_xlsx("x", [Column("a")], [("a\x00b\x07c\ud800",), ("z" * 40_000,)]))
    assert cell[1] == ["abc"]
    assert len(cell[2][0]) == 32_767
    assert cell[2][0].endswith("(dipotong)")


def test_same_table_same_bytes() -> None:
    assert write_xlsx("x", COLUMNS, [("a", None, 1, 2)]) == write_xlsx("x", COLUMNS, [("a", None, 1, 2)])


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="row 1 has 1 cells for 4 columns"):
        write_xlsx("x", COLUMNS, [("a",)])
    with pytest.raises(ValueError, match="row 1 has 5 cells"):
        write_csv(COLUMNS, [("a",) * 5])


def test_csv_as_indonesian_excel_reads_it() -> None:
    rows = [('Isi; "kutip"\nbaris dua é', date(2025, 3, 12), Decimal("-1234.5"), 1250000)]
    content = write_csv(COLUMNS, rows)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 2
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert table[0] == ["Nomor surat", "Tanggal", "Jumlah", "Nilai"]
    assert table[1] == ['Isi; "kutip"\nbaris dua é', "2025-03-12", "-1234,5", "1250000"]


def test_csv_disarms_formulas_and_leaves_harmless_text_alone() -> None:
    content = write_csv([Column("=Judul")], [(text,) for text in (*DANGEROUS, "-", "–", "a=b", None)])
    table = [
        row[0] if row else "" for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    ]
    assert table[0] == "'=Judul"
    guarded = table[1 : len(DANGEROUS) + 1]
    assert not [text for text in guarded if re.match(r"\s*[=+\-@＝]", text)]
    assert table[len(DANGEROUS) + 1 :] == ["-", "–", "a=b", ""]
