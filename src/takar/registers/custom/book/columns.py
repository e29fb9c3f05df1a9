"""A declared column as a Django field, so that forms, lists and exports treat it as any other.

These fields belong to no model and no table; they only say what a value is.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import escape

from takar.kernel.columns import DayField
from takar.kernel.encrypted import EncryptedText
from takar.kernel.money import MoneyField
from takar.kernel.spans import FAR
from takar.ledger.models import Area
from takar.organisation.models import Person, Position, Village
from takar.registers.custom.declaration import ColumnPlan, ColumnType

SHORT, LONG = 200, 2000
"""Longest short and long text, in signs."""

REFERENCES: dict[ColumnType, type[models.Model]] = {
    ColumnType.VILLAGE: Village,
    ColumnType.PERSON: Person,
    ColumnType.POSITION: Position,
    ColumnType.AREA: Area,
}


class WholeNumber(forms.IntegerField):
    """A whole number as people write it: ``1.250`` is one thousand two hundred and fifty."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and re.fullmatch(r"\s*-?\d{1,3}(\.\d{3})+\s*", value):
            value = value.replace(".", "")
        try:
            return super().to_python(value)
        except ValidationError:
            raise ValidationError(
                f"“{value}” bukan bilangan bulat. Tulis misalnya 1.250.", code="invalid"
            ) from None


class WholeColumn(models.BigIntegerField):  # type: ignore[type-arg]
    def formfield(self, **kwargs: Any) -> Any:
        limits = {"min_value": -(10**15), "max_value": 10**15}
        return WholeNumber(**{**limits, **{n: kwargs[n] for n in ("label", "help_text", "required")}})


class SignedColumn(models.DecimalField):  # type: ignore[type-arg]
    """A measured number, which may lie below zero."""

    signed = True


class ChoiceColumn(models.CharField):  # type: ignore[type-arg]
    """A closed list. A retired choice stays valid in entries that already hold it."""

    retired_choices: frozenset[str] = frozenset()


def field_of(column: ColumnPlan) -> models.Field[Any, Any]:
    """The field that describes a column kept in the entry's own values."""
    common: dict[str, Any] = {
        "verbose_name": column.label,
        "help_text": escape(column.help),  # pages take help as HTML; this one an operator wrote
        "blank": not column.required or bool(column.kinds),  # else the book says of which kinds it is asked
    }
    made: models.Field[Any, Any]
    match column.type:
        case ColumnType.TEXT:
            made = models.CharField(max_length=SHORT, **common)
        case ColumnType.PERSONAL:
            made = EncryptedText(max_length=SHORT, **common)
        case ColumnType.LONG_TEXT:
            made = models.CharField(max_length=LONG, **common)
        case ColumnType.WHOLE:
            made = WholeColumn(null=True, **common)
        case ColumnType.DECIMAL:
            made = SignedColumn(null=True, max_digits=18, decimal_places=4, **common)
        case ColumnType.MONEY:
            made = MoneyField(null=True, **common)
        case ColumnType.DATE:
            made = DayField(null=True, **common, span=FAR)
        case ColumnType.YES_NO:
            made = models.BooleanField(null=True, choices=[(True, "Ya"), (False, "Tidak")], **common)
        case ColumnType.CHOICE:
            choices = [(option.key, option.label) for option in column.options]
            made = choice = ChoiceColumn(max_length=40, choices=choices, **common)
            choice.retired_choices = frozenset(o.key for o in column.options if o.retired)
        case _:
            made = models.ForeignKey(
                REFERENCES[column.type], models.PROTECT, null=True, related_name="+", **common
            )
    made.set_attributes_from_name(column.name)
    return made


def cleaned(field: models.Field[Any, Any], value: Any, office_id: int) -> Any:
    """The value as it is stored. Raises ValidationError; values that came without a form are checked here."""
    if value is None or value == "":
        return None
    if isinstance(field, models.ForeignKey):
        model: type[models.Model] = field.remote_field.model
        row = value if isinstance(value, model) else None
        if row is None or (model is not Area and getattr(row, "office_id", None) != office_id):
            raise ValidationError("Pilih dari daftar milik kantor ini.")
        return row.pk
    known = field.to_python(value)
    if isinstance(field, models.DecimalField) and isinstance(known, Decimal) and not known.is_finite():
        raise ValidationError("Tulis angka.")
    if field.choices and known not in dict(field.flatchoices):
        raise ValidationError("Pilih dari daftar.")
    field.run_validators(known)
    return known
