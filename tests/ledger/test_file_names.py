"""A file is given back under a name that is true of its bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takar.ledger.file_names import LONGEST, honest_name

PDF, JPEG = "application/pdf", "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("name", "media_type", "honest"),
    [
        ("surat.pdf", PDF, "surat.pdf"),
        ("SURAT.PDF", PDF, "SURAT.PDF"),
        ("foto.jpeg", JPEG, "foto.jpeg"),
        ("poly.html", PDF, "poly.pdf"),
        ("surat.pdf.exe", PDF, "surat.pdf"),
        ("makro.docm", DOCX, "makro.docx"),
        ("Surat No. 12", PDF, "Surat No. 12.pdf"),
        ("laporan 2.2026", PDF, "laporan 2.2026.pdf"),
        ("tanpa", JPEG, "tanpa.jpg"),
        ("\u202efdp.exe", PDF, "fdp.pdf"),
        ("a\r\nb.pdf", PDF, "ab.pdf"),
        (".html", PDF, "html.pdf"),
        ("...", PDF, "bukti.pdf"),
        ("surat.pdf. ", PDF, "surat.pdf"),
    ],
)
def test_the_name_says_what_the_bytes_are(name: str, media_type: str, honest: str) -> None:
    assert honest_name(name, media_type) == honest


@given(st.text(max_size=400), st.sampled_from([PDF, JPEG, DOCX]))
def test_any_name_ends_in_what_it_is(name: str, media_type: str) -> None:
    honest = honest_name(name, media_type)
    ends = {PDF: (".pdf",), JPEG: (".jpg", ".jpeg"), DOCX: (".docx",)}[media_type]
    assert honest.casefold().endswith(ends)
    assert len(honest) <= LONGEST
    assert honest_name(honest, media_type) == honest
