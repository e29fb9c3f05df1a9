"""Under every number: what was counted, between which days, what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import format_date_long, format_number
from takar.kernel.period import Period
from takar.kernel.pieces import of_keys
from takar.ledger.books import Book, book_named, is_open
from takar.ledger.models import CANCELLED, EffectiveMilestone, Entry, Evidence, Milestone
from takar.ledger.reference import area_names
from takar.measurement.engine import facts, spans
from takar.measurement.engine.selecting import condition, meets_twice, resolved
from takar.measurement.engine.spans import Clock, Span
from takar.measurement.language.measure import Distinguishes, Measure, Term
from takar.measurement.language.rules import BASES, FIGURE, ONE_MATTER, since_of
from takar.organisation.actor import Actor
from takar.organisation.models import Village


def entries_behind(actor: Actor, measure: Measure, period: Period) -> QuerySet[Any]:
    """The counted entries this actor may read, with ``counted_on`` and ``counted_what``.

    Confidential ones count but stay unread.
    """
    assert actor.office_id is not None
    counted = facts.entries(measure, office_id=actor.office_id, period=period)
    row = counted.filter(entry_id=OuterRef("pk"))
    return (
        visible(actor, Entry)
        .filter(pk__in=counted.values("entry_id"))
        .annotate(counted_on=Subquery(row.values("on")[:1]), counted_what=Subquery(row.values("what")[:1]))
    )


@dataclass(frozen=True)
class Explanation:
    """What a number counted, in sentences."""

    how: str
    """What was done with the entries: counted, added up, divided."""
    counted: tuple[str, ...]
    per: tuple[str, ...]
    left_out: tuple[str, ...]
    readable: int
    """How many of the counted entries the reader may open."""
    unread: int
    """How many count and stay unread."""
    why: str


def explain(
    actor: Actor, measure: Measure, period: Period, *, sealed: Collection[int] | None = None
) -> Explanation:
    """A fixed number of queries. Of a closed number the measure is that of the seal and ``sealed`` its entries."""
    assert actor.office_id is not None
    span = f"antara {format_date_long(period.start)} dan {format_date_long(period.last_day)}"
    words = _Words()
    left_out, readable, unread = _left_out(actor, actor.office_id, measure, period, sealed)
    return Explanation(
        how=_how(measure),
        counted=tuple(f"{sentence}, {span}" for sentence in words.of(measure.terms)),
        per=tuple(_divided(measure, words, span)),
        left_out=tuple(left_out),
        readable=readable,
        unread=unread,
        # The shipped reason speaks for the shipped reading; why the office reads otherwise its choice says.
        why="" if measure.is_other else measure.why,
    )


def _divided(measure: Measure, words: _Words, span: str) -> list[str]:
    if measure.base:
        named = BASES.get(measure.base) or measure.base.removeprefix(FIGURE)
        return [f"{named[:1].lower()}{named[1:]} pada akhir masa itu, atau hari ini selama masa itu berjalan"]
    column = f"{_label_of(measure.per_number, measure.divisor)} dari " if measure.per_number else ""
    terms = words.of(measure.divisor)
    # "realisasi dari Surat" would shout in the middle of a sentence.
    return [
        f"{column}{term[:1].lower()}{term[1:]}, {span}" if column else f"{term}, {span}" for term in terms
    ]


def _how(measure: Measure) -> str:
    column = (
        _span_words(measure) if measure.since else _label_of(measure.number or measure.due, measure.terms)
    )
    sentences = [measure.aggregate.sentence(column)]
    sentences += [measure.time.rule] if measure.since else []
    sentences += [_parts_words(measure)] if measure.inner else []
    if measure.scale != 100:
        sentences.append(f"Dinyatakan per {format_number(measure.scale)}.")
    if measure.distinct is Distinguishes.VILLAGE:
        sentences.append("Yang dibedakan adalah desanya; entri tanpa desa tidak ikut.")
    if measure.one_matter:
        sentences += [ONE_MATTER[relation] for relation in measure.one_matter]
    elif meets_twice(measure) and not measure.inner:
        sentences.append(
            "Entri yang memenuhi beberapa syarat dihitung satu kali, pada tanggal yang lebih awal."
        )
    return " ".join([*sentences, measure.over.sentence]).rstrip()


def _span_words(measure: Measure) -> str:
    """ "5 hari kerja sejak diterima", or "hari kerja sejak tanggal surat"."""
    open_books = [term.book for term in measure.terms if is_open(term.book)]
    since = since_of(book_named(open_books[0])).get(measure.since, "") if open_books else ""
    limit = "" if measure.within is None else f"{format_number(measure.within)} "
    return f"{limit}{measure.time.label} sejak {since}"


def _parts_words(measure: Measure) -> str:
    weighted = not getattr(measure.aggregate, "looks_back", False)
    named = [
        f"{inner.label} (bobot {format_number(part.weight)})" if weighted else inner.label
        for inner, part in zip(measure.inner, measure.parts, strict=True)
    ]
    return f"Dari ukuran: {'; '.join(named)}."


def _label_of(name: str, terms: Sequence[Term]) -> str:
    open_books = [term.book for term in terms if is_open(term.book)]
    return f"“{book_named(open_books[0]).field_label(name)}”" if name and open_books else ""


class _Words:
    """Terms as sentences; names of areas and villages are read once, and only where they are used."""

    def of(self, terms: Sequence[Term]) -> list[str]:
        self._areas = area_names() if _uses(terms, "area") else {}
        villages = Village.objects.values_list("pk", "name") if _uses(terms, "village") else ()
        self._villages = {str(pk): name for pk, name in villages}
        return [self._sentence(term) for term in terms if is_open(term.book)]

    def _sentence(self, term: Term) -> str:
        book = book_named(term.book)
        parts = [f"{book.label} yang {book.spec(term.milestone).label.lower()}"]
        if kinds := term.where.get("kind"):
            parts.append("jenis " + ", ".join(book.kinds[kind].lower() for kind in kinds))
        if codes := term.where.get("category"):
            parts.append(_closed_words(book, book.counting.category, codes))
        parts += [
            _closed_words(book, name, term.where[name]) for name in book.counting.facets if name in term.where
        ]
        if codes := term.where.get("area"):
            parts.append("bidang " + ", ".join(self._areas.get(code, code).lower() for code in codes))
        if codes := term.where.get("village"):
            parts.append("desa " + ", ".join(self._villages.get(code, code) for code in codes))
        return ", ".join(parts)


def _closed_words(book: type[Book], name: str, values: Iterable[str]) -> str:
    """ "tingkat berat, sedang": a closed column and the values that count."""
    words = book.closed_values(name)
    named = ", ".join(words.get(value, value).lower() for value in values)
    return f"{book.field_label(name).lower()} {named}"


def _uses(terms: Sequence[Term], dimension: str) -> bool:
    return any(dimension in term.where for term in terms)


def _left_out(
    actor: Actor, office_id: int, measure: Measure, period: Period, sealed: Collection[int] | None
) -> tuple[list[str], int, int]:
    """Sentences, and how many of the counted entries the actor may read and may not."""
    if sealed is None:
        # Cancelled ones have no effective milestones: the history says what happened to them.
        once = Milestone.objects.filter(
            _would_count(measure),
            office_id=office_id,
            on__gte=period.start,
            on__lt=period.end,
            entry__state=CANCELLED,
        )
        now = facts.entries(measure, office_id=office_id, period=period)
        pieces = [Entry.objects.filter(Q(pk__in=now.values("entry_id")) | Q(pk__in=once.values("entry_id")))]
        counted = ~Q(state=CANCELLED)
    else:
        # What was cancelled after the closing is still in the seal.
        pieces, counted = [*of_keys(Entry.objects.all(), "pk", sealed)], Q(pk__isnull=False)
    evidence = Evidence.objects.filter(entry_id=OuterRef("pk"), withdrawn_at=None)
    open_to = visible(actor, Entry).filter(pk=OuterRef("pk"))
    sizes: Counter[str] = Counter()
    for rows in pieces:
        sizes += Counter(
            rows.aggregate(
                all=Count("pk", filter=counted),
                bare=Count("pk", filter=counted & Q(~Exists(evidence))),
                readable=Count("pk", filter=counted & Q(Exists(open_to))),
                cancelled=Count("pk", filter=~counted),
            )
        )
    found: list[str] = []
    if cancelled := sizes["cancelled"]:
        found.append(f"{cancelled} entri dibatalkan tidak dihitung")
    if late := _open_past_limit(measure, office_id, period):
        found.append(f"{late} entri belum selesai dan sudah lewat batas")
    if bare := sizes["bare"]:
        found.append(f"{bare} entri terhitung belum berbukti")
    hidden = sizes["all"] - sizes["readable"]
    if hidden:
        found.append(f"{hidden} entri terbatas ikut dihitung tetapi hanya terbaca pimpinan dan petugasnya")
    return found, sizes["readable"], hidden


def _open_past_limit(measure: Measure, office_id: int, period: Period) -> int:
    """Entries whose span has begun, has not ended and is already longer than the limit allows."""
    if measure.within is None:
        return 0
    until = min(period.last_day, clock.today())
    watch = Clock([office_id])
    late: set[int] = set()
    for term in measure.terms:
        began = _began(measure, term)
        ended = EffectiveMilestone.objects.filter(
            entry_id=OuterRef("entry_id"), what=term.milestone, on__lte=until
        )
        rows = condition([replace(term, milestone=began)])
        running = EffectiveMilestone.objects.filter(rows, ~Exists(ended), office_id=office_id, on__lte=until)
        for row in running.annotate(since=spans.since(measure.since, term.book)).values("entry_id", "since"):
            took = watch.took(measure, office_id, Span(spans.day(row["since"]), until))
            if took is not None and took > measure.within:
                late.add(row["entry_id"])
    return len(late)


def _began(measure: Measure, term: Term) -> str:
    """The milestone that says an entry is there at all."""
    book = book_named(term.book)
    steps = {spec.code for spec in book.milestones}
    return measure.since if measure.since in steps else book.initial().code


def _would_count(measure: Measure) -> Q:
    """Milestones the terms name, of entries of their kind and place."""
    chosen = Q(pk__in=[])
    for term in measure.terms:
        one = Q(entry__book=term.book, what=term.milestone)
        for column, values in resolved(term).items():
            if column in _OF_ENTRY:
                one &= Q(**{f"{_OF_ENTRY[column]}__in": values})
        chosen |= one
    return chosen


_OF_ENTRY = {"kind": "entry__kind", "area": "entry__area_id", "village": "entry__village_id"}
