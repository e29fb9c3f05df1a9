"""People who move: each holder of a position gets what fell in their time, the position the whole.

On every day a position has one holder at most. Whoever stands in that day (Plh before Plt) answers
for it, also where the definitive holder is only away: what was done in those days was done under
them. Days without a holder are shown as such, so the parts always add up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import pairwise
from operator import add

from django.db.models import Q

from takar.kernel.formatting import rounded
from takar.kernel.period import Period
from takar.measurement.engine import facts
from takar.measurement.engine.calculation import amounts, value
from takar.measurement.language.amounts import Amounts, Fact, Number
from takar.measurement.language.measure import Measure
from takar.organisation.models import Assignment

_STRENGTH = {
    Assignment.Capacity.DEFINITIVE: 0,
    Assignment.Capacity.ACTING: 1,
    Assignment.Capacity.DAILY: 2,
}


@dataclass(frozen=True)
class Tenure:
    """Days on which one person, or nobody, answers for a position."""

    assignment: Assignment | None
    period: Period


@dataclass(frozen=True)
class Part:
    """What a measure found in one tenure."""

    tenure: Tenure
    found: Amounts
    number: Number | None


def tenures(assignments: Iterable[Assignment], period: Period) -> list[Tenure]:
    """Who answers when: spans that follow each other and cover the whole period."""
    held = [a for a in assignments if a.starts_on < period.end and (a.ends_on or date.max) > period.start]
    edges = {period.start, *(a.starts_on for a in held), *(a.ends_on for a in held if a.ends_on)}
    days = [*sorted(day for day in edges if day in period), period.end]
    found: list[Tenure] = []
    for start, end in pairwise(days):
        holder = max((a for a in held if a.covers(start)), key=_answers, default=None)
        if found and found[-1].assignment == holder:
            found[-1] = Tenure(holder, Period(found[-1].period.start, end))
        else:
            found.append(Tenure(holder, Period(start, end)))
    return found


def _answers(assignment: Assignment) -> tuple[int, date, int]:
    return _STRENGTH[Assignment.Capacity(assignment.capacity)], assignment.starts_on, assignment.pk


def tenures_of(position_id: int, period: Period) -> list[Tenure]:
    rows = Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=period.start),
        position_id=position_id,
        starts_on__lt=period.end,
    )
    return tenures(rows.select_related("person", "position"), period)


def parts(measure: Measure, found: Sequence[Fact], spans: Sequence[Tenure]) -> list[Part]:
    """What the facts behind a number make in each tenure.

    ``over`` does not apply: a tenure is seldom made of whole months, so it is worked out as a whole.
    """
    return [_part(measure, tenure, found) for tenure in spans]


def _part(measure: Measure, tenure: Tenure, found: Iterable[Fact]) -> Part:
    own = amounts(measure, (fact for fact in found if fact.day in tenure.period))
    return Part(tenure, own, rounded(value(measure, own)))


def in_own_time(
    measures: Sequence[Measure], spans: Sequence[Tenure], person_id: int, *, office_id: int
) -> dict[str, Number | None]:
    """Measure code -> what fell into one person's days. One query for all measures."""
    whole = Period(spans[0].period.start, spans[-1].period.end)
    found: dict[str, list[Fact]] = {measure.code: [] for measure in measures}
    ends = [span.period.last_day for span in spans]
    for _, code, fact in facts.of_all(measures, office_ids=[office_id], period=whole, ends=ends):
        found[code].append(fact)
    return {m.code: number_in(m, found[m.code], spans, person_id) for m in measures}


def number_in(
    measure: Measure, found: Iterable[Fact], spans: Sequence[Tenure], person_id: int
) -> Number | None:
    """What some facts make in the days one person answered for the position."""
    own = [span.period for span in spans if span.assignment and span.assignment.person_id == person_id]
    taken = amounts(measure, (fact for fact in found if any(fact.day in period for period in own)))
    return rounded(value(measure, taken))


def whole(measure: Measure, found: Sequence[Part]) -> Number | None:
    """The number of all parts together, worked out once over everything."""
    return rounded(value(measure, reduce(add, (part.found for part in found), Amounts())))
