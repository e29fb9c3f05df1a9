"""The entries behind a number, one by one, with the value or due date a measure asks of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    DecimalField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from takar.kernel import clock
from takar.kernel.months import add_years
from takar.kernel.period import Period, month_key
from takar.ledger.books import book_named
from takar.ledger.models import EffectiveMilestone
from takar.measurement.engine import spans
from takar.measurement.engine.bases import Bases
from takar.measurement.engine.calculation import parts_of
from takar.measurement.engine.selecting import selected
from takar.measurement.engine.spans import Clock, Span
from takar.measurement.language.aggregates import Combined
from takar.measurement.language.amounts import Fact
from takar.measurement.language.measure import Distinguishes, Measure

DECIMAL = DecimalField(max_digits=20, decimal_places=4, null=True)
_COLUMNS = ("place", "entry_id", "on", "what", "office_id", "about", "number", "limit")


def entries(measure: Measure, *, office_id: int, period: Period) -> QuerySet[EffectiveMilestone]:
    """The effective milestones (one per entry) that the measure counts in the period.

    Of a measure made of others those that any of its parts counts: what one part met in an earlier year
    another may meet in this one.
    """
    inside = Q(_within(period), office_id=office_id)
    if not measure.inner:
        return selected(measure.terms, measure.one_matter).filter(inside)
    counted = Q()
    for leaf in leaves(measure):
        counted |= Q(pk__in=selected(leaf.terms, leaf.one_matter).filter(inside).values("pk"))
    rows = EffectiveMilestone.objects.filter(counted)
    earlier = rows.filter(entry_id=OuterRef("entry_id")).filter(
        Q(on__lt=OuterRef("on")) | Q(on=OuterRef("on"), pk__lt=OuterRef("pk"))
    )
    return rows.filter(~Exists(earlier))


def _within(period: Period) -> Q:
    """What happened in the period. Its months say nothing new, but the index of the office holds them."""
    first, last = month_key(period.start), month_key(period.last_day)
    return Q(on__gte=period.start, on__lt=period.end, month__gte=first, month__lte=last)


def leaves(measure: Measure) -> Iterator[Measure]:
    """The measures that find entries themselves: this one, or those it is made of."""
    if not measure.inner:
        yield measure
    for inner in measure.inner:
        yield from leaves(inner)


def of_period(measure: Measure, *, office_id: int, period: Period, ends: Iterable[date] = ()) -> list[Fact]:
    """Everything a number of the period is worked out from. One query, and one for a base."""
    found = of_all([measure], office_ids=[office_id], period=period, ends=ends)
    return [fact for _, _, fact in found]


def of_all(
    measures: Sequence[Measure], *, office_ids: Sequence[int], period: Period, ends: Iterable[date] = ()
) -> Iterator[tuple[int, str, Fact]]:
    """``(office, measure code, fact)`` for all measures. One query, and one for each kind of base.

    ``ends``: last days of the spans that the period is divided into, where a base is asked for each.
    Of a measure made of others the facts are those of its parts, each with its ``part``.
    """
    found = [found for measure in measures for found in _sought(measure, measure.code, period)]
    yield from _of_bases(found, office_ids, list(ends) or [period.last_day])
    branches: list[QuerySet[EffectiveMilestone, dict[str, Any]]] = []
    parts: list[tuple[_Sought, bool]] = []
    timed = any(sought.measure.since for sought in found)
    for sought in found:
        measure = sought.measure
        for is_base, terms in ((False, measure.terms), (True, measure.divisor)):
            # Columns differ from book to book, so each book is a branch of the union.
            for book in sorted({term.book for term in terms}):
                own = [term for term in terms if term.book == book]
                # One matter may lie in two books: then all that is selected must be looked at.
                held_against = terms if measure.one_matter else own
                rows = selected(held_against, measure.one_matter, books=[book] if measure.one_matter else [])
                branches.append(
                    _branch(sought, rows, book, len(parts), office_ids, is_base=is_base, timed=timed)
                )
                parts.append((sought, is_base))
    if not branches:
        return
    first, *others = branches
    watch = Clock(office_ids)
    for row in first.union(*others, all=True) if others else first:
        sought, is_base = parts[row["place"]]
        value = _decimal(row["number"])
        if sought.measure.since:
            value = watch.took(
                sought.measure,
                row["office_id"],
                Span.between(row["since"], row["on"], row["since_at"], row["until_at"]),
            )
        yield (
            row["office_id"],
            sought.code,
            Fact(
                row["entry_id"], row["on"], row["what"], row["about"], value, spans.day(row["limit"]), is_base,
                sought.part, sought.years_back,
            ),
        )  # fmt: skip


@dataclass(frozen=True)
class _Sought:
    """A measure whose own entries are read, and for which measure, as which part of it."""

    measure: Measure
    code: str
    period: Period
    part: str = ""
    years_back: int = 0


def _sought(measure: Measure, code: str, period: Period, part: str = "", back: int = 0) -> Iterator[_Sought]:
    if not isinstance(measure.aggregate, Combined):
        yield _Sought(measure, code, period, part, back)
        return
    if measure.aggregate.looks_back:
        # Half a month is never held against a whole one (see counting.counts_in).
        end = min(period.end, clock.today().replace(day=1))
        if end <= period.start:
            return
        period = Period(period.start, end)
    for place, (inner, earlier) in enumerate(parts_of(measure)):
        own = Period(add_years(period.start, -earlier), add_years(period.end, -earlier))
        yield from _sought(inner, code, own, f"{part}/{place}".removeprefix("/"), back + earlier)


def _of_bases(
    found: Sequence[_Sought], office_ids: Sequence[int], ends: Sequence[date]
) -> Iterator[tuple[int, str, Fact]]:
    divided = [sought for sought in found if sought.measure.base]
    bases = Bases([sought.measure for sought in divided], office_ids)
    for sought in divided:
        own = [add_years(last_day, -sought.years_back) for last_day in ends]
        for office in office_ids:
            for fact in bases.facts(sought.measure, office, own):
                # A span that has not begun has no base yet.
                if fact.on in sought.period:
                    yield office, sought.code, replace(fact, part=sought.part, years_back=sought.years_back)


def _branch(
    sought: _Sought,
    rows: QuerySet[EffectiveMilestone],
    book: str,
    place: int,
    office_ids: Sequence[int],
    *,
    is_base: bool,
    timed: bool,
) -> QuerySet[EffectiveMilestone, dict[str, Any]]:
    measure, period = sought.measure, sought.period
    rows = rows.filter(_within(period), office_id__in=office_ids)
    number = column(book, measure.per_number if is_base else measure.number, DECIMAL)
    recorded: QuerySet[EffectiveMilestone, dict[str, Any]] = rows.annotate(
        place=Value(place, IntegerField()),
        about=_ABOUT[measure.distinct],
        number=per_scale(measure, number) if is_base and measure.aggregate.is_stated else number,
        limit=column(book, measure.due, DateField(null=True)),
        **(spans.columns(measure, book) if timed else {}),
    ).values(*_COLUMNS, *(spans.COLUMNS if timed else ()))
    return recorded


def per_scale(measure: Measure, number: Any) -> Any:
    """A stated share without its two numbers (as they once were) is so many of the scale."""
    return Coalesce(number, Value(Decimal(measure.scale), DECIMAL))


_ABOUT: dict[Distinguishes, Any] = {
    Distinguishes.SUBJECT: F("subject"),
    Distinguishes.VILLAGE: Coalesce(Cast("village_id", CharField()), Value("")),
}


def column(book: str, name: str, kind: Any) -> Any:
    """An own column of a book, read through the entry."""
    if not name:
        return Cast(Value(None, CharField(null=True)), kind)
    return Cast(book_named(book).column_of_entry(name), kind)


def _decimal(value: Any) -> Decimal | None:
    """SQLite hands numbers of a union back as it stores them."""
    return None if value is None else Decimal(str(value)).normalize()
