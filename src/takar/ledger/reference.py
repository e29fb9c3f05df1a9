"""Reference data shipped with Takar: the tree of areas (bidang)."""

from __future__ import annotations

from functools import cache
from typing import Any

from takar.kernel.sealed_rows import bulk
from takar.kernel.starters import as_model
from takar.kernel.tables import shipped
from takar.ledger.models import Area


@cache
def shipped_area_codes() -> frozenset[str]:
    return frozenset(row["code"] for row in shipped("takar.ledger", "areas"))


def load_areas(**kwargs: Any) -> None:
    """Bring the areas up to the shipped table; rows that left it are kept. Runs after migrating."""
    with bulk(Area):
        Area.objects.bulk_create(
            [as_model(Area, row, order=order) for order, row in enumerate(shipped("takar.ledger", "areas"))],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "parent", "order"],
        )
    _children.cache_clear()
    area_names.cache_clear()


@cache
def _children() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, parent in Area.objects.values_list("code", "parent_id"):
        found.setdefault(parent or "", []).append(code)
    return {parent: tuple(codes) for parent, codes in found.items()}


@cache
def area_names() -> dict[str, str]:
    return dict(Area.objects.values_list("code", "name"))


def with_children(code: str) -> frozenset[str]:
    """The area and everything below it: ``kepegawaian`` takes ``diklat`` too."""
    codes = {code}
    for child in _children().get(code, ()):
        codes |= with_children(child)
    return frozenset(codes)
