"""A table that is no book: the lines inside an entry, a computed list. One component draws them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

ONE_PIECE = 12
"""Texts up to this long are not broken: "1 Des 2026"."""

BROAD = 7
"""Columns beside the first that still fit next to an entry's timeline."""


@dataclass(frozen=True)
class Row:
    """``title`` stands first and is what a phone shows, with ``meta`` above it and the state beside it."""

    title: str
    cells: Sequence[str] = ()
    sub: str = ""
    url: str = ""
    state: str = ""
    tone: str = "neutral"
    meta: str = ""
    action: str = ""
    action_url: str = ""


@dataclass(frozen=True)
class Table:
    title: str
    columns: Sequence[str]
    """Headings of the cells after the first column."""
    rows: Sequence[Row]
    first: str = "Nama"
    numeric: frozenset[int] = field(default_factory=frozenset)
    """Places of cells that are numbers."""
    note: str = ""
    empty: str = ""

    @property
    def is_broad(self) -> bool:
        """Too many columns for the room beside the timeline."""
        return len(self.columns) > BROAD

    @property
    def headings(self) -> list[tuple[str, bool]]:
        return [(label, place in self.numeric) for place, label in enumerate(self.columns)]

    @property
    def lines(self) -> list[tuple[Row, list[tuple[str, str]]]]:
        """Each row with its cells and the class of each: numbers to the right, dates and NIP in one piece."""
        return [
            (row, [(text, self._class(place, text)) for place, text in enumerate(row.cells)])
            for row in self.rows
        ]

    def _class(self, place: int, text: str) -> str:
        if place in self.numeric:
            return "num nowrap"
        whole = len(text) <= ONE_PIECE or not any(letter.isalpha() for letter in text)
        return "nowrap" if whole else ""

    @property
    def has_states(self) -> bool:
        return any(row.state for row in self.rows)

    @property
    def has_actions(self) -> bool:
        return any(row.action for row in self.rows)
