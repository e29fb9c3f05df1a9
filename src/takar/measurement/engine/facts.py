"""The entries behind a number, one by one, with the value or due date a measure asks of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import CharField, DateField, DecimalField, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from takar.kernel.period import Period
from takar.ledger.books import book_named
from takar.ledger.models import EffectiveMilestone
from takar.measurement.engine.selecting import selected
from takar.measurement.language.amounts import Fact
from takar.measurement.language.measure import Measure

_DECIMAL = DecimalField(max_digits=20, decimal_places=4, null=True)
_COLUMNS = ("place", "entry_id", "on", "what", "office_id", "subject", "value", "due")


def entries(measure: Measure, *, office_id: int, period: Period) -> QuerySet[EffectiveMilestone]:
    """The effective milestones (one per entry) that the measure counts in the period."""
    rows = selected(measure.terms, measure.one_matter)
    return rows.filter(office_id=office_id, on__gte=period.start, on__lt=period.end)


def of_period(measure: Measure, *, office_id: int, period: Period) -> list[Fact]:
    """Everything a number of the period is worked out from. One query."""
    return [fact for _, _, fact in of_all([measure], office_ids=[office_id], period=period)]


def of_all(
    measures: Sequence[Measure], *, office_ids: Sequence[int], period: Period
) -> Iterator[tuple[int, str, Fact]]:
    """``(office, measure code, fact)`` for all measures. One query."""
    branches: list[QuerySet[EffectiveMilestone, dict[str, Any]]] = []
    parts: list[tuple[str, bool]] = []
    for measure in measures:
        for is_base, terms in ((False, measure.terms), (True, measure.per)):
            # Columns differ from book to book, so each book is a branch of the union.
            for book in sorted({term.book for term in terms}):
                own = [term for term in terms if term.book == book]
                # One matter may lie in two books: then all that is selected must be looked at.
                held_against = terms if measure.one_matter else own
                rows = selected(held_against, measure.one_matter, books=[book] if measure.one_matter else [])
                branches.append(_branch(measure, rows, book, len(parts), office_ids, period))
                parts.append((measure.code, is_base))
    if not branches:
        return
    first, *others = branches
    for row in first.union(*others, all=True) if others else first:
        code, is_base = parts[row["place"]]
        yield (
            row["office_id"],
            code,
            Fact(
                row["entry_id"], row["on"], row["what"], row["subject"],
                _decimal(row["value"]), _day(row["due"]), is_base,
            ),
        )  # fmt: skip


def _branch(
    measure: Measure,
    rows: QuerySet[EffectiveMilestone],
    book: str,
    place: int,
    office_ids: Sequence[int],
    period: Period,
) -> QuerySet[EffectiveMilestone, dict[str, Any]]:
    rows = rows.filter(office_id__in=office_ids, on__gte=period.start, on__lt=period.end)
    recorded: QuerySet[EffectiveMilestone, dict[str, Any]] = rows.annotate(
        place=Value(place, IntegerField()),
        value=_column(book, measure.number, _DECIMAL),
        due=_column(book, measure.due, DateField(null=True)),
    ).values(*_COLUMNS)
    return recorded


def _column(book: str, name: str, kind: Any) -> Any:
    """An own column of a book, read through the entry."""
    if not name:
        return Cast(Value(None, CharField(null=True)), kind)
    return Cast(book_named(book).column_of_entry(name), kind)


def _decimal(value: Any) -> Decimal | None:
    """SQLite hands numbers of a union back as it stores them."""
    return None if value is None else Decimal(str(value)).normalize()


def _day(value: Any) -> date | None:
    if isinstance(value, str):
        return datetime.fromisoformat(value).date()
    return value.date() if isinstance(value, datetime) else value
