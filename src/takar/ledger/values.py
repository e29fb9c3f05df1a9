"""Values on their way into an entry: what a form makes of them, made for whoever calls a service.

Texts lose the blanks around them and hold no sign that a database cannot store; a day is a day, a number a
number; a row that a value names exists and belongs to the office. Everything else a column refuses says
:mod:`takar.ledger.judging`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from takar.kernel.errors import DomainError
from takar.kernel.storable import UNSTORABLE, is_storable
from takar.ledger.books import Book
from takar.ledger.multi_value import ManyField, ManyRowsField


def cleaned(book: type[Book], office_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the entry's columns hold them. Raises :class:`DomainError` at the first that is none."""
    found = dict(values)
    for name, value in values.items():
        field = book.find_field(name)
        if field is None:
            continue
        label = book.field_label(field.name)
        try:
            found[name] = _cleaned(field, name, value, office_id, label)
        except ValidationError as error:
            raise DomainError(" ".join(error.messages), field=field.name) from error
    return found


def _cleaned(field: models.Field[Any, Any], name: str, value: Any, office_id: int, label: str) -> Any:
    if field.is_relation:
        return _row(field, name, value, office_id, label)
    if isinstance(field, ManyField):
        return _several(field, value, office_id, label)
    if isinstance(field, models.CharField | models.TextField):
        return _text(field, value)
    if value is None or isinstance(field, models.JSONField | models.UUIDField | models.FileField):
        # Nothing may still follow from other columns; whether it does, judging asks after the book has filled in.
        return field.get_default() if value is None and not field.null and field.has_default() else value
    if isinstance(value, float) and isinstance(field, models.IntegerField) and not value.is_integer():
        raise ValidationError(f"{label}: tulis bilangan bulat.")
    return field.to_python(value)


def _text(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None:
        return None if field.null else ""
    if not isinstance(value, str):
        value = str(field.to_python(value))
    if not is_storable(value):
        raise ValidationError(UNSTORABLE)
    return value.strip()


def _row(field: models.Field[Any, Any], name: str, value: Any, office_id: int, label: str) -> Any:
    """The row, or under the name of its key (``area_id``) the key."""
    if value is None:
        return None
    model: type[models.Model] = field.related_model  # type: ignore[assignment]
    by_key = name != field.name
    choose = ValidationError(f"Pilih {label.lower()} dari daftar.")
    if isinstance(value, model) == by_key:
        raise choose
    row = None if by_key or value._state.adding else value
    if row is None:
        try:
            row = model._default_manager.filter(pk=value if by_key else value.pk).first()
        except (TypeError, ValueError, OverflowError, ValidationError):
            row = None
    if row is None:
        raise choose
    if _office_of(row) not in (None, office_id):
        raise ValidationError(f"{label} ini milik kantor lain. Pilih dari daftar kantor Anda.")
    return value


def _several(field: ManyField, value: Any, office_id: int, label: str) -> list[str]:
    if value is not None and not isinstance(value, str | list | tuple):
        raise ValidationError(f"Pilih {label.lower()} dari daftar.")
    chosen = field.to_python(value)
    field.validate(chosen, None)
    if isinstance(field, ManyRowsField) and chosen:
        model = apps.get_model(field.rows_of)
        keys = [int(key) for key in chosen if key.isascii() and key.isdecimal() and len(key) < 19]
        rows = [
            row for row in model._default_manager.filter(pk__in=keys) if _office_of(row) in (None, office_id)
        ]
        if {str(row.pk) for row in rows} != set(chosen):
            raise ValidationError(f"Pilih {label.lower()} dari daftar kantor Anda.")
    return chosen


def _office_of(row: Any) -> int | None:
    """Whose row it is; None for what all offices share. An employee belongs to the office of the person."""
    owner = row if hasattr(row, "office_id") else getattr(row, "person", None)
    return getattr(owner, "office_id", None)
