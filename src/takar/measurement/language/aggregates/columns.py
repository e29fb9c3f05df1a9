"""Made of a number column; entries in which it is empty have no part."""

from __future__ import annotations

from takar.measurement.language.aggregates.base import Aggregate, Need
from takar.measurement.language.amounts import Amounts, Fact, Group, Number
from takar.measurement.language.over import Over


class OfNumbers(Aggregate):
    needs = frozenset({Need.NUMBER})

    def amount(self, fact: Fact) -> Amounts:
        if fact.value is None:
            return Amounts(size=1)
        return Amounts(1, 1, fact.value, latest=(fact.on, fact.entry, fact.value))

    def group_amount(self, group: Group) -> Amounts:
        return Amounts(group.size, group.filled, group.total)


class Sum(OfNumbers):
    """The sum of a number column of the entries selected."""

    code = "sum"
    label = "Jumlah suatu angka"
    adds_columns = True
    grows = True

    def value(self, found: Amounts) -> Number:
        return found.total

    def sentence(self, column: str) -> str:
        return f"Jumlah {column} dari entri berikut."


class Average(OfNumbers):
    """The mean of a number column over the entries that have one."""

    code = "average"
    label = "Rata-rata suatu angka"
    adds_columns = True
    no_over = frozenset({Over.SUM})
    empty = "Belum ada nilai yang dapat dirata-ratakan."

    def value(self, found: Amounts) -> Number | None:
        return found.total / found.base if found.base else None

    def sentence(self, column: str) -> str:
        return f"Rata-rata {column} dari entri berikut yang terisi."


class Index(OfNumbers):
    """A number column of the newest entry selected (the IKM of the last report)."""

    code = "index"
    label = "Nilai terbaru (indeks)"
    usual_over = Over.LAST
    no_over = frozenset({Over.SUM})
    empty = "Belum ada nilai indeks pada tahun ini."

    def value(self, found: Amounts) -> Number | None:
        return found.latest[2] if found.latest else None

    def sentence(self, column: str) -> str:
        return f"Nilai {column} dari entri terbaru berikut."
