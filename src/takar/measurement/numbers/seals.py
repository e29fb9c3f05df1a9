"""Sealed numbers as they are read: their value, their entries, and what each month had in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone

from takar.catalogue.models import Indicator
from takar.kernel.access import visible
from takar.kernel.formatting import format_date, format_number, rounded
from takar.kernel.period import Period
from takar.measurement.engine.calculation import amounts, value_over
from takar.measurement.language.amounts import NOTHING, Amounts, Fact, Number
from takar.measurement.language.loading import read
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
    """The measure as it stood when the number was sealed; None where nothing was measured."""
    return read(frozen.definition, "sealed") if frozen.definition else None


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
        if self.value is None:
            return True
        return (
            self.months is not None
            and self.measure is not None
            and self.measure.aggregate == measure.aggregate
        )

    def amounts_in(self, month: Period, measure: Measure) -> Amounts | None:
        """What the seal had in a month; None where that cannot be told or set beside the measure's own."""
        if self.value is None:
            return NOTHING
        return self.months[month.start] if self.months is not None and self.can_tell(measure) else None

    def value_in(self, part: Period) -> Number | None:
        """What the sealed entries make in a part of the period; None where that cannot be known."""
        if self.months is None or self.measure is None:
            return None
        within = [found for start, found in self.months.items() if start in part]
        return rounded(value_over(self.measure, within))


class _Group:
    """Seals that were read together: when the entries of one are needed, those of all come in one query."""

    def __init__(self) -> None:
        self.numbers: list[FrozenValue] = []

    @cached_property
    def _whole(self) -> dict[int, FrozenValue]:
        return {row.pk: row for row in FrozenValue.objects.filter(pk__in=[n.pk for n in self._needed()])}

    def _needed(self) -> Iterable[FrozenValue]:
        return (number for number in self.numbers if number.state != "not_measured")

    def whole(self, frozen: FrozenValue) -> FrozenValue:
        return self._whole.get(frozen.pk) or FrozenValue(definition=None, facts=[])


def seals_of_year(actor: Actor, year: int, indicator: Indicator | None = None) -> dict[int, dict[str, Seal]]:
    """Indicator id -> code of a closed period -> its seal in force. One query, without the entries."""
    rows = _numbers(actor).filter(act__period__startswith=str(year))
    if indicator is not None:
        rows = rows.filter(indicator=indicator)
    newest = {(row.indicator_id, row.act.period): row for row in rows}
    group = _Group()
    group.numbers = list(newest.values())
    found: dict[int, dict[str, Seal]] = defaultdict(dict)
    for (indicator_id, code), row in newest.items():
        found[indicator_id][code] = Seal(row, group)
    return found


def _numbers(actor: Actor) -> QuerySet[FrozenValue]:
    # The newest act last: it is the one that remains.
    return visible(actor, FrozenValue).select_related("act").order_by("act__seq").defer("facts", "definition")
