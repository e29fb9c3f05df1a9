"""From the office's schedule to days: which period of which document is due when."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from takar.ledger.reference import with_children
from takar.registers.documents.models import DocumentSchedule, Part, period_of

_Every = DocumentSchedule.Every
_PARTS: dict[str, tuple[str, ...]] = {
    _Every.YEAR: (Part.YEAR,),
    _Every.SEMESTER: (Part.S1, Part.S2),
    _Every.QUARTER: (Part.Q1, Part.Q2, Part.Q3, Part.Q4),
    _Every.MONTH: tuple(f"{month:02}" for month in range(1, 13)),
}


@dataclass(frozen=True)
class Due:
    """One scheduled document for one period."""

    schedule: DocumentSchedule
    year: int
    part: str
    on: date

    @property
    def title(self) -> str:
        return f"{self.schedule.name} {period_of(self.year, self.part).describe()}".replace(
            " tahun ", " Tahun "
        )


def due_day(schedule: DocumentSchedule, year: int, part: str) -> date:
    """The last day for a document about ``part`` of ``year``."""
    if schedule.every == _Every.YEAR:
        assert schedule.due_month is not None
        return _day(year + schedule.due_year, schedule.due_month, schedule.due_day)
    after = period_of(year, part).end
    return _day(after.year, after.month, schedule.due_day)


def _day(year: int, month: int, day: int) -> date:
    """The 31st is the last day of every month: end of February is the 28th or the 29th."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def due_in(schedule: DocumentSchedule, year: int) -> Iterator[Due]:
    """What falls due on a day of ``year``; retired rows end where they were retired."""
    for covered in (year - 1, year, year + 1):
        if schedule.first_year and covered < schedule.first_year:
            continue
        for part in _PARTS[schedule.every]:
            on = due_day(schedule, covered, part)
            if on.year == year and (schedule.retired_on is None or on < schedule.retired_on):
                yield Due(schedule, covered, part, on)


def answers(schedule: DocumentSchedule, *, kind: str, area_id: str | None, part: str) -> bool:
    """Whether a document of this kind, area and part is one the schedule asks for."""
    if kind != schedule.kind or part not in _PARTS[schedule.every]:
        return False
    return schedule.area_id is None or (area_id is not None and area_id in with_children(schedule.area_id))
