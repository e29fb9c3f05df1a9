"""Lembar disposisi: every field, ticks that can be read, one page whatever the texts."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pypdf
import pytest
from writer_samples import CAMAT, HOSTILE, assert_in_order, page_texts

from takar.reporting.writers.disposition_sheet import DispositionSheet, Tick, render_disposition_sheet

SHEET = DispositionSheet(
    government="Pemerintah Kabupaten Malang",
    office="Kecamatan Gedangan",
    address="Jalan Raya Gedangan Nomor 1",
    sender="Bagian Organisasi Kabupaten Malang",
    letter_number="005/12/35.07/2025",
    letter_date=date(2025, 3, 10),
    received_on=date(2025, 3, 12),
    agenda_number="145",
    subject="Undangan rapat koordinasi",
    recipients=(Tick("Sekretaris Kecamatan", True), Tick("Kasi Pemerintahan")),
    requests=("proses lebih  lanjut", "Hadiri rapatnya"),
    note="Laporkan hari Jumat.",
    giver=CAMAT,
    given_on=date(2025, 3, 13),
    urgency="very_urgent",
    secret=True,
    status="Diteruskan",
)


def test_every_field_in_the_order_of_the_sheet() -> None:
    (page,) = page_texts(render_disposition_sheet(SHEET))
    assert_in_order(
        page,
        "LEMBAR DISPOSISI",
        "Surat dari : Bagian Organisasi Kabupaten Malang",
        "Nomor surat : 005/12/35.07/2025",
        "Tanggal surat : 10 Maret 2025",
        "Diterima tanggal : 12 Maret 2025",
        "Nomor agenda : 145",
        "Sifat : ☑ Sangat Segera ☐ Segera ☑ Rahasia",
        "Perihal : Undangan rapat koordinasi",
        "Diteruskan kepada Sdr.: ☑ Sekretaris Kecamatan ☐ Kasi Pemerintahan",
        "Dengan hormat harap: ☐ Tanggapan dan saran ☑ Proses lebih lanjut ☐ Koordinasi/konfirmasi "
        "☑ Hadiri rapatnya",
        "Catatan: Laporkan hari Jumat.",
        "13 Maret 2025",
        "CAMAT GEDANGAN",
        "Drs. BAMBANG SUTEJO, M.Si.",
        "NIP 19660801 198803 1 001",
        "Status: Diteruskan",
    )


@pytest.mark.parametrize(("paper", "size"), [("a5", (148, 210)), ("half-f4", (165, 215))])
def test_long_texts_stay_on_one_page(paper: Any, size: tuple[int, int]) -> None:
    sheet = replace(
        SHEET,
        subject="Penyampaian hasil verifikasi usulan kenaikan pangkat dan kenaikan gaji berkala " * 4,
        note="Siapkan bahan paparan dan hubungi desa yang belum mengirim data. " * 15,
        recipients=[Tick(f"Kasi Pembangunan dan Pemberdayaan Masyarakat {i}") for i in range(16)],
    )
    pdf = render_disposition_sheet(sheet, paper=paper)
    (page,) = page_texts(pdf)
    assert "NIP 19660801 198803 1 001" in page
    box = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == size


def test_a_blank_sheet_leaves_room_to_write() -> None:
    sheet = replace(SHEET, recipients=(), requests=(), note="", given_on=None, received_on=None, status="")
    (page,) = page_texts(render_disposition_sheet(sheet))
    assert "Tanggal ......" in page
    assert "☑ Proses" not in page


def test_hostile_text() -> None:
    sheet = replace(SHEET, subject=HOSTILE, note=HOSTILE, sender=HOSTILE, recipients=(Tick(HOSTILE, True),))
    (page,) = page_texts(render_disposition_sheet(sheet))
    assert "".join(page.split()).count("".join(HOSTILE.split())) == 4
