"""Values as they are stored in the history and in a digest: plain JSON, written in one way only."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import models


def as_json(value: Any) -> Any:
    """A column's value as a sealed milestone stores it."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            # The database gives a moment back in its own zone; the seal must not change with it.
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Decimal():
            # normalize: the database gives 2.00 back for what was written as 2
            return f"{value.normalize():f}"
        case uuid.UUID():
            return str(value)
        case models.Model():
            return value.pk
        case list() | tuple():
            return [as_json(item) for item in value]
        case dict():
            return {name: as_json(item) for name, item in value.items()}
    raise TypeError(f"a column cannot hold {type(value).__name__}")
