"""Tables that numbers rest on and that are no entries: each change of their rows becomes a link of the chain.

Every app names its own tables here; the ledger does the sealing. A single row is noticed by itself when it is
saved or deleted through Django. Writes of many rows at once pass Django's signals by, so they stand in a
``with bulk(...)`` block; tests/architecture/test_sealed_rows.py finds those that do not.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django.db import models

Model = type[models.Model]
Bulk = Callable[["SealedTable", dict[str, Any]], AbstractContextManager[None]]


@dataclass(frozen=True)
class SealedTable:
    model: Model
    office: str
    """Way from a row to the key of its office; empty for tables that all offices share."""
    personal: frozenset[str]
    """Columns of which the chain holds a keyed digest only: what can never change must not hold them."""
    without: frozenset[str]
    """Columns that no number rests on."""
    told_by_entries: bool
    """Milestones tell of new rows; the chain itself holds only those that were there before it did."""

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def fields(self) -> list[models.Field[Any, Any]]:
        """A column added later is sealed too, unless it is left out by name."""
        return [
            field
            for field in self.model._meta.local_concrete_fields
            if not field.primary_key and field.attname not in self.without
        ]

    def rows(self, office_id: int) -> models.QuerySet[Any]:
        rows = self.model._default_manager.order_by("pk")
        return rows.filter(**{self.office: office_id}) if self.office else rows


_tables: dict[Model, SealedTable] = {}
_bulk: list[Bulk] = []


def register(
    model: Model,
    *,
    office: str = "office_id",
    personal: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    told_by_entries: bool = False,
) -> None:
    _tables[model] = SealedTable(model, office, frozenset(personal), frozenset(without), told_by_entries)


def tables() -> list[SealedTable]:
    return sorted(_tables.values(), key=lambda table: table.label)


def table_of(model: Model) -> SealedTable | None:
    return _tables.get(model)


def sealed_by(bulk: Bulk) -> None:
    """The ledger says how a block of writes is sealed."""
    _bulk[:] = [bulk]


def bulk(model: Model, **rows: Any) -> AbstractContextManager[None]:
    """Around a write of many rows: what differs after it is sealed, in the same transaction.

    ``rows`` are conditions that hold before and after the write for every row it touches.
    """
    return _bulk[0](_tables[model], rows)
