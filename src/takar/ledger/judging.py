"""What no entry may hold, wherever it comes from: the limits the forms put to people hold for the API, an
import, the command line and services alike.

:func:`takar.ledger.values.cleaned` first makes of a value what the column holds; here no query is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from takar.kernel.columns import day_of
from takar.kernel.decimals import MOST_DIGITS, TOO_LONG, is_kept_exactly
from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_number
from takar.ledger.books import Book
from takar.ledger.fields import least
from takar.ledger.models import Entry
from takar.ledger.multi_value import ManyField

_NOTHING: tuple[Any, ...] = (None, "", [])


def is_needed(book: type[Book], field: models.Field[Any, Any], kind: str) -> bool:
    """Whether the form of this kind insists on the column. A title may follow from other columns."""
    asked = book.field(field.name).required_for(kind)
    return asked or not (field.blank or field.has_default() or field.name == "title")


def refuse_faults(book: type[Book], entry: Entry, columns: Iterable[str], *, begun: bool = True) -> None:
    """Raise :class:`DomainError` for the first of these columns that holds what it may not.

    Asked before the book fills in what follows, so an empty column is refused that the book builds on.
    ``begun``: see :func:`refuse_gaps`.
    """
    for column in columns:
        field = book.find_field(column)
        if field is None:
            continue
        value = getattr(entry, column)
        if value not in _NOTHING:
            fault = _fault(book, field, value)
        else:
            asked = (
                begun and not field.is_relation and field.name != "title" and _asked(book, field, entry.kind)
            )
            # Books reckon with the day before they fill in anything.
            built_on = (field.is_relation or field.name == "occurred_on") and not field.null
            fault = _missing(book, field) if asked or built_on else ""
        if fault:
            raise DomainError(fault, field=field.name)


def refuse_gaps(book: type[Book], entry: Entry, columns: Iterable[str], *, begun: bool = True) -> None:
    """Raise for a column that is still empty after the book has filled in what follows from others.

    ``begun``: no for an entry that only keeps its place (a reserved number); what the book insists on
    comes when it is filled.
    """
    for column in columns:
        field = book.find_field(column)
        if field is None or getattr(entry, column) not in _NOTHING:
            continue
        name = field.name
        wanted = begun and (_asked(book, field, entry.kind) or book.field(name).required_for(entry.kind))
        if wanted or (getattr(entry, column) is None and not field.null):
            raise DomainError(_missing(book, field), field=name)


def refuse_long(book: type[Book], entry: Entry, columns: Iterable[str]) -> None:
    """Raise for a number that the book worked out of others and no column can hold: a slip in one of them."""
    for column in columns:
        field, value = book.find_field(column), getattr(entry, column)
        if isinstance(field, models.DecimalField) and value is not None:
            room = (field.max_digits or MOST_DIGITS) - (field.decimal_places or 0)
            if value.adjusted() >= room or not is_kept_exactly(value):
                raise DomainError(
                    f"{book.field_label(field.name)} menjadi {format_number(value)}, terlalu panjang untuk dicatat. "
                    "Periksa angka-angkanya."
                )


def _asked(book: type[Book], field: models.Field[Any, Any], kind: str) -> bool:
    """Whether the form of this kind has the column and insists on it."""
    return field.name in book.fields(kind) and is_needed(book, field, kind)


def _missing(book: type[Book], field: models.Field[Any, Any]) -> str:
    return f"Isi kolom {book.field_label(field.name)}."


def _fault(book: type[Book], field: models.Field[Any, Any], value: Any) -> str:
    if field.is_relation:
        return ""
    if field.name == "kind" and book.kinds:
        return "" if value in book.kinds else "Pilih jenis dari daftar."
    try:
        known = field.to_python(value)
        # Forms take the blanks around a text away before they judge it.
        field.run_validators(known.strip() if isinstance(known, str) else known)
    except ValidationError as error:
        return " ".join(error.messages)
    if field.choices:
        chosen = known if isinstance(field, ManyField) else [known]
        if not {code for code, _ in field.flatchoices}.issuperset(chosen):
            return f"Pilih {book.field_label(field.name).lower()} dari daftar."
    if isinstance(field, models.DecimalField) and not is_kept_exactly(known):
        return f"{book.field_label(field.name)}: {TOO_LONG[:1].lower()}{TOO_LONG[1:]}"
    if isinstance(field, models.DecimalField) and (floor := least(field)) is not None and known < floor:
        return f"{book.field_label(field.name)} tidak kurang dari {floor}."
    if isinstance(known, date) and (span := book.span_of(field.name)) is not None:
        return span.fault(day_of(known))
    return ""
