"""A Word file becomes the same lines as a text file: paragraphs and table rows in document order.

The XML is walked directly because the convenient view of python-docx leaves out text inside content controls
and text inserted with change tracking, and gives a merged cell's text once for every row it covers.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from takar.catalogue.reading.cells import one_line
from takar.catalogue.reading.labels import label_of
from takar.catalogue.reading.model import NotADecree
from takar.catalogue.reading.raw import Line
from takar.catalogue.reading.table import columns_of
from takar.kernel.foreign.archives import Archive, TooLarge

_RUNS = "./descendant::w:r[not(ancestor::w:moveFrom)][not(ancestor::w:txbxContent)]/*"
_NUMBERED = re.compile(r"^list (bullet|number)", re.IGNORECASE)


def word_lines(data: bytes, name: str) -> list[Line]:
    try:
        Archive(data)  # judges sizes before anything is unpacked
        document = docx.Document(io.BytesIO(data))
        return list(_Walk(document).lines())
    except (TooLarge, MemoryError):
        raise
    except Exception as error:
        # A damaged archive fails in a dozen ways (zip, zlib, XML, missing parts) that all mean the same.
        raise NotADecree(
            f"Berkas {name} tidak dapat dibuka sebagai dokumen Word (.docx). Yang dicari: lampiran keputusan "
            "camat berupa Word atau teks; buka berkas itu di Word lalu simpan ulang sebagai .docx."
        ) from error


class _Walk:
    def __init__(self, document: Any) -> None:
        self._body = document.element.body
        # Without styles of its own python-docx would open its template, and the cell opens no file.
        has_styles = any(r.reltype == RELATIONSHIP_TYPE.STYLES for r in document.part.rels.values())
        self._listed_styles = {
            style.style_id
            for style in (document.styles if has_styles else ())
            if _NUMBERED.match(style.name or "") is not None
        }
        self._number = 0
        self._columns = 0
        """Columns of the last indicator table, so that its second half after a page break is known again."""

    def lines(self) -> Iterator[Line]:
        for block in _blocks(self._body):
            if block.tag == qn("w:p"):
                yield self._line(self._paragraph(block))
            else:
                yield self._gap()
                yield from self._table(block)
                yield self._gap()

    def _line(self, text: str, cells: tuple[str, ...] = (), merged: frozenset[int] = frozenset()) -> Line:
        self._number += 1
        return Line(self._number, text, cells, merged)

    def _gap(self) -> Line:
        return Line(self._number, "")

    def _table(self, table: Any) -> Iterator[Line]:
        rows = [self._row(row) for row in table.iter(qn("w:tr"))]
        has_head = any(columns_of(cells) is not None for cells, _ in rows)
        width = max((len(cells) for cells, _ in rows), default=0)
        labelled = any(label_of(one_line(" ".join(cells))) is not None for cells, _ in rows)
        if has_head:
            self._columns = width
        if has_head or (width > 1 and width == self._columns and not labelled):
            for cells, merged in rows:
                yield self._line(" ".join(cells), cells, merged)
            return
        # A table without lines that only lays out "1. | Jabatan | : | ..." or a signature: read it as text.
        for cells, _ in rows:
            paragraphs = [cell.split("\n") for cell in cells if cell.strip()]
            yield self._line(" ".join(parts[0] for parts in paragraphs))
            for parts in paragraphs:
                for part in parts[1:]:
                    yield self._line(part)

    def _row(self, row: Any) -> tuple[tuple[str, ...], frozenset[int]]:
        cells: list[str] = []
        merged: set[int] = set()
        for cell in row.iter(qn("w:tc")):
            if any(above.tag == qn("w:tc") for above in cell.iterancestors()):
                continue  # a nested table: its paragraphs belong to the outer cell
            if cell.vMerge == "continue":
                merged.add(len(cells))
                cells.append("")
            else:
                paragraphs = (self._paragraph(paragraph) for paragraph in cell.iter(qn("w:p")))
                cells.append("\n".join(text for text in paragraphs if text.strip()))
            cells.extend([""] * (cell.grid_span - 1))
        return tuple(cells), frozenset(merged)

    def _paragraph(self, paragraph: Any) -> str:
        parts: list[str] = []
        for node in paragraph.xpath(_RUNS):
            if node.tag == qn("w:t"):
                parts.append(node.text or "")
            elif node.tag == qn("w:noBreakHyphen"):
                parts.append("-")
            elif node.tag in (qn("w:tab"), qn("w:br"), qn("w:cr")):
                parts.append(" ")
        text = "".join(parts).replace("\n", " ").replace("\t", " ")
        # Word does not store the letter of an automatic list; without a sign, ten duties would read as one.
        return f"- {text}" if text.strip() and self._is_listed(paragraph) else text

    def _is_listed(self, paragraph: Any) -> bool:
        numbers = paragraph.xpath("./w:pPr/w:numPr/w:numId/@w:val")
        if numbers:
            return bool(numbers[0] != "0")
        styles = paragraph.xpath("./w:pPr/w:pStyle/@w:val")
        return bool(styles) and styles[0] in self._listed_styles


def _blocks(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _blocks(child)
