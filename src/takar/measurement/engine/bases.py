"""What shares are taken of where it is no entry: villages, positions, people, and the office's own numbers.

Such a number does not happen in a month, it stands on a day. A period takes the one at its end, or
today's while it runs, so a village that was joined to another counts for the years it was there. One
query for each kind that is asked for, however many measures and offices there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from takar.kernel import clock
from takar.measurement.language.amounts import Fact, Standing
from takar.measurement.language.measure import Measure
from takar.measurement.language.rules import FIGURE
from takar.measurement.models import BaseFigure
from takar.organisation.models import Assignment, Position, Village

_Rows = Mapping[int, Sequence[tuple[str, date, date]]]
"""Office id -> what stands there: its name, the first day, the first day it no longer stands."""


class Bases:
    """What some measures are divided by, in some offices."""

    def __init__(self, measures: Iterable[Measure], office_ids: Sequence[int]) -> None:
        asked = {measure.base for measure in measures if measure.base}
        self._lists = {base: _LISTS[base](office_ids) for base in asked & _LISTS.keys()}
        self._figures = _figures(office_ids) if any(base.startswith(FIGURE) for base in asked) else {}
        # Asked for once: it is needed for every office and month.
        self._today = clock.today()
        self._known: dict[tuple[int, str, date], Standing | None] = {}

    def on(self, office_id: int, base: str, last_day: date) -> Standing | None:
        """The number at the end of a span of time, today's while it runs; None where there is none."""
        day = min(last_day, self._today)
        key = (office_id, base, day)
        if key not in self._known:
            self._known[key] = self._standing(*key)
        return self._known[key]

    def _standing(self, office_id: int, base: str, day: date) -> Standing | None:
        if base.startswith(FIGURE):
            name = base.removeprefix(FIGURE).casefold()
            rows = self._figures.get((office_id, name), ())
            value = next((value for value, since, until in rows if since <= day < until), None)
            return None if value is None else Standing(day, value)
        names = {name for name, since, until in self._lists[base].get(office_id, ()) if since <= day < until}
        # Only villages are what entries name; who is "one of all employees" is another row than a person.
        return Standing(day, Decimal(len(names)), frozenset(names) if base == "villages" else None)

    def facts(self, measure: Measure, office_id: int, ends: Iterable[date]) -> Iterator[Fact]:
        """The same as facts, so that a sealed number can be worked out from what was sealed."""
        for last_day in ends:
            standing = self.on(office_id, measure.base, last_day)
            if standing is None:
                continue
            if standing.members is None:
                yield Fact(0, standing.on, measure.base, value=standing.value, is_base=True)
            for member in sorted(standing.members or ()):
                yield Fact(0, standing.on, measure.base, member, is_base=True)


def _spans(rows: Iterable[tuple[int, int, date | None, date | None]]) -> _Rows:
    found: dict[int, list[tuple[str, date, date]]] = defaultdict(list)
    for office, pk, since, until in rows:
        found[office].append((str(pk), since or date.min, until or date.max))
    return found


def _villages(office_ids: Sequence[int]) -> _Rows:
    rows = Village.objects.filter(office_id__in=office_ids).values_list("office_id", "pk", "retired_on")
    return _spans((office, pk, None, retired) for office, pk, retired in rows)


def _positions(office_ids: Sequence[int]) -> _Rows:
    rows = Position.objects.filter(office_id__in=office_ids).values_list("office_id", "pk", "retired_on")
    return _spans((office, pk, None, retired) for office, pk, retired in rows)


def _employees(office_ids: Sequence[int]) -> _Rows:
    """Whoever holds a position; a person with two of them is one."""
    rows = Assignment.objects.filter(position__office_id__in=office_ids)
    return _spans(rows.values_list("position__office_id", "person_id", "starts_on", "ends_on"))


_LISTS: Mapping[str, Callable[[Sequence[int]], _Rows]] = {
    "villages": _villages, "positions": _positions, "employees": _employees,
}  # fmt: skip


def _figures(office_ids: Sequence[int]) -> Mapping[tuple[int, str], Sequence[tuple[Decimal, date, date]]]:
    """Office and name -> values, the youngest first."""
    found: dict[tuple[int, str], list[tuple[Decimal, date, date]]] = defaultdict(list)
    for row in BaseFigure.objects.filter(office_id__in=office_ids).order_by("-valid_from", "-pk"):
        found[row.office_id, row.name.casefold()].append(
            (row.value, row.valid_from, row.retired_on or date.max)
        )
    return found
