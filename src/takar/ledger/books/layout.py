"""How a book is laid out: on the form, in the list, on paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column of the list. ``field`` is a field, a property, or a dotted path of them."""

    field: str
    label: str = ""
    numeric: bool = False
    on_phone: bool = False


@dataclass(frozen=True)
class Section:
    """A headed group of fields of the form and of the entry page."""

    label: str
    fields: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    """Only entries of these kinds have the section; empty means all."""


@dataclass(frozen=True)
class PrintedColumn:
    label: str
    field: str
    width: float = 1
    numeric: bool = False
    group: str = ""
    """Neighbours of one group stand under a common heading."""
    total: bool = False
    """Whether the last line adds the column up; the field must hold numbers."""


@dataclass(frozen=True)
class PrintedLayout:
    """The book as it is printed and signed, in its official columns."""

    title: str
    columns: tuple[PrintedColumn, ...]
