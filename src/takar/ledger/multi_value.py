"""Columns that hold several values of one list: the villages an activity reached, what it was about.

Stored as one text with a separator on both sides of every value (``|apbdes|add_dd|``): a plain
column, so it is sealed, corrected and imported like any other, and both databases answer "is this
value among them" with the same LIKE. A relation would need a join for every list and count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from takar.kernel.access import visible
from takar.ledger.models import Entry
from takar.organisation.actor import Actor

SEPARATOR = "|"
ALL = "*"
"""The value of "Semua" on the form and in a spreadsheet; never stored."""


def joined(values: Iterable[Any]) -> str:
    """The stored text; empty when there are none."""
    texts = [str(value) for value in values]
    return f"{SEPARATOR}{SEPARATOR.join(texts)}{SEPARATOR}" if texts else ""


def split(text: str) -> list[str]:
    return [part for part in text.split(SEPARATOR) if part]


def pattern(value: Any) -> str:
    """What ``column__contains`` asks for to find one value among several."""
    return f"{SEPARATOR}{value}{SEPARATOR}"


class ManyField(models.CharField):  # type: ignore[type-arg]
    """Several of the field's ``choices``, as a list of their codes.

    ``at_most`` keeps the text inside the column: a category of the effective milestones has room
    for 40 signs.
    """

    def __init__(self, *args: Any, at_most: int | None = None, **kwargs: Any) -> None:
        self.at_most = at_most
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if self.at_most is not None:
            kwargs["at_most"] = self.at_most
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> list[str]:
        return split(value or "")

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, str):
            return split(value)
        return [str(item) for item in value or ()]

    def get_prep_value(self, value: Any) -> str:
        return value if isinstance(value, str) else joined(value or ())

    def value_to_string(self, obj: models.Model) -> str:
        return joined(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        if self.at_most is not None and len(value) > self.at_most:
            raise ValidationError(f"Pilih paling banyak {self.at_most}.", code="too_many")

    def words(self, entry: Entry) -> list[str]:
        """What people read for the values of an entry."""
        named = dict(self.flatchoices)
        return [str(named.get(code, code)) for code in getattr(entry, self.attname)]

    def picker(self, actor: Actor, **common: Any) -> ManyPicker:
        return ManyPicker(choices=list(self.flatchoices), at_most=self.at_most, **common)


class ManyRowsField(ManyField):
    """Several rows of a reference table, as a list of their keys in text.

    ``named_in`` is the column beside it that keeps their names as they were when it was written: a
    list of entries reads no other table, and a book printed years later says what it said.
    """

    def __init__(self, *args: Any, model: str, named_in: str, **kwargs: Any) -> None:
        self.rows_of = model
        self.named_in = named_in
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "model": self.rows_of, "named_in": self.named_in}

    def words(self, entry: Entry) -> list[str]:
        names = str(getattr(entry, self.named_in))
        return names.split(", ") if names else []

    def picker(self, actor: Actor, **common: Any) -> ManyPicker:
        from django.apps import apps

        model = apps.get_model(self.rows_of)
        known = [(str(row.pk), row) for row in visible(actor, model)]
        offered = [(key, str(row)) for key, row in known if getattr(row, "retired_on", None) is None]
        whole = f"Semua {model._meta.verbose_name}"
        made = ManyPicker(choices=[(ALL, whole), *offered], at_most=self.at_most, **common)
        made.retired = {key: str(row) for key, row in known if getattr(row, "retired_on", None) is not None}
        return made


def choice_pairs(field: forms.ChoiceField) -> list[tuple[str, str]]:
    """Code and words of what a field offers."""
    pairs: list[tuple[Any, Any]] = list(field.choices)  # type: ignore[arg-type]
    return [(str(key), str(label)) for key, label in pairs]


class ManyPicker(forms.MultipleChoiceField):
    """Boxes to tick; gives the codes in the order of the list."""

    widget = forms.CheckboxSelectMultiple
    retired: dict[str, str]

    def __init__(self, *, at_most: int | None = None, **kwargs: Any) -> None:
        self.at_most = at_most
        self.retired = {}
        super().__init__(**kwargs)

    def keep(self, chosen: Iterable[str]) -> None:
        """Offer what an entry already names although it is retired: a correction must not lose it."""
        gone = [(key, self.retired[key]) for key in chosen if key in self.retired]
        if gone:
            self.choices = [*self._known(), *gone]

    def _known(self) -> list[tuple[str, str]]:
        return choice_pairs(self)

    def clean(self, value: Any) -> list[str]:
        picked = {str(item) for item in super().clean(value)}
        keys = [key for key, _ in self._known() if key != ALL]
        chosen = keys if ALL in picked else [key for key in keys if key in picked]
        if self.at_most is not None and len(chosen) > self.at_most:
            raise ValidationError(f"Pilih paling banyak {self.at_most}.", code="too_many")
        return chosen
