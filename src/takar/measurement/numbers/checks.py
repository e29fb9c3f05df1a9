"""What a verifier should look at before signing: evidence, honest dates, sudden jumps, silent sources.

Nothing here is an accusation and nothing blocks: each finding is a sentence with its numbers and the
entries to open. Only entries the reader may read are looked at, so a sentence and its list agree.
A fixed number of queries, however many entries and indicators there are.

The thresholds are constants with their reasons, because they only choose what is pointed out; no
number and no percent depends on them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from takar.catalogue.models import Indicator
from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import format_date, format_number
from takar.kernel.period import Period
from takar.ledger.books import book_named, is_open
from takar.ledger.models import EffectiveMilestone, Entry, Evidence, Milestone
from takar.measurement.engine.selecting import COLUMNS, Wanted, meets, resolved
from takar.measurement.language.measure import Measure
from takar.measurement.selectors import bound_measures
from takar.organisation.actor import Actor
from takar.organisation.calendar import WorkingCalendar

LATE_AFTER = 30
"""Days between what happened and its recording: beyond a month it was not in the monthly report any more."""
SHARED_BY = 3
"""Entries under one file: two may rest on one sheet (a letter and its disposition), three call for a look."""
SHARED_SHOWN = 10
"""How many files are named one by one; the others are counted together."""
WEEK = 5
"""Working days of the last week (Perpres 21/2023)."""
JUMP_TIMES = 3
JUMP_ENTRIES = 10
"""A last week is conspicuous from three times the pace of the period, and from two entries a day."""
SILENT_DAYS = 15
SILENT_TIMES = 4
RHYTHM_DAYS = 6
"""A source is silent after three working weeks without anything, if that is four times its usual gap; a
rhythm needs entries on six different days within the year before (a half-yearly report has none)."""


class Kind(StrEnum):
    UNPROVED = "tanpa-bukti"
    SHARED = "berkas-sama"
    LATE = "terlambat-dicatat"
    JUMP = "lonjakan"
    JUMP_RECORDED = "lonjakan-pencatatan"
    SILENT = "berhenti"


LABELS: Mapping[Kind, str] = {
    Kind.UNPROVED: "Tanpa bukti",
    Kind.SHARED: "Berkas yang sama",
    Kind.LATE: "Terlambat dicatat",
    Kind.JUMP: "Lonjakan minggu terakhir",
    Kind.JUMP_RECORDED: "Lonjakan minggu terakhir",
    Kind.SILENT: "Sumber berhenti",
}


@dataclass(frozen=True)
class FlaggedEntry:
    """An entry to look at: the day it counts on, and the day that was first recorded."""

    entry: int
    on: date
    recorded: date


@dataclass(frozen=True)
class Finding:
    kind: Kind
    about: str
    """A book's code, or a file's id: with the kind it names the finding within its period."""
    sentence: str
    indicators: tuple[Indicator, ...]
    entries: tuple[FlaggedEntry, ...] = ()
    """What to open, newest first. A silent source has none; its book is opened instead."""
    book: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind.value}-{self.about}"

    @property
    def label(self) -> str:
        return LABELS[self.kind]


@dataclass(frozen=True)
class _Row:
    """A milestone that puts an entry into at least one number of the period."""

    entry: int
    book: str
    on: date
    proved: bool
    recorded_at: datetime | None
    """When this day was first recorded."""
    indicators: frozenset[int]

    @cached_property
    def recorded(self) -> date:
        return timezone.localdate(self.recorded_at) if self.recorded_at else self.on


def may_check(actor: Actor) -> bool:
    """Whoever verifies or answers for the numbers: leaders, operators, those with people under them, and
    inspectors."""
    if actor.office_id is None:
        return False
    return actor.reads_all or actor.is_operator or bool(actor.below)


def findings(actor: Actor, period: Period, *, position_id: int | None = None) -> list[Finding]:
    """Everything worth a look in a period; with a position, only in the numbers of its indicators."""
    today = clock.today()
    if not may_check(actor) or period.start > today:
        return []
    assert actor.office_id is not None
    bound = [
        (i, m)
        for i, m in bound_measures(actor, year=period.start.year)
        if position_id in {None, i.position_id}
    ]
    sources = _Sources(bound)
    if not sources.pairs:
        return []
    rows = _rows(actor, sources, period)
    calendar = list(WorkingCalendar(actor.office_id, period).working_days())
    # Rare and meaningful findings first; missing evidence is a long list in every office.
    return [
        *_shared(actor, rows, sources),
        *_jumps(rows, sources, calendar, period, today),
        *_silent(actor.office_id, sources, min(period.last_day, today)),
        *_late(rows, sources),
        *sorted(_unproved(rows, sources), key=lambda finding: -len(finding.entries)),
    ]


class _Sources:
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


def _rows(actor: Actor, sources: _Sources, period: Period) -> list[_Row]:
    recorded_at = Milestone.objects.filter(
        entry_id=OuterRef("entry_id"), what=OuterRef("what"), on=OuterRef("on")
    ).order_by("seq")
    evidence = Evidence.objects.filter(entry_id=OuterRef("entry_id"), withdrawn_at=None)
    found = (
        EffectiveMilestone.objects.filter(
            sources.condition(),
            office_id=actor.office_id or 0,
            on__gte=period.start,
            on__lt=period.end,
            entry_id__in=visible(actor, Entry).values("pk"),
        )
        .annotate(proved=Exists(evidence), recorded_at=Subquery(recorded_at.values("at")[:1]))
        .order_by("-on", "-entry_id")
        .values_list(
            "entry_id", "book", "what", "on", "proved", "recorded_at",
            "kind", "category", "area_id", "village_id", "subject",
        )
    )  # fmt: skip
    rows = (
        _Row(entry, book, on, proved, moment, sources.taking(book, what, tuple(cell)))
        for entry, book, what, on, proved, moment, *cell in found
    )
    return [row for row in rows if row.indicators]


# ---- one function for each kind of finding ------------------------------------------------------------


def _unproved(rows: Sequence[_Row], sources: _Sources) -> Iterator[Finding]:
    for book, own in _by_book(rows):
        bare = [row for row in own if not row.proved]
        if bare:
            sentence = f"{_of(bare, own)} entri {_label(book)} yang terhitung belum berbukti."
            yield _finding(Kind.UNPROVED, book, sentence, bare, sources)


def _late(rows: Sequence[_Row], sources: _Sources) -> Iterator[Finding]:
    for book, own in _by_book(rows):
        late = [row for row in own if (row.recorded - row.on).days > LATE_AFTER]
        if late:
            longest = max((row.recorded - row.on).days for row in late)
            sentence = (
                f"{_of(late, own)} entri {_label(book)} dicatat lebih dari {LATE_AFTER} hari sesudah "
                f"tanggalnya; yang terlama {format_number(longest)} hari."
            )
            yield _finding(Kind.LATE, book, sentence, late, sources)


def _shared(actor: Actor, rows: Sequence[_Row], sources: _Sources) -> Iterator[Finding]:
    many = (
        Evidence.objects.filter(file__office_id=actor.office_id or 0, withdrawn_at=None)
        .values("file_id")
        .annotate(size=Count("pk"))
        .filter(size__gte=SHARED_BY)
    )
    uses: dict[int, set[int]] = defaultdict(set)
    names: dict[int, str] = {}
    shared = visible(actor, Evidence).filter(withdrawn_at=None, file_id__in=many.values("file_id"))
    for file, entry, name in shared.order_by("pk").values_list("file_id", "entry_id", "name"):
        uses[file].add(entry)
        names.setdefault(file, name)
    by_entry: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        by_entry[row.entry].append(row)
    found = []
    for file, entries in uses.items():
        under = [row for entry in sorted(entries, reverse=True) for row in by_entry.get(entry, [])]
        size = len({row.entry for row in under})
        if size >= SHARED_BY:
            found.append((size, file, under))
    found.sort(key=lambda item: (-item[0], item[1]))
    for size, file, under in found[:SHARED_SHOWN]:
        sentence = (
            f"Satu berkas (“{names[file]}”) menjadi bukti bagi {format_number(size)} entri: {_spread(under)}."
        )
        yield _finding(Kind.SHARED, str(file), sentence, under, sources)
    if rest := found[SHARED_SHOWN:]:
        under = [row for _, _, own in rest for row in own]
        sentence = (
            f"{format_number(len(rest))} berkas lain masing-masing menjadi bukti bagi "
            f"{SHARED_BY} entri atau lebih: {_spread(under)}."
        )
        yield _finding(Kind.SHARED, "lain", sentence, under, sources)


def _jumps(
    rows: Sequence[_Row], sources: _Sources, calendar: Sequence[date], period: Period, today: date
) -> Iterator[Finding]:
    """A last working week far above the pace: dated in it, or recorded in it for earlier days."""
    if len(calendar) < JUMP_TIMES * WEEK or calendar[-WEEK] > today:
        return
    begin = calendar[-WEEK]
    week = f"minggu kerja terakhir ({format_date(begin)} s.d. {format_date(period.last_day)})"
    for book, own in _by_book(rows):
        usual = len(own) * WEEK / len(calendar)
        least = max(JUMP_ENTRIES, JUMP_TIMES * usual)
        pace = f"menurut laju rata-rata sekitar {format_number(round(usual) or 1)}"
        dated = [row for row in own if row.on >= begin]
        if len(dated) >= least:
            sentence = f"{_of(dated, own)} entri {_label(book)} bertanggal pada {week}; {pace}."
            yield _finding(Kind.JUMP, book, sentence, dated, sources)
        recorded = [row for row in own if row.on < begin <= row.recorded < period.end]
        if len(recorded) >= least:
            sentence = (
                f"{_of(recorded, own)} entri {_label(book)} bertanggal lebih awal tetapi baru dicatat pada "
                f"{week}; {pace}."
            )
            yield _finding(Kind.JUMP_RECORDED, book, sentence, recorded, sources)


def _silent(office_id: int, sources: _Sources, horizon: date) -> Iterator[Finding]:
    """Books with a rhythm that fell silent, counted in working days of the office's own calendar."""
    window = Period(horizon - timedelta(days=365), horizon + timedelta(days=1))
    days: dict[str, list[date]] = defaultdict(list)
    for book, on in (
        EffectiveMilestone.objects.filter(
            sources.condition(), office_id=office_id, on__gte=window.start, on__lt=window.end
        )
        .values_list("book", "on")
        .distinct()
    ):
        days[book].append(on)
    calendar = list(WorkingCalendar(office_id, window).working_days())
    for book, seen in sorted(days.items()):
        if len(seen) < RHYTHM_DAYS:
            continue
        first, last = min(seen), max(seen)
        silent = sum(day > last for day in calendar)
        gap = sum(first < day <= last for day in calendar) / (len(seen) - 1)
        if silent >= SILENT_DAYS and silent > SILENT_TIMES * gap:
            often = "tiap hari kerja" if round(gap) <= 1 else f"tiap {round(gap)} hari kerja"
            yield Finding(
                Kind.SILENT,
                book,
                f"{_label(book)} terakhir terisi untuk {format_date(last)}; sesudah itu {silent} hari kerja "
                f"tanpa satu pun, padahal sebelumnya rata-rata {often}.",
                sources.of_book(book),
                book=book,
            )


