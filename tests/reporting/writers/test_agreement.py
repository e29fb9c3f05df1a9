"""Perjanjian Kinerja on paper, against the form of PermenPANRB 53/2014."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pypdf
import pytest
from writer_samples import CAMAT, HEAD, assert_in_order, boxes_of, page_texts

from takar.reporting.writers.agreement import AgreementRow, render_agreement
from takar.reporting.writers.parties import Party

# The longest wordings the decree of Gedangan holds.
LONG = (
    "Melaksanakan pembinaan organisasi dan ketatalaksanaan, urusan surat menyurat, kearsipan, rumah "
    "tangga, perjalanan dinas, keprotokolan, penyusunan rencana kebutuhan barang, peralatan dan "
    "mendistribusikan di lingkungan kecamatan"
)
OBJECTIVE = "Disiplin Aparatur Kecamatan, Tertib Administrasi Keuangan dan Aset"


def test_the_statement_reads_in_the_official_order(agreement: Any) -> None:
    statement, _ = page_texts(render_agreement(agreement()))
    assert_in_order(
        statement,
        "PEMERINTAH KABUPATEN MALANG",
        "KECAMATAN GEDANGAN",
        "Jalan Raya Gedangan",
        "PERJANJIAN KINERJA TAHUN 2026",
        "efektif, transparan, dan akuntabel serta berorientasi pada hasil",
        "AGUS PRASETYO, S.E.",
        "Kasi Pemerintahan",
        "Pihak Pertama",
        "Drs. BAMBANG SUTEJO, M.Si.",
        "Camat Gedangan",
        "selaku atasan langsung Pihak Pertama",
        "Pihak Pertama berjanji",
        "Pihak Kedua akan melakukan supervisi",
        "Gedangan, 12 Januari 2026",
        "PIHAK KEDUA",
        "PIHAK PERTAMA",
        "NIP 19660801 198803 1 001",
        "NIP 19801112 200604 1 007",
        "Halaman 1 dari 2",
    )
    assert "KONSEP" not in statement


def test_the_second_party_signs_on_the_left(agreement: Any) -> None:
    pdf = render_agreement(agreement())
    middle = 595 / 2
    left, right, dated = (
        boxes_of(pdf, text)[0] for text in ("PIHAK KEDUA", "PIHAK PERTAMA", "Gedangan, 12 Januari")
    )
    assert left[2] < middle < right[0]
    assert left[1] == pytest.approx(right[1], abs=1)
    assert dated[0] > middle
    assert dated[1] > right[3]


def test_the_annex_lists_objectives_with_their_indicators(agreement: Any) -> None:
    annex = page_texts(render_agreement(agreement()))[1]
    assert_in_order(
        annex,
        "LAMPIRAN PERJANJIAN KINERJA TAHUN 2026",
        "KASI PEMERINTAHAN",
        "KECAMATAN GEDANGAN KABUPATEN MALANG",
        "No Sasaran Indikator Kinerja Target Satuan",
        "(1) (2) (3) (4) (5)",
        "Jumlah pembinaan 12 Kegiatan",
        "Jumlah laporan – –",
        "2 Tata kelola keuangan desa",
        "Jumlah Musdes 8 Dokumen",
        "Gedangan, 12 Januari 2026",
        "Halaman 2 dari 2",
    )
    # The shared cell is drawn after its rows, so its place in the text says nothing.
    assert annex.count("1 Peningkatan kinerja pemerintah desa") == 1


def test_a_draft_says_so_on_every_page_and_leaves_the_day_open(agreement: Any) -> None:
    pages = page_texts(render_agreement(agreement(signed_on=None)))
    assert all("KONSEP" in page for page in pages)
    assert "Gedangan, ........................ 2026" in pages[0]


def test_a_revision_names_what_it_changes_and_why(agreement: Any) -> None:
    document = agreement(revision=2, revision_reason="Pergantian pejabat.")
    statement, annex = page_texts(render_agreement(document))
    assert "PERUBAHAN PERJANJIAN KINERJA TAHUN 2026" in statement
    assert "perubahan kedua atas Perjanjian Kinerja Tahun 2026 karena pergantian pejabat, dan" in statement
    assert "LAMPIRAN PERUBAHAN PERJANJIAN KINERJA" in annex
    many = page_texts(render_agreement(agreement(revision=7, revision_reason="APBD berubah")))[0]
    assert "perubahan ke-7" in many
    assert "karena APBD berubah" in many


def test_signers_without_rank_or_nip_get_no_empty_lines(agreement: Any) -> None:
    regent = Party("H. SANTOSO", "Bupati Malang")
    text = page_texts(render_agreement(agreement(first=CAMAT, second=regent)))[0]
    assert text.count("NIP") == 1
    assert "BUPATI MALANG," in text


def test_an_older_number_is_printed_as_given(agreement: Any) -> None:
    text = page_texts(render_agreement(agreement(first=replace(HEAD, nip="510 123 456"))))[0]
    assert "NIP 510 123 456" in text


def test_without_indicators_the_annex_says_so(agreement: Any) -> None:
    pages = page_texts(render_agreement(agreement([])))
    assert len(pages) == 2
    assert "Belum ada indikator" in pages[1]


def test_the_eight_long_indicators_of_the_decree_fit_with_their_signatures(agreement: Any) -> None:
    lengths = (72, 141, 228, 139, 63, 152, 140, 105)
    rows = [AgreementRow(OBJECTIVE, LONG[:length], "12", "Dokumen") for length in lengths]
    pages = page_texts(render_agreement(agreement(rows)))
    assert len(pages) == 2
    assert pages[1].count("NIP") == 2


@pytest.mark.parametrize("count", [10, 13, 14, 15, 16, 17, 40])
def test_over_many_pages_the_header_repeats_and_no_page_holds_only_signatures(
    agreement: Any, count: int
) -> None:
    rows = [AgreementRow(OBJECTIVE, f"[{i}] {LONG}"[:150], str(i), "Dokumen") for i in range(count)]
    annex = page_texts(render_agreement(agreement(rows)))[1:]
    assert len(annex) > 1
    for number, page in enumerate(annex, start=2):
        assert "No Sasaran Indikator Kinerja Target Satuan" in page
        assert f"Halaman {number} dari {len(annex) + 1}" in page
        assert page.count("Disiplin Aparatur") == 1
        assert page.count("Dokumen") >= 2
    assert all("(lanjutan)" in page for page in annex[1:])
    assert [page.count("NIP") for page in annex] == [0] * (len(annex) - 1) + [2]
    whole = " ".join(annex)
    assert all(whole.count(f"[{i}] Mel") == 1 for i in range(count))


def test_a_text_longer_than_a_page_runs_on(agreement: Any) -> None:
    words = " ".join(f"kata{i}." for i in range(900))
    for row in (AgreementRow("S", words, "1", "x"), AgreementRow(words, "I", "1", "x")):
        pages = page_texts(render_agreement(agreement([row])))
        text = " ".join(pages)
        assert all(f"kata{i}." in text for i in range(900))
        assert pages[-1].count("NIP") == 2


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("f4", (215, 330))])
def test_paper(agreement: Any, paper: Any, size: tuple[int, int]) -> None:
    box = pypdf.PdfReader(io.BytesIO(render_agreement(agreement(), paper=paper))).pages[1].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == size
