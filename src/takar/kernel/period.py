"""Half-open spans of days: the start belongs to the period, the end does not.

The danger of closed periods: two quarters that both own 31 March, or neither. With half-open
periods ``q1.end == q2.start`` and every day has exactly one month, quarter, semester and year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from takar.kernel.errors import BadInput
from takar.kernel.formatting import MONTHS, format_date_long

_ROMAN = ("I", "II", "III", "IV")
_PATTERN = re.compile(
    r"(?P<year>[12]\d{3})(?:-(?:Q(?P<quarter>[1-4])|S(?P<semester>[12])|(?P<month>\d{2})))?"
)


@dataclass(frozen=True, order=True)
class Period:
    """``start <= day < end``."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise BadInput("Akhir periode harus sesudah awalnya.")

    def __contains__(self, part: object) -> bool:
        """Whether a day, or a whole period, lies within."""
        if isinstance(part, Period):
            return self.start <= part.start and part.end <= self.end
        return isinstance(part, date) and self.start <= part < self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def months(self) -> list[Period]:
        """The whole months within, in their order."""
        return self._parts([Period.of_month(self.start.year, month) for month in range(1, 13)])

    @property
    def quarters(self) -> list[Period]:
        """The whole quarters within, in their order."""
        return self._parts([Period.of_quarter(self.start.year, quarter) for quarter in range(1, 5)])

    def _parts(self, of_year: list[Period]) -> list[Period]:
        return [part for part in of_year if part in self]

    @property
    def last_day(self) -> date:
        """The last day that still belongs to the period, for people who read 's.d.'."""
        return self.end - timedelta(days=1)

    @classmethod
    def of_months(cls, year: int, first: int, count: int) -> Period:
        past = first - 1 + count
        return cls(date(year, first, 1), date(year + past // 12, past % 12 + 1, 1))

    @classmethod
    def of_year(cls, year: int) -> Period:
        return cls.of_months(year, 1, 12)

    @classmethod
    def of_month(cls, year: int, month: int) -> Period:
        return cls.of_months(year, month, 1)

    @classmethod
    def of_quarter(cls, year: int, quarter: int) -> Period:
        return cls.of_months(year, 3 * quarter - 2, 3)

    @classmethod
    def of_semester(cls, year: int, semester: int) -> Period:
        return cls.of_months(year, 6 * semester - 5, 6)

    @classmethod
    def parse(cls, text: str) -> Period:
        """``2025``, ``2025-03``, ``2025-Q3`` or ``2025-S1``; anything else is refused."""
        match = _PATTERN.fullmatch(text.strip().upper())
        if match:
            year = int(match["year"])
            if match["quarter"]:
                return cls.of_quarter(year, int(match["quarter"]))
            if match["semester"]:
                return cls.of_semester(year, int(match["semester"]))
            if not match["month"]:
                return cls.of_year(year)
            if 1 <= int(match["month"]) <= 12:
                return cls.of_month(year, int(match["month"]))
        raise BadInput(f"Periode “{text}” tidak dikenal. Tulis 2025, 2025-03, 2025-Q3 atau 2025-S1.")

    @property
    def code(self) -> str:
        """What :meth:`parse` reads: ``2025``, ``2025-S1``, ``2025-Q3``, ``2025-03``. Other spans have none."""
        year, month = self.start.year, self.start.month
        for count, name in ((12, "{year}"), (6, "{year}-S{n}"), (3, "{year}-Q{n}"), (1, "{year}-{n:02d}")):
            if (month - 1) % count == 0 and self == Period.of_months(year, month, count):
                return name.format(year=year, n=(month - 1) // count + 1)
        raise BadInput("Rentang ini bukan bulan, triwulan, semester atau tahun.")

    def describe(self) -> str:
        """In words: ``tahun 2025``, ``Triwulan III 2025``, ``Maret 2025`` or two dates."""
        year = self.start.year
        for count, name in ((12, "tahun {year}"), (6, "Semester {n} {year}"), (3, "Triwulan {n} {year}")):
            index, offset = divmod(self.start.month - 1, count)
            if offset == 0 and self == Period.of_months(year, self.start.month, count):
                return name.format(n=_ROMAN[index], year=year)
        if self.start.day == 1 and self == Period.of_month(year, self.start.month):
            return f"{MONTHS[self.start.month - 1]} {year}"
        return f"{format_date_long(self.start)} s.d. {format_date_long(self.last_day)}"


def month_key(day: date) -> int:
    """``year * 100 + month``, the stored key that every monthly count groups by."""
    return day.year * 100 + day.month
