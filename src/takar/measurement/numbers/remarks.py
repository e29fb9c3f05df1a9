"""What is said beside an official number, in words: when it was closed, what the books say since.

The same words on pages, in commands and in downloads.
"""

from __future__ import annotations

from collections.abc import Sequence

from takar.kernel.formatting import format_number
from takar.kernel.period import Period
from takar.measurement.numbers.official import Figure
from takar.measurement.numbers.seals import closed_words, said

NAMED = 3
"""How many closed parts are named one by one."""


def remarks(figure: Figure) -> list[str]:
    """``Ditutup 3 Apr 2026``, ``buku kini 531``, ``termasuk 6 sesudah penutupan Triwulan II 2026``."""
    told = (closing_remark(figure), books_remark(figure), after_remark(figure), redefined_remark(figure))
    return [words for words in told if words]


def closing_remark(figure: Figure) -> str:
    """Empty where neither seal nor books ever had a number: there is nothing to guard."""
    if figure.seal is None or (figure.value is None and figure.books is None):
        return ""
    words = closed_words(figure.seal.act)
    return words if figure.has_own_seal else f"{words} bersama {figure.seal.period.describe()}"


def books_remark(figure: Figure) -> str:
    return f"buku kini {said(figure.books)}" if figure.is_drifted else ""


def redefined_remark(figure: Figure) -> str:
    """Why books and seal differ where no clerk did anything: without it entries seem to have been taken away."""
    moved = figure.is_drifted or figure.moved_parts
    return "cara menghitung berubah sejak ditutup" if moved and figure.is_redefined else ""


def after_remark(figure: Figure) -> str:
    if not figure.moved_parts:
        return ""
    closing = f"penutupan {_named(figure.moved_parts)}"
    after = figure.after_closing
    if after is None:
        return f"yang berubah sesudah {closing} tidak dapat dipisahkan"
    if after == 0:
        return f"sesudah {closing} ada entri yang berganti, angkanya tetap"
    words = f"termasuk {format_number(after)}" if after > 0 else f"berkurang {format_number(-after)}"
    return f"{words} sesudah {closing}"


def _named(parts: Sequence[Period]) -> str:
    names = [part.describe() for part in parts[:NAMED]]
    if len(parts) > NAMED:
        return ", ".join(names) + f" dan {len(parts) - NAMED} masa lain"
    return " dan ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
