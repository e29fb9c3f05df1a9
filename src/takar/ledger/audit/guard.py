"""Reading rows that may be damaged in any way, without stopping at the first one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import models

_PAGE: Final = 1000


def guarded(what: str, findings: Iterator[str]) -> Iterator[str]:
    """Findings of one check; what stops it is a finding too."""
    try:
        yield from findings
    except OSError as error:
        yield f"Pemeriksaan {what} tidak dapat diselesaikan: {error.strerror} ({error.filename})."
    except Exception as error:
        yield f"Pemeriksaan {what} tidak dapat diselesaikan: {reason(error)}."


def reason(error: Exception) -> str:
    """The kind of error and the first line of its words: further lines may hold values of rows."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}, {lines[0].rstrip('.')}" if lines else type(error).__name__


@dataclass(frozen=True)
class Damaged:
    """A row that is there and cannot be read."""

    key: Any
    why: str


def streamed(rows: models.QuerySet[Any], by: str = "pk") -> Iterator[Any]:
    """Rows page by page in the order of a unique column. One that cannot be read comes as Damaged."""
    rows = rows.order_by(by)
    page = rows
    while True:
        keys = list(page.values_list(by, flat=True)[:_PAGE])
        if not keys:
            return
        try:
            yield from list(rows.filter(**{f"{by}__gte": keys[0], f"{by}__lte": keys[-1]}))
        except Exception:
            yield from _one_by_one(rows, by, keys)
        if len(keys) < _PAGE:
            return
        page = rows.filter(**{f"{by}__gt": keys[-1]})


def _one_by_one(rows: models.QuerySet[Any], by: str, keys: list[Any]) -> Iterator[Any]:
    for key in keys:
        try:
            yield rows.get(**{by: key})
        except Exception as error:
            yield Damaged(key, reason(error))
