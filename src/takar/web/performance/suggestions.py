"""Suggested measures as rows of a page, and the list of all measures in an order that helps to find one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from takar.catalogue.models import Indicator
from takar.catalogue.units import agree
from takar.kernel.formatting import format_number
from takar.ledger.books import book_named, is_open
from takar.measurement.language.amounts import Number
from takar.measurement.language.measure import Measure
from takar.measurement.suggesting import Suggestion
from takar.web.performance.unit_choice import unit_doubt

Choices = list[tuple[str, Any]]


def suggestion_rows(
    indicator: Indicator, found: Iterable[Suggestion], numbers: Mapping[str, Number | None]
) -> list[dict[str, Any]]:
    """What ``_suggestions.html`` shows of the measures nearest to an indicator."""
    return [
        {
            "code": one.measure.code,
            "label": one.measure.label,
            "reason": one.reason,
            "number": format_number(numbers.get(one.measure.code)),
            "unit": one.measure.unit,
            "doubt": unit_doubt(indicator, one.measure),
        }
        for one in found
    ]


def measure_choices(
    indicator: Indicator, offered: Mapping[str, Measure], own: Iterable[str], nearest: Sequence[Suggestion]
) -> Choices:
    """The nearest first, then the office's own, then by position; what counts in another unit comes last."""
    first = [one.measure.code for one in nearest if one.measure.code in offered]
    groups: dict[str, list[tuple[str, str]]] = {"Terdekat": [], "Ukuran kantor ini": []}
    for code in (*first, *sorted(offered.keys() - set(first), key=lambda code: offered[code].label)):
        measure = offered[code]
        groups.setdefault(_group(indicator, measure, code in first, code in own), []).append(
            (code, f"{measure.label} ({measure.unit}) · {_books(measure)}")
        )
    ordered = sorted(groups, key=lambda name: (name not in {"Terdekat", "Ukuran kantor ini"}, _is_last(name)))
    return [("", "Belum ada ukuran"), *((name, groups[name]) for name in ordered if groups[name])]


_OTHER_UNIT = "Satuannya lain"


def _group(indicator: Indicator, measure: Measure, is_near: bool, is_own: bool) -> str:
    if not agree(indicator.unit, measure.unit):
        return f"{_OTHER_UNIT} dari indikator ini ({indicator.unit})"
    if is_near:
        return "Terdekat"
    if is_own:
        return "Ukuran kantor ini"
    return measure.subjects[0].position if measure.subjects else "Ukuran bawaan"


def _is_last(name: str) -> bool:
    return name.startswith(_OTHER_UNIT)


def _books(measure: Measure) -> str:
    return ", ".join(sorted(book_named(book).label for book in measure.books if is_open(book)))
