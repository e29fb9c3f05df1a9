"""How long something took, from one step of an entry to another: the mean, and the share within a limit.

``since`` says where the span begins, the milestone of the term where it ends; its day puts the entry
into a month. An entry whose beginning is not known has no part.
"""

from __future__ import annotations

from takar.catalogue.units import Quantity
from takar.measurement.language.aggregates.base import Aggregate, Need
from takar.measurement.language.aggregates.shares import Share
from takar.measurement.language.amounts import Amounts, Fact, Group, Number
from takar.measurement.language.over import Over


class MeanTime(Aggregate):
    """The mean span of the entries selected."""

    code = "mean_time"
    label = "Rata-rata lama antara dua langkah"
    needs = frozenset({Need.TIME})
    usual_unit = "hari kerja, hari atau jam"
    no_units = frozenset({Quantity.COUNT, Quantity.MONEY, Quantity.PERCENT})
    no_over = frozenset({Over.SUM})
    empty = "Belum ada entri yang diketahui lamanya."

    def amount(self, fact: Fact) -> Amounts:
        return Amounts() if fact.value is None else Amounts(1, 1, fact.value)

    def group_amount(self, group: Group) -> Amounts:
        return Amounts(group.filled, group.filled, group.total)

    def value(self, found: Amounts) -> Number | None:
        return found.total / found.base if found.base else None

    def sentence(self, column: str) -> str:
        return f"Rata-rata {column} sampai langkah berikut."


class WithinTime(Share):
    """The percentage of the entries selected that took no longer than the limit."""

    code = "within_time"
    label = "Persentase dalam batas lama (5 hari kerja, 2 × 24 jam)"
    needs = frozenset({Need.TIME, Need.WITHIN})
    empty = "Belum ada entri yang diketahui lamanya, jadi belum ada persentase."

    def amount(self, fact: Fact) -> Amounts:
        if fact.value is None or fact.limit is None:
            return Amounts()
        return Amounts(size=int(fact.value <= fact.limit), base=1)

    def group_amount(self, group: Group) -> Amounts:
        return Amounts(size=group.timely, base=group.due)

    def value(self, found: Amounts) -> Number | None:
        return self.percentage(found.size, found.base)

    def sentence(self, column: str) -> str:
        return f"Persentase entri berikut yang selesai dalam {column}."
