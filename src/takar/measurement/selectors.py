"""Named reads: the realisation of every indicator, and which indicators an entry counts for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from takar.catalogue.models import Decree, Indicator
from takar.catalogue.selectors import active_indicators
from takar.catalogue.units import printed_unit
from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import rounded
from takar.kernel.period import Period
from takar.ledger.books import book_named, is_open
from takar.ledger.models import EffectiveMilestone, Entry
from takar.measurement.engine import counting
from takar.measurement.engine.calculation import lacking, value, value_over
from takar.measurement.engine.counting import Year
from takar.measurement.engine.selecting import is_measurable, selected, takes
from takar.measurement.language.amounts import Amounts, Number
from takar.measurement.language.measure import Measure
from takar.measurement.models import Binding
from takar.measurement.own.measures import measures_named, measures_of
from takar.measurement.readings import reading_in_force, with_choice
from takar.organisation.actor import Actor


class State(StrEnum):
    MEASURED = "measured"
    NOT_MEASURED = "not_measured"
    MANUAL = "manual"


@dataclass(frozen=True)
class Realisation:
    """An indicator with what the books say of it. *Not measured* is not zero: ``total`` is None then."""

    indicator: Indicator
    measure: Measure | None
    found: Year | None
    """Twelve months of amounts, where every book the measure needs is kept."""
    year: int
    why_not: str = ""
    """The reason in plain Indonesian when nothing was counted."""
    binding: Binding | None = None
    before: Year | None = None
    """Twelve months of the year before, while the year runs: what its forecast is held against."""
    beside: Year | None = None
    """Twelve months by the other reading of the indicator's words, where that was asked for."""

    @property
    def state(self) -> State:
        if self.measure is not None and self.measure.aggregate.is_stated:
            return State.MANUAL
        return State.NOT_MEASURED if self.total is None else State.MEASURED

    @property
    def unit(self) -> str:
        """What is printed beside this number, everywhere: see :func:`takar.catalogue.units.printed_unit`."""
        return printed_unit(self.indicator.unit, self.measure.unit if self.measure else None)

    def beside_in(self, period: Period) -> Number | None:
        """The number by the other reading."""
        if self.measure is None or self.measure.other is None or self.beside is None:
            return None
        other = replace(self, measure=self.measure.other, found=self.beside, beside=None)
        return other.total_in(period)

    @cached_property
    def months(self) -> tuple[Number | None, ...]:
        if self.measure is None or self.found is None:
            return (None,) * 12
        return tuple(rounded(value(self.measure, month)) for month in self.found)

    @cached_property
    def total(self) -> Number | None:
        return self.total_in(Period.of_year(self.year))

    def total_in(self, period: Period) -> Number | None:
        """The number over whole months of the measured year."""
        if self.measure is None or self.found is None:
            return None
        return rounded(value_over(self.measure, self.amounts_in(period)))

    def amounts_in(self, period: Period) -> list[Amounts]:
        assert self.found is not None
        assert self.measure is not None
        months = [(Period.of_month(self.year, m).start, self.found[m - 1]) for m in range(1, 13)]
        ahead = clock.today() if self.measure.over.skips_months_ahead else period.end
        return [amounts for start, amounts in months if start in period and start <= ahead]


def bindings_of(decree_id: int, *, year: int) -> dict[int, Binding]:
    """Indicator id -> its binding, with the reading chosen for a year. One query."""
    rows = with_choice(Binding.objects.filter(indicator__decree_id=decree_id), year)
    return {row.indicator_id: row for row in rows}


def _binding(indicator: Indicator, year: int) -> Binding | None:
    return with_choice(Binding.objects.filter(indicator=indicator), year).first()


def units_of(office_id: int, own: Mapping[int, str]) -> dict[int, str]:
    """Indicator id -> what is printed beside its number or a target for it; ``own`` are the units so far."""
    bound = dict(Binding.objects.filter(indicator__in=own).values_list("indicator_id", "measure"))
    known = measures_named(office_id, bound.values())
    units = {pk: known[code].unit for pk, code in bound.items() if code in known}
    return {pk: printed_unit(unit, units.get(pk)) for pk, unit in own.items()}


def measure_of(actor: Actor, indicator: Indicator, *, year: int) -> Measure | None:
    """The measure that answers an indicator in a year, by the reading that counts then."""
    return _measure(actor, _binding(indicator, year))


def _measure(actor: Actor, binding: Binding | None) -> Measure | None:
    if binding is None or not binding.measure or actor.office_id is None:
        return None
    measure = measures_named(actor.office_id, [binding.measure]).get(binding.measure)
    return measure and reading_in_force(measure, binding)


def realisations(actor: Actor, *, year: int, both: bool = False) -> list[Realisation]:
    """Every indicator of the decree in force with its twelve months: a fixed number of queries.

    ``both`` counts the other readings too.
    """
    indicators = list(active_indicators(actor))
    if not indicators or actor.office_id is None:
        return []
    bound = bindings_of(indicators[0].decree_id, year=year)
    known = measures_named(actor.office_id, [row.measure for row in bound.values()])
    measures = {
        pk: reading_in_force(known[row.measure], row) for pk, row in bound.items() if row.measure in known
    }
    found = _found(_counted(measures.values(), both=both), office_id=actor.office_id, year=year)
    return [_realisation(i, measures.get(i.pk), bound.get(i.pk), found, year) for i in indicators]


