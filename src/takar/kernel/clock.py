"""What time it is, in one place.

Books store when something was recorded. The demo and the tests record a year in seconds, so they set
the clock; nothing else may.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("takar_clock", default=None)
_year: ContextVar[int | None] = ContextVar("takar_working_year", default=None)


def now() -> datetime:
    """This moment, aware."""
    return _set.get() or timezone.now()


def today() -> date:
    """The day it is at the office."""
    return timezone.localdate(now())


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Within the block it is ``moment``."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)


def working_year() -> int | None:
    """The year whose books somebody has open: a date written without one belongs to it."""
    return _year.get()


@contextmanager
def working_in(year: int | None) -> Iterator[None]:
    """Within the block the books of ``year`` are open."""
    token = _year.set(year)
    try:
        yield
    finally:
        _year.reset(token)
