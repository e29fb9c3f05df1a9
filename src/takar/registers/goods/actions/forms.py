"""Forms with a quantity per item: what is asked for, approved, handed out or counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from takar.kernel import clock
from takar.ledger.fields import OfficeDateField, OfficeDecimalField, OfficeMoneyField


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
    """Fields ``q<item>``, and ``r<item>`` for a reason where asked; an empty quantity is none.

    What it gives on says the same by item: ``quantities`` (items left empty are not in it) and ``reasons``.
    """

    columns: ClassVar[tuple[str, ...]] = ()
    """Headings of the facts of a line."""
    quantity_label: ClassVar[str] = "Banyaknya"
    with_reasons: ClassVar[bool] = False

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            quantity = OfficeDecimalField(
                label=f"{line.name} ({line.unit})", required=False, min_value=0, max_digits=12, decimal_places=2,
                initial=line.initial,
            )  # fmt: skip
            quantity.widget.attrs |= {"class": "quantity", "aria-label": quantity.label}
            self.fields[f"q{line.item}"] = quantity
            if self.with_reasons:
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

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        written = {line.item: data.get(f"q{line.item}") for line in self.lines}
        data["quantities"] = {item: quantity for item, quantity in written.items() if quantity is not None}
        data["reasons"] = {line.item: data.get(f"r{line.item}", "") for line in self.lines}
        return data


class ApproveForm(QuantitiesForm):
    columns = ("Diminta", "Sisa")

    on = OfficeDateField(label="Tanggal disetujui", initial=clock.today)
    note = forms.CharField(label="Catatan", required=False, max_length=500)


class IssueForm(QuantitiesForm):
    columns = ("Disetujui", "Sisa")

    receiver = forms.CharField(label="Diserahkan kepada", max_length=200)
    on = OfficeDateField(label="Tanggal penyerahan", initial=clock.today)
    note = forms.CharField(label="Catatan", required=False, max_length=500)


class CountForm(QuantitiesForm):
    """Its only fields are the items'."""

    columns = ("Menurut buku",)
    quantity_label = "Hasil hitung"
    with_reasons = True


class PayForm(forms.Form):
    on = OfficeDateField(label="Tanggal dibayar", initial=clock.today)
    tax = OfficeMoneyField(label="PKB (Rp)", max_digits=14, decimal_places=2, min_value=0)
    levy = OfficeMoneyField(label="SWDKLLJ (Rp)", max_digits=14, decimal_places=2, min_value=0)
    fees = OfficeMoneyField(
        label="Biaya STNK/TNKB dan denda (Rp)", max_digits=14, decimal_places=2, min_value=0, required=False
    )
    valid_until = OfficeDateField(label="Berlaku sampai", ahead=True)
    note = forms.CharField(label="Nomor bukti bayar", required=False, max_length=200)
