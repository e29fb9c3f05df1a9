"""Rupiah as a column, and rupiah in words as receipts and closing acts spell it."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models

_ONES = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"), (100, "ratus"))


_ST = TypeVar("_ST", contravariant=True)
_GT = TypeVar("_GT", covariant=True)


class MoneyField(models.DecimalField[_ST, _GT]):
    """Rupiah with two stored decimals. Forms, lists, prints and exports know it and write it as money."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 18, "decimal_places": 2, **kwargs})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """To the database it is a decimal like any other: naming a column money needs no migration."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs


class Rupiah(property):
    """A computed amount, written as money wherever a :class:`MoneyField` is."""


def is_money(owner: type, name: str) -> bool:
    """Whether an attribute of a model is rupiah, stored or computed."""
    found = inspect.getattr_static(owner, name, None)
    return isinstance(found, Rupiah) or isinstance(getattr(found, "field", None), MoneyField)


def in_words(amount: Decimal | int) -> str:
    """``1250000`` -> ``satu juta dua ratus lima puluh ribu rupiah``; cents follow as "sen"."""
    value = Decimal(amount).quantize(Decimal("0.01"))
    whole, cents = divmod(abs(int(value * 100)), 100)
    text = f"{_spelt(whole)} rupiah"
    if cents:
        text += f" {_spelt(cents)} sen"
    return f"minus {text}" if value < 0 else text


def _spelt(number: int) -> str:
    if number < len(_ONES):
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    if number < 100:
        return _joined(f"{_ONES[number // 10]} puluh", number % 10)
    for scale, name in _SCALES:
        if number >= scale:
            many, rest = divmod(number, scale)
            # One hundred and one thousand are one word: seratus, seribu.
            head = f"se{name}" if many == 1 and scale <= 1000 else f"{_spelt(many)} {name}"
            return _joined(head, rest)
    raise AssertionError(number)


def _joined(head: str, rest: int) -> str:
    return f"{head} {_spelt(rest)}" if rest else head
