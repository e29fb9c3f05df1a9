"""Writing into a period that is already closed asks for a reason, which is sealed with what was written.

Closed numbers never change by themselves, but what comes afterwards makes the books drift away from them:
whoever reads the drift must find why. Which periods are closed another app knows and registers here
(:func:`register`); corrections, withdrawals and cancellations have a reason of their own, which serves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_date
from takar.kernel.storable import is_storable

FIELD: Final = "late_reason"
LONGEST: Final = 500


@dataclass(frozen=True)
class ClosedPeriod:
    code: str
    """``2026-Q1``."""
    words: str
    """``Triwulan I 2026``."""
    closed_on: date

    @property
    def sentence(self) -> str:
        return f"{self.words[:1].upper()}{self.words[1:]} sudah ditutup ({format_date(self.closed_on)})."


class _Given:
    """The reason that whoever asks has given, and whether it was missing."""

    def __init__(self, reason: str | Callable[[], str]) -> None:
        self._reason = reason
        self.missing = False

    @property
    def reason(self) -> str:
        if callable(self._reason):
            self._reason = self._reason()
        return self._reason.strip()


_given: ContextVar[_Given | None] = ContextVar("late_reason", default=None)
_sources: list[Callable[[int, Collection[date]], ClosedPeriod | None]] = []


def register(source: Callable[[int, Collection[date]], ClosedPeriod | None]) -> None:
    """``source(office_id, days)``: the smallest closed period that one of the days falls in."""
    _sources.append(source)


def closed_around(office_id: int, days: Collection[date]) -> ClosedPeriod | None:
    """The closed period that one of these days falls in; None while all of them are open."""
    return next((found for source in _sources if (found := source(office_id, days)) is not None), None)


@contextmanager
def because(reason: str | Callable[[], str]) -> Iterator[None]:
    """Within the block this is why something is written into a closed period: of a page, a whole import, a
    command. A function is asked only when the reason is needed."""
    token = _given.set(_Given(reason))
    try:
        yield
    finally:
        _given.reset(token)


def given() -> str:
    """The reason given around this call."""
    return found.reason if (found := _given.get()) else ""


def is_wanted() -> bool:
    """Whether the form must show the field: a reason was missing, or one was sent and must not be lost."""
    found = _given.get()
    return found is not None and (found.missing or bool(found.reason))


def want() -> None:
    """The page asks for a reason before anything is written."""
    if found := _given.get():
        found.missing = True


# ---- a closing at the same moment -----------------------------------------------------------------------

# SQLite lets one writer in at a time. PostgreSQL would let somebody close between the question here and the
# commit of what was written, an import of many rows above all: it would come late and without a reason.
_LOCK: Final = 0x7A6B


def _keep_open(office_id: int, days: Collection[date]) -> None:
    """No period closes before this transaction ends. Days of this month are in no period that could."""
    if connection.vendor == "postgresql" and min(days, default=date.max) < clock.today().replace(day=1):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [_LOCK, office_id])


def refuse_while_written(office_id: int) -> None:
    """Nobody writes into past months from now to the end of this transaction; :class:`DomainError` while
    somebody does. Not waited for: a writer may need the head of the chain that the closing holds."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, office_id])
        if not cursor.fetchone()[0]:
            raise DomainError(
                "Ada yang sedang mencatat pada bulan yang sudah lewat. Tunggu sebentar, lalu coba lagi."
            )


def noted(office_id: int, days: Collection[date]) -> dict[str, Any]:
    """What a correction, withdrawal or cancellation seals of being late; its reason is its own note."""
    _keep_open(office_id, days)
    period = closed_around(office_id, days)
    return {"late": {"period": period.code, "words": period.words}} if period else {}


def explained(office_id: int, days: Collection[date], reason: str = "") -> dict[str, Any]:
    """What a first recording or a step seals of being late: period and reason; nothing in an open period.

    Raises :class:`DomainError` where a reason is needed and missing.
    """
    _keep_open(office_id, days)
    period = closed_around(office_id, days)
    if period is None:
        return {}
    said = reason.strip() or given()
    if not said:
        want()
        raise DomainError(f"{period.sentence} Tulis alasan mencatat sesudah penutupan.", field=FIELD)
    if len(said) > LONGEST or not is_storable(said):
        want()
        raise DomainError(
            f"Alasan mencatat sesudah penutupan paling panjang {LONGEST} huruf, tanpa huruf kendali.",
            field=FIELD,
        )
    return {"late": {"period": period.code, "words": period.words, "reason": said}}
