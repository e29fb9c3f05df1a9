"""The order of the DUK by its six keys (SE Kepala BAKN 03/SE/1980). Pure: no rows, no clock.

Pangkat, jabatan, masa kerja, latihan jabatan, pendidikan, usia: the next key only decides where
all keys before it are equal. Within a key the one who reached it earlier stands first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

KEYS = ("pangkat", "jabatan", "masa kerja", "latihan jabatan", "pendidikan", "usia")


@dataclass(frozen=True)
class Candidate:
    """What the keys need. A missing value is sorted after every known value."""

    key: int
    name: str
    rank_order: int = 0
    rank_since: date | None = None
    post_order: int = 99
    """0 is the highest post of the office."""
    post_since: date | None = None
    service_months: int = 0
    training_order: int = 0
    trained_on: date | None = None
    education_order: int = 0
    graduated_on: date | None = None
    born_on: date | None = None

    def keys(self) -> tuple[tuple[object, ...], ...]:
        """One tuple per key, in the order of :data:`KEYS`; smaller stands first."""
        late = date.max
        return (
            (-self.rank_order, self.rank_since or late),
            (self.post_order, self.post_since or late),
            (-self.service_months,),
            (-self.training_order, self.trained_on or late),
            (-self.education_order, self.graduated_on or late),
            (self.born_on or late,),
        )


def ordered(candidates: Iterable[Candidate]) -> list[Candidate]:
    """By the six keys; full ties by name, so that the list is the same each time it is made."""
    return sorted(candidates, key=lambda c: (*c.keys(), c.name.casefold(), c.key))


def decided_by(first: Candidate, second: Candidate) -> str:
    """Which key put ``first`` before ``second``; empty when all six are equal."""
    for name, one, other in zip(KEYS, first.keys(), second.keys(), strict=True):
        if one != other:
            return name
    return ""
