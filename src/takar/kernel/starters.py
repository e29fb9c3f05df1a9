"""Shipped tables as rows of a model, and what an office begins with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import models

from takar.kernel.sealed_rows import bulk
from takar.kernel.tables import Row, shipped

M = TypeVar("M", bound=models.Model)


def as_model(model: type[M], row: Mapping[str, str], **more: Any) -> M:
    """A row of the model, not yet stored. An empty cell is nothing; a bar in a long text parts its lines."""
    values: dict[str, Any] = dict(more)
    for name, text in row.items():
        field = model._meta.get_field(name)
        assert isinstance(field, models.Field)
        if isinstance(field, models.TextField):
            text = "\n".join(part.strip() for part in text.split("|"))
        values[field.attname] = field.to_python(text) if text or not field.null else None
    return model(**values)


def add_missing(
    model: type[M],
    package: str,
    name: str,
    *,
    office: models.Model,
    key: str,
    change: Callable[[Row], Row] = lambda row: row,
) -> int:
    """Shipped rows for which the office has none of the same key: a beginning to correct.

    Rows the office has are left alone. Returns how many were added. ``change`` puts into a row what only
    the office knows.
    """
    known = {str(value) for value in model._default_manager.filter(office=office).values_list(key, flat=True)}
    rows = [row for row in shipped(package, name) if row[key] not in known]
    with bulk(model, office=office):
        made = model._default_manager.bulk_create(
            [as_model(model, change(row), office=office) for row in rows]
        )
    return len(made)
