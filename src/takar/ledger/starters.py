"""Rows that come with Takar for an office to begin with; each family says what it brings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from takar.organisation.models import Office


class Starter(Protocol):
    def __call__(self, *, office: Office) -> int:
        """Add what the office does not have yet; returns how many rows."""
        ...


_starters: list[Starter] = []


def starter(function: Callable[..., int]) -> Callable[..., int]:
    """Decorator: part of "Muat data awal" in Pengaturan. Safe to run again."""
    if function not in _starters:
        _starters.append(function)
    return function


def load_starters(*, office: Office) -> int:
    """Everything that the office lacks; returns how many rows were added."""
    return sum(load(office=office) for load in _starters)
