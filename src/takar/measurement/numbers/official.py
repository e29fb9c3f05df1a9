"""What documents cite: the closed number where a period is closed, else what the books say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from takar.catalogue.models import Indicator
from takar.kernel.access import visible
from takar.kernel.period import Period
from takar.measurement.engine.calculation import rounded
from takar.measurement.language.amounts import Fact, Number
from takar.measurement.language.loading import read
from takar.measurement.language.measure import Measure
from takar.measurement.models import FrozenValue, PeriodClosing
from takar.measurement.selectors import Realisation, realisations
from takar.organisation.actor import Actor


@dataclass(frozen=True)
class Closed(Realisation):
    """An indicator whose year is closed: ``total`` is the sealed number, ``books`` what the books say."""

    frozen: FrozenValue | None = None

    @cached_property
    def total(self) -> Number | None:
        return number_of(self.frozen) if self.frozen else None

    @property
    def books(self) -> Number | None:
        return self.total_in(Period.of_year(self.year))


def number_of(frozen: FrozenValue) -> Number | None:
    return None if frozen.value is None else rounded(frozen.value)


def as_closed(found: Realisation, frozen: FrozenValue | None) -> Realisation:
    """The same indicator with the number that was sealed; unchanged where nothing was."""
    if frozen is None:
        return found
    values = {field.name: getattr(found, field.name) for field in fields(Realisation)}
    return Closed(**values, frozen=frozen)


def official_realisations(actor: Actor, *, year: int) -> list[Realisation]:
    """Every indicator with the number that counts: sealed where the year is closed."""
    sealed = sealed_numbers(actor, Period.of_year(year))
    return [as_closed(found, sealed.get(found.indicator.pk)) for found in realisations(actor, year=year)]


def sealed_numbers(actor: Actor, period: Period) -> dict[int, FrozenValue]:
    """Indicator id -> the number in force of a closed period, without the entries behind it. One query."""
    return {row.indicator_id: row for row in _numbers(actor).filter(act__period=period.code)}


def sealed_of(actor: Actor, indicator: Indicator, *, year: int) -> dict[str, FrozenValue]:
    """Code of a closed period of the year -> the indicator's number in force there. One query."""
    rows = _numbers(actor).filter(indicator=indicator, act__period__startswith=str(year))
    return {row.act.period: row for row in rows}


def _numbers(actor: Actor) -> QuerySet[FrozenValue]:
    # The newest act last: it is the one that remains.
    rows = visible(actor, FrozenValue).select_related("act").order_by("act__seq")
    return rows.defer("facts", "definition")


def acts_of_year(actor: Actor, year: int) -> list[PeriodClosing]:
    """Everything that was closed or restated in a year, the oldest first. One query."""
    return list(visible(actor, PeriodClosing).filter(period__startswith=str(year)).order_by("seq"))


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
