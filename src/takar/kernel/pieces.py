"""Rows of many keys, asked for in pieces.

A database takes only so many values in one question (SQLite 32,766 or 250,000, as it was built), and a
closed year may hold more entries. Where the keys can be a query of their own, a sub-query is better.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet

AT_ONCE = 10_000


def of_keys(rows: QuerySet[Any, Any], column: str, keys: Collection[Any]) -> Iterator[QuerySet[Any, Any]]:
    """The same question once for every piece of the keys: once as long as there are not too many."""
    everything = list(keys)
    for start in range(0, len(everything), AT_ONCE):
        yield rows.filter(**{f"{column}__in": everything[start : start + AT_ONCE]})
