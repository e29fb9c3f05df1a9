"""The columns of a book, one line each, and how the book is laid out on the form, in the list, on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from takar.kernel.spans import Span

Mark = Literal[
    "required", "kinds", "filter", "search", "identity", "resident", "personal", "masked", "veiled", "retired"
]  # fmt: skip
"""What can be said of a column and asked of all columns."""


@dataclass(frozen=True)
class Field:
    """A column of the book, declared once: everything that holds for it on every page and paper.

    In a section a bare name stands for a column of which the model says all there is to say.
    """

    name: str
    label: str = ""
    """The word this book uses for it, where the model's own word does not fit."""
    help: str = ""
    """The hint under it on the form; else the model's help text."""
    required: bool | tuple[str, ...] = False
    """Shared columns this book insists on; with kinds, columns that only those must fill in. Other own
    columns say so in the model."""
    kinds: tuple[str, ...] = ()
    """Only entries of these kinds have the column; empty means all. Others are not asked for it, store
    nothing in it and do not show it."""
    filter: bool = False
    """The list can be narrowed by it."""
    search: bool = False
    identity: bool = False
    """Entries that are the same in all such columns are doubles: warned about, skipped on import."""
    ahead: bool = False
    """A date that lies ahead (a time limit): "12/3" there means the next one."""
    span: Span | None = None
    """Days that make sense in it, where the model does not say."""
    words: str = ""
    """The property that says it in words on the entry page: ``2026-07`` is "Juli 2026"."""
    resident: bool = False
    """A resident's name. Names stay readable: an office must know whom it served."""
    personal: bool = False
    """It identifies a resident, or says how to reach somebody. The history seals a digest of it, not
    the value, and it is removed when its retention has passed."""
    masked: int = 0
    """Personal, and people see only so many of its last signs (a resident's NIK: 4). The whole value is
    read by keepers through takar.ledger.disclosure, which the history tells."""
    veiled: bool = False
    """Personal, and only those involved in an entry read it (who is concerned in a case). Everybody else
    learns that something is written there: in lists, pages, exports and prints. Evidence of such a book
    is theirs alone, too."""
    retired: bool = False
    """No longer asked for. Its values are shown, exported and kept in the history."""

    def __post_init__(self) -> None:
        if self.masked or self.veiled:
            object.__setattr__(self, "personal", True)

    def belongs_to(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds

    def required_for(self, kind: str) -> bool:
        required = self.required if isinstance(self.required, bool) else kind in self.required
        return required and self.belongs_to(kind)


@dataclass(frozen=True, init=False)
class Section:
    """A headed group of columns of the form and of the entry page."""

    label: str
    fields: tuple[Field, ...]

    def __init__(self, label: str, *fields: Field | str, kinds: tuple[str, ...] = ()) -> None:
        """``kinds``: of all columns in the section that do not say it themselves."""
        columns = (Field(column) if isinstance(column, str) else column for column in fields)
        object.__setattr__(self, "label", label)
        object.__setattr__(self, "fields", tuple(replace(f, kinds=f.kinds or kinds) for f in columns))


@dataclass(frozen=True)
class Column:
    """A column of the list. ``field`` is a field, a property, or a dotted path of them."""

    field: str
    label: str = ""
    numeric: bool = False
    on_phone: bool = False


@dataclass(frozen=True)
class PrintedColumn:
    label: str
    field: str
    width: float = 1
    numeric: bool = False
    group: str = ""
    """Neighbouring columns of one group share a heading."""
    total: bool = False
    """Whether the last line adds the column up; the field must hold numbers."""


@dataclass(frozen=True)
class PrintedLayout:
    """The book as it is printed and signed, in its official columns."""

    title: str
    columns: tuple[PrintedColumn, ...]
    fetched: tuple[str, ...] = ("effective",)
    """Rows fetched along, for properties that look into the history."""
    of_kinds: Mapping[str, PrintedLayout] = field(default_factory=dict)
    """Kind -> its own official columns, used when the list shows that kind alone (KIB A, KIB B)."""
