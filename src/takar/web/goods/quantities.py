"""A form with a quantity per item: what is asked for, approved, handed out or counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from takar.ledger.fields import OfficeDecimalField


@dataclass(frozen=True)
class Line:
    """One item of the form. ``facts``: texts of the columns between its name and the quantity."""

    item: int
    name: str
    unit: str
    facts: Sequence[str] = ()
    initial: Decimal | None = None
    reason: str = ""


class QuantitiesForm(forms.Form):
    """Fields ``q<item>``, and ``r<item>`` for a reason where asked; an empty quantity is none."""

    def __init__(self, *args: Any, lines: Sequence[Line], with_reasons: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.with_reasons = lines, with_reasons
        for line in lines:
            quantity = OfficeDecimalField(
                label=f"{line.name} ({line.unit})", required=False, min_value=0, max_digits=12, decimal_places=2,
                initial=line.initial,
            )  # fmt: skip
            quantity.widget.attrs |= {"class": "quantity", "aria-label": quantity.label}
            self.fields[f"q{line.item}"] = quantity
            if with_reasons:
                reason = forms.CharField(
                    label=f"Penjelasan {line.name}", required=False, max_length=300, initial=line.reason
                )
                reason.widget.attrs["aria-label"] = reason.label
                self.fields[f"r{line.item}"] = reason

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Lines with their bound fields, for the table."""
        return [
            {
                "name": line.name,
                "unit": line.unit,
                "facts": line.facts,
                "quantity": self[f"q{line.item}"],
                "reason": self[f"r{line.item}"] if self.with_reasons else None,
            }
            for line in self.lines
        ]

    @property
    def others(self) -> list[forms.BoundField]:
        """The fields that stand below the table."""
        own = {f"{letter}{line.item}" for line in self.lines for letter in "qr"}
        return [field for field in self if field.name not in own]

    def quantities(self) -> dict[int, Decimal]:
        """Item id -> what was written; items left empty are not in it."""
        found = {line.item: self.cleaned_data.get(f"q{line.item}") for line in self.lines}
        return {item: quantity for item, quantity in found.items() if quantity is not None}

    def reasons(self) -> dict[int, str]:
        return {line.item: self.cleaned_data.get(f"r{line.item}", "") for line in self.lines}
