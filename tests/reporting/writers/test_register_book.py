"""A printed register book: numbered headings on every page, nothing lost, closing not alone."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pypdf
import pytest
from writer_samples import CAMAT, HEAD, HOSTILE, assert_in_order, page_texts, span_of

from takar.reporting.writers.register_book import (
    PrintedBook,
    PrintedColumn,
    PrintedRow,
    render_register_book,
)

COLUMNS = (
    PrintedColumn("No", 0.6, "center", strike=False),
    PrintedColumn("Tanggal terima", 1.5),
    PrintedColumn("Pengirim", 3),
    PrintedColumn("Nomor", 2.4, group="Surat"),
    PrintedColumn("Tanggal", 1.4, group="Surat"),
    PrintedColumn("Isi ringkas", 5),
)
# The shared heading is drawn out of line, so only the rest of the header has one order in the text.
HEADER = "No Tanggal terima Pengirim Isi ringkasNomor Tanggal 1 2 3 4 5 6"


def rows(count: int) -> list[PrintedRow]:
    return [
        PrintedRow(
            (
                str(i),
                "12 Mar 2025",
                "Pemerintah Desa Tumpakrejo",
                f"005/{i}/35.07.29/2025",
                "10 Mar 2025",
                f"Perihal ke-{i}. " + "Undangan rapat koordinasi " * (i % 7),
            )
        )
        for i in range(1, count + 1)
    ]


def book(entries: list[PrintedRow], **changes: Any) -> PrintedBook:
    fields: dict[str, Any] = {
        "government": "Pemerintah Kabupaten Malang",
        "office": "Kecamatan Gedangan",
        "title": "Buku Agenda Surat Masuk",
        "subtitle": "Tahun 2025",
        "columns": COLUMNS,
        "rows": entries,
        "printed_note": "Dicetak 5 Januari 2026",
        "place": "Gedangan",
        "date": date(2026, 1, 5),
        "signer": HEAD,
    }
    return PrintedBook(**{**fields, **changes})


def test_one_entry_from_title_to_signature() -> None:
    pages = page_texts(render_register_book(book(rows(1))))
    assert len(pages) == 1
    assert_in_order(
        pages[0],
        "PEMERINTAH KABUPATEN MALANG",
        "KECAMATAN GEDANGAN",
        "BUKU AGENDA SURAT MASUK",
        "Tahun 2025",
        HEADER,
        "1 12 Mar 2025 Pemerintah Desa Tumpakrejo 005/1/35.07.29/2025 10 Mar 2025 Perihal ke-1.",
        "Jumlah: 1 entri",
        "Gedangan, 5 Januari 2026",
        "KASI PEMERINTAHAN,",
        "AGUS PRASETYO, S.E.",
        "NIP 19801112 200604 1 007",
        "Dicetak 5 Januari 2026",
        "Halaman 1 dari 1",
    )


def test_an_empty_book_says_so() -> None:
    (page,) = page_texts(render_register_book(book([])))
    assert_in_order(page, HEADER, "Belum ada entri", "AGUS PRASETYO, S.E.")
    assert "Jumlah" not in page


def test_three_hundred_entries() -> None:
    pages = page_texts(render_register_book(book(rows(300))))
    assert len(pages) > 5
    for number, page in enumerate(pages, start=1):
        assert HEADER in page
        assert page.count("Surat") >= 2
        assert f"Halaman {number} dari {len(pages)}" in page
    whole = " ".join(pages)
    assert_in_order(whole, *(f"Perihal ke-{i}." for i in range(1, 301)))
    assert whole.count("Jumlah: 300 entri") == 1


@pytest.mark.parametrize("count", range(10, 28))
def test_the_signature_never_stands_without_entries(count: int) -> None:
    pages = page_texts(render_register_book(book(rows(count))))
    assert "NIP" in pages[-1]
    assert pages[-1].count("Perihal ke-") >= 3
    assert "Jumlah:" in pages[-1]


def test_an_entry_is_not_cut_by_the_page() -> None:
    entries = [
        PrintedRow((str(i), "a", "b", "c", "d", f"<{i} " + "uraian yang panjang " * 12 + f"{i}>"))
        for i in range(1, 40)
    ]
    for page in page_texts(render_register_book(book(entries))):
        assert [page.count(f"<{i} ") for i in range(1, 40)] == [page.count(f" {i}>") for i in range(1, 40)]


def test_an_entry_taller_than_a_page_is_cut_rather_than_lost() -> None:
    entries = rows(3)
    entries[2] = PrintedRow(("3", "a", "b", "c", "d", " ".join(f"kata{i}." for i in range(1500))))
    whole = " ".join(page_texts(render_register_book(book(entries))))
    assert all(f"kata{i}." in whole for i in range(1500))
    assert "NIP 19801112" in whole


def test_cancelled_entries_stay_and_are_counted() -> None:
    entries = rows(2)
    entries[1] = PrintedRow(entries[1].cells, cancelled=True)
    plain = render_register_book(book(rows(2)))
    struck = render_register_book(book(entries))
    (page,) = page_texts(struck)
    assert "Perihal ke-2." in page
    assert "Jumlah: 2 entri, 1 di antaranya dibatalkan" in page
    assert _strokes(struck) > _strokes(plain)


def _strokes(pdf: bytes) -> int:
    content = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
    assert content is not None
    return content.get_data().split().count(b"S")


def test_stock_card_with_facts_totals_and_two_signers() -> None:
    columns = (
        PrintedColumn("Tanggal", 1.4),
        PrintedColumn("Masuk", 1, "right", "Barang"),
        PrintedColumn("Keluar", 1, "right", "Barang"),
        PrintedColumn("Masuk", 1.5, "right", "Jumlah harga"),
    )
    entries = [PrintedRow(("2 Jan 2025", "10", "–", "Rp520.000"))]
    card = book(
        entries,
        title="Kartu Persediaan",
        columns=columns,
        facts=[("Nama barang", "Kertas HVS F4"), ("Satuan", "Rim")],
        totals=("Jumlah", "10", "", "Rp520.000"),
        acknowledged_by=CAMAT,
    )
    (page,) = page_texts(render_register_book(card, paper="f4"))
    assert_in_order(
        page,
        "KARTU PERSEDIAAN",
        "Nama barang : Kertas HVS F4",
        "Satuan : Rim",
        "Masuk Keluar Masuk 1 2 3 4",
        "2 Jan 2025 10 – Rp520.000",
        "Jumlah 10 Rp520.000",
        "Jumlah: 1 entri",
        "Mengetahui,",
        "CAMAT GEDANGAN,",
        "KASI PEMERINTAHAN,",
    )


def test_long_words_break_inside_their_column() -> None:
    entries = rows(1)
    cells = ("1", "https://contoh.go.id/" + "abcdefghij" * 12, HOSTILE, "Q" * 90, "x\ny", HOSTILE)
    entries[0] = PrintedRow(cells)
    pdf = render_register_book(book(entries))
    solid = "".join(page_texts(pdf)[0].split())
    assert "".join(HOSTILE.split()) in solid
    assert "\u200b" not in solid
    left, right = span_of(pdf, "Q")
    column = (297 - 30) * 2.4 / sum(column.width for column in COLUMNS) / 25.4 * 72
    assert column / 2 < right - left < column


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="row 1 has 1 cells for 6 columns"):
        render_register_book(book([PrintedRow(("1",))]))
    with pytest.raises(ValueError, match="totals"):
        render_register_book(book([], totals=("a",)))
    with pytest.raises(ValueError, match="at least one column"):
        render_register_book(book([], columns=()))


def test_without_date_or_signer() -> None:
    (page,) = page_texts(render_register_book(book(rows(1), date=None, signer=None, place="")))
    assert "NIP" not in page
