"""Numbers that somebody states with evidence, because no book holds them.

They are one word of the language (``manual``); the unit of the measure says what their months make. A
percentage is stated as a fraction, so months add before they are divided. An index or a mark is a
level: the last one stands, or their mean. Only what is counted is added.
"""

from __future__ import annotations

from decimal import Decimal

from takar.measurement.language import units
from takar.measurement.language.aggregates.base import Aggregate, Need
from takar.measurement.language.aggregates.columns import OfNumbers
from takar.measurement.language.amounts import Amounts, Fact, Group, Number
from takar.measurement.language.over import Over


class Manual(OfNumbers):
    """What is counted, added up: activities, documents, rupiah."""

    code = "manual"
    label = "Nilai manual dengan bukti"
    is_stated = True
    usual_over = Over.SUM
    empty = "Belum ada nilai manual yang diperiksa."
    note = "Nilainya diajukan di buku Nilai manual dengan bukti, lalu diperiksa Camat atau Sekretaris."
    grows = True

    def in_unit(self, unit: str) -> Aggregate:
        if units.scale_of(unit) is not None:
            return _SHARE
        return _AMOUNT if units.adds_up(unit) else _LEVEL

    def value(self, found: Amounts) -> Number | None:
        return found.total if found.base else None

    def sentence(self, column: str) -> str:
        return "Nilai yang dinyatakan dengan bukti dan sudah diperiksa, dijumlahkan."


class StatedShare(Manual):
    """A percentage, stated as a fraction."""

    needs = frozenset({Need.NUMBER, Need.PER_NUMBER})
    adds_columns = True
    usual_over = Over.WHOLE
    no_over = frozenset({Over.SUM})
    grows = False

    def amount(self, fact: Fact) -> Amounts:
        return Amounts(size=1, total=fact.value or Decimal(0))

    def base_amount(self, fact: Fact) -> Amounts:
        return Amounts(base=1, base_total=fact.value or Decimal(0))

    def group_amount(self, group: Group) -> Amounts:
        return Amounts(size=group.size, total=group.total)

    def base_group_amount(self, group: Group) -> Amounts:
        return Amounts(base=group.size, base_total=group.total)

    def value(self, found: Amounts) -> Number | None:
        return found.total * 100 / found.base_total if found.base_total else None

    def sentence(self, column: str) -> str:
        return (
            "Jumlah pembilang dibagi jumlah penyebut yang dinyatakan dengan bukti dan sudah diperiksa. "
            "Nilai lama yang ditulis tanpa keduanya dihitung sebagai sekian dari seratus."
        )


class StatedLevel(Manual):
    """An index, a mark, a mean: the last one stands."""

    usual_over = Over.LAST
    no_over = frozenset({Over.SUM, Over.WHOLE})
    grows = False

    def value(self, found: Amounts) -> Number | None:
        return found.latest[2] if found.latest else None

    def sentence(self, column: str) -> str:
        return "Nilai yang dinyatakan dengan bukti dan sudah diperiksa."


_AMOUNT, _SHARE, _LEVEL = Manual(), StatedShare(), StatedLevel()
