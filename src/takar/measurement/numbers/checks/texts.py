"""Words that were copied: the same description under many entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from takar.kernel.formatting import format_number
from takar.ledger.books import book_named
from takar.measurement.models import CheckRule
from takar.measurement.numbers.checks.findings import Finding, Kind
from takar.measurement.numbers.checks.rows import Look, Row, label, share_of

SHOWN = 60
"""Signs of a description in the sentence."""


def repeated(look: Look) -> Iterator[Finding]:
    """One finding for each book, with its most frequent description. One pass, by the folded text.

    Counted by quarter: what is done every month is a routine and rightly has one description.
    """
    least = look.bounds[CheckRule.Code.TITLES]
    for book, own in look.by_book:
        if not book_named(book).own_words:
            continue
        same: dict[tuple[str, int, int], list[Row]] = defaultdict(list)
        for row in own:
            same[_folded(row.title), row.on.year, (row.on.month - 1) // 3].append(row)
        many: dict[str, list[Row]] = defaultdict(list)
        for (text, _, _), rows in same.items():
            if text and len(rows) >= least:
                many[text] += rows
        if many:
            copied = [row for rows in many.values() for row in rows]
            most = max(many.values(), key=len)
            title = most[0].title
            shown = title if len(title) <= SHOWN else f"{title[: SHOWN - 1]}…"
            others = f" dan {format_number(len(many) - 1)} uraian lain" if len(many) > 1 else ""
            sentence = (
                f"{share_of(copied, own)} entri {label(book)} memakai uraian yang persis sama: “{shown}” "
                f"{format_number(len(most))} kali{others}."
            )
            yield look.finding(Kind.TITLES, book, sentence, copied)


def _folded(title: str) -> str:
    """Without what a copy changes to look new: capitals, spaces and signs."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in title.casefold()).split())
