"""What the history keeps of a column: its value, or for personal data only a keyed digest of it.

A sealed milestone can never be changed, so a resident's number written into it could never be removed. Of
personal columns it therefore holds a keyed digest: tampering is still found, the value itself stands in the
entry alone and can be taken away when its time has passed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from takar.kernel.encrypted import seal_digest
from takar.ledger.books import Book
from takar.ledger.models import Entry
from takar.ledger.plain import as_json
from takar.ledger.privacy_models import REMOVED

__all__ = ["REMOVED", "agrees", "sealed", "sealed_columns", "words"]


def sealed_columns(book: type[Book]) -> list[str]:
    """Attributes whose values the history tells: shared columns and the book's own."""
    return [
        "number", "number_label", "series", "occurred_on", "kind", "area_id", "village_id", "title",
        "position_id", "person_id", "external_ref", "restricted", *book.sealed_names(),
    ]  # fmt: skip


def sealed(book: type[Book], entry: Entry) -> dict[str, Any]:
    """All columns of an entry as a milestone seals them."""
    return {name: _sealed(book, entry, name) for name in sealed_columns(book)}


def agrees(entry: Entry, name: str, recorded: Any) -> bool:
    """Whether a column still holds what the history recorded. Older milestones hold plain values."""
    value = getattr(entry, name)
    match recorded:
        case {"removed": True}:
            return bool(value == REMOVED)
        case {"sealed": str() as digest}:
            return bool(digest == _keyed_digest(entry, name, value))
    return bool(as_json(value) == recorded)


def words(recorded: Mapping[str, Any]) -> str:
    """What the history page shows of a sealed personal value."""
    if recorded.get("removed"):
        return "dihapus"
    return str(recorded.get("masked") or "disamarkan")


def _sealed(book: type[Book], entry: Entry, name: str) -> Any:
    value = getattr(entry, name)
    if not book.field(name).personal or value in (None, ""):
        return as_json(value)
    if value == REMOVED:
        return {"removed": True}
    found = {"sealed": _keyed_digest(entry, name, value)}
    if book.field(name).masked:
        found["masked"] = book.mask(name, value)
    return found


def _keyed_digest(entry: Entry, name: str, value: Any) -> str:
    return seal_digest(str(as_json(value)), entry.pk, name)
