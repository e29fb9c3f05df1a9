"""What every way of counting says of itself, and the list of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from takar.catalogue.units import Quantity
from takar.measurement.language.amounts import Amounts, Fact, Group, Number
from takar.measurement.language.over import Over


class Need(StrEnum):
    """What an aggregate asks of a measure. All but SUBJECT are words of the language."""

    NUMBER = "number"
    """A number column that every book of the measure has."""
    DUE = "due"
    """A date column that every book of the measure has."""
    PER = "per"
    """What is divided by: other entries, or ``base``, a number that stands on a day."""
    PER_NUMBER = "per_number"
    """The number column that is divided by: of the entries of ``per``, or of the same entries."""
    SUBJECT = "subject"
    """Books that say what their entries are about, or, with ``distinct: village``, in which village."""
    SCALE = "scale"
    """Of how many a share is told: 100, 1.000, 10.000, 100.000."""
    TIME = "time"
    """How a span is measured, and ``since`` what: in working days, days or hours."""
    WITHIN = "within"
    """The longest span that is still in time."""
    PARTS = "parts"
    """Other measures, each with its weight."""


class FromTally(StrEnum):
    """What of the ledger's tally is enough to count, so that no single entry has to be read."""

    SIZES = "sizes"
    """How many entries, and how many of ``per``: :class:`Amounts` with ``size`` and ``base``."""
    SUBJECTS = "subjects"
    """Which subjects: :class:`Amounts` with ``size``, ``subjects`` and ``base_subjects``."""


class Aggregate(ABC):
    """One way to make a number of the entries found."""

    code: ClassVar[str]
    """The word of the language."""
    label: ClassVar[str]
    """On the form and in the list of measures."""
    needs: ClassVar[frozenset[Need]] = frozenset()
    from_tally: ClassVar[FromTally | None] = None
    """None where the entries themselves must be read."""
    adds_columns: ClassVar[bool] = False
    """Sums and counts of a column are enough (:meth:`group_amount`): the database adds, no entry is read."""
    is_stated: ClassVar[bool] = False
    """The number is stated in a book of its own, so the form asks for no book and no column."""
    usual_over: ClassVar[Over] = Over.WHOLE
    """How months make a year where the measure does not say."""
    no_over: ClassVar[frozenset[Over]] = frozenset()
    """Ways that would make nonsense of it. Percentages are never added up."""
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

    usual_unit: ClassVar[str] = ""
    """What its numbers are given in, whatever is counted."""
    no_units: ClassVar[frozenset[Quantity]] = frozenset()
    """Kinds of unit its numbers never have: a share of letters is no number of letters."""

    @property
    def asks(self) -> frozenset[Need]:
        """What the form has a field for."""
        return frozenset() if self.is_stated else self.needs

    def in_unit(self, unit: str) -> Aggregate:
        """The way that fits the unit, where the unit decides; its code stays the same."""
        return self

    def amount(self, fact: Fact) -> Amounts:
        """What one selected entry adds."""
        return Amounts(size=1)

    def base_amount(self, fact: Fact) -> Amounts:
        """What one entry of ``per`` adds."""
        return Amounts(base=1)

    def group_amount(self, group: Group) -> Amounts:
        """What entries taken together add: the sum of what each of them does."""
        raise NotImplementedError(f"{self.code} reads entries one by one")

    def base_group_amount(self, group: Group) -> Amounts:
        """The same for entries of ``per``."""
        return Amounts(base=group.size)

    @abstractmethod
    def value(self, found: Amounts) -> Number | None:
        """The number of one span; None where there is none: a percentage of nothing is not nought.

        A share is told of a hundred here; the engine brings it to the scale of the measure.
        """

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
