"""How Indonesian offices write numbers, rupiah and dates.

Pure functions, used by pages, documents and exports alike, so that one number never has two
spellings. Templates get finished strings: formatting inside templates is what made pages slow
(see docs/decisions/0005-server-rendered-pages.md).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import overload

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
MONTHS_SHORT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

NOTHING = "–"


def format_number(value: int | float | Decimal | Fraction | None, *, places: int | None = None) -> str:
    """``1234.5`` -> ``1.234,5``; ``None`` -> an en dash. ``places`` fixes the decimals."""
    if value is None:
        return NOTHING
    number = _decimal(value) if isinstance(value, Fraction) else Decimal(str(value))
    if places is not None:
        # 0,25 is 0,3 on official papers; Python's own rounding would make it 0,2
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{number:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


@overload
def rounded(value: None) -> None: ...
@overload
def rounded(value: int | Decimal | Fraction) -> int | Decimal: ...
def rounded(value: int | Decimal | Fraction | None) -> int | Decimal | None:
    """A counted number or a percent as it is printed, judged and handed on: two decimals at most, half up.

    Done once, on the exact value. Whoever judges a percent judges this one, so that no class or state
    stands beside a text it does not fit.
    """
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Fraction):
        value = _decimal(value)
    # A third has no end; the value asked for may still be large.
    number = value.quantize(_CENT, ROUND_HALF_UP, _WIDE)
    return int(number) if number == number.to_integral_value() else number


def _decimal(value: Fraction) -> Decimal:
    return _WIDE.divide(Decimal(value.numerator), Decimal(value.denominator))


_CENT = Decimal("0.01")
_WIDE = Context(prec=60)


def format_percent(value: int | Decimal | Fraction | None) -> str:
    """``65.0485`` -> ``65,05 %``, ``90`` -> ``90 %``."""
    return NOTHING if value is None else f"{format_number(rounded(value))} %"


def percent_of(part: int | Decimal, whole: int | Decimal) -> Fraction | None:
    """How many hundredths of the whole the part is, exactly; None of nothing."""
    return 100 * Fraction(part) / Fraction(whole) if whole else None


def json_number(value: int | Decimal | None) -> int | float | None:
    """The same number for programs: whole where it is whole."""
    number = rounded(value)
    return float(number) if isinstance(number, Decimal) else number


def format_rupiah(value: Decimal | int | None) -> str:
    """``1250000`` -> ``Rp1.250.000``; cents appear only when there are some."""
    if value is None:
        return NOTHING
    amount = Decimal(value)
    return f"Rp{format_number(amount, places=0 if amount == amount.to_integral_value() else 2)}"


def format_amount(value: Decimal | int | None) -> str:
    """Money in a column headed (Rp): ``1.250.000``; cents, both of them, only when there are some."""
    return format_rupiah(value).replace("Rp", "", 1)


def format_date(value: date | None) -> str:
    """``12 Mar 2025``."""
    if value is None:
        return NOTHING
    return f"{value.day} {MONTHS_SHORT[value.month - 1]} {value.year}"


def format_date_long(value: date | None, *, weekday: bool = False) -> str:
    """``12 Maret 2025``, or ``Rabu, 12 Maret 2025``."""
    if value is None:
        return NOTHING
    text = f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{WEEKDAYS[value.weekday()]}, {text}" if weekday else text


def format_moment(value: datetime | None) -> str:
    """``12 Mar 2025 14.05``; the caller passes a local time."""
    if value is None:
        return NOTHING
    return f"{format_date(value.date())} {value.hour:02d}.{value.minute:02d}"
