"""The numbers once more, with an arithmetic of its own: fractions, rounded when they are printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from takar.kernel.period import Period
from takar.ledger.books import book_named
from tests.measurement.histories.definitions import LEVELS, SHARES, Definition, way_over
from tests.measurement.histories.raw import CATEGORY, SUBJECT, Office, Standing, Told

Number = Fraction | int
COMBINED = {"growth", "composite"}


class Found(NamedTuple):
    """An entry that a definition takes."""

    entry: int
    on: date
    what: str
    subject: str
    value: Fraction | None
    due: date | None
    is_base: bool


@dataclass(frozen=True)
class Cell:
    """What a definition found in one month."""

    rows: tuple[Found, ...] = ()
    standing: Standing | None = None
    """What is divided by at the end of the month, where that is no entry."""


@dataclass(frozen=True)
class Taken:
    """What a definition took from the books, month by month; of a combined one what its parts took."""

    definition: Definition
    cells: Mapping[date, Cell]
    """First day of a month -> what was found in it."""
    parts: tuple[Taken, ...] = ()
    """Keyed by the months they are held against: last year's letters of March stand in this March."""

    def within(self, period: Period) -> Taken:
        cells = {start: cell for start, cell in self.cells.items() if start in period and cell != Cell()}
        return Taken(self.definition, cells, tuple(part.within(period) for part in self.parts))

    def with_months_of(self, other: Taken, period: Period) -> Taken:
        """The months of a period as another one had them."""
        cells = {start: cell for start, cell in self.cells.items() if start not in period}
        cells |= {start: cell for start, cell in other.cells.items() if start in period}
        parts = zip(self.parts, other.parts, strict=True)
        return Taken(
            self.definition, cells, tuple(mine.with_months_of(yours, period) for mine, yours in parts)
        )  # fmt: skip

    @property
    def rows(self) -> list[Found]:
        """Entries that are counted and not only divided by, each once, on its earliest day."""
        found: dict[int, Found] = {}
        for row in sorted(self._rows(), key=lambda row: row.on, reverse=True):
            found[row.entry] = row
        return list(found.values())

    def _rows(self) -> Iterable[Found]:
        for cell in self.cells.values():
            yield from (row for row in cell.rows if not row.is_base)
        # What growth is held against is of another year, and no entry of this one.
        own = self.parts[:1] if self.definition.get("aggregate") == "growth" else self.parts
        for part in own:
            yield from part._rows()


# ---- what a definition takes ------------------------------------------------------------------------


def take(office: Office, definition: Definition, years: Sequence[int], today: date) -> Taken:
    """From the books as they are now."""
    match definition.get("aggregate", "count"):
        case "growth":
            [inner] = definition["inner"]
            before = take(office, inner, [year - 1 for year in years], today)
            return Taken(definition, {}, (take(office, inner, years, today), _a_year_on(before)))
        case "composite":
            parts = tuple(take(office, inner, years, today) for inner in definition["inner"])
            return Taken(definition, {}, parts)
    rows: dict[date, list[Found]] = defaultdict(list)
    for row in _rows(office, definition):
        rows[row.on.replace(day=1)].append(row)
    cells = {}
    for month in (month for year in years for month in Period.of_year(year).months):
        standing = None
        if (base := definition.get("base")) and month.start <= today:
            standing = office.standing(base, min(month.last_day, today))
        found = tuple(sorted(rows[month.start], key=lambda row: (row.entry, row.is_base)))
        cells[month.start] = Cell(found, standing)
    return Taken(definition, cells)


def _a_year_on(taken: Taken) -> Taken:
    cells = {start.replace(year=start.year + 1): cell for start, cell in taken.cells.items()}
    return Taken(taken.definition, cells, tuple(map(_a_year_on, taken.parts)))


def _rows(office: Office, definition: Definition) -> list[Found]:
    own = definition.get("count", [])
    # Two columns of the same entries where no others are named.
    per = definition.get("per") or (
        own if definition.get("per_number") and not definition.get("base") else []
    )
    found = []
    for terms, is_base in ((own, False), (per, True)):
        taken = [
            row
            for entry in office.entries
            if (row := _row(office, entry, definition, terms, is_base=is_base))
        ]
        for relation in definition.get("one_matter", []):
            matters, days = office.together(relation), {row.entry: (row.on, row.entry) for row in taken}
            taken = [
                row
                for row in taken
                if not any(days[o] < days[row.entry] for o in matters[row.entry] if o in days)
            ]
        found += taken
    return found


def _row(
    office: Office, entry: Told, definition: Definition, terms: Sequence[Any], *, is_base: bool
) -> Found | None:
    order = [spec.code for spec in book_named(entry.book).milestones]
    met = [
        (entry.days[term["milestone"]], order.index(term["milestone"]))
        for term in terms
        if term["book"] == entry.book
        and term["milestone"] in entry.days
        and all(_meets(office, entry, name, wanted) for name, wanted in term.get("where", {}).items())
    ]
    if not met:
        return None
    on, place = min(met)
    if definition.get("distinct") == "village":
        subject = entry.columns["village_id"]
    else:
        subject = entry.columns[SUBJECT[entry.book]] if entry.book in SUBJECT else None
    value = _value(office, entry, definition, order[place], is_base=is_base)
    due = entry.columns.get(definition.get("due", ""))
    return Found(entry.pk, on, order[place], str(subject or ""), value, due, is_base)


def _value(
    office: Office, entry: Told, definition: Definition, what: str, *, is_base: bool
) -> Fraction | None:
    if since := definition.get("since"):
        return office.took(entry, since, what, definition.get("time", "working_days"))
    value = entry.columns.get(definition.get("per_number" if is_base else "number", ""))
    return None if value is None else Fraction(value)


