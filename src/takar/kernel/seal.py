"""Rows chained by hash: each seals what it says together with the hash of the row before it.

Used by the ledger's milestones and by the closings of periods. The writing is part of every hash ever
stored, so it can never change: whoever needs another writing needs another chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, Protocol, TypeVar

GENESIS = "0" * 64
"""The hash before the first."""


class Link(Protocol):
    seq: Any
    previous_hash: Any
    hash: Any


Row = TypeVar("Row", bound=Link)


def written(content: Any) -> str:
    """Data in a fixed writing: the same data give the same text."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(content: Any) -> str:
    """SHA-256 over data in their fixed writing."""
    return hashlib.sha256(written(content).encode()).hexdigest()


def moment(at: datetime) -> str:
    """A moment as seals write it, in whichever zone it was read."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True)
class Checked(Generic[Row]):
    """A row of a chain, and whether it stands where it should and says what was sealed."""

    row: Row
    missing: int | None
    """The number that should stand here, where another does."""
    is_sound: bool


def checked(rows: Iterable[Row], digest_of: Callable[[Row], str]) -> Iterator[Checked[Row]]:
    """Every row of a chain, in its order."""
    previous, seq = GENESIS, 0
    for row in rows:
        expected = seq + 1
        sound = row.previous_hash == previous and row.hash == digest_of(row)
        yield Checked(row, None if row.seq == expected else expected, sound)
        previous, seq = row.hash, row.seq
