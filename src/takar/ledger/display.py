"""What people read for a value of an entry: choices by their label, dates and numbers as written here."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.utils import timezone

from takar.kernel.formatting import NOTHING, format_amount, format_date, format_moment, format_number
from takar.kernel.money import MoneyField, is_money
from takar.ledger.books import Book
from takar.ledger.models import Entry
from takar.ledger.multi_value import ManyField
from takar.ledger.sealing import REMOVED

GONE = "Dihapus"
"""Stands for personal data whose retention has passed."""

VEILED = "Disamarkan"
"""Stands for a value that only those involved in the entry read."""


def raw(entry: Entry, path: str) -> Any:
    """The value at a dotted path; None when a step on the way is None."""
    value: Any = entry
    for step in path.split("."):
        if value is None:
            return None
        try:
            value = getattr(value, step)
        except ObjectDoesNotExist:  # a derived row that is not there (yet)
            return None
    return value


def shown(book: type[Book], entry: Entry, path: str) -> str:
    """The text of a column for this entry; an en dash when there is nothing."""
    if path == "state":
        return book.state_label(entry.state)
    if path == "kind":
        return book.kinds.get(entry.kind, entry.kind) or NOTHING
    column = book.field(path)
    if not column.belongs_to(entry.kind):
        return NOTHING
    value = raw(entry, path)
    if column.veiled:
        return VEILED if value not in (None, "") else NOTHING
    if column.personal and value == REMOVED:
        return GONE
    if column.masked:
        return book.mask(path, value) or NOTHING
    if "." not in path:
        field = book.find_field(path)
        if isinstance(field, ManyField):
            return ", ".join(field.words(entry)) or NOTHING
        choices = getattr(field, "choices", None)
        if choices:
            return str(dict(choices).get(value, value)) or NOTHING
    if isinstance(value, Decimal) and writes_money(book, entry, path):
        return format_amount(value)
    return as_text(value)


def writes_money(book: type[Book], entry: Entry, path: str) -> bool:
    """Whether a column is rupiah: of the book, of a row that belongs to the entry, or computed."""
    way, _, name = path.rpartition(".")
    field = None if way else book.find_field(name)
    if field is not None:
        return isinstance(field, MoneyField)
    return is_money(type(raw(entry, way) if way else entry), name)


def whole(book: type[Book], entry: Entry, path: str) -> str:
    """The full text of a column, for people who may read all of it."""
    value = raw(entry, path)
    return GONE if book.field(path).personal and value == REMOVED else as_text(value)


def as_text(value: Any) -> str:
    match value:
        case None | "":
            return NOTHING
        case bool():
            return "Ya" if value else "Tidak"
        case datetime():
            return format_moment(timezone.localtime(value))
        case date():
            return format_date(value)
        case Decimal():
            return format_number(value)
        case int():
            # numbers of entries and counts: a running number 1234 keeps its plain writing
            return str(value)
        case list():
            return ", ".join(str(item) for item in value) or NOTHING
    return str(value)


def related_paths(book: type[Book], paths: list[str]) -> list[str]:
    """Foreign keys to fetch along with the entries, so that a list needs no query per row."""
    found = set()
    for path in paths:
        first = path.split(".")[0]
        try:
            field = book.model._meta.get_field(first)
        except FieldDoesNotExist:
            continue
        if isinstance(field, models.OneToOneRel):
            found.add(first)
        elif isinstance(field, models.ForeignKey):
            found.add(first)
            # A row may need another to say its name: an employee is called what the person is.
            names = getattr(field.remote_field.model, "named_by", ())
            found |= {f"{first}__{name}" for name in names}
    return sorted(found)
