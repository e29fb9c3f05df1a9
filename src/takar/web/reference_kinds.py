"""The kinds of reference data in Pengaturan; a family adds its own in a module ``reference`` of its folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from takar.web.tables import Table


@dataclass(frozen=True)
class Kind:
    """A kind of reference data: what is listed and what its form asks."""

    slug: str
    model: type[models.Model]
    label: str
    lead: str
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    shared: bool = False
    """Shared by all offices: shown, not changed here."""
    initial: Callable[[], dict[str, Any]] | None = None
    """What the form of a new row says before anything is typed."""
    usual: Callable[[], Table] | None = None
    """What holds where the office has no row of its own."""


KINDS: dict[str, Kind] = {}


def register(*found: Kind) -> None:
    """Show these kinds in Pengaturan, after those that are there."""
    KINDS.update({kind.slug: kind for kind in found})
