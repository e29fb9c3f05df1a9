"""Counting: a fixed number of queries for all measures, months and offices, however many there are.

Counts come from the ledger's tally in one query: a union of sums by month, one for each milestone of
each book that any measure asks for, with a column for each different question. Counts of different
subjects take one more. Columns and spans are added up by the database (sums.py). What rests on single
entries (facts.py), or meets one at two milestones, takes another. What counts a matter of several
entries once takes back what the tally counted again (matters.py).

``facts.entries`` selects with the same terms from the milestones that stand, so a number and the
list behind it cannot disagree; tests compare both with queries written by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, assert_never

from django.db import connection

from takar.kernel import clock
from takar.kernel.period import Period
from takar.ledger.facets import Facets
from takar.ledger.models import Tally
from takar.ledger.multi_value import pattern
from takar.measurement.engine import facts, sums
from takar.measurement.engine.bases import Bases
from takar.measurement.engine.calculation import amounts, parts_of
from takar.measurement.engine.matters import Again, Part, again
from takar.measurement.engine.selecting import COLUMNS, Wanted, has_many_categories, meets_twice, resolved
from takar.measurement.language.aggregates import Combined, FromTally
from takar.measurement.language.amounts import NOTHING, Amounts, Fact
from takar.measurement.language.measure import Distinguishes, Measure

Year = tuple[Amounts, ...]
"""Twelve months, January first."""
_EMPTY: Year = (NOTHING,) * 12
_NONE = [0] * 12


def amounts_by_month(
    measures: Sequence[Measure], *, office_ids: Sequence[int], year: int
) -> dict[int, dict[str, Year]]:
    """Office id -> measure code -> twelve amounts. A fixed number of queries (decision 0046)."""
    found = amounts_by_year(measures, office_ids=office_ids, first=year, last=year)
    return {office: found[office, year] for office in office_ids}


def amounts_by_year(
    measures: Sequence[Measure], *, office_ids: Sequence[int], first: int, last: int
) -> Found:
    """The same for every year from the first to the last, in as many queries."""
    if any(measure.inner for measure in measures):
        return _combined(measures, office_ids, first, last)
    counted: list[Measure] = []
    distinct: list[Measure] = []
    read: list[Measure] = []
    added: list[Measure] = []
    for measure in measures:
        twice = meets_twice(measure)
        if not twice and not measure.one_matter and sums.can_add(measure):
            added.append(measure)
            continue
        enough = None if twice else measure.aggregate.from_tally
        if measure.one_matter and enough is not FromTally.SIZES:
            enough = None
        match enough:
            case FromTally.SIZES:
                counted.append(measure)
            case FromTally.SUBJECTS:
                distinct.append(measure)
            case None:
                read.append(measure)
            case _:
                assert_never(enough)
    span = _Span(office_ids, first, last)
    found: Found = {place: {} for place in span.places}
    _counts(found, counted, span)
    _subjects(found, distinct, span)
    _sums(found, added, span)
    _facts(found, read, span)
    _standing(found, [*counted, *distinct, *added], span)
    return found


Found = dict[tuple[int, int], dict[str, Year]]
"""(Office id, year) -> measure code -> twelve amounts."""


def _combined(measures: Sequence[Measure], office_ids: Sequence[int], first: int, last: int) -> Found:
    """What measures are made of is counted in the same queries, then put together month by month."""
    simple: dict[str, tuple[Measure, int]] = {}
    for leaf, earlier in (found for measure in measures for found in _leaves(measure)):
        simple[leaf.code] = leaf, max(earlier, simple.get(leaf.code, (leaf, 0))[1])
    counted: Found = defaultdict(dict)
    # Only what is held against earlier years is counted in them: all the rest would cost twice as much.
    for earlier in sorted({earlier for _, earlier in simple.values()}):
        leaves = [leaf for leaf, back in simple.values() if back == earlier]
        some = amounts_by_year(leaves, office_ids=office_ids, first=first - earlier, last=last)
        for place, codes in some.items():
            counted[place] |= codes
    asked: Asked = {}
    return {
        (office, year): {
            measure.code: _year_of(measure, counted, office, year, asked) for measure in measures
        }
        for office in office_ids
        for year in range(first, last + 1)
    }


def _leaves(measure: Measure, earlier: int = 0) -> Iterator[tuple[Measure, int]]:
    """What a measure is made of in the end, each with the years it is looked up before."""
    if not measure.inner:
        yield measure, earlier
    for inner, back in parts_of(measure):
        yield from _leaves(inner, earlier + back)


def _year_of(measure: Measure, counted: Found, office: int, year: int, asked: Asked) -> Year:
    if not measure.inner:
        return counted[office, year][measure.code]
    if (measure.code, year) not in asked:
        months = (Period.of_month(year, number) for number in range(1, 13))
        asked[measure.code, year] = [counts_in(measure, month) for month in months]
    parts = [_year_of(inner, counted, office, year - earlier, asked) for inner, earlier in parts_of(measure)]
    months_of_parts = zip(*parts, strict=True)
    return tuple(
        Amounts(parts=month) if counts else NOTHING
        for month, counts in zip(months_of_parts, asked[measure.code, year], strict=True)
    )


Asked = dict[tuple[str, int], list[bool]]
"""(Measure code, year) -> which of its months count yet: the same for every office."""


def counts_in(measure: Measure, month: Period) -> bool:
    """Whether a month counts yet: one that has not begun holds nothing, and growth would hold half a month
    against a whole one."""
    assert isinstance(measure.aggregate, Combined)
    return (month.last_day if measure.aggregate.looks_back else month.start) <= clock.today()


@dataclass(frozen=True)
class _Span:
    """Whose months are asked for."""

    office_ids: Sequence[int]
    first: int
    last: int

    @property
    def period(self) -> Period:
        return Period(Period.of_year(self.first).start, Period.of_year(self.last).end)

    @property
    def ends(self) -> list[date]:
        """The last day of every month."""
        years = range(self.first, self.last + 1)
        return [Period.of_month(year, month).last_day for year in years for month in range(1, 13)]

    @property
    def places(self) -> list[tuple[int, int]]:
        return [(office, year) for office in self.office_ids for year in range(self.first, self.last + 1)]


def _counts(found: Found, measures: Sequence[Measure], span: _Span) -> None:
    sizes: dict[tuple[int, int], dict[Part, list[int]]] = {place: {} for place in span.places}
    plan = _plan(measures)
    for row in _ask(plan, span):
        year, month = divmod(row[2], 100)
        here = sizes[row[1], year]
        for part, column in plan.columns(row[0]).items():
            if size := row[3 + column]:
                if part not in here:
                    here[part] = [0] * 12
                here[part][month - 1] += size
    for place, parts in sizes.items():
        for m in measures:
            entries, base = parts.get((m.code, False)), parts.get((m.code, True))
            if entries is None and base is None:
                found[place][m.code] = _EMPTY
                continue
            pairs = zip(entries or _NONE, base or _NONE, strict=True)
            found[place][m.code] = tuple(Amounts(*pair) if any(pair) else NOTHING for pair in pairs)


def _subjects(found: Found, measures: Sequence[Measure], span: _Span) -> None:
    sets: dict[tuple[int, Part, int], set[str]] = defaultdict(set)
    sizes: dict[tuple[int, Part, int], int] = defaultdict(int)
    plan = _plan(measures)
    for source, office, month, subject, *counts in _ask(plan, span, subjects=True):
        for part, column in plan.sources[source].columns.items():
            if counts[column]:
                sets[office, part, month].add(subject)
                sizes[office, part, month] += counts[column]
    for office, year in span.places:
        for m in measures:
            own, base = (m.code, False), (m.code, True)
            keys = [(office, year * 100 + month) for month in range(1, 13)]
            found[office, year][m.code] = tuple(
                Amounts(
                    sizes.get((at, own, month), 0),
                    sizes.get((at, base, month), 0),
                    subjects=frozenset(sets.get((at, own, month), ())),
                    base_subjects=frozenset(sets.get((at, base, month), ())),
                )
                if (at, own, month) in sets or (at, base, month) in sets
                else NOTHING
                for at, month in keys
            )


def _standing(found: Found, measures: Sequence[Measure], span: _Span) -> None:
    """The numbers that shares are taken of, as they stood at the end of each month that has begun."""
    divided = [measure for measure in measures if measure.base]
    bases = Bases(divided, span.office_ids)
    months = {year: [Period.of_month(year, n) for n in range(1, 13)] for _, year in span.places if divided}
    stood: dict[tuple[int, int, str], list[Amounts | None]] = {}
    for office, year in span.places if divided else ():
        for m in divided:
            if (here := (office, year, m.base)) not in stood:
                standing = [(bases.on(office, m.base, month.last_day), month) for month in months[year]]
                stood[here] = [Amounts(standing=s) if s and s.on in month else None for s, month in standing]
            pairs = zip(found[office, year][m.code], stood[here], strict=True)
            found[office, year][m.code] = tuple(amount + base if base else amount for amount, base in pairs)


def _sums(found: Found, measures: Sequence[Measure], span: _Span) -> None:
    cells = sums.by_month(measures, office_ids=span.office_ids, first=span.first, last=span.last)
    for office, year in span.places:
        keys = range(year * 100 + 1, year * 100 + 13)
        for m in measures:
            months = cells.get((office, m.code))
            found[office, year][m.code] = (
                tuple(months.get(key, NOTHING) for key in keys) if months else _EMPTY
            )


def _facts(found: Found, measures: Sequence[Measure], span: _Span) -> None:
    for place in span.places:
        for m in measures:
            found[place][m.code] = _EMPTY
    by_code = {m.code: m for m in measures}
    cells: dict[tuple[int, int, str], list[list[Fact]]] = defaultdict(lambda: [[] for _ in range(12)])
    years = Period(Period.of_year(span.first).start, Period.of_year(span.last).end)
    for office, code, fact in facts.of_all(
        measures, office_ids=span.office_ids, period=years, ends=span.ends
    ):
        cells[office, fact.day.year, code][fact.day.month - 1].append(fact)
    for (office, year, code), months in cells.items():
        found[office, year][code] = tuple(amounts(by_code[code], month) for month in months)


# ---- one query over the tally -----------------------------------------------------------------------


@dataclass
class _Source:
    """One milestone of one book, with all that measures ask of it: a column of sums for each question.

    Measures that ask the same share a column; terms of one measure are one question, so that an
    entry which several of them take is counted once.
    """

    book: str
    milestone: str
    distinct: Distinguishes
    asked: dict[Part, list[Wanted]] = field(default_factory=dict)
    columns: dict[Part, int] = field(default_factory=dict)
    sums: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    """SQL of each column with its parameters."""
    narrowing: tuple[list[str], list[Any]] = field(default_factory=lambda: ([], []))
    parameters: list[Any] = field(default_factory=list)

    def work_out(self) -> None:
        known: dict[tuple[str, tuple[Any, ...]], int] = {}
        for part, terms in self.asked.items():
            one = self.sum_of(terms)
            if one not in known:
                known[one] = len(self.sums)
                self.sums.append(one)
            self.columns[part] = known[one]
        self.narrowing = self.narrowed()
        self.parameters = [value for _, values in self.sums for value in values]

    def narrowed(self) -> tuple[list[str], list[Any]]:
        """Where every question lists values of a column, rows that none of them takes need not be read."""
        conditions: list[str] = []
        values: list[Any] = []
        everything = [where for terms in self.asked.values() for where in terms]
        for column in COLUMNS:
            lists = [where.get(column) for where in everything]
            listed = [wanted for wanted in lists if isinstance(wanted, frozenset)]
            if len(listed) == len(lists) and not self.has_many(column):
                one, more = _among(column, frozenset().union(*listed))
                conditions.append(one)
                values += more
        return conditions, values

    def has_many(self, column: str) -> bool:
        """Whether the column holds several values: then it is searched, not compared."""
        return column == "category" and has_many_categories(self.book)

    def sum_of(self, terms: Sequence[Wanted]) -> tuple[str, tuple[Any, ...]]:
        """The column of one question, with its parameters."""
        if not all(terms):
            return "SUM(size)", ()
        tests: list[str] = []
        values: list[Any] = []
        for where in terms:
            within = []
            for column, wanted in where.items():
                one, more = self.test_of(column, wanted)
                within.append(one)
                values += more
            tests.append(f"({' AND '.join(within)})")
        return f"SUM(CASE WHEN {' OR '.join(tests)} THEN size ELSE 0 END)", tuple(values)

    def test_of(self, column: str, wanted: frozenset[Any] | Facets) -> tuple[str, list[Any]]:
        if isinstance(wanted, Facets):
            parts = [
                _holding(column, [f";{name}={value};" for value in sorted(choices)])
                for name, choices in sorted(wanted.wanted.items())
            ]
            return " AND ".join(sql for sql, _ in parts), [value for _, more in parts for value in more]
        if self.has_many(column):
            return _holding(column, [pattern(value) for value in sorted(wanted)])
        return _among(column, wanted)


def _among(column: str, wanted: frozenset[Any]) -> tuple[str, list[Any]]:
    return f"{column} IN ({_marks(wanted)})", sorted(wanted)


def _holding(column: str, texts: Sequence[str]) -> tuple[str, list[Any]]:
    """One of the texts stands in the column. Not LIKE: codes have underscores, which match anything there."""
    test = f"REPLACE({column}, %s, '') <> {column}"
    return f"({' OR '.join([test] * len(texts))})", list(texts)


@dataclass
class _Plan:
    """What to ask for a set of measures, and the text of the question for so many offices."""

    sources: Sequence[_Source]
    matters: Sequence[Again]
    """Branches behind those of the sources, which take back what the tally counts again."""
    texts: dict[tuple[int, bool], str] = field(default_factory=dict)

    def columns(self, place: int) -> Mapping[Part, int]:
        """Which sum of a branch belongs to which part of a measure."""
        if place < len(self.sources):
            return self.sources[place].columns
        return {self.matters[place - len(self.sources)].part: 0}


def _plan(measures: Sequence[Measure]) -> _Plan:
    """Worked out once for a set of measures, since most offices ask the same."""
    key = tuple((measure.code, measure.fingerprint) for measure in measures)
    if key not in _plans:
        if len(_plans) >= MOST_PLANS:
            _plans.clear()
        _plans[key] = _Plan(_work_out(measures), again(measures))
    return _plans[key]


_plans: dict[tuple[tuple[str, str], ...], _Plan] = {}
MOST_PLANS = 500


def _work_out(measures: Sequence[Measure]) -> Sequence[_Source]:
    found: dict[tuple[str, str, Distinguishes], _Source] = {}
    for measure in measures:
        for is_base, terms in ((False, measure.terms), (True, measure.divisor)):
            for term in terms:
                key = (term.book, term.milestone, measure.distinct)
                source = found.setdefault(key, _Source(*key))
                source.asked.setdefault((measure.code, is_base), []).append(resolved(term))
    for source in found.values():
        source.work_out()
    return tuple(found.values())


def _ask(plan: _Plan, span: _Span, *, subjects: bool = False) -> list[tuple[Any, ...]]:
    """``place of the source, office, month, [subject,] its sums ...``. One query.

    Plain SQL: every number rests on it, and the ORM would build a row for each group. Columns come
    from a fixed list, values are parameters.
    """
    if not plan.sources or not span.office_ids:
        return []
    shape = (len(span.office_ids), subjects)
    if shape not in plan.texts:
        plan.texts[shape] = _text(plan, span.office_ids, subjects=subjects)
    values: list[Any] = []
    months = (span.first * 100 + 1, span.last * 100 + 12)
    for source in plan.sources:
        values += source.parameters
        values += span.office_ids
        values += (source.book, source.milestone, *months)
        values += source.narrowing[1]
    for matter in plan.matters:
        values += matter.values(span.office_ids, months)
    with connection.cursor() as cursor:
        cursor.execute(plan.texts[shape], values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _text(plan: _Plan, office_ids: Sequence[int], *, subjects: bool) -> str:
    """A union of one branch for each source, all equally wide, and of those that take back."""
    sources = plan.sources
    width = max(len(source.sums) for source in sources)
    branches = []
    for place, source in enumerate(sources):
        grouped = ["office_id", "month"]
        about, named = _ABOUT[source.distinct]
        if subjects:
            grouped.append(about)
        cells = [sql for sql, _ in source.sums] + ["CAST(NULL AS bigint)"] * (width - len(source.sums))
        where = [
            f"office_id IN ({_marks(office_ids)})",
            "book = %s",
            "what = %s",
            "month BETWEEN %s AND %s",
            "size > 0",
            *([named] if subjects else []),
            *source.narrowing[0],
        ]
        branches.append(
            f"SELECT {place}, {', '.join(grouped)}, {', '.join(cells)} FROM {Tally._meta.db_table} "  # noqa: S608
            f"WHERE {' AND '.join(where)} GROUP BY {', '.join(grouped)}"
        )
    for place, matter in enumerate(plan.matters, start=len(sources)):
        branches.append(matter.sql(place, width, len(office_ids)))
    return " UNION ALL ".join(branches)


_ABOUT = {
    Distinguishes.SUBJECT: ("subject", "subject <> ''"),
    Distinguishes.VILLAGE: ("CAST(village AS varchar)", "village > 0"),
}
"""What tells subjects apart in the tally, and which rows are about one at all."""


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))
