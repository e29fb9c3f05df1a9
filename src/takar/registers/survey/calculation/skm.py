"""The arithmetic of the SKM, exact until the last step; PermenPANRB 14/2017.

The average of an unsur is the sum of its scores over those who answered it; the index weighs all nine
alike with exactly 1/9 and is stretched to 25..100 by 25. Fractions carry every step; the index is
rounded half up, once, to two decimals. Reports printed with weights of 0,11 or 0,111 differ in the
second decimal, because those weights do not add up to one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from takar.kernel.errors import BadInput
from takar.kernel.tables import shipped, youngest
from takar.registers.survey.calculation.elements import BY_KEY, ELEMENTS, KEYS

LOWEST, HIGHEST = 1, 4
Answers = Sequence[int | None]
"""Nine answers in the order of ``KEYS``; None is an answer not given."""


@dataclass(frozen=True)
class Bound:
    """A grade (mutu) and the least index that earns it."""

    grade: str
    lower: Decimal
    label: str


@dataclass(frozen=True)
class ElementResult:
    key: str
    answered: int
    average: Fraction | None
    """None when nobody answered this unsur."""
    grade: str | None

    @property
    def name(self) -> str:
        return BY_KEY[self.key].name

    @property
    def index(self) -> Decimal | None:
        """On the scale 25..100, as the index itself."""
        return None if self.average is None else to_index(self.average)


@dataclass(frozen=True)
class Result:
    n: int
    """Questionnaires with at least one answer."""
    population: int | None
    sample_needed: int | None
    elements: tuple[ElementResult, ...]
    index: Decimal | None
    """None while an unsur has no answer: eight unsur are not the index of nine."""
    grade: str | None
    label: str

    def weakest(self, count: int = 3) -> list[ElementResult]:
        """The lowest unsur first; those alike keep the regulation's order."""
        known = [element for element in self.elements if element.average is not None]
        return sorted(known, key=lambda element: element.average or 0)[:count]


def to_index(average: Fraction) -> Decimal:
    """1..4 to 25..100, rounded half up to two decimals."""
    exact = average * 25
    cents = (2 * exact.numerator * 100 + exact.denominator) // (2 * exact.denominator)
    return Decimal(cents).scaleb(-2)


def compute(rows: Iterable[Answers], *, bounds: Sequence[Bound], population: int | None = None) -> Result:
    """The result of a survey from raw answers."""
    sums, counts, n = [0] * len(KEYS), [0] * len(KEYS), 0
    for row in rows:
        given = [(place, answer) for place, answer in enumerate(row) if answer is not None]
        n += bool(given)
        for place, answer in given:
            if not LOWEST <= answer <= HIGHEST:
                raise BadInput(f"{answer} bukan jawaban: skala SKM 1 sampai 4.")
            sums[place] += answer
            counts[place] += 1
    elements = tuple(
        _element(key, total, count, bounds) for key, total, count in zip(KEYS, sums, counts, strict=True)
    )
    averages = [element.average for element in elements if element.average is not None]
    index = to_index(sum(averages, Fraction(0)) / len(KEYS)) if len(averages) == len(KEYS) else None
    bound = grade_of(index, bounds) if index is not None else None
    return Result(
        n=n,
        population=population,
        sample_needed=None if population is None else sample_needed(population),
        elements=elements,
        index=index,
        grade=bound.grade if bound else None,
        label=bound.label if bound else "",
    )


def _element(key: str, total: int, count: int, bounds: Sequence[Bound]) -> ElementResult:
    if not count:
        return ElementResult(key, 0, None, None)
    average = Fraction(total, count)
    return ElementResult(key, count, average, grade_of(to_index(average), bounds).grade)


def grade_of(index: Decimal, bounds: Sequence[Bound]) -> Bound:
    """The best grade whose lower bound the rounded index reaches; the lowest grade has no floor."""
    ordered = sorted(bounds, key=lambda bound: bound.lower, reverse=True)
    return next((bound for bound in ordered if index >= bound.lower), ordered[-1])


def sample_needed(population: int) -> int:
    """Krejcie and Morgan: X2 N P(1-P) / (d2 (N-1) + X2 P(1-P)) with X2 3.841, P 0.5, d 0.05.

    In whole numbers, rounded to the nearest. The published table agrees wherever it was compared,
    except that it prints 384 for 100.000 where the formula gives 382,6.
    """
    if population < 1:
        raise BadInput("Jumlah pengguna layanan (populasi) sekurang-kurangnya 1.")
    top, bottom = 96025 * population, 250 * population + 95775
    return (2 * top + bottom) // (2 * bottom)


def bounds_on(day: date) -> tuple[Bound, ...]:
    """The grade bounds in force on a day."""
    rows = youngest(_shipped(), day, lambda row: row[0])
    if not rows:
        raise BadInput("Batas nilai mutu SKM tersimpan sejak 2017 (PermenPANRB 14/2017).")
    return tuple(bound for _, bound in rows)


@cache
def _shipped() -> tuple[tuple[date, Bound], ...]:
    return tuple(
        (date.fromisoformat(row["valid_from"]), Bound(row["grade"], Decimal(row["lower"]), row["label"]))
        for row in shipped("takar.registers.survey", "grades")
    )


def to_dict(result: Result) -> dict[str, Any]:
    """As `takar survey compute --json` prints it and as a published report seals it."""
    return {
        "n": result.n,
        "population": result.population,
        "sample_needed": result.sample_needed,
        "elements": [
            {
                "key": element.key,
                "name": element.name,
                "average": None if element.average is None else float(element.average),
                "grade": element.grade,
            }
            for element in result.elements
        ],
        "index": None if result.index is None else float(result.index),
        "grade": result.grade,
    }


def in_order(order: Sequence[str]) -> dict[str, str]:
    """``{"U1": key, ...}`` for an order of the nine keys; anything else is refused."""
    if sorted(order) != sorted(KEYS):
        raise BadInput(f"Urutan unsur harus memuat kesembilan kunci sekali: {', '.join(KEYS)}.")
    return {f"U{place}": key for place, key in enumerate(order, start=1)}


REGULATION_ORDER = tuple(element.key for element in ELEMENTS)