def _meets(office: Office, entry: Told, dimension: str, wanted: Sequence[str]) -> bool:
    match dimension:
        case "area":
            return any(entry.columns["area_id"] in office.below[code] for code in wanted)
        case "village":
            return str(entry.columns["village_id"]) in wanted
        case "subject":
            return str(entry.columns[SUBJECT[entry.book]]) in wanted
        case "category":
            held = entry.columns[CATEGORY[entry.book]]
            return not set(wanted).isdisjoint(held if isinstance(held, list) else [held])
        case _:
            return entry.columns[dimension] in wanted


# ---- arithmetic -------------------------------------------------------------------------------------


def over(taken: Taken, period: Period, today: date) -> Number | None:
    """The number of a period, not rounded."""
    return _over(taken, [month for month in period.months if _counts(taken, month, today)], today)


def of_month(taken: Taken, month: Period, today: date) -> Number | None:
    """The number of one month, not rounded."""
    return once(taken, [month] if _counts(taken, month, today) else [], today)


def _counts(taken: Taken, month: Period, today: date) -> bool:
    """Half a month is never held against a whole one; the last month is one that has begun."""
    if taken.definition.get("aggregate") == "growth":
        return month.last_day <= today
    skips = way_over(taken.definition) in {"last", "average"} or taken.parts
    return month.start <= today if skips else True


def _over(taken: Taken, months: Sequence[Period], today: date) -> Number | None:
    way = way_over(taken.definition)
    if way == "whole":
        return once(taken, months, today)
    numbers = [n for month in months if (n := once(taken, [month], today)) is not None]
    if not numbers:
        return None
    ways: Mapping[str, Callable[[list[Number]], Number]] = {
        "sum": sum, "max": max, "last": lambda n: n[-1], "average": lambda n: Fraction(sum(n)) / len(n),
    }  # fmt: skip
    return ways[way](numbers)


def once(taken: Taken, months: Sequence[Period], today: date) -> Number | None:
    """The number of some months taken together, not rounded."""
    definition = taken.definition
    aggregate = definition.get("aggregate", "count")
    if aggregate in COMBINED:
        return _combined(definition, [_over(part, months, today) if months else None for part in taken.parts])
    cells = [taken.cells[month.start] for month in months if month.start in taken.cells]
    rows = [row for cell in cells for row in cell.rows]
    stands = [cell.standing for cell in cells if cell.standing]
    scale = definition.get("scale", 100)
    own, per = [row for row in rows if not row.is_base], [row for row in rows if row.is_base]
    values = [row.value for row in own if row.value is not None]
    total, mean = sum(values, Fraction(0)), None
    if values:
        mean = total / len(values)
    match aggregate:
        case "count":
            return len(own)
        case "distinct":
            return len(_named(own))
        case "sum":
            return total
        case "average" | "mean_time":
            return mean
        case "index":
            return _newest(own)
        case "ratio":
            return _share(len(own), stands[-1][0] if stands else len(per), scale)
        case "ratio_of_sums":
            divisor = sum((row.value for row in per if row.value is not None), Fraction(0))
            return _share(total, stands[-1][0] if stands else divisor, scale)
        case "distinct_ratio":
            if not stands:
                return _share(len(_named(own)), len(_named(per)), scale)
            size, members = stands[-1]
            return _share(len(_named(own) if members is None else _named(own) & members), size, scale)
        case "on_time":
            dated = [row for row in own if row.due is not None]
            return _share(sum(row.due is not None and row.on <= row.due for row in dated), len(dated), 100)
        case "within_time":
            limit = Fraction(definition["within"])
            return _share(sum(value <= limit for value in values), len(values), 100)
        case "manual" if definition["unit"] in SHARES:
            divisor = sum((row.value for row in per if row.value is not None), Fraction(0))
            return _share(total, divisor, scale)
        case "manual" if definition["unit"] in LEVELS:
            return _newest(own)
        case "manual":
            return total if values else None
    raise LookupError(f"{__file__} does not know {aggregate!r}")


def _combined(definition: Definition, numbers: Sequence[Number | None]) -> Number | None:
    found = [Fraction(number) for number in numbers if number is not None]
    if len(found) < len(numbers):
        return None
    if definition["aggregate"] == "growth":
        now, before = found
        return (now - before) * 100 / before if before else None
    pairs = zip(found, definition["weights"], strict=True)
    return sum((number * Fraction(weight) for number, weight in pairs), Fraction(0)) / 100


def _named(rows: Iterable[Found]) -> frozenset[str]:
    return frozenset(row.subject for row in rows if row.subject)


def _newest(rows: Iterable[Found]) -> Fraction | None:
    valued = [row for row in rows if row.value is not None]
    return max(valued, key=lambda row: (row.on, row.entry)).value if valued else None


def _share(part: Number, whole: Number, scale: int) -> Fraction | None:
    return Fraction(part) * scale / Fraction(whole) if whole else None


def printed(number: Number | None) -> Decimal | None:
    """Two decimals at most, half away from nought."""
    if number is None:
        return None
    hundredths = (abs(Fraction(number)) * 100 + Fraction(1, 2)).__floor__()
    return Decimal(hundredths if number >= 0 else -hundredths) / 100


def words(number: Decimal | None) -> str:
    """As an Indonesian paper writes it."""
    if number is None:
        return "belum diukur"
    whole, _, rest = f"{number:,.2f}".partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", ".") + ("," + rest if rest else "")
