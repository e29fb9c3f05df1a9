"""Named reads: the realisation of every indicator, and the entries behind one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from takar.catalogue.models import Decree, Indicator
from takar.catalogue.selectors import active_indicators
from takar.kernel.access import visible
from takar.kernel.formatting import format_date_long
from takar.kernel.period import Period
from takar.ledger.books import book_named, is_open
from takar.ledger.models import CANCELLED, Area, Entry, Evidence
from takar.measurement import engine
from takar.measurement.language import Measure
from takar.measurement.loading import shipped_measures
from takar.measurement.models import Binding
from takar.organisation.actor import Actor


class State(StrEnum):
    MEASURED = "measured"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True)
class Realisation:
    """An indicator with what the books say of it. *Not measured* is not zero: ``total`` is None then."""

    indicator: Indicator
    state: State
    months: tuple[int | None, ...]
    total: int | None
    measure: Measure | None
    why_not: str = ""
    """The reason in plain Indonesian when the state is NOT_MEASURED."""

    def total_in(self, period: Period) -> int | None:
        """The count over whole months of the measured year."""
        if self.state is State.NOT_MEASURED:
            return None
        keys = range(1, 13)
        year = period.start.year
        return sum(self.months[m - 1] or 0 for m in keys if Period.of_month(year, m).start in period)


def measure_of(indicator: Indicator) -> Measure | None:
    code = Binding.objects.filter(indicator=indicator).values_list("measure", flat=True).first()
    return shipped_measures().get(code) if code else None


def realisations(actor: Actor, *, year: int) -> list[Realisation]:
    """Every indicator of the decree in force with its twelve months. Three queries, however many."""
    indicators = list(active_indicators(actor))
    if not indicators or actor.office_id is None:
        return []
    bound = dict(
        Binding.objects.filter(indicator__decree_id=indicators[0].decree_id).values_list(
            "indicator_id", "measure"
        )
    )
    shipped = shipped_measures()
    measures = {pk: shipped[code] for pk, code in bound.items() if code in shipped}
    countable = {m.code: m for m in measures.values() if engine.is_measurable(m)}
    counted = engine.count_by_month(list(countable.values()), office_ids=[actor.office_id], year=year)
    return [
        _realisation(indicator, measures.get(indicator.pk), counted[actor.office_id])
        for indicator in indicators
    ]


def realisation_of(actor: Actor, indicator: Indicator, *, year: int) -> Realisation:
    """One indicator's realisation."""
    measure = measure_of(indicator)
    counted: dict[str, engine.Months] = {}
    if measure is not None and engine.is_measurable(measure) and actor.office_id is not None:
        counted = engine.count_by_month([measure], office_ids=[actor.office_id], year=year)[actor.office_id]
    return _realisation(indicator, measure, counted)


def _realisation(
    indicator: Indicator, measure: Measure | None, counted: dict[str, engine.Months]
) -> Realisation:
    if measure is not None and measure.code in counted:
        months = counted[measure.code]
        return Realisation(indicator, State.MEASURED, tuple(months), sum(months), measure)
    reason = "Buku yang menjadi sumbernya belum dibuka di Takar."
    if measure is not None:
        opened = [book_named(t.book).label for t in measure.terms if is_open(t.book)]
        reason = (
            f"{', '.join(opened)} sudah tercatat, tetapi buku lain yang ikut dihitung belum dibuka di Takar."
        )
    return Realisation(indicator, State.NOT_MEASURED, (None,) * 12, None, measure, reason)


def entries_behind(actor: Actor, measure: Measure, period: Period) -> QuerySet[Any]:
    """The counted entries this actor may read, with ``counted_on`` and ``counted_what``.

    Confidential ones count but stay unread.
    """
    assert actor.office_id is not None
    counted = engine.entries(measure, office_id=actor.office_id, period=period)
    row = counted.filter(entry_id=OuterRef("pk"))
    return (
        visible(actor, Entry)
        .filter(pk__in=counted.values("entry_id"))
        .annotate(counted_on=Subquery(row.values("on")[:1]), counted_what=Subquery(row.values("what")[:1]))
    )


@dataclass(frozen=True)
class Explanation:
    """What a number counted, in sentences."""

    counted: tuple[str, ...]
    left_out: tuple[str, ...]
    why: str


def explain(actor: Actor, measure: Measure, period: Period) -> Explanation:
    """Under every number: what was counted, between which days, what was left out and why."""
    assert actor.office_id is not None
    areas = dict(Area.objects.values_list("code", "name"))
    sentences = []
    for term in measure.terms:
        if not is_open(term.book):
            continue
        book = book_named(term.book)
        parts = [f"{book.label} yang {book.spec(term.milestone).label.lower()}"]
        if kinds := term.where.get("kind"):
            parts.append("jenis " + ", ".join(book.kinds[kind].lower() for kind in kinds))
        if codes := term.where.get("area"):
            parts.append("bidang " + ", ".join(areas.get(code, code).lower() for code in codes))
        sentences.append(", ".join(parts))
    left_out = []
    books = {term.book for term in measure.terms}
    cancelled = Entry.objects.filter(
        office_id=actor.office_id,
        book__in=books,
        state=CANCELLED,
        occurred_on__gte=period.start,
        occurred_on__lt=period.end,
    ).count()
    if cancelled:
        left_out.append(f"{cancelled} entri dibatalkan tidak dihitung")
    counted = engine.entries(measure, office_id=actor.office_id, period=period)
    proof = Evidence.objects.filter(entry_id=OuterRef("entry_id"), withdrawn_at=None)
    bare = counted.exclude(Exists(proof)).count()
    if bare:
        left_out.append(f"{bare} entri terhitung belum berbukti")
    hidden = counted.count() - entries_behind(actor, measure, period).count()
    if hidden:
        left_out.append(f"{hidden} entri terbatas ikut dihitung tetapi hanya terbaca pimpinan dan petugasnya")
    span = f"antara {format_date_long(period.start)} dan {format_date_long(period.last_day)}"
    return Explanation(
        counted=tuple(f"{sentence}, {span}" for sentence in sentences),
        left_out=tuple(left_out),
        why=measure.why,
    )


def bound_measures(actor: Actor) -> list[tuple[Indicator, Measure]]:
    """Indicators of the decree in force with the measure that answers each."""
    shipped = shipped_measures()
    rows = (
        visible(actor, Binding)
        .filter(indicator__decree__state="active")
        .select_related("indicator__position", "indicator__decree")
        .order_by("indicator__no")
    )
    return [(row.indicator, shipped[row.measure]) for row in rows if row.measure in shipped]


def indicators_of_book(actor: Actor, book: str) -> list[Indicator]:
    """Indicators whose measure looks into this book."""
    return [i for i, m in bound_measures(actor) if any(term.book == book for term in m.terms)]


def indicators_counting(actor: Actor, entry: Entry) -> list[tuple[Indicator, int]]:
    """Indicators in whose number this entry stands today, each with the year it counts in."""
    happened = list(entry.effective.all())
    return [
        (indicator, row.on.year)
        for indicator, measure in bound_measures(actor)
        if engine.is_measurable(measure)
        for row in happened
        if engine.takes(measure, row)
    ]


def bound_codes(actor: Actor, decree: Decree) -> dict[int, str]:
    """Indicator id -> code of its measure, for one decree in whatever state."""
    rows = visible(actor, Binding).filter(indicator__decree=decree)
    return dict(rows.values_list("indicator_id", "measure"))
