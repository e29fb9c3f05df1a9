"""How many there are: entries, or different things that entries are about."""

from __future__ import annotations

from takar.measurement.language.aggregates.base import Aggregate, FromTally, Need
from takar.measurement.language.amounts import Amounts, Fact, Number


class Count(Aggregate):
    """The number of entries selected; an entry is never counted twice."""

    code = "count"
    label = "Banyaknya entri"
    from_tally = FromTally.SIZES
    grows = True
    is_whole = True

    def value(self, found: Amounts) -> Number:
        return found.size

    def sentence(self, column: str) -> str:
        return "Banyaknya entri berikut, masing-masing satu kali."


class Distinct(Aggregate):
    """The number of different subjects (employees, vehicles, villages) of the entries selected.

    Months do not add up to the year: who appears in two months is one in the year.
    """

    code = "distinct"
    label = "Banyaknya yang berbeda (pegawai, kendaraan, desa)"
    needs = frozenset({Need.SUBJECT})
    from_tally = FromTally.SUBJECTS
    grows = True
    is_whole = True
    # Who appeared once does not appear anew: an even pace would forecast more people than there are.
    has_even_pace = False

    def amount(self, fact: Fact) -> Amounts:
        return Amounts(size=1, subjects=named(fact))

    def value(self, found: Amounts) -> Number:
        return len(found.subjects)

    def sentence(self, column: str) -> str:
        return "Banyaknya yang berbeda di antara entri berikut; yang muncul beberapa kali dihitung satu."


def named(fact: Fact) -> frozenset[str]:
    """What the entry is about; an entry about nothing is not about one thing more."""
    return frozenset([fact.subject]) if fact.subject else frozenset()
