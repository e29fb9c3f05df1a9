"""Sealed numbers as they are read: their value, their entries, and what each month had in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from takar.catalogue.models import Indicator
from takar.kernel.access import visible
from takar.kernel.formatting import format_date, format_number, rounded
from takar.kernel.period import Period
from takar.measurement.engine.calculation import amounts, value_over
from takar.measurement.language.amounts import NOTHING, Amounts, Fact, Number
from takar.measurement.language.loading import BadDefinition, read
from takar.measurement.language.measure import Measure
from takar.measurement.models import FrozenValue, PeriodClosing
from takar.organisation.actor import Actor


def acts_of_year(actor: Actor, year: int) -> list[PeriodClosing]:
    """Everything that was closed or restated in a year, the oldest first. One query."""
    return list(visible(actor, PeriodClosing).filter(period__startswith=str(year)).order_by("seq"))


def number_of(frozen: FrozenValue) -> Number | None:
    return None if frozen.value is None else rounded(frozen.value)


def said(number: Number | None) -> str:
    """A number that was counted, or that it was not."""
    return "belum diukur" if number is None else format_number(number)


def facts_of(frozen: FrozenValue) -> Sequence[Fact]:
    """The entries a sealed number was counted from, as they were."""
    return [
        Fact(
            entry, date.fromisoformat(on), what, subject,
            None if value is None else Decimal(value),
            None if due is None else date.fromisoformat(due),
            is_base,
            *part,
        )
        for entry, on, what, subject, value, due, *part, is_base in frozen.facts
    ]  # fmt: skip


def measure_of_seal(frozen: FrozenValue) -> Measure | None:
    """The measure as it stood when the number was sealed; None where nothing was measured.

    A definition this version cannot read leaves the sealed number standing, but nothing can be said of its
    parts: a page that only shows a closed year must not fall over it.
    """
    try:
        return read(frozen.definition, "sealed") if frozen.definition else None
    except BadDefinition:
        return None


def closed_words(act: PeriodClosing) -> str:
    """Ditutup 3 Apr 2026; a restatement says so."""
    word = "Disajikan kembali" if is_restated(act) else "Ditutup"
    return f"{word} {format_date(timezone.localtime(act.made_at).date())}"


def is_restated(act: PeriodClosing) -> bool:
    return act.kind == PeriodClosing.Kind.RESTATEMENT


class Seal:
    """The number in force of one closed period. Its entries are read only where they are asked for."""

    def __init__(self, frozen: FrozenValue, group: _Group) -> None:
        self.frozen = frozen
        self.act = frozen.act
        self.period = Period.parse(frozen.act.period)
        self._group = group

    @property
    def value(self) -> Number | None:
        return number_of(self.frozen)

    @cached_property
    def measure(self) -> Measure | None:
        return measure_of_seal(self._group.whole(self.frozen))

    @cached_property
    def facts(self) -> Sequence[Fact]:
        return facts_of(self._group.whole(self.frozen))

    @cached_property
    def months(self) -> dict[date, Amounts] | None:
        """First day of each month -> what the seal had in it. None where the months, put together again,
        do not give the sealed number: then nothing may be said about its parts."""
        if self.measure is None:
            return None
        by_month: dict[date, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            by_month[fact.on.replace(day=1)].append(fact)
        found = {month.start: amounts(self.measure, by_month[month.start]) for month in self.period.months}
        again = rounded(value_over(self.measure, list(found.values())))
        return found if again == self.value else None

    def can_tell(self, measure: Measure) -> bool:
        """Whether what was sealed can be put together with what the measure counts today."""
        if self.measure is None:
            return self.value is None  # nothing was measured then, so everything came later
        return self.months is not None and self.measure.aggregate == measure.aggregate

    def amounts_in(self, month: Period, measure: Measure) -> Amounts | None:
        """What the seal had in a month; None where that cannot be set beside what the measure finds today."""
        if not self.can_tell(measure):
            return None
        return NOTHING if self.months is None else self.months[month.start]

    def value_in(self, part: Period) -> Number | None:
        """What the sealed entries make in a part of the period; None where that cannot be known."""
        if self.months is None or self.measure is None:
            return None
        within = [found for start, found in self.months.items() if start in part]
        return rounded(value_over(self.measure, within))


class _Group:
    """Seals that were read together: when the entries of one are needed, those of all numbers of its period
    come in one query."""

    def __init__(self, numbers: Iterable[FrozenValue]) -> None:
        self._ids: dict[str, list[int]] = defaultdict(list)
        for number in numbers:
            self._ids[number.act.period].append(number.pk)
        self._whole: dict[int, FrozenValue] = {}

    def whole(self, frozen: FrozenValue) -> FrozenValue:
        if "facts" not in frozen.get_deferred_fields():
            return frozen
        if frozen.pk not in self._whole:
            rows = FrozenValue.objects.filter(pk__in=self._ids[frozen.act.period])
            self._whole |= {row.pk: row for row in rows}
        return self._whole[frozen.pk]


def seals_of_year(actor: Actor, year: int, indicator: Indicator | None = None) -> dict[int, dict[str, Seal]]:
    """Indicator id -> code of a closed period -> its seal in force. One query; of all indicators without the
    entries, which are read when they are asked for."""
    # The newest act last: it is the one that remains.
    rows = visible(actor, FrozenValue).select_related("act").order_by("act__seq")
    rows = rows.filter(act__period__startswith=str(year))
    rows = rows.defer("facts", "definition") if indicator is None else rows.filter(indicator=indicator)
    newest = {(row.indicator_id, row.act.period): row for row in rows}
    group = _Group(newest.values())
    found: dict[int, dict[str, Seal]] = defaultdict(dict)
    for (indicator_id, code), row in newest.items():
        found[indicator_id][code] = Seal(row, group)
    return found
