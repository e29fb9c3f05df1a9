"""Measures an office made itself, beside those that Takar ships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import OuterRef, Subquery

from takar.measurement.language import Aggregate, Measure, Term
from takar.measurement.loading import BadDefinition, joined, read, shipped_measures
from takar.measurement.models import MeasureVersion, OfficeMeasure


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
    return {**shipped, **joined({**shipped, **own})} if own else shipped


def understood(row: OfficeMeasure, definition: Mapping[str, Any]) -> Measure:
    """One own measure from its stored data. A stated one takes the entries of the book of stated values."""
    measure = read({**definition, "code": row.code, "label": row.label}, row.label)
    if measure.aggregate is Aggregate.MANUAL:
        stated = Term("stated_value", "verified", {"subject": (str(row.pk),)})
        return replace(measure, terms=(stated,), number="value")
    return measure


__all__ = ["BadDefinition", "measures_of", "understood"]
