"""Word files: paragraphs and tables in document order, merged cells, automatic lists."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from takar.catalogue.reading import DecreeText, NotADecree, read_decree

HEAD = (
    "SASARAN/\nKINERJA UTAMA",
    "INDIKATOR KINERJA UTAMA",
    "PENJELASAN/\nFORMULASI PENGHITUNGAN",
    "SUMBER DATA",
)


def fill(table: Any, *rows: tuple[str, ...]) -> None:
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            first, *rest = text.split("\n")
            cell.paragraphs[0].text = first
            for more in rest:
                cell.add_paragraph(more)


def opening(document: Any) -> None:
    for text in (
        "LAMPIRAN", "KEPUTUSAN CAMAT SUKA MAJU", "NOMOR: 188.45/12/KEP/35.01.02/2024", "TENTANG",
        "INDIKATOR KINERJA INDIVIDU", "KABUPATEN PACITAN",
    ):  # fmt: skip
        document.add_paragraph(text)


def build() -> Any:
    document = docx.Document()
    opening(document)
    title = document.add_paragraph("1.\tJabatan\t: ")
    title.add_run("KASI PELAYANAN").bold = True
    document.add_paragraph("2.\tTugas\t:")
    document.add_paragraph("a.\tMelayani permohonan; dan")
    document.add_paragraph("b.\tMelaksanakan tugas lain.")
    document.add_paragraph("3.\tFungsi\t: -")
    table = document.add_table(rows=4, cols=4)
    fill(
        table,
        HEAD,
        (
            "Pelayanan cepat",
            "Jumlah permohonan",
            "Jumlah permohonan selama\n1 (satu) tahun",
            "Kasi A\nKasi B",
        ),
        ("", "Jumlah pengaduan", "Jumlah pengaduan selama 1 (satu) tahun", "Buku Pengaduan"),
        ("Pelayanan ramah", "Nilai survei", "Nilai survei selama 1 (satu) tahun", ""),
    )
    table.cell(1, 0).merge(table.cell(2, 0))  # one sasaran over two indicators
    table.cell(2, 3).merge(table.cell(3, 3))  # one source for two indicators
    document.add_paragraph("1.\tJabatan\t: BENDAHARA")
    document.add_paragraph("2.\tTugas\t:")
    document.add_paragraph("Melakukan pembukuan;", style="List Bullet")
    document.add_paragraph("Menyusun laporan.", style="List Bullet")
    document.add_paragraph("3.\tFungsi\t: -")
    table = document.add_table(rows=2, cols=4)
    fill(
        table, HEAD, ("Tertib", "Jumlah laporan", "Jumlah laporan selama 1 (satu) tahun", "Kasubag Keuangan")
    )
    document.add_paragraph("")
    document.add_paragraph("Ditetapkan di Suka Maju")
    document.add_paragraph("Budi, S.Sos.")
    return document


@pytest.fixture
def read_word(tmp_path: Path) -> Callable[[Any], DecreeText]:
    def read_document(document: Any) -> DecreeText:
        path = tmp_path / "keputusan.docx"
        document.save(str(path))
        return read_decree(path)

    return read_document


def test_word_file(read_word: Callable[[Any], DecreeText]) -> None:
    decree = read_word(build())
    assert (decree.office, decree.regency) == ("Kecamatan Suka Maju", "Kabupaten Pacitan")
    assert (decree.number, decree.serial, decree.year) == ("188.45/12/KEP/35.01.02/2024", "12", 2024)
    service, treasurer = decree.positions
    assert (service.title, treasurer.title) == ("Kasi Pelayanan", "Bendahara")
    assert service.duties == ("Melayani permohonan", "Melaksanakan tugas lain.")
    assert treasurer.duties == ("Melakukan pembukuan", "Menyusun laporan.")
    assert [(found.name, len(found.indicators)) for found in service.objectives] == [
        ("Pelayanan cepat", 2),
        ("Pelayanan ramah", 1),
    ]
    assert [indicator.no for indicator in decree.indicators] == [1, 2, 3, 4]
    assert service.indicators[0].formula == "Jumlah permohonan selama 1 (satu) tahun"
    assert [indicator.sources for indicator in service.indicators] == [
        ("Kasi A", "Kasi B"),
        ("Buku Pengaduan",),
        ("Buku Pengaduan",),
    ]
    assert decree.warnings == ()


def test_block_laid_out_in_a_table_and_indicator_table_cut_in_two(
    read_word: Callable[[Any], DecreeText],
) -> None:
    document = docx.Document()
    opening(document)
    layout = document.add_table(rows=3, cols=4)
    fill(
        layout,
        ("1.", "Jabatan", ":", "KASI PELAYANAN"),
        ("2.", "Tugas", ":", "a. Melayani;\nb. Mencatat."),
        ("3.", "Fungsi", ":", "-"),
    )
    document.add_paragraph("")
    first = document.add_table(rows=2, cols=4)
    fill(first, HEAD, ("Cepat", "Jumlah surat masuk dan", "Jumlah surat masuk dan keluar", "Buku Agenda"))
    document.add_page_break()
    second = document.add_table(rows=2, cols=4)
    fill(second, ("", "keluar", "", ""), ("", "Jumlah arsip", "Jumlah arsip setahun", "Daftar Arsip"))
    decree = read_word(document)
    assert decree.positions[0].duties == ("Melayani", "Mencatat.")
    assert [indicator.name for indicator in decree.indicators] == [
        "Jumlah surat masuk dan keluar",
        "Jumlah arsip",
    ]
    assert [doubt.code for doubt in decree.warnings] == ["row_joined"]


def test_tracked_changes_and_content_controls(read_word: Callable[[Any], DecreeText]) -> None:
    """Inserted text counts, deleted text does not, text in a content control is not lost."""
    document = build()
    title = document.paragraphs[6]
    inserted = OxmlElement("w:ins")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = " PUBLIK"
    run.append(text)
    inserted.append(run)
    title._p.append(inserted)
    deleted = OxmlElement("w:del")
    run = OxmlElement("w:r")
    gone = OxmlElement("w:delText")
    gone.text = " LAMA"
    run.append(gone)
    deleted.append(run)
    title._p.append(deleted)
    duty = document.paragraphs[8]._p
    control, inside = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    duty.addprevious(control)
    control.append(inside)
    inside.append(duty)
    decree = read_word(document)
    assert decree.positions[0].title == "Kasi Pelayanan Publik"
    assert decree.positions[0].duties == ("Melayani permohonan", "Melaksanakan tugas lain.")


def test_the_sample_as_a_word_file(
    read_word: Callable[[Any], DecreeText], sample: DecreeText, sample_text: str
) -> None:
    document = docx.Document()
    rows: list[list[str]] = []
    for line in [*sample_text.split("\n"), "akhir"]:
        if "\t" in line or (rows and not line.strip()):
            rows.append(line.split("\t") if "\t" in line else [])
            continue
        filled = [row for row in rows if row]
        if filled:
            table = document.add_table(rows=0, cols=4)
            for texts in filled:
                for cell, text in zip(table.add_row().cells, texts, strict=True):
                    cell.text = text
        rows = []
        if line != "akhir":
            document.add_paragraph(line)
    decree = read_word(document)
    values, expected = decree.to_dict(), sample.to_dict()
    del values["warnings"], expected["warnings"]
    assert values == expected
    assert sorted(doubt.code for doubt in decree.warnings) == sorted(doubt.code for doubt in sample.warnings)


def test_word_file_without_a_decree(read_word: Callable[[Any], DecreeText]) -> None:
    document = docx.Document()
    document.add_paragraph("Surat biasa")
    with pytest.raises(NotADecree, match="tidak ada jabatan"):
        read_word(document)


def test_damaged_word_file(tmp_path: Path) -> None:
    whole = tmp_path / "utuh.docx"
    build().save(str(whole))
    data = whole.read_bytes()
    rng = random.Random(7)
    broken = tmp_path / "rusak.docx"
    for _ in range(60):
        damaged = bytearray(data[: rng.randrange(4, len(data))] if rng.random() < 0.3 else data)
        for _ in range(rng.randrange(1, 40)):
            damaged[rng.randrange(4, len(damaged))] = rng.randrange(256)
        broken.write_bytes(damaged)
        with contextlib.suppress(NotADecree):
            read_decree(broken)


def test_empty_automatic_number_is_no_duty(read_word: Callable[[Any], DecreeText]) -> None:
    document = build()
    paragraph = document.paragraphs[7]
    numbered = paragraph._p.get_or_add_pPr()
    properties = OxmlElement("w:numPr")
    number = OxmlElement("w:numId")
    number.set(qn("w:val"), "3")
    properties.append(number)
    numbered.append(properties)
    assert read_word(document).positions[0].duties == ("Melayani permohonan", "Melaksanakan tugas lain.")
