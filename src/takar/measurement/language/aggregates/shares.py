"""Shares: one number out of another, told of a hundred, a thousand or more.

What is divided by are other entries, a column of them, or a number that stands on a day (``base``):
villages of the office, inhabitants. The last is the one at the end of the period.
"""

from __future__ import annotations

from decimal import Decimal

from takar.catalogue.units import PERCENT, Quantity
from takar.measurement.language.aggregates.base import Aggregate, FromTally, Need
from takar.measurement.language.aggregates.counts import named
from takar.measurement.language.amounts import Amounts, Fact, Group, Number, Standing
from takar.measurement.language.over import Over


class Share(Aggregate):
    """What all shares have in common: months of them never add up."""

    no_over = frozenset({Over.SUM})
    usual_unit = f"{PERCENT}, atau misalnya per 1.000 penduduk"
    no_units = frozenset({Quantity.COUNT, Quantity.MONEY, Quantity.DURATION})
    empty = "Pembaginya nol, jadi belum ada persentase."

    def base_amount(self, fact: Fact) -> Amounts:
        return standing(fact) if fact.is_standing else self.divided_by(fact)

    def divided_by(self, fact: Fact) -> Amounts:
        """What one entry that is divided by adds."""
        return Amounts(base=1)

    @staticmethod
    def percentage(part: Number, whole: Number) -> Decimal | None:
        return Decimal(part * 100) / whole if whole else None


def standing(fact: Fact) -> Amounts:
    """One village of a list, or the number itself."""
    if fact.subject:
        return Amounts(standing=Standing(fact.on, Decimal(1), frozenset([fact.subject])))
    return Amounts(standing=Standing(fact.on, fact.value or Decimal(0)))


def _stands(found: Amounts) -> Decimal | None:
    return None if found.standing is None else found.standing.value


class Ratio(Share):
    """Entries selected as a share of the entries that ``per`` selects, or of ``base``."""

    code = "ratio"
    label = "Persentase dari entri lain"
    needs = frozenset({Need.PER, Need.SCALE})
    from_tally = FromTally.SIZES

    def value(self, found: Amounts) -> Number | None:
        stands = _stands(found)
        return self.percentage(found.size, found.base if stands is None else stands)

    def sentence(self, column: str) -> str:
        return "Persentase entri berikut dari pembaginya."


class RatioOfSums(Share):
    """A number column added up, as a share of another one: spent of planned, present of those who must be."""

    code = "ratio_of_sums"
    label = "Persentase jumlah dari jumlah (realisasi dari rencana)"
    needs = frozenset({Need.NUMBER, Need.PER, Need.PER_NUMBER, Need.SCALE})
    adds_columns = True
    note = "Tanpa buku pembagi, kedua angka diambil dari entri yang sama."

    def amount(self, fact: Fact) -> Amounts:
        return Amounts(size=1, total=fact.value or Decimal(0))

    def divided_by(self, fact: Fact) -> Amounts:
        return Amounts(base=1, base_total=fact.value or Decimal(0))

    def group_amount(self, group: Group) -> Amounts:
        return Amounts(size=group.size, total=group.total)

    def base_group_amount(self, group: Group) -> Amounts:
        return Amounts(base=group.size, base_total=group.total)

    def value(self, found: Amounts) -> Number | None:
        stands = _stands(found)
        return self.percentage(found.total, found.base_total if stands is None else stands)

    def sentence(self, column: str) -> str:
        return f"Jumlah {column}, dibagi jumlah pembaginya; bulan-bulan dijumlahkan dahulu, baru dibagi."


class DistinctRatio(Share):
    """Different subjects or villages of the entries selected, as a share of others or of ``base``.

    Of a list (the villages of the office) only those count that are on it at the end of the period:
    a village that was joined to another must not make thirteen of twelve.
    """

    code = "distinct_ratio"
    label = "Persentase yang berbeda (desa yang …, dari seluruh desa)"
    needs = frozenset({Need.SUBJECT, Need.PER, Need.SCALE})
    from_tally = FromTally.SUBJECTS

    def amount(self, fact: Fact) -> Amounts:
        return Amounts(size=1, subjects=named(fact))

    def divided_by(self, fact: Fact) -> Amounts:
        return Amounts(base=1, base_subjects=named(fact))

    def value(self, found: Amounts) -> Number | None:
        if found.standing is None:
            return self.percentage(len(found.subjects), len(found.base_subjects))
        members = found.standing.members
        counted = found.subjects if members is None else found.subjects & members
        return self.percentage(len(counted), found.standing.value)

    def sentence(self, column: str) -> str:
        return (
            "Banyaknya yang berbeda di antara entri berikut, dibagi banyaknya pembagi yang berbeda; "
            "yang muncul beberapa kali dihitung satu."
        )


class OnTime(Share):
    """The percentage of the entries selected that happened on or before their own due date."""

    code = "on_time"
    label = "Persentase tepat waktu"
    needs = frozenset({Need.DUE})
    adds_columns = True
    empty = "Belum ada entri dengan batas waktu, jadi belum ada persentase."

    def amount(self, fact: Fact) -> Amounts:
        if fact.due is None:
            return Amounts()
        return Amounts(size=int(fact.on <= fact.due), base=1)

    def group_amount(self, group: Group) -> Amounts:
        return Amounts(size=group.timely, base=group.due)

    def value(self, found: Amounts) -> Number | None:
        return self.percentage(found.size, found.base)

    def sentence(self, column: str) -> str:
        return f"Persentase entri berikut yang terjadi paling lambat pada {column}."
