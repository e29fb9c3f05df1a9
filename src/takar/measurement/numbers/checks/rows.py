"""The entries that the numbers of a period are made of, read once for all checks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from takar.catalogue.models import Indicator
from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import format_number
from takar.kernel.period import Period
from takar.ledger.books import book_named, is_open
from takar.ledger.models import EffectiveMilestone, Entry, Evidence, Milestone
from takar.measurement.engine.selecting import COLUMNS, Wanted, meets, resolved
from takar.measurement.language.measure import Measure
from takar.measurement.numbers.checks.findings import Finding, FlaggedEntry, Kind, Weight
from takar.measurement.selectors import bound_measures
from takar.measurement.thresholds import bounds_on
from takar.organisation.actor import Actor
from takar.organisation.calendar import WorkingCalendar


@dataclass(frozen=True)
class Row:
    """A milestone that puts an entry into at least one number of the period."""

    entry: int
    book: str
    what: str
    on: date
    proved: bool
    title: str
    person: int | None
    series: str
    number: int | None
    dated: date
    """The entry's own day, which its number was given for."""
    recorded_at: datetime | None
    """When this day was first recorded."""
    moved_from: date | None
    """The day it had before a correction gave it this one."""
    indicators: frozenset[int]

    @cached_property
    def recorded(self) -> date:
        return timezone.localdate(self.recorded_at) if self.recorded_at else self.on


class Sources:
    """The books and milestones that numbers are made of, and which indicators each makes."""

    def __init__(self, bound: Sequence[tuple[Indicator, Measure]]) -> None:
        self._indicators = {indicator.pk: indicator for indicator, _ in bound}
        self._asked: dict[tuple[str, str], list[tuple[int, Wanted]]] = defaultdict(list)
        for indicator, measure in bound:
            for term in measure.terms:
                if is_open(term.book):
                    self._asked[term.book, term.milestone].append((indicator.pk, resolved(term)))
        self._known: dict[tuple[Any, ...], frozenset[int]] = {}

    @property
    def pairs(self) -> set[tuple[str, str]]:
        return set(self._asked)

    @property
    def books(self) -> set[str]:
        return {book for book, _ in self._asked}

    def condition(self) -> Q:
        chosen = Q(pk__in=[])
        for book in self.books:
            chosen |= Q(book=book, what__in=[what for name, what in self._asked if name == book])
        return chosen

    def taking(self, book: str, what: str, cell: tuple[Any, ...]) -> frozenset[int]:
        """Indicators whose number takes a milestone with these columns."""
        key = (book, what, *cell)
        if key not in self._known:
            values = dict(zip(COLUMNS, cell, strict=True))
            self._known[key] = frozenset(
                pk
                for pk, where in self._asked[book, what]
                if all(meets(values[column], wanted) for column, wanted in where.items())
            )
        return self._known[key]

    def of_book(self, book: str) -> tuple[Indicator, ...]:
        asked = [each for (name, _), own in self._asked.items() if name == book for each in own]
        return self.named({pk for pk, _ in asked})

    def named(self, pks: set[int]) -> tuple[Indicator, ...]:
        return tuple(sorted((self._indicators[pk] for pk in pks), key=lambda i: i.no))


@dataclass(frozen=True)
class Step:
    """A milestone that is in force."""

    entry: int
    what: str
    of_the_writer: bool
    """By whoever recorded the entry or is named in it."""


@dataclass(frozen=True)
class Look:
    """What all checks look at."""

    actor: Actor
    office_id: int
    period: Period
    today: date
    sources: Sources
    rows: Sequence[Row]
    steps: Sequence[Step]
    counted: QuerySet[EffectiveMilestone]
    bounds: dict[str, int]
    calendar: WorkingCalendar
    kept: dict[str, Any] = field(default_factory=dict)
    """What several checks read from the database once."""

    @cached_property
    def working_days(self) -> list[date]:
        return list(self.calendar.working_days())

    @cached_property
    def by_book(self) -> list[tuple[str, list[Row]]]:
        """Each book's entries, once each: of two counted milestones the earlier day stands."""
        found: dict[str, dict[int, Row]] = defaultdict(dict)
        for row in self.rows:  # the newest first
            found[row.book][row.entry] = row
        return [(book, list(found[book].values())) for book in sorted(found)]

    @cached_property
    def by_entry(self) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = defaultdict(list)
        for row in self.rows:
            found[row.entry].append(row)
        return found

    @cached_property
    def _totals(self) -> dict[int, int]:
        """Indicator -> how many entries its number takes."""
        return _entries_of(self.rows)

    def finding(self, kind: Kind, about: str, sentence: str, rows: Iterable[Row]) -> Finding:
        rows = list(rows)
        touched = self.sources.named({pk for row in rows for pk in row.indicators})
        flags = {row.entry: FlaggedEntry(row.entry, row.on, row.recorded) for row in rows}
        newest = sorted(flags.values(), key=lambda flag: (flag.on, flag.entry), reverse=True)
        return Finding(kind, about, sentence, touched, tuple(newest))

    def weighed(self, finding: Finding) -> Finding:
        """With the number of which it concerns the largest part."""
        concerned = _entries_of(row for flag in finding.entries for row in self.by_entry.get(flag.entry, ()))
        weights = [
            Weight(indicator, concerned[indicator.pk], self._totals[indicator.pk])
            for indicator in finding.indicators
            if concerned.get(indicator.pk)
        ]
        most = max(weights, key=lambda w: (Fraction(w.concerned, w.counted), w.counted), default=None)
        return replace(finding, weight=most)


