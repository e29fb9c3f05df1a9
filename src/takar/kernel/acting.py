"""Who works at this moment, for writes that are noticed below the services (the seal of reference data)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Acting:
    user_id: int | None
    name: str


SYSTEM = Acting(None, "sistem")
"""The command line and whatever Takar does by itself."""

_acting: ContextVar[Acting] = ContextVar("takar_acting", default=SYSTEM)


@contextmanager
def acting(user_id: int | None, name: str) -> Iterator[None]:
    token = _acting.set(Acting(user_id, name))
    try:
        yield
    finally:
        _acting.reset(token)


def who() -> Acting:
    return _acting.get()
