"""Measures made of the numbers of other measures: growth against the year before, and a weighted index.

They find nothing themselves. The engine counts what they are made of, gives each part's number of the
same span, and asks for the number these make together.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar

from takar.catalogue.units import PERCENT, Quantity
from takar.measurement.language.aggregates.base import Aggregate, Need
from takar.measurement.language.amounts import Amounts, Number
from takar.measurement.language.over import Over


class Combined(Aggregate):
    needs = frozenset({Need.PARTS})
    no_over = frozenset({Over.SUM})
    looks_back: ClassVar[bool] = False
    """Its one part is taken twice: this year and in the same months of the year before."""

    @abstractmethod
    def combined(self, numbers: Sequence[Number | None], weights: Sequence[Decimal]) -> Number | None:
        """The number the parts make together; None where one of them has none."""

    def value(self, found: Amounts) -> Number | None:
        raise TypeError(f"{self.code} is made of measures, not of entries")


class Growth(Combined):
    """(This year - last year) / last year, over the same months."""

    code = "growth"
    label = "Pertumbuhan dari tahun sebelumnya"
    looks_back = True
    usual_unit = PERCENT
    no_units = frozenset({Quantity.COUNT, Quantity.MONEY, Quantity.DURATION})
    empty = (
        "Belum ada pertumbuhan: nilai tahun ini atau tahun sebelumnya belum ada, atau tahun sebelumnya nol."
    )
    note = "Bulan yang sudah berakhir dibandingkan dengan bulan yang sama tahun sebelumnya."

    def combined(self, numbers: Sequence[Number | None], weights: Sequence[Decimal]) -> Number | None:
        now, before = numbers
        if now is None or not before:
            return None
        return Decimal(now - before) * 100 / Decimal(before)

    def sentence(self, column: str) -> str:
        return (
            "Selisih dengan tahun sebelumnya dalam persen dari tahun sebelumnya, pada bulan-bulan yang sama; "
            "bulan yang belum berakhir tidak ikut."
        )


class Composite(Combined):
    """Several measures, each with its weight of a hundred."""

    code = "composite"
    label = "Indeks gabungan beberapa ukuran berbobot"
    empty = "Belum semua bagian indeks ini mempunyai nilai."
    note = "Bobot semua bagian berjumlah 100. Tanpa nilai salah satu bagian, indeksnya belum ada."

    def combined(self, numbers: Sequence[Number | None], weights: Sequence[Decimal]) -> Number | None:
        found = [number for number in numbers if number is not None]
        if len(found) < len(numbers):
            return None
        return sum((Decimal(n) * w for n, w in zip(found, weights, strict=True)), Decimal(0)) / 100

    def sentence(self, column: str) -> str:
        return "Nilai tiap bagian dikalikan bobotnya, dijumlahkan, lalu dibagi seratus."
