"""The one official number of an indicator: the sealed one where its period is closed, else the books'.

Pages, commands, exports and papers all ask here, so they cannot tell different numbers. The rule, also
in docs/explanation/numbers.md:

* A closed period has the number of its seal, the newest restatement included.
* A part of a closed period that has no seal of its own (March of a closed year) has what the sealed
  entries make in it, never what the books say today. Of several longer seals the shortest counts.
* Any other period has what the books say; where parts of it are closed, the number says how much of it
  came after their closing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from takar.catalogue.models import Indicator
from takar.catalogue.units import printed_unit
from takar.kernel import clock
from takar.kernel.formatting import rounded
from takar.kernel.period import Period
from takar.measurement.engine.calculation import value_over
from takar.measurement.engine.counting import Year
from takar.measurement.language.amounts import NOTHING, Amounts, Number
from takar.measurement.language.measure import Measure
from takar.measurement.models import Binding
from takar.measurement.numbers.seals import Seal, is_restated, said, seals_of_year
from takar.measurement.selectors import Realisation, State, realisation_of, realisations
from takar.organisation.actor import Actor

NAMED = 3
"""How many parts a sentence names one by one."""


class Status(StrEnum):
    RUNNING = "running"
    NOT_CLOSED = "not_closed"
    """Over, but still open."""
    CLOSED = "closed"
    RESTATED = "restated"

    @property
    def is_closed(self) -> bool:
        return self in {Status.CLOSED, Status.RESTATED}

    @property
    def words(self) -> str:
        return _STATUS_WORDS[self]


_STATUS_WORDS = {
    Status.RUNNING: "masa masih berjalan",
    Status.NOT_CLOSED: "masa belum ditutup",
    Status.CLOSED: "sudah ditutup",
    Status.RESTATED: "sudah disajikan kembali",
}


@dataclass(frozen=True)
class Figure:
    """The official number of one period."""

    period: Period
    status: Status
    value: Number | None
    books: Number | None
    """What the books say today."""
    seal: Seal | None = None
    """What a closed number rests on: the seal of this period, or of a longer one it belongs to."""
    closed_parts: tuple[Period, ...] = ()
    """Closed parts of a period that is still open, the longest ones."""
    moved_parts: tuple[Period, ...] = ()
    """Those of them whose entries are no longer what was sealed."""
    after_closing: Number | None = None
    """How much of an open number came after the closing of its closed parts, less what went. None where
    no part is closed, or where it cannot be told because the way of counting has changed since."""
    is_redefined: bool = False
    """The books count otherwise than what was sealed, so entries may have gone that nobody touched."""

    @property
    def is_drifted(self) -> bool:
        """The books say another number than the seal."""
        return self.status.is_closed and self.books != self.value

    @property
    def has_own_seal(self) -> bool:
        return self.seal is not None and self.seal.period == self.period


@dataclass(frozen=True)
class OfficialValue:
    """An indicator with its official number in a period of one year."""

    indicator: Indicator
    realised: Realisation
    """What the books say, month by month."""
    seals: Mapping[str, Seal]
    """Code of a closed period of the year -> its seal."""
    period: Period

    @property
    def year(self) -> Period:
        return Period.of_year(self.realised.year)

    def over(self, period: Period) -> OfficialValue:
        """The same indicator in another period of the year. No query."""
        return OfficialValue(self.indicator, self.realised, self.seals, period)

    # ---- the number ---------------------------------------------------------------------------------

    @cached_property
    def figure(self) -> Figure:
        return self._figure(self.period)

    @property
    def value(self) -> Number | None:
        return self.figure.value

    @property
    def status(self) -> Status:
        return self.figure.status

    @property
    def books(self) -> Number | None:
        return self.figure.books

    @property
    def is_drifted(self) -> bool:
        return self.figure.is_drifted

    @property
    def after_closing(self) -> Number | None:
        return self.figure.after_closing

    @property
    def seal(self) -> Seal | None:
        return self.figure.seal

    @property
    def state(self) -> State:
        if self.realised.state is State.MANUAL:
            return State.MANUAL
        return State.NOT_MEASURED if self.value is None else State.MEASURED

    @property
    def measure(self) -> Measure | None:
        """Today's; the seal has its own."""
        return self.realised.measure

    @property
    def counted_by(self) -> Measure | None:
        """What made the official number: of a closed one the measure as it was sealed."""
        return self.seal.measure if self.seal else self.measure

    @property
    def measured_in(self) -> str | None:
        """The unit of what made the number."""
        # Of a closed number the sealed one, where another measure answers the indicator now.
        measure = self.seal.measure if self.seal and self._counts_otherwise(self.seal) else self.measure
        return measure.unit if measure else None

    @property
    def unit(self) -> str:
        """What is printed beside the number, everywhere: see :func:`takar.catalogue.units.printed_unit`."""
        return printed_unit(self.indicator.unit, self.measured_in)

    @property
    def binding(self) -> Binding | None:
        return self.realised.binding

    @property
    def before(self) -> Year | None:
        return self.realised.before

    @property
    def why_not(self) -> str:
        return "" if self.status.is_closed else self.realised.why_not

    # ---- its parts ----------------------------------------------------------------------------------

    @cached_property
    def months(self) -> tuple[Figure, ...]:
        """Every month of the period."""
        return tuple(self._figure(month) for month in self.period.months)

    @cached_property
    def quarters(self) -> tuple[Figure, ...]:
        """Every quarter of a year or half year."""
        return tuple(self._figure(quarter) for quarter in self.period.quarters)

    @cached_property
    def parts_note(self) -> str:
        """Why months or quarters do not add up to the number, in one sentence; empty where they do."""
        if self.value is None:
            return ""
        for parts in (self.quarters, self.months):
            if len(parts) > 1 and sum(part.value or 0 for part in parts) != self.value:
                return self._why_apart(parts)
        return ""

    def _why_apart(self, parts: Sequence[Figure]) -> str:
        seal = self.seal
        if seal is not None and seal.months is None:
            return "Angka yang disegel ini tidak dapat diuraikan menurut bulan."
        apart = [(part, inside) for part in parts if (inside := self._inside(part.period)) != part.value]
        if apart:
            named = [
                f"{part.period.describe()} ditutup dengan {said(part.value)}, "
                f"sedangkan angka {self.period.describe()} memuat {said(inside)}"
                for part, inside in apart[:NAMED]
            ]
            rest = [f"dan {len(apart) - NAMED} bagian lain"] if len(apart) > NAMED else []
            return "; ".join([*named, *rest]) + "."
        measure = self.counted_by
        if measure is not None and measure.over.sentence:
            return measure.over.sentence
        return "Dihitung sekali atas seluruh masa, jadi angka bagiannya tidak dijumlahkan."

    def _inside(self, part: Period) -> Number | None:
        """What this number has in a part of its period."""
        return self.seal.value_in(part) if self.seal else self.realised.total_in(part)

    # ---- the rule -----------------------------------------------------------------------------------

    def _figure(self, period: Period) -> Figure:
        books = self.realised.total_in(period)
        seal = self._seal_of(period)
        if seal is None:
            return self._open_figure(period, books)
        status = Status.RESTATED if is_restated(seal.act) else Status.CLOSED
        value = seal.value if seal.period == period else seal.value_in(period)
        return Figure(period, status, value, books, seal, is_redefined=self._counts_otherwise(seal))

    def _counts_otherwise(self, seal: Seal) -> bool:
        return seal.frozen.fingerprint != (self.measure.fingerprint if self.measure else "")

    def _seal_of(self, period: Period) -> Seal | None:
        """Its own seal, else the one of the shortest closed period around it."""
        around = [seal for seal in self.seals.values() if period in seal.period]
        return min(around, key=lambda seal: seal.period.days, default=None)

    def _closed_parts(self, period: Period) -> list[Seal]:
        """The longest closed periods within an open one; no two of them share a day."""
        within = [seal for seal in self.seals.values() if seal.period in period]
        found: list[Seal] = []
        for seal in sorted(within, key=lambda seal: -seal.period.days):
            if not any(seal.period in other.period for other in found):
                found.append(seal)
        return sorted(found, key=lambda seal: seal.period)

    def _open_figure(self, period: Period, books: Number | None) -> Figure:
        status = Status.RUNNING if period.end > clock.today() else Status.NOT_CLOSED
        parts = self._closed_parts(period)
        closed = tuple(seal.period for seal in parts)
        measure, found = self.measure, self.realised.found
        if not parts or measure is None or found is None:
            return Figure(period, status, books, books, None, closed)
        # The number with every closed part as it was sealed; what the books say beyond it came later.
        settled: list[Amounts] = []
        moved: list[Seal] = []
        for month, today in zip(period.months, self.realised.amounts_in(period), strict=False):
            seal = next((seal for seal in parts if month in seal.period), None)
            then = today if seal is None else seal.amounts_in(month, measure)
            if seal is not None and then != today and seal not in moved:
                moved.append(seal)
            settled.append(NOTHING if then is None else then)
        before = rounded(value_over(measure, settled))
        told = all(seal.can_tell(measure) for seal in parts) and books is not None and before is not None
        return Figure(
            period, status, books, books, None, closed,
            tuple(seal.period for seal in moved),
            books - before if told and books is not None and before is not None else None,
            any(self._counts_otherwise(seal) for seal in moved),
        )  # fmt: skip


def official_value(actor: Actor, indicator: Indicator, *, period: Period) -> OfficialValue:
    """One indicator's official number in a month, quarter, half year or year. A fixed number of queries."""
    year = period.start.year
    seals = seals_of_year(actor, year, indicator)
    return OfficialValue(
        indicator, realisation_of(actor, indicator, year=year), seals.get(indicator.pk, {}), period
    )


def all_official_values(actor: Actor, *, period: Period, both: bool = False) -> list[OfficialValue]:
    """The same of every indicator of the decree in force. A fixed number of queries.

    ``both`` counts the other readings too.
    """
    year = period.start.year
    seals = seals_of_year(actor, year)
    return [
        OfficialValue(found.indicator, found, seals.get(found.indicator.pk, {}), period)
        for found in realisations(actor, year=year, both=both)
    ]
