"""Which entries the current request has already changed for good.

A request that fails after a commit must not say that nothing was stored. Whoever draws the page of the
failure asks here.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

_entries: ContextVar[tuple[int, ...]] = ContextVar("takar_committed", default=())


def note(entries: Iterable[int]) -> None:
    """Keys of entries whose change was committed a moment ago."""
    _entries.set(tuple(dict.fromkeys((*_entries.get(), *entries))))


def entries() -> tuple[int, ...]:
    return _entries.get()


def forget(**signal: Any) -> None:
    """A new request begins; threads of the server are used again."""
    _entries.set(())
