"""What happened to an entry, read from its append-only milestones.

A correction does not change a row: a newer one replaces it, or takes it back. Which rows are in force
is worked out here and nowhere else; what is counted (``projection``) follows from the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from takar.ledger.models import EffectiveMilestone, Milestone


class History:
    """The milestones of one entry as they are now. Rows fetched ahead are used, others read when asked.

    ``counted`` are the entry's effective rows, where only the day of a milestone is wanted.
    """

    def __init__(
        self, rows: Iterable[Milestone], *, counted: Iterable[EffectiveMilestone] | None = None
    ) -> None:
        self._rows = rows
        self._counted = counted

    @cached_property
    def rows(self) -> list[Milestone]:
        """Every milestone ever recorded, in that order."""
        return list(self._rows)

    @cached_property
    def replaced_by(self) -> dict[int, Milestone]:
        """Key of a row that no longer holds -> the row that replaced it or took it back."""
        return {row.supersedes_id: row for row in self.rows if row.supersedes_id is not None}

    @cached_property
    def in_force(self) -> list[Milestone]:
        """The rows in force today, in the order they were recorded."""
        return [row for row in self.rows if row.pk not in self.replaced_by and not row.withdrawn]

    @cached_property
    def days(self) -> dict[str, date]:
        """Milestone -> its first day, also of a cancelled entry (``cancelled`` is among them then)."""
        days: dict[str, date] = {}
        for row in self.in_force:
            days[row.what] = min(row.on, days.get(row.what, row.on))
        return days

    def __contains__(self, what: object) -> bool:
        return what in self.days

    def day(self, what: str) -> date | None:
        """The day on which it counts; None where it did not happen and for a cancelled entry."""
        if self._counted is not None:
            return next((row.on for row in self._counted if row.what == what), None)
        return None if "cancelled" in self.days else self.days.get(what)

    def all(self, what: str) -> list[Milestone]:
        """The rows in force of a milestone that may happen again and again."""
        return [row for row in self.in_force if row.what == what]

    def latest(self, what: str) -> Milestone | None:
        """The row in force: its day holds."""
        return next(iter(reversed(self.all(what))), None)

    def first(self, what: str) -> Milestone | None:
        """The first recording of what is in force: who recorded it, when, with which note and details."""
        row = self.latest(what)
        return None if row is None else self.first_of(row)

    def first_of(self, row: Milestone) -> Milestone:
        """A row that only moves the day has its reason as note; the text is in the row it replaced."""
        by_key = {other.pk: other for other in self.rows}
        while row.supersedes_id in by_key:
            row = by_key[row.supersedes_id]
        return row

    def note(self, what: str) -> str:
        row = self.first(what)
        return "" if row is None else row.note

    def details(self, what: str) -> dict[str, Any]:
        row = self.first(what)
        return {} if row is None else row.details
