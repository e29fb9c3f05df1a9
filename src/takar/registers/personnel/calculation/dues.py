"""When somebody is due for a pay rise, a promotion or retirement. Pure: no rows, no clock.

Intervals and ages are handed in, because they are dated rules (PP 7/1977 and its successors for the
KGB, PP 99/2000 for the regular promotion, PP 11/2017 for the retirement age).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from takar.kernel.months import add_months


class Due(StrEnum):
    PAY_RISE = "kgb"
    PROMOTION = "kenaikan_pangkat"
    RETIREMENT = "pensiun"


class Urgency(StrEnum):
    PASSED = "lewat"
    NOW = "siapkan"
    """Inside the lead time: the proposal is to be prepared."""
    LATER = "nanti"


@dataclass(frozen=True)
class DueDate:
    what: Due
    on: date
    prepare_from: date
    """The day the papers have to be begun: ``on`` less the lead time."""

    def urgency(self, today: date) -> Urgency:
        if self.on <= today:
            return Urgency.PASSED
        return Urgency.NOW if self.prepare_from <= today else Urgency.LATER


def pay_rise(last: date, *, interval: int, lead: int) -> DueDate:
    """``last`` is the TMT of the last KGB, or of the appointment where there was none yet."""
    return _due(Due.PAY_RISE, add_months(last, interval), lead)


def promotion(
    since: date, *, order: int, ceiling: int | None, interval: int, lead: int, final: int = 17
) -> DueDate | None:
    """The regular promotion after ``interval`` months in the grade.

    None at the ceiling of the education (KP reguler goes no further), or in the highest grade.
    """
    if order >= final or (ceiling is not None and order >= ceiling):
        return None
    return _due(Due.PROMOTION, add_months(since, interval), lead)


def retirement(birth: date, *, age: int, lead: int) -> DueDate:
    """TMT pension: the first day of the month after the birthday at the retirement age."""
    birthday = add_months(birth, age * 12)
    return _due(Due.RETIREMENT, add_months(birthday.replace(day=1), 1), lead)


def _due(what: Due, on: date, lead: int) -> DueDate:
    return DueDate(what, on, add_months(on, -lead))
