"""Named reads: the realisation of every indicator, and the entries behind one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from takar.measurement.language import Aggregate, Measure
from takar.measurement.loading import shipped_measures
from takar.measurement.models import Binding
from takar.organisation.actor import Actor


class State(StrEnum):
    MEASURED = "measured"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True)
class Counted:
    """Twelve months of one measure; ``subjects`` where distinct things are counted."""

    months: tuple[int, ...]
    subjects: tuple[frozenset[str], ...] | None = None

    def size(self, months: Iterable[int]) -> int:
        """The number over some months (1 to 12): a union where distinct things are counted."""
        if self.subjects is None:
            return sum(self.months[m - 1] for m in months)
        return len(frozenset().union(*(self.subjects[m - 1] for m in months)))


@dataclass(frozen=True)
class Realisation:
    """An indicator with what the books say of it. *Not measured* is not zero: ``total`` is None then."""

    indicator: Indicator
    measure: Measure | None
    counted: Counted | None
    why_not: str = ""
    """The reason in plain Indonesian when nothing was counted."""

    @property
    def state(self) -> State:
        return State.NOT_MEASURED if self.counted is None else State.MEASURED

    @property
    def months(self) -> tuple[int | None, ...]:
        return (None,) * 12 if self.counted is None else self.counted.months

    @property
    def total(self) -> int | None:
        return None if self.counted is None else self.counted.size(range(1, 13))

    def total_in(self, period: Period) -> int | None:
        """The number over whole months of the measured year."""
        if self.counted is None:
            return None
        year = period.start.year
        return self.counted.size(m for m in range(1, 13) if Period.of_month(year, m).start in period)


def measure_of(indicator: Indicator) -> Measure | None:
    code = Binding.objects.filter(indicator=indicator).values_list("measure", flat=True).first()
    return shipped_measures().get(code) if code else None


def realisations(actor: Actor, *, year: int) -> list[Realisation]:
    """Every indicator of the decree in force with its twelve months. Four queries, however many."""
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
    counted = _count({m.code: m for m in measures.values()}, office_id=actor.office_id, year=year)
    return [_realisation(indicator, measures.get(indicator.pk), counted) for indicator in indicators]


def realisation_of(actor: Actor, indicator: Indicator, *, year: int) -> Realisation:
    """One indicator's realisation."""
    measure = measure_of(indicator)
    counted: dict[str, Counted] = {}
    if measure is not None and actor.office_id is not None:
        counted = _count({measure.code: measure}, office_id=actor.office_id, year=year)
    return _realisation(indicator, measure, counted)


def _count(measures: Mapping[str, Measure], *, office_id: int, year: int) -> dict[str, Counted]:
    """What can be counted of these measures: one query for counts, one more where things are distinct."""
    countable = [m for m in measures.values() if engine.is_measurable(m)]
    plain = [m for m in countable if m.aggregate is Aggregate.COUNT]
    distinct = [m for m in countable if m.aggregate is Aggregate.DISTINCT]
    found: dict[str, Counted] = {}
    if plain:
        counts = engine.count_by_month(plain, office_ids=[office_id], year=year)[office_id]
        found |= {code: Counted(tuple(months)) for code, months in counts.items()}
    if distinct:
        subjects = engine.subjects_by_month(distinct, office_ids=[office_id], year=year)[office_id]
        for code, sets in subjects.items():
            found[code] = Counted(tuple(len(s) for s in sets), tuple(frozenset(s) for s in sets))
    return found


def _realisation(
    indicator: Indicator, measure: Measure | None, counted: Mapping[str, Counted]
) -> Realisation:
    if measure is not None and measure.code in counted:
        return Realisation(indicator, measure, counted[measure.code])
    reason = "Buku yang menjadi sumbernya belum dibuka di Takar."
    opened = [book_named(t.book).label for t in measure.terms if is_open(t.book)] if measure else []
    if opened:
        reason = (
            f"{', '.join(opened)} sudah tercatat, tetapi buku lain yang ikut dihitung belum dibuka di Takar."
        )
    return Realisation(indicator, measure, None, reason)


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
        if codes := term.where.get("category"):
            field = book.model._meta.get_field(book.category_field)
            words = dict(getattr(field, "choices", None) or [])
            named = ", ".join(str(words.get(code, code)).lower() for code in codes)
            parts.append(f"{book.field_label(book.category_field).lower()} {named}")
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
