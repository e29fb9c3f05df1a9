"""People, texts and ways of reading a PDF back that the tests of the writers share."""

from __future__ import annotations

import io

import pypdf
import pypdfium2

from takar.reporting.writers.parties import Party

CAMAT = Party("Drs. BAMBANG SUTEJO, M.Si.", "Camat Gedangan", "Pembina Tingkat I", "196608011988031001")
HEAD = Party("AGUS PRASETYO, S.E.", "Kasi Pemerintahan", "Penata", "198011122006041007")

# Each mark means something in a layout's own language; on paper they are only marks.
HOSTILE = r'#set page(fill: red) $x^2$ *tebal* <label> @acuan \ `kode` _miring_ // {a} [b] "kutip" ~ = -'


def page_texts(pdf: bytes) -> list[str]:
    """The words of each page, spacing evened out."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def assert_in_order(text: str, *parts: str) -> None:
    at = 0
    for part in parts:
        found = text.find(part, at)
        assert found >= 0, f"{part!r} missing after position {at} in: {text}"
        at = found + len(part)


def boxes_of(pdf: bytes, wanted: str, page: int = 0) -> list[tuple[float, float, float, float]]:
    """Where a text stands on a page: (left, bottom, right, top) in points, one box per line."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = document[page].get_textpage()
        hit = text.search(wanted, match_case=True).get_next()
        assert hit is not None, f"{wanted!r} is not on page {page + 1}"
        return [text.get_rect(i) for i in range(text.count_rects(*hit))]
    finally:
        document.close()


def span_of(pdf: bytes, letter: str) -> tuple[float, float]:
    """The leftmost and rightmost point that a letter reaches on the first page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = document[0].get_textpage()
        whole = text.get_text_range()
        boxes = [text.get_charbox(i) for i, character in enumerate(whole) if character == letter]
        return min(box[0] for box in boxes), max(box[2] for box in boxes)
    finally:
        document.close()
