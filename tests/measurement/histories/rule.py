"""What the official number must be: the rule of docs/explanation/numbers.md, kept by hand beside the office.

At each closing the recount of that moment is put aside; afterwards only that is asked, never the
product's own seals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from takar.kernel.period import Period
from tests.measurement.histories.definitions import deciding, definitions, kind
from tests.measurement.histories.raw import Office
from tests.measurement.histories.recount import Taken, over, printed, take


@dataclass(frozen=True)
class Kept:
    """One indicator in one period, as the books have it or had it when it was put aside."""

    value: Decimal | None
    taken: Taken | None
    """None where no measure answered the indicator."""
    is_restated: bool = False

    def says_the_same(self, other: Kept) -> bool:
        if self.taken is None or other.taken is None:
            return self.taken is other.taken
        same = (self.value, _found(self.taken)) == (other.value, _found(other.taken))
        return same and deciding(self.taken.definition) == deciding(other.taken.definition)

    @property
    def entries(self) -> set[int]:
        """Every entry in it, also those that growth is held against."""
        return set(_entries(self.taken)) if self.taken else set()

    def in_part(self, period: Period) -> dict[int, date]:
        """The entries in the number of a part, each with the day that put it there."""
        return {row.entry: row.on for row in self.taken.within(period).rows} if self.taken else {}


def _entries(taken: Taken) -> Iterator[int]:
    for cell in taken.cells.values():
        yield from (row.entry for row in cell.rows if not row.is_base)
    for part in taken.parts:
        yield from _entries(part)


def _found(taken: Taken) -> object:
    return dict(taken.cells), [_found(part) for part in taken.parts]


@dataclass(frozen=True)
class Expected:
    """What is official of one indicator in one period."""

    status: str
    value: Decimal | None
    books: Decimal | None
    marks: Mapping[int, tuple[str, date]]
    """Entry -> its mark, and the day that is told."""
    after: Decimal | None = None
    """How much came after the closing of closed parts; None where none is closed or it cannot be told."""


@dataclass
class Ledger:
    """What was closed at one office, as its own clerk would have written it down."""

    office_id: int
    decree_id: int
    years: Sequence[int]
    today: date
    closed: dict[Period, dict[int, Kept]] = field(default_factory=dict)
    _worked_out: dict[tuple[int, Period], Expected] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.read(self.today)

    def read(self, today: date) -> None:
        """Read the books as they are now."""
        self.today = today
        office = Office(self.office_id)
        self.definitions = definitions(self.decree_id)
        self.books = {
            pk: None if definition is None else take(office, definition, self.years, today)
            for pk, definition in self.definitions.items()
        }
        self._worked_out.clear()

    def now(self, indicator: int, period: Period) -> Kept:
        """What the books say today."""
        taken = self.books.get(indicator)
        if taken is None:
            return Kept(None, None)
        return Kept(printed(over(taken, period, self.today)), taken.within(period))

    def close(self, period: Period, indicators: Iterable[int]) -> None:
        self.closed[period] = {pk: self.now(pk, period) for pk in indicators}

    def drifted(self, period: Period) -> set[int]:
        kept = self.closed[period]
        return {pk for pk, then in kept.items() if not then.says_the_same(self.now(pk, period))}

    def restate(self, period: Period) -> None:
        for pk in self.drifted(period):
            self.closed[period][pk] = replace(self.now(pk, period), is_restated=True)

    def is_empty(self, indicator: int) -> bool:
        """Nothing was ever counted for it."""
        then = [kept[indicator].taken for kept in self.closed.values()]
        return not any(taken and (taken.rows or taken.parts) for taken in [self.books.get(indicator), *then])

    # ---- the rule -----------------------------------------------------------------------------------

    def expected(self, indicator: int, period: Period) -> Expected:
        """Read the books first; what follows from them is worked out once."""
        place = indicator, period
        if place not in self._worked_out:
            self._worked_out[place] = self._expected(indicator, period)
        return self._worked_out[place]

    def _expected(self, indicator: int, period: Period) -> Expected:
        now = self.now(indicator, period)
        counted = now.in_part(period)
        around = min((p for p in self.closed if period in p), key=lambda p: p.days, default=None)
        if around is None:
            status = "running" if period.end > self.today else "not_closed"
            marks = {pk: (self._open_mark(indicator, pk, on, period), on) for pk, on in counted.items()}
            return Expected(status, now.value, now.value, marks, self._after(indicator, period, now))
        then = self.closed[around][indicator]
        sealed = then.in_part(period)
        marks = {pk: ("sealed" if pk in counted else "gone", on) for pk, on in sealed.items()}
        marks |= {pk: ("came_later", on) for pk, on in counted.items() if pk not in sealed}
        status = "restated" if then.is_restated else "closed"
        value = then.value
        if around != period:
            value = printed(over(then.taken, period, self.today)) if then.taken else None
        return Expected(status, value, now.value, marks)

    def _parts(self, period: Period) -> list[Period]:
        """The longest closed periods within an open one."""
        within = [p for p in self.closed if p in period]
        return [p for p in within if not any(p in other and p != other for other in within)]

    def _open_mark(self, indicator: int, entry: int, on: date, period: Period) -> str:
        part = next((p for p in self._parts(period) if on in p), None)
        if part is None:
            return ""
        return "sealed" if entry in self.closed[part][indicator].in_part(part) else "came_later"

    def _after(self, indicator: int, period: Period, now: Kept) -> Decimal | None:
        parts = {part: self.closed[part][indicator] for part in self._parts(period)}
        if not parts or now.value is None or now.taken is None:
            return None
        if any(
            then.taken and kind(then.taken.definition) != kind(now.taken.definition)
            for then in parts.values()
        ):
            return None
        settled = now.taken
        for part, then in parts.items():
            settled = settled.with_months_of(then.taken or nothing_of(settled), part)
        before = printed(over(settled, period, self.today))
        return None if before is None else now.value - before


def nothing_of(taken: Taken) -> Taken:
    """The same, with nothing found."""
    return Taken(taken.definition, {}, tuple(map(nothing_of, taken.parts)))