def _finding(kind: Kind, about: str, sentence: str, rows: Sequence[_Row], sources: _Sources) -> Finding:
    touched = sources.named({pk for row in rows for pk in row.indicators})
    flags = {row.entry: FlaggedEntry(row.entry, row.on, row.recorded) for row in rows}
    newest = sorted(flags.values(), key=lambda flag: (flag.on, flag.entry), reverse=True)
    return Finding(kind, about, sentence, touched, tuple(newest))


def _by_book(rows: Sequence[_Row]) -> Iterator[tuple[str, list[_Row]]]:
    found: dict[str, dict[int, _Row]] = defaultdict(dict)
    for row in rows:
        # An entry with two counted milestones is one entry; the earlier day is the one that counts.
        found[row.book][row.entry] = row
    for book in sorted(found):
        yield book, list(found[book].values())


def _label(book: str) -> str:
    return book_named(book).label


def _of(part: Sequence[_Row], whole: Sequence[_Row]) -> str:
    if len(part) == len(whole):
        return f"Semua {format_number(len(whole))}" if len(whole) > 1 else "Satu-satunya"
    return f"{format_number(len(part))} dari {format_number(len(whole))}"


def _spread(rows: Sequence[_Row]) -> str:
    sizes = Counter(book for book, _ in {(row.book, row.entry) for row in rows})
    return ", ".join(f"{format_number(size)} {_label(book)}" for book, size in sorted(sizes.items()))
