"""Who of the office is away, and from when to when. The family of books that keeps leaves registers here, so
that others can ask without knowing it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from takar.kernel.period import Period

Absence = tuple[int, date, date]
"""A person, the first and the last day."""

_sources: list[Callable[[int, Period], Iterable[Absence]]] = []


def register(source: Callable[[int, Period], Iterable[Absence]]) -> None:
    _sources.append(source)


def absences(office_id: int, period: Period) -> list[Absence]:
    """Absences of the office that touch the period."""
    return [found for source in _sources for found in source(office_id, period)]
