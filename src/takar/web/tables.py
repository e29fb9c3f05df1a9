"""A table that is no book: the lines inside an entry, a computed list. One component draws them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


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
    def headings(self) -> list[tuple[str, bool]]:
        return [(label, place in self.numeric) for place, label in enumerate(self.columns)]

    @property
    def lines(self) -> list[tuple[Row, list[tuple[str, bool]]]]:
        return [
            (row, [(text, place in self.numeric) for place, text in enumerate(row.cells)])
            for row in self.rows
        ]

    @property
    def has_states(self) -> bool:
        return any(row.state for row in self.rows)

    @property
    def has_actions(self) -> bool:
        return any(row.action for row in self.rows)
