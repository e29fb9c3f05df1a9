"""The road from data to PDF: safe for any text, same bytes for same data, usable from threads."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pypdf
import pytest
from writer_samples import HEAD, HOSTILE, page_texts

from takar.reporting.writers import typesetting
from takar.reporting.writers.agreement import AgreementRow, render_agreement
from takar.reporting.writers.typesetting import LayoutError, render_pdf


def test_markup_in_a_text_is_only_text(agreement: Any) -> None:
    document = agreement(
        [AgreementRow(HOSTILE, HOSTILE, "#1", "$2")],
        office=HOSTILE,
        address=HOSTILE,
        status_note=HOSTILE,
        first=replace(HEAD, name=HOSTILE),
    )
    pages = page_texts(render_agreement(document))
    assert len(pages) == 2
    solid = "".join(pages[1].split())
    assert "".join(HOSTILE.split()) in solid
    assert "#1$2" in solid


def test_json_quotes_and_backslashes_survive(agreement: Any) -> None:
    text = 'a "b" \\n \\u0041 </script> ${x} {{y}}'
    assert text in page_texts(render_agreement(agreement([AgreementRow("S", text, "1", "x")])))[1]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Rapat 😀 desa 中文", "Rapat □ desa □□"),
        ("naik\u202eturun", "naikturun"),
        ("bel\x07 nol\x00 tab\tkolom", "bel nol tab kolom"),
        ("pecah\ud83d", "pecah□"),
        ("nol\u200blebar\ufeff dan\u2060 lunak", "nol"),
        ("“kutip” – ≥ é Rp1.250,5", "“kutip” – ≥ é Rp1.250,5"),
    ],
)
def test_characters_no_font_has_do_not_stop_an_archival_file(
    agreement: Any, typed: str, printed: str
) -> None:
    rows = [AgreementRow("S", typed, "1", "x")]
    assert printed in page_texts(render_agreement(agreement(rows)))[1]
    assert printed in page_texts(render_agreement(agreement(rows, signed_on=None)))[1]


def test_a_signed_document_says_that_it_is_pdf_a(agreement: Any) -> None:
    pdf = render_agreement(agreement())
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    metadata = reader.xmp_metadata
    assert metadata is not None
    written = metadata.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in written
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in written
    assert reader.metadata is not None
    assert reader.metadata.title == "Perjanjian Kinerja Tahun 2026"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == date(2026, 1, 12)
    assert str(reader.root_object["/Lang"]) == "id-ID"


def test_every_font_is_inside_the_file(agreement: Any) -> None:
    reader = pypdf.PdfReader(io.BytesIO(render_agreement(agreement())))
    fonts: list[Any] = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_an_undated_draft_carries_no_date_and_no_claim_to_be_archival(agreement: Any) -> None:
    pdf = render_agreement(agreement(signed_on=None))
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.creation_date is None
    assert b"pdfaid" not in pdf


def test_same_data_same_bytes(agreement: Any) -> None:
    for document in (agreement(), agreement(signed_on=None)):
        assert render_agreement(document) == render_agreement(document)


def test_eight_threads_print_at_once(agreement: Any) -> None:
    def print_one(number: int) -> bool:
        rows = [AgreementRow(f"Sasaran-{number}-", f"Indikator-{number}-{i}-", "1", "x") for i in range(5)]
        name = f"NAMA-{number}-"
        pages = page_texts(render_agreement(agreement(rows, first=replace(HEAD, name=name))))
        return name in pages[0] and all(f"Indikator-{number}-{i}-" in pages[1] for i in range(5))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(print_one, range(48)))
    assert typesetting._idle.qsize() <= typesetting._places._initial_value  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["missing", "../common", "common.typ", "", "/etc/passwd"])
def test_an_unknown_layout_is_refused(name: str) -> None:
    with pytest.raises(LayoutError):
        render_pdf(name, {})


def test_a_fault_of_a_layout_names_it_and_does_not_spoil_the_next(agreement: Any) -> None:
    with pytest.raises(LayoutError, match="agreement"):
        render_pdf("agreement", {"paper": "a4"})
    assert len(page_texts(render_agreement(agreement()))) == 2


def test_big_documents_do_not_pile_up_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "_set_since_sweep", 0)
    due = [typesetting._sweeping_due(20_000) for _ in range(7)]
    assert due == [False, False, True, False, False, True, False]


def test_warming_up_needs_no_data() -> None:
    typesetting.warm_up()
