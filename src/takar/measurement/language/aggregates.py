"""The ways to make a number of the entries a measure found: one class for each, and all about it.

Everything else asks the class: the form what to show, the rules what must be there, the engine where
to read, the forecast what the number does over a year. A new way is a class in this file. Pure: no
database, no clock.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from takar.measurement.language.amounts import Amounts, Fact, Number
from takar.measurement.language.over import Over


class Need(StrEnum):
    """What an aggregate asks of a measure; the first three are words of the language."""

    NUMBER = "number"
    """A number column that every book of the measure has."""
    DUE = "due"
    """A date column that every book of the measure has."""
    PER = "per"
    """The entries a percentage is taken of."""
    SUBJECT = "subject"
    """Books that say what their entries are about."""


class FromTally(StrEnum):
    """What of the ledger's tally is enough to count, so that no single entry has to be read."""

    SIZES = "sizes"
    """How many entries, and how many of ``per``: :class:`Amounts` with ``size`` and ``base``."""
    SUBJECTS = "subjects"
    """Which subjects: :class:`Amounts` with ``size`` and ``subjects``."""


class Aggregate(ABC):
    """One way to make a number of the entries found."""

    code: ClassVar[str]
    """The word of the language."""
    label: ClassVar[str]
    """On the form and in the list of measures."""
    needs: ClassVar[frozenset[Need]] = frozenset()
    from_tally: ClassVar[FromTally | None] = None
    """None where the entries themselves must be read."""
    is_stated: ClassVar[bool] = False
    """The number is stated in a book of its own, so the form asks for no book and no column."""
    usual_over: ClassVar[Over] = Over.WHOLE
    """How months make a year where the measure does not say."""
    empty: ClassVar[str] = "Belum ada nilai pada masa ini."
    """Why there is no number."""
    note: ClassVar[str] = ""
    """What the form says about this way of counting."""
    grows: ClassVar[bool] = False
    """Whether what happens in a month is added to the number of the year."""
    is_whole: ClassVar[bool] = False
    """Whether the number is one of whole things, also where it is forecast."""
    has_even_pace: ClassVar[bool] = True
    """Whether a number that grows may be forecast from the pace so far alone."""

    @property
    def asks(self) -> frozenset[Need]:
        """What the form has a field for."""
        return frozenset() if self.is_stated else self.needs

    def amount(self, fact: Fact) -> Amounts:
        """What one selected entry adds."""
        return Amounts(size=1)

    @abstractmethod
    def value(self, found: Amounts) -> Number | None:
        """The number of one span; None where there is none: a percentage of nothing is not nought."""

    @abstractmethod
    def sentence(self, column: str) -> str:
        """What is done with the entries; ``column`` is the label of the number or due date."""

    def __str__(self) -> str:
        return self.code


_known: dict[str, Aggregate] = {}


def register(made: Aggregate) -> Aggregate:
    """Make the aggregate known. Their order here is their order on the form."""
    if made.code in _known:
        raise LookupError(f"two aggregates are called {made.code!r}")
    _known[made.code] = made
    return made


def all_aggregates() -> Sequence[Aggregate]:
    return list(_known.values())


def aggregate_named(code: str) -> Aggregate | None:
    return _known.get(code)


def _percentage(found: Amounts) -> Decimal | None:
    return Decimal(found.size * 100) / found.base if found.base else None


class _OfNumbers(Aggregate):
    """Made of a number column; entries in which it is empty have no part."""

    needs = frozenset({Need.NUMBER})

    def amount(self, fact: Fact) -> Amounts:
        if fact.value is None:
            return Amounts(size=1)
        return Amounts(1, 1, fact.value, latest=(fact.on, fact.entry, fact.value))


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
    """The number of different subjects (employees, vehicles) of the entries selected.

    Months do not add up to the year: who appears in two months is one in the year.
    """

    code = "distinct"
    label = "Banyaknya yang berbeda (pegawai, kendaraan)"
    needs = frozenset({Need.SUBJECT})
    from_tally = FromTally.SUBJECTS
    grows = True
    is_whole = True
    # Who appeared once does not appear anew: an even pace would forecast more people than there are.
    has_even_pace = False

    def amount(self, fact: Fact) -> Amounts:
        return Amounts(size=1, subjects=frozenset([fact.subject]))

    def value(self, found: Amounts) -> Number:
        return len(found.subjects)

    def sentence(self, column: str) -> str:
        return "Banyaknya yang berbeda di antara entri berikut; yang muncul beberapa kali dihitung satu."


class Sum(_OfNumbers):
    """The sum of a number column of the entries selected."""

    code = "sum"
    label = "Jumlah suatu angka"
    grows = True

    def value(self, found: Amounts) -> Number:
        return found.total

    def sentence(self, column: str) -> str:
        return f"Jumlah {column} dari entri berikut."


class Average(_OfNumbers):
    """The mean of a number column over the entries that have one."""

    code = "average"
    label = "Rata-rata suatu angka"
    empty = "Belum ada nilai yang dapat dirata-ratakan."

    def value(self, found: Amounts) -> Number | None:
        return found.total / found.base if found.base else None

    def sentence(self, column: str) -> str:
        return f"Rata-rata {column} dari entri berikut yang terisi."


class Ratio(Aggregate):
    """Entries selected as a percentage of the entries that ``per`` selects."""

    code = "ratio"
    label = "Persentase dari entri lain"
    needs = frozenset({Need.PER})
    from_tally = FromTally.SIZES
    empty = "Pembaginya nol, jadi belum ada persentase."

    def value(self, found: Amounts) -> Number | None:
        return _percentage(found)

    def sentence(self, column: str) -> str:
        return "Persentase entri berikut dari entri pembaginya."


class OnTime(Aggregate):
    """The percentage of the entries selected that happened on or before their own due date."""

    code = "on_time"
    label = "Persentase tepat waktu"
    needs = frozenset({Need.DUE})
    empty = "Belum ada entri dengan batas waktu, jadi belum ada persentase."

    def amount(self, fact: Fact) -> Amounts:
        if fact.due is None:
            return Amounts()
        return Amounts(size=int(fact.on <= fact.due), base=1)

    def value(self, found: Amounts) -> Number | None:
        return _percentage(found)

    def sentence(self, column: str) -> str:
        return f"Persentase entri berikut yang terjadi paling lambat pada {column}."


class Index(_OfNumbers):
    """A number column of the newest entry selected (the IKM of the last report)."""

    code = "index"
    label = "Nilai terbaru (indeks)"
    usual_over = Over.LAST
    empty = "Belum ada nilai indeks pada tahun ini."

    def value(self, found: Amounts) -> Number | None:
        return found.latest[2] if found.latest else None

    def sentence(self, column: str) -> str:
        return f"Nilai {column} dari entri terbaru berikut."


class Manual(_OfNumbers):
    """A number that somebody states with evidence, because no book holds it."""

    code = "manual"
    label = "Nilai manual dengan bukti"
    is_stated = True
    usual_over = Over.SUM
    empty = "Belum ada nilai manual yang diperiksa."
    note = "Nilainya diajukan di buku Nilai manual dengan bukti, lalu diperiksa Camat atau Sekretaris."
    grows = True

    def value(self, found: Amounts) -> Number | None:
        return found.total if found.base else None

    def sentence(self, column: str) -> str:
        return "Nilai yang dinyatakan dengan bukti dan sudah diperiksa."


COUNT = register(Count())
DISTINCT = register(Distinct())
SUM = register(Sum())
AVERAGE = register(Average())
RATIO = register(Ratio())
ON_TIME = register(OnTime())
INDEX = register(Index())
MANUAL = register(Manual())