def _counted(measures: Iterable[Measure], *, both: bool) -> dict[str, Measure]:
    """By code, the other readings with them."""
    asked: dict[str, Measure] = {}
    for measure in measures:
        asked[measure.code] = measure
        if both and measure.other is not None:
            asked.setdefault(measure.other.code, measure.other)
    return asked


def realisation_of(actor: Actor, indicator: Indicator, *, year: int) -> Realisation:
    """One indicator's realisation, by both readings where its words have two."""
    binding = _binding(indicator, year)
    if binding is not None:
        binding.indicator = indicator  # as it was read, with its decree
    measure = _measure(actor, binding)
    found: Mapping[str, Counted] = {}
    if measure is not None and actor.office_id is not None:
        found = _found(_counted([measure], both=True), office_id=actor.office_id, year=year)
    return _realisation(indicator, measure, binding, found, year)


def measured(actor: Actor, measure: Measure, *, year: int) -> Realisation:
    """The number of a measure by itself, whether or not it answers an indicator."""
    found: Mapping[str, Counted] = {}
    if actor.office_id is not None:
        found = _found({measure.code: measure}, office_id=actor.office_id, year=year)
    return _realisation(Indicator(name=measure.label, unit=measure.unit), measure, None, found, year)


def numbers_of(actor: Actor, measures: Iterable[Measure], *, year: int) -> dict[str, Number | None]:
    """Measure code -> its number of a year, for many measures at once."""
    asked = {measure.code: measure for measure in measures}
    if actor.office_id is None or not asked:
        return {}
    found = _found(asked, office_id=actor.office_id, year=year)
    return {
        code: _realisation(Indicator(), measure, None, found, year).total for code, measure in asked.items()
    }


Counted = tuple[Year, Year | None]
"""A year's months, and those of the year before while the year runs."""


def _found(measures: Mapping[str, Measure], *, office_id: int, year: int) -> Mapping[str, Counted]:
    countable = [measure for measure in measures.values() if is_measurable(measure)]
    runs = year == clock.today().year
    first = year - 1 if runs else year
    found = counting.amounts_by_year(countable, office_ids=[office_id], first=first, last=year)
    before = found[office_id, first] if runs else {}
    return {code: (months, before.get(code)) for code, months in found[office_id, year].items()}


def _realisation(
    indicator: Indicator,
    measure: Measure | None,
    binding: Binding | None,
    found: Mapping[str, Counted],
    year: int,
) -> Realisation:
    if measure is None or measure.code not in found:
        return Realisation(indicator, measure, None, year, _why_not(measure), binding)
    months, before = found[measure.code]
    beside = found.get(measure.other.code) if measure.other else None
    realisation = Realisation(
        indicator, measure, months, year, "", binding, before, beside[0] if beside else None
    )
    if realisation.total is not None:
        return realisation
    return replace(realisation, why_not=_without_number(measure, months, year))


def _without_number(measure: Measure, months: Year, year: int) -> str:
    if year > clock.today().year:
        return f"Tahun {year} belum mulai."
    missing = ", ".join(part.label for part in lacking(measure, months))
    return f"{measure.aggregate.empty} Yang belum ada: {missing}." if missing else measure.aggregate.empty


def _why_not(measure: Measure | None) -> str:
    if measure is None:
        return "Belum ada ukuran yang menjawab indikator ini."
    opened = [book_named(book).label for book in measure.books if is_open(book)]
    if opened:
        names = ", ".join(sorted(opened))
        return f"{names} sudah tercatat, tetapi buku lain yang ikut dihitung belum dibuka di Takar."
    return "Buku yang menjadi sumbernya belum dibuka di Takar."


def bound_measures(actor: Actor, *, year: int | None = None) -> list[tuple[Indicator, Measure]]:
    """Indicators of the decree in force with the measure that answers each in a year, else this year."""
    if actor.office_id is None:
        return []
    known = measures_of(actor.office_id)
    rows = (
        visible(actor, Binding)
        .filter(indicator__decree__state="active")
        .select_related("indicator__position", "indicator__decree")
        .order_by("indicator__no")
    )
    chosen = with_choice(rows, year or clock.today().year)
    return [
        (row.indicator, reading_in_force(known[row.measure], row)) for row in chosen if row.measure in known
    ]


def indicators_of_book(actor: Actor, book: str) -> list[Indicator]:
    """Indicators whose measure looks into this book."""
    return [i for i, m in bound_measures(actor) if any(term.book == book for term in m.terms)]


def indicators_counting(actor: Actor, entry: Entry) -> list[tuple[Indicator, int]]:
    """Indicators in whose number this entry stands today, each with the year it counts in."""
    happened = sorted(entry.effective.all(), key=lambda row: row.on)
    found = []
    for year in sorted({row.on.year for row in happened}):
        for indicator, measure in bound_measures(actor, year=year):
            # The earliest milestone that is taken: an entry counts once, and so does a matter.
            row = next((row for row in happened if is_measurable(measure) and takes(measure, row)), None)
            if row is not None and row.on.year == year and _stands(measure, row):
                found.append((indicator, year))
    return sorted(found, key=lambda pair: pair[0].no)


def _stands(measure: Measure, row: EffectiveMilestone) -> bool:
    """Whether no other entry of the same matter counts in its place."""
    return not measure.one_matter or selected(measure.terms, measure.one_matter).filter(pk=row.pk).exists()


def bound_codes(actor: Actor, decree: Decree) -> dict[int, str]:
    """Indicator id -> code of its measure, for one decree in whatever state."""
    rows = visible(actor, Binding).filter(indicator__decree=decree).exclude(measure="")
    return dict(rows.values_list("indicator_id", "measure"))
