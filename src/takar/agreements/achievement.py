"""Achievement (capaian): a realisation in percent of its target, and the class the percent earns.

Pure arithmetic in Decimal: no database, no clock. The formulas are those performance reports use
(PermenPANRB 53/2014 and the practice of LKjIP, regulations 1.5); what is only practice and not in a
regulation says so. Class bounds and the cap are reference data and come in from outside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache

from takar.kernel.errors import BadInput
from takar.kernel.formatting import format_number, rounded
from takar.kernel.tables import shipped, youngest
from takar.measurement.language.measure import Polarity

HUNDRED = Decimal(100)
_BETWEEN = re.compile(r"\s*(?:\.\.+|…|s\s*[./]\s*d\.?(?=\s|\d)|\bsampai\b)\s*", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,6})?")
_TONES = ("done", "progress", "neutral", "warn", "danger")


class Formula(StrEnum):
    """How a percentage is worked out where less is better. Both are in use, chosen per indicator."""

    STANDARD = "standard"
    """(2T - R) / T"""
    RATIO = "ratio"
    """T / R"""


@dataclass(frozen=True)
class Target:
    """A target: one number, or a range whose ends both belong to it."""

    low: Decimal
    high: Decimal | None = None

    def __post_init__(self) -> None:
        if self.low < 0:
            raise BadInput("Target tidak dapat kurang dari nol.")
        if self.high is not None and self.high < self.low:
            raise BadInput(
                f"Rentang target terbalik: tulis {format_number(self.high)} s.d. {format_number(self.low)}."
            )

    @classmethod
    def parse(cls, text: str, read: Callable[[str], Decimal | None]) -> Target | None:
        """``60``, ``7..8`` or ``7 s.d. 8``; None for nothing. ``read`` understands one number."""
        parts = _BETWEEN.split(text.strip())
        numbers = [read(part) for part in parts]
        if len(numbers) == 1:
            return None if numbers[0] is None else cls(numbers[0])
        if len(numbers) > 2 or None in numbers:
            raise BadInput(f"“{text}” bukan target. Tulis misalnya 60, 7..8 atau 7 s.d. 8.")
        low, high = numbers
        assert low is not None
        return cls(low, None if high == low else high)

    def __str__(self) -> str:
        """As papers say it: ``7 s.d. 8``."""
        if self.high is None:
            return format_number(self.low)
        return f"{format_number(self.low)} s.d. {format_number(self.high)}"

    @property
    def top(self) -> Decimal:
        return self.low if self.high is None else self.high


def read_number(text: str) -> Decimal:
    """A number as programs write it (``6.5``; a decimal comma is understood too)."""
    said = text.strip()
    try:
        if _PLAIN.fullmatch(said):
            return Decimal(said.replace(",", "."))
    except InvalidOperation:
        pass
    raise BadInput(f"“{text}” bukan angka. Tulis misalnya 12 atau 6.5.")


def percent(
    target: Target | None,
    realisation: Decimal | int | None,
    *,
    polarity: Polarity | str = Polarity.HIGHER,
    formula: Formula | str = Formula.STANDARD,
) -> Decimal | None:
    """Realisation in percent of the target, not rounded and not capped; None where none is sensible.

    A percent below nought is nought (practice, unverified). A realisation inside a range is 100; outside
    it the nearer end is the target (regulations 1.5).
    """
    if target is None or realisation is None:
        return None
    reached = Decimal(realisation)
    if target.high is not None and target.low <= reached <= target.high:
        return HUNDRED
    end = target.top if reached > target.top else target.low
    if polarity == Polarity.HIGHER:
        found = HUNDRED * reached / end if end else None
    else:
        found = _lower_is_better(end, reached, Formula(formula))
    return None if found is None else max(found, Decimal(0))


def way_words(
    target: Target | None,
    realisation: Decimal | int | None,
    *,
    polarity: Polarity | str = Polarity.HIGHER,
    formula: Formula | str = Formula.STANDARD,
) -> str:
    """By which rule :func:`percent` worked, with the end of a range it took; empty where it gives none."""
    if percent(target, realisation, polarity=polarity, formula=formula) is None:
        return ""
    assert target is not None
    assert realisation is not None
    named, where = "target", ""
    if target.high is not None:
        if target.low <= realisation <= target.high:
            return f"di dalam rentang {target}: 100 %"
        named, side = ("batas atas", "atas") if realisation > target.high else ("batas bawah", "bawah")
        where = f"di {side} rentang {target} dengan arah {_DIRECTIONS[Polarity(polarity)]}: "
    if polarity == Polarity.HIGHER:
        return f"{where}realisasi ÷ {named}"
    if named == "target" and target.low == realisation == 0:
        return "target nol yang ditepati: 100 %"
    if Formula(formula) is Formula.RATIO:
        return f"{where}{named} ÷ realisasi"
    return f"{where}(2 × {named} − realisasi) ÷ {named}"


_DIRECTIONS = {Polarity.HIGHER: "makin tinggi makin baik", Polarity.LOWER: "makin rendah makin baik"}


def _lower_is_better(target: Decimal, reached: Decimal, formula: Formula) -> Decimal | None:
    if target == reached == 0:
        # "No complaints" promised and kept. A convention, in no regulation (regulations 1.5, unverified).
        return HUNDRED
    if formula is Formula.RATIO:
        return HUNDRED * target / reached if reached > 0 else None
    return HUNDRED * (2 * target - reached) / target if target else None


@dataclass(frozen=True)
class Class:
    """A class of achievement: ``above`` is the bound a percent must exceed, None for the lowest."""

    code: str
    label: str
    above: Decimal | None
    tone: str = "neutral"


@dataclass(frozen=True)
class Rule:
    """An office's classes, best first, and the most a shown percent may be."""

    classes: tuple[Class, ...]
    cap: Decimal | None = None

    def class_of(self, value: Decimal | int | None) -> Class | None:
        """Of the percent as it is printed: "90 %" never stands beside the class above 90."""
        if value is None:
            return None
        shown = rounded(value)
        return next(found for found in self.classes if found.above is None or shown > found.above)

    def judge(
        self,
        target: Target | None,
        realisation: Decimal | int | None,
        *,
        polarity: Polarity | str = Polarity.HIGHER,
        formula: Formula | str = Formula.STANDARD,
    ) -> Achievement:
        raw = rounded(percent(target, realisation, polarity=polarity, formula=formula))
        capped = raw if raw is None or self.cap is None else min(raw, self.cap)
        return Achievement(raw, capped, self.class_of(raw))


