"""The words for what the history keeps of a column: codes and ISO dates become what people read."""

from __future__ import annotations

from typing import Any

from django.db import models

from takar.kernel.formatting import NOTHING, format_amount
from takar.kernel.money import MoneyField
from takar.ledger import sealing
from takar.ledger.books import Book
from takar.ledger.display import VEILED, as_text


def sealed_words(book: type[Book], name: str, value: Any) -> str:
    """The words for a column's value as the history keeps it: codes and ISO dates."""
    if isinstance(value, dict) and book.field(name).personal:
        return sealing.words(value).capitalize()
    if book.field(name).veiled:
        return VEILED if value else NOTHING
    if book.field(name).masked:
        return book.mask(name, value) or NOTHING
    field = book.find_field(name)
    if name == "kind":
        value = book.kinds.get(value, value)
    elif getattr(field, "choices", None):
        value = dict(field.flatchoices).get(value, value)  # type: ignore[union-attr]
    elif value is not None and isinstance(field, models.DateField | models.DecimalField):
        value = field.to_python(value)
        if isinstance(field, MoneyField):
            return format_amount(value)
    return as_text(value)
