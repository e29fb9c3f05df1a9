"""How the months of a longer period make one number. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from takar.measurement.language.amounts import Number


class Over(StrEnum):
    """A member, its words on the form, and what it adds to the sentence under a number."""

    label: str
    sentence: str

    WHOLE = "whole", "Dihitung sekali atas seluruh masa", ""
    """Worked out once over everything in the period."""
    SUM = "sum", "Nilai tiap bulan dijumlahkan", "Nilai tiap bulan dijumlahkan."
    LAST = (
        "last",
        "Nilai bulan terakhir yang ada",
        "Untuk periode yang lebih panjang dipakai nilai terakhir.",
    )
    AVERAGE = (
        "average",
        "Rata-rata nilai bulanan",
        "Untuk periode yang lebih panjang dipakai rata-rata nilai bulanan.",
    )
    MAX = (
        "max",
        "Nilai bulanan tertinggi",
        "Untuk periode yang lebih panjang dipakai nilai bulanan tertinggi.",
    )

    def __new__(cls, code: str, label: str = "", sentence: str = "") -> Over:
        made = str.__new__(cls, code)
        made._value_ = code
        made.label = label
        made.sentence = sentence
        return made

    @property
    def adds_up(self) -> bool:
        """Whether every month adds to the number of the year."""
        return self in {Over.WHOLE, Over.SUM}

    @property
    def skips_months_ahead(self) -> bool:
        """Whether a month that has not begun is no month yet: the last one would otherwise always be nought."""
        return self in {Over.LAST, Over.AVERAGE}

    def of(self, months: Sequence[Number]) -> Number:
        """The number of a period from those of its months, of which there is at least one."""
        match self:
            case Over.SUM:
                return sum(months)
            case Over.MAX:
                return max(months)
            case Over.AVERAGE:
                return Decimal(sum(months)) / len(months)
            case Over.LAST:
                return months[-1]
            case Over.WHOLE:
                raise ValueError("a period as a whole is not made of the numbers of its months")
            case _:
                assert_never(self)