@dataclass(frozen=True)
class Achievement:
    """The percent as it is printed, as the office's cap lets it be shown, and its class.

    Already rounded: what is judged here and what a page prints cannot be two numbers.
    """

    raw: Decimal | int | None
    capped: Decimal | int | None
    grade: Class | None

    @property
    def is_reached(self) -> bool:
        return self.raw is not None and self.raw >= HUNDRED

    @property
    def is_capped(self) -> bool:
        return self.raw != self.capped


# ---- classes as data ----------------------------------------------------------------------------------

_LINE = re.compile(r"(?P<code>\S+)\s+(?P<label>[^>]*[^>\s])(?:\s*>\s*(?P<above>\d+(?:[.,]\d+)?)\s*%?)?")


def read_classes(text: str) -> tuple[Class, ...]:
    """One class per line, best first: ``ST Sangat Tinggi > 90``; the last without a bound."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    found: list[tuple[str, str, Decimal | None]] = []
    for number, line in enumerate(lines, start=1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise BadInput(f"Baris {number} tidak terbaca. Tulis misalnya “ST Sangat Tinggi > 90”.")
        above = match["above"]
        found.append((match["code"], match["label"], read_number(above) if above else None))
    if len(found) < 2:
        raise BadInput("Tulis sekurang-kurangnya dua kelas, satu per baris.")
    if len({code for code, _, _ in found}) < len(found):
        raise BadInput("Ada kode kelas yang tertulis dua kali.")
    *bounded, last = [above for _, _, above in found]
    if last is not None:
        raise BadInput(f"Baris terakhir ({found[-1][0]}) menampung semua yang lain, jadi tanpa batas.")
    known = [above for above in bounded if above is not None]
    if len(known) < len(bounded):
        raise BadInput("Hanya baris terakhir yang tanpa batas; tulis batas kelas lain, misalnya “> 75”.")
    if known != sorted(set(known), reverse=True):
        raise BadInput("Urutkan kelas dari batas tertinggi ke terendah; batas yang sama tidak berulang.")
    return _toned(found)


def write_classes(classes: Sequence[Class]) -> str:
    """The text :func:`read_classes` reads."""
    return "\n".join(
        f"{c.code} {c.label}" + ("" if c.above is None else f" > {format_number(c.above)}") for c in classes
    )


def shipped_rule(day: date) -> Rule:
    """The classes that come with Takar, uncapped: what holds until an office writes its own.

    The bounds are a product decision and the labels unverified (regulations 1.5): data/classes.csv.
    """
    first = min(start for start, _ in _shipped())
    return Rule(_toned([row for _, row in youngest(_shipped(), max(day, first), lambda row: row[0])]))


@cache
def _shipped() -> tuple[tuple[date, tuple[str, str, Decimal | None]], ...]:
    return tuple(
        (
            date.fromisoformat(row["valid_from"]),
            (row["code"], row["label"], Decimal(row["above"]) if row["above"] else None),
        )
        for row in shipped("takar.agreements", "classes")
    )


def _toned(rows: Sequence[tuple[str, str, Decimal | None]]) -> tuple[Class, ...]:
    """The best class in the tone of what is done, the lowest in that of danger."""
    last = len(rows) - 1
    return tuple(
        Class(code, label, above, _TONES[place * (len(_TONES) - 1) // last])
        for place, (code, label, above) in enumerate(rows)
    )
