"""The steps between a file and a decree: lines, pieces of text, table rows, positions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from takar.catalogue.reading.cells import plain

Role = Literal["objective", "name", "formula", "source"]
FunctionsState = Literal["absent", "blank", "none", "listed"]


@dataclass(frozen=True)
class Line:
    """One line of a text file, or one paragraph or table row of a Word file."""

    number: int
    raw: str
    cells: tuple[str, ...] = ()
    """Empty when the line is no table row; otherwise the raw cells, the empty ones included."""
    merged: frozenset[int] = frozenset()
    """Cells of a Word table that continue the cell above them."""
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", plain(self.raw))


@dataclass
class Piece:
    """A duty or a function, with the line it began on."""

    text: str
    line: int


@dataclass
class RawRow:
    line: int
    objective: str
    name: str
    formula: str
    source: str
    """Raw, because only the final reading knows whether it is a list."""
    after_gap: bool
    """A blank line, a page number or a repeated table head stood before it: the sign of a page break."""
    merged: frozenset[Role] = frozenset()


@dataclass
class RawPosition:
    line: int
    printed_title: str
    has_heading: bool
    duties: list[Piece] = field(default_factory=list)
    functions: list[Piece] = field(default_factory=list)
    functions_state: FunctionsState = "absent"
    functions_line: int = 0
    has_duties_label: bool = False
    has_table: bool = False
    rows: list[RawRow] = field(default_factory=list)

    @property
    def is_hollow(self) -> bool:
        """Only a "Jabatan :" line, as in a signature block; no position of the decree looks like that."""
        return not (self.has_duties_label or self.has_table or self.functions_state != "absent")
