"""The entries behind a number, one by one, with the value or due date a measure asks of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import CharField, DateField, DecimalField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from takar.kernel.period import Period
from takar.ledger.books import book_named
from takar.ledger.models import EffectiveMilestone
from takar.measurement.engine.bases import Bases
from takar.measurement.engine.selecting import selected
from takar.measurement.language.amounts import Fact
from takar.measurement.language.measure import Distinguishes, Measure, Term

_DECIMAL = DecimalField(max_digits=20, decimal_places=4, null=True)
_COLUMNS = ("place", "entry_id", "on", "what", "office_id", "about", "number", "limit")


def entries(measure: Measure, *, office_id: int, period: Period) -> QuerySet[EffectiveMilestone]:
    """The effective milestones (one per entry) that the measure counts in the period."""
    return selected(measure.terms).filter(office_id=office_id, on__gte=period.start, on__lt=period.end)


def of_period(measure: Measure, *, office_id: int, period: Period, ends: Iterable[date] = ()) -> list[Fact]:
    """Everything a number of the period is worked out from. One query, and one for a base."""
    found = of_all([measure], office_ids=[office_id], period=period, ends=ends)
    return [fact for _, _, fact in found]


def of_all(
    measures: Sequence[Measure], *, office_ids: Sequence[int], period: Period, ends: Iterable[date] = ()
) -> Iterator[tuple[int, str, Fact]]:
    """``(office, measure code, fact)`` for all measures. One query, and one for each kind of base.

    ``ends``: last days of the spans that the period is divided into, where a base is asked for each.
    """
    yield from _of_bases(measures, office_ids, list(ends) or [period.last_day], period)
    branches: list[QuerySet[EffectiveMilestone, dict[str, Any]]] = []
    parts: list[tuple[str, bool]] = []
    for measure in measures:
        for is_base, terms in ((False, measure.terms), (True, measure.divisor)):
            # Columns differ from book to book, so each book is a branch of the union.
            for book in sorted({term.book for term in terms}):
                own = [term for term in terms if term.book == book]
                branches.append(_branch(measure, own, book, len(parts), office_ids, period, is_base))
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
                row["entry_id"], row["on"], row["what"], row["about"],
                _decimal(row["number"]), _day(row["limit"]), is_base,
            ),
        )  # fmt: skip


def _of_bases(
    measures: Sequence[Measure], office_ids: Sequence[int], ends: Iterable[date], period: Period
) -> Iterator[tuple[int, str, Fact]]:
    divided = [measure for measure in measures if measure.base]
    bases = Bases(divided, office_ids)
    for measure in divided:
        for office in office_ids:
            for fact in bases.facts(measure, office, ends):
                # A span that has not begun has no base yet.
                if fact.on in period:
                    yield office, measure.code, fact


def _branch(
    measure: Measure,
    terms: Sequence[Term],
    book: str,
    place: int,
    office_ids: Sequence[int],
    period: Period,
    is_base: bool,
) -> QuerySet[EffectiveMilestone, dict[str, Any]]:
    rows = selected(terms).filter(office_id__in=office_ids, on__gte=period.start, on__lt=period.end)
    column = _column(book, measure.per_number if is_base else measure.number, _DECIMAL)
    recorded: QuerySet[EffectiveMilestone, dict[str, Any]] = rows.annotate(
        place=Value(place, IntegerField()),
        about=_ABOUT[measure.distinct],
        number=_per_scale(measure, column) if is_base and measure.aggregate.is_stated else column,
        limit=_column(book, measure.due, DateField(null=True)),
    ).values(*_COLUMNS)
    return recorded


def _per_scale(measure: Measure, column: Any) -> Any:
    """A stated share without its two numbers (as they once were) is so many of the scale."""
    return Coalesce(column, Value(Decimal(measure.scale), _DECIMAL))


_ABOUT: dict[Distinguishes, Any] = {
    Distinguishes.SUBJECT: F("subject"),
    Distinguishes.VILLAGE: Coalesce(Cast("village_id", CharField()), Value("")),
}


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
