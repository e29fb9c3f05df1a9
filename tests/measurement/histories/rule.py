"""What the official number must be: the rule of docs/explanation/numbers.md, kept by hand beside the office.

At each closing the recount of that moment is put aside; afterwards only that is asked, never the
product's own seals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from takar.kernel.period import Period
from tests.measurement.histories.recount import (
    Definition,
    Found,
    Recount,
    definitions,
    over,
    printed,
    way_over,
)

TELLING = ("label", "why", "indicators", "of", "code")
"""Words of a definition that do not decide the number."""


@dataclass(frozen=True)
class Kept:
    """One indicator as the books have it, or had it when it was put aside."""

    value: Decimal | None
    rows: tuple[Found, ...]
    definition: Definition | None
    is_restated: bool = False

    def says_the_same(self, other: Kept) -> bool:
        same = self.value == other.value and self.rows == other.rows
        return same and deciding(self.definition) == deciding(other.definition)

    @property
    def counted(self) -> dict[int, Found]:
        """The entries in the number, without those it is only a percentage of."""
        return {row.entry: row for row in self.rows if not row.is_base}

    def within(self, period: Period) -> tuple[Found, ...]:
        return tuple(row for row in self.rows if row.on in period)


def deciding(definition: Definition | None) -> Definition | None:
    if definition is None:
        return None
    words = {"aggregate": "count", "polarity": "higher", "number": "", "due": "", "per": [], **definition}
    words["over"] = way_over(definition)
    return {word: value for word, value in words.items() if word not in TELLING}


@dataclass(frozen=True)
class Expected:
    """What is official of one indicator in one period."""

    status: str
    value: Decimal | None
    books: Decimal | None
    marks: Mapping[int, tuple[str, date]]
    """Entry -> its mark, and the day that is told."""
    after: Decimal | None
    """How much came after the closing of closed parts; None where none is closed or it cannot be told."""


@dataclass
class Ledger:
    """What was closed at one office, as its own clerk would have written it down."""

    office_id: int
    decree_id: int
    closed: dict[Period, dict[int, Kept]] = field(default_factory=dict)
    _worked_out: dict[tuple[int, Period], Expected] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.read()

    def read(self) -> None:
        """Read the books as they are now."""
        recount = Recount.of(self.office_id)
        self.definitions = definitions(self.decree_id)
        self.rows = {pk: recount.found(d) for pk, d in self.definitions.items() if d is not None}
        self._worked_out.clear()

    def now(self, indicator: int, period: Period, today: date) -> Kept:
        """What the books say today."""
        definition = self.definitions.get(indicator)
        if definition is None:
            return Kept(None, (), None)
        rows = tuple(row for row in self.rows[indicator] if row.on in period)
        return Kept(printed(over(definition, rows, period, today)), rows, definition)

    def close(self, period: Period, indicators: Sequence[int], today: date) -> None:
        self.read()
        self.closed[period] = {pk: self.now(pk, period, today) for pk in indicators}

    def drifted(self, period: Period, today: date) -> set[int]:
        kept = self.closed[period]
        return {pk for pk, then in kept.items() if not then.says_the_same(self.now(pk, period, today))}

    def restate(self, period: Period, today: date) -> None:
        self.read()
        for pk in self.drifted(period, today):
            self.closed[period][pk] = replace(self.now(pk, period, today), is_restated=True)

    # ---- the rule -----------------------------------------------------------------------------------

    def expected(self, indicator: int, period: Period, today: date) -> Expected:
        """Read the books first; what follows from them is worked out once."""
        place = indicator, period
        if place not in self._worked_out:
            self._worked_out[place] = self._expected(indicator, period, today)
        return self._worked_out[place]

    def is_empty(self, indicator: int) -> bool:
        """Nothing was ever counted for it."""
        return not self.rows.get(indicator) and not any(kept[indicator].rows for kept in self.closed.values())

    def _expected(self, indicator: int, period: Period, today: date) -> Expected:
        now = self.now(indicator, period, today)
        around = self._around(period)
        if around is None:
            status = "running" if period.end > today else "not_closed"
            marks = {pk: (self._open_mark(indicator, row, period), row.on) for pk, row in now.counted.items()}
            return Expected(
                status, now.value, now.value, marks, self._after(indicator, period, now, today)
            )  # fmt: skip
        then = self.closed[around][indicator]
        sealed = {row.entry: row for row in then.within(period) if not row.is_base}
        marks = {pk: ("sealed" if pk in now.counted else "gone", row.on) for pk, row in sealed.items()}
        marks |= {pk: ("came_later", row.on) for pk, row in now.counted.items() if pk not in sealed}
        status = "restated" if then.is_restated else "closed"
        value = then.value
        if around != period:
            rows = then.within(period)
            value = printed(over(then.definition, rows, period, today)) if then.definition else None
        return Expected(status, value, now.value, marks, None)

    def _around(self, period: Period) -> Period | None:
        """The closing that speaks for a period: its own, else the shortest around it."""
        return min((p for p in self.closed if period in p), key=lambda p: p.days, default=None)

    def _parts(self, period: Period) -> list[Period]:
        """The longest closed periods within an open one."""
        within = [p for p in self.closed if p in period]
        return [p for p in within if not any(p in other and p != other for other in within)]

    def _open_mark(self, indicator: int, row: Found, period: Period) -> str:
        part = next((p for p in self._parts(period) if row.on in p), None)
        if part is None:
            return ""
        return "sealed" if row.entry in self.closed[part][indicator].counted else "came_later"

    def _after(self, indicator: int, period: Period, now: Kept, today: date) -> Decimal | None:
        parts = self._parts(period)
        if not parts or now.value is None or now.definition is None:
            return None
        kept = [self.closed[part][indicator] for part in parts]
        if any(then.definition and deciding(then.definition) != deciding(now.definition) for then in kept):
            return None
        rows = [row for row in now.rows if not any(row.on in part for part in parts)]
        rows += [row for then in kept for row in then.rows]
        before = printed(over(now.definition, rows, period, today))
        return None if before is None else now.value - before
