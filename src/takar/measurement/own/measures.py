"""Measures an office made itself, beside those that Takar ships."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import OuterRef, Subquery

from takar.measurement.language import rules
from takar.measurement.language.aggregates import Need
from takar.measurement.language.loading import joined, read, shipped_measures
from takar.measurement.language.measure import Measure, Term
from takar.measurement.language.over import Over
from takar.measurement.models import OWN, MeasureVersion, OfficeMeasure


def measures_of(office_id: int) -> dict[str, Measure]:
    """Every measure an office may bind: the shipped ones and its own. One query."""
    shipped = shipped_measures()
    newest = MeasureVersion.objects.filter(measure=OuterRef("pk")).order_by("-number")
    rows = (
        OfficeMeasure.objects.filter(office_id=office_id)
        .annotate(newest=Subquery(newest.values("definition")[:1]))
        .exclude(newest=None)
    )
    own = {row.code: understood(row, row.newest) for row in rows}
    return {**shipped, **_sound(shipped, own)} if own else shipped


def measures_named(office_id: int, codes: Iterable[str]) -> Mapping[str, Measure]:
    """The measures an office may bind; its own are only read where one of them is named."""
    return measures_of(office_id) if any(code.startswith(OWN) for code in codes) else shipped_measures()


def _sound(shipped: Mapping[str, Measure], own: Mapping[str, Measure]) -> dict[str, Measure]:
    """Own measures that can still be counted.

    A later release may take away a book, a milestone or a measure that an office built upon. What
    rests on it is not measured then, and tells so, instead of stopping every page that shows numbers.
    """
    kept = dict(own)
    while unfounded := [
        c for c, m in kept.items() if any(o not in kept and o not in shipped for o in m.rests_on)
    ]:
        for code in unfounded:
            del kept[code]
    found = joined({**shipped, **kept})
    return {code: found[code] for code in kept if not any(rules.faults(found[code]))}


def understood(row: OfficeMeasure, definition: Mapping[str, Any]) -> Measure:
    """One own measure as it is counted. Versions from before it was refused may add percentages up over
    months: such a one is read as its last month, and a stated one as its unit says."""
    measure = as_written(row, definition)
    if measure.over not in measure.aggregate.no_over:
        return measure
    return replace(measure, over=measure.aggregate.usual_over if measure.aggregate.is_stated else Over.LAST)


def as_written(row: OfficeMeasure, definition: Mapping[str, Any]) -> Measure:
    """One own measure from its data. A stated one takes the entries of the book of stated values."""
    measure = read({**definition, "code": row.code, "label": row.label}, row.label)
    if not measure.aggregate.is_stated:
        return measure
    stated = replace(measure, terms=(Term("stated_value", "verified", {"subject": (str(row.pk),)}),))
    if Need.PER_NUMBER in measure.aggregate.needs:
        return replace(stated, number="numerator", per_number="denominator")
    return replace(stated, number="value")