def _entries_of(rows: Iterable[Row]) -> dict[int, int]:
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        for pk in row.indicators:
            found[pk].add(row.entry)
    return {pk: len(entries) for pk, entries in found.items()}


def look_at(actor: Actor, period: Period, position_id: int | None) -> Look | None:
    """Everything the checks need; None where no number is counted from a book. A fixed number of queries."""
    assert actor.office_id is not None
    today = clock.today()
    bound = bound_measures(actor, year=period.start.year)
    sources = Sources([(i, m) for i, m in bound if position_id in {None, i.position_id}])
    if not sources.pairs:
        return None
    counted = EffectiveMilestone.objects.filter(
        sources.condition(),
        office_id=actor.office_id,
        on__gte=period.start,
        on__lt=period.end,
        entry_id__in=visible(actor, Entry).values("pk"),
    )
    first, steps = _recorded(counted)
    return Look(
        actor, actor.office_id, period, today, sources, list(_rows(counted, sources, first)), steps, counted,
        bounds_on(actor.office_id, today), WorkingCalendar(actor.office_id, period),
    )  # fmt: skip


def _rows(
    counted: QuerySet[EffectiveMilestone], sources: Sources, first: dict[tuple[int, str, date], Any]
) -> Iterator[Row]:
    evidence = Evidence.objects.filter(entry_id=OuterRef("entry_id"), withdrawn_at=None)
    found = (
        counted.annotate(proved=Exists(evidence))
        .order_by("-on", "-entry_id")
        .values_list(
            "entry_id", "book", "what", "on", "proved", "entry__title", "entry__person_id", "entry__series",
            "entry__number", "entry__occurred_on", "kind", "category", "area_id", "village_id", "subject",
        )
    )  # fmt: skip
    for entry, book, what, on, proved, title, person, series, number, dated, *cell in found:
        if indicators := sources.taking(book, what, tuple(cell)):
            at, moved_from = first.get((entry, what, on), (None, None))
            yield Row(
                entry,
                book,
                what,
                on,
                proved,
                title,
                person,
                series,
                number,
                dated,
                at,
                moved_from,
                indicators,
            )


def _recorded(
    counted: QuerySet[EffectiveMilestone],
) -> tuple[dict[tuple[int, str, date], tuple[datetime, date | None]], list[Step]]:
    """When each day was first recorded, with the day it replaced; and the steps in force with who did them."""
    first: dict[tuple[int, str, date], tuple[datetime, date | None]] = {}
    steps: dict[int, Step] = {}
    rows = Milestone.objects.filter(entry_id__in=counted.values("entry_id")).order_by("seq")
    for pk, entry, what, on, at, replaced, before, withdrawn, actor, person, recorder, named in rows.values_list(
        "pk", "entry_id", "what", "on", "at", "supersedes_id", "supersedes__on", "withdrawn", "actor_id",
        "actor__person_id", "entry__recorded_by_id", "entry__person_id",
    ):  # fmt: skip
        # A step whose day was moved is still the step of whoever took it.
        earlier = steps.pop(replaced, None)
        if withdrawn:
            continue
        first.setdefault((entry, what, on), (at, before))
        own = (actor is not None and actor == recorder) or (person is not None and person == named)
        steps[pk] = earlier or Step(entry, what, own)
    return first, list(steps.values())


# ---- words the checks share -----------------------------------------------------------------------


def label(book: str) -> str:
    return book_named(book).label


def share_of(part: Sequence[Row], whole: Sequence[Row]) -> str:
    if len(part) == len(whole):
        return f"Semua {format_number(len(whole))}" if len(whole) > 1 else "Satu-satunya"
    return f"{format_number(len(part))} dari {format_number(len(whole))}"


def spread(rows: Iterable[Row], *, most: int | None = None) -> str:
    """How many entries of which book; with ``most`` only the largest by name."""
    sizes = Counter(book for book, _ in {(row.book, row.entry) for row in rows})
    named = sorted(sizes.items()) if most is None else sizes.most_common(most)
    left = sum(sizes.values()) - sum(size for _, size in named)
    rest = f" dan {format_number(left)} di buku lain" if left else ""
    return ", ".join(f"{format_number(size)} {label(book)}" for book, size in named) + rest
