"""Counting the money of a closed month again, and the forms that ask for notes and coins."""

from __future__ import annotations

from typing import Any

from django import forms

from takar.kernel import clock
from takar.kernel.formatting import format_number
from takar.ledger.actions import Action, Outcome, for_book
from takar.ledger.books import Change
from takar.ledger.fields import OfficeDateField, OfficeMoneyField
from takar.organisation.actor import Actor
from takar.registers.finance import services
from takar.registers.finance.book import CashClosings
from takar.registers.finance.models import DENOMINATIONS, CashClosing


class CountForm(forms.Form):
    """Notes and coins, the bank's balance, and why the sum differs from the book."""

    bank = OfficeMoneyField(
        label="Saldo bank menurut rekening koran (Rp)", min_value=0, max_digits=18, decimal_places=2
    )
    explanation = forms.CharField(
        label="Penjelasan selisih",
        required=False,
        max_length=500,
        help_text="Wajib bila uang yang dihitung berbeda dari saldo buku.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, counts: dict[str, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for worth in DENOMINATIONS:
            self.fields[f"d{worth}"] = forms.IntegerField(
                label=f"Rp{format_number(worth)}",
                required=False,
                min_value=0,
                max_value=1_000_000,
                initial=(counts or {}).get(str(worth)),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )

    @property
    def money(self) -> list[Any]:
        return [self[f"d{worth}"] for worth in DENOMINATIONS]

    @property
    def others(self) -> list[Any]:
        return [self[name] for name in self.fields if not name[1:].isdecimal()]

    def clean(self) -> dict[str, Any]:
        """The pieces of each worth become one answer, ``counts``."""
        data = super().clean() or {}
        data["counts"] = {worth: data.pop(f"d{worth}", None) or 0 for worth in DENOMINATIONS}
        return data


class CloseForm(CountForm):
    on = OfficeDateField(label="Tanggal penutupan", initial=clock.today)


class CountAgainForm(CountForm):
    reason = forms.CharField(label="Alasan perbaikan", max_length=500)


@for_book(CashClosings)
class CountAgain(Action[CashClosing]):
    """Until the superior has signed."""

    code = "count_again"
    slug = "hitung-kas"
    label = "Perbaiki hasil hitung"
    change = Change.CORRECTED
    form_class = CountAgainForm

    def heading(self, entry: CashClosing) -> str:
        return f"Perbaiki hasil hitung {entry.month_words}"

    def lead(self, actor: Actor, entry: CashClosing) -> str:
        return "Angka buku tidak berubah; yang diperbaiki hanya uang yang dihitung."

    def submit(self, entry: CashClosing) -> str:
        return "Simpan perbaikan"

    def form_options(self, actor: Actor, entry: CashClosing) -> dict[str, Any]:
        values = {"bank": entry.bank, "explanation": entry.explanation}
        return {"counts": entry.counts, "initial": values}

    def perform(self, actor: Actor, entry: CashClosing, cleaned: dict[str, Any]) -> Outcome:
        services.count_again(closing=entry, actor=actor, **cleaned)
        return Outcome("Hasil hitung diperbaiki; yang lama tetap terbaca di riwayat.")
