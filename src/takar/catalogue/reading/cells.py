"""Text of one line or one table cell: marks and HTML taken off, lists taken apart.

Decrees arrive converted from Word by many tools, so cells carry the remains of Markdown (``**bold**``)
and HTML (``<ul> - one - two``, often never closed). The words themselves are never changed here.
"""

from __future__ import annotations

import html
import re

from bs4 import BeautifulSoup

_TAG = re.compile(
    r"</?(?:ul|ol|li|br|p|div|span|b|i|u|em|strong|font|a|sup|sub|table|tbody|tr|td)\b[^<>]*>", re.IGNORECASE
)
_LIST_TAG = re.compile(r"<(?:ul|ol|li)\b[^<>]*>", re.IGNORECASE)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u0000-\u0008\u000e-\u001f]")
# A lone asterisk is a mark only when it hugs the words: "(A / B) * 100%" must keep its multiplication.
_ITALIC = re.compile(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])")
_BULLET = re.compile(r"^\s*[-–•▪·]\s+")
_MARKER = re.compile(r"^\s*(?:[-–•▪·]\s+|\(?(?:[a-z]|\d{1,2})[.)]\s+)")
# Inside a list without <li>, " - " opens an item only before a capital or a digit ("barang - barang").
_NEXT_BULLET = re.compile(r"(?:^|\s)[-–•▪·]\s+(?=[A-Z0-9])")
_NOTHING = re.compile(r"^[\s\-–—_.…:]*$")

_LONGEST_PARSED = 20_000


def one_line(text: str) -> str:
    """Whitespace of every kind (tabs, no-break spaces, page breaks) becomes single spaces."""
    return " ".join(_INVISIBLE.sub("", text).split())


def without_marks(text: str) -> str:
    """Markdown bold and italic marks removed; a bold run over several lines leaves half its marks on each."""
    return _ITALIC.sub(r"\1", text.replace("**", ""))


def plain(text: str) -> str:
    """One readable line: no HTML, no marks."""
    return one_line(without_marks(_markup_to_text(text)))


def is_blank(text: str) -> bool:
    """Empty, or only the dashes, dots and rules people draw where nothing is to be said."""
    return _NOTHING.match(text) is not None


def has_list(cell: str) -> bool:
    return _LIST_TAG.search(cell) is not None


def items(cell: str) -> tuple[str, ...]:
    """What a cell lists: HTML items, the paragraphs of a Word cell, or the one thing it says."""
    text = without_marks(_markup_to_text(cell))
    bulleted = _BULLET.match(text) is not None
    if (has_list(cell) and "<li" not in cell.lower()) or bulleted:
        text = _NEXT_BULLET.sub("\n- ", text)
    pieces = [line for line in text.split("\n") if not is_blank(line)]
    found: list[str] = []
    for piece in pieces:
        words = one_line(_MARKER.sub("", piece) if len(pieces) > 1 or bulleted else piece)
        if not words or is_blank(words):
            continue
        if found and words[0].islower() and not _MARKER.match(piece):
            found[-1] = f"{found[-1]} {words}"  # a wrapped line of the same item
        else:
            found.append(words)
    return tuple(found)


def _markup_to_text(text: str) -> str:
    if _TAG.search(text) is None:
        return html.unescape(text) if "&" in text else text
    # Declarations ("<!", "<?") never occur in a cell but make the parser reject the whole of it.
    cleaned = text.replace("<!", " ").replace("<?", " ")
    if len(cleaned) > _LONGEST_PARSED:
        return html.unescape(_TAG.sub("\n", cleaned))
    soup = BeautifulSoup(cleaned, "html.parser")
    for tag in soup.find_all(["br", "li", "p", "div", "tr"]):
        tag.insert_before("\n")
    return soup.get_text()
