"""Which measure answered an indicator before, who changed that and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from auditlog.models import LogEntry

from takar.kernel.access import visible
from takar.measurement.language.measure import Measure
from takar.measurement.models import Binding
from takar.organisation.actor import Actor


@dataclass(frozen=True)
class Bound:
    at: datetime
    by: str
    before: str
    """The measure's label; empty where none was bound."""
    after: str


def bound_before(actor: Actor, binding: Binding, known: Mapping[str, Measure]) -> list[Bound]:
    """Changes of measure, the newest first. Bindings made while a decree was read are not changes."""
    if not visible(actor, Binding).filter(pk=binding.pk).exists():
        return []
    rows = LogEntry.objects.get_for_object(binding).select_related("actor__person").order_by("-timestamp")
    found = []
    for row in rows:
        if "measure" not in row.changes_dict:
            continue
        before, after = (_label(code, known) for code in row.changes_dict["measure"])
        person = getattr(row.actor, "person", None)
        found.append(Bound(row.timestamp, str(person or row.actor or "Takar"), before, after))
    return found


def _label(code: str, known: Mapping[str, Measure]) -> str:
    if code in {"", "None"}:
        return ""
    return known[code].label if code in known else code
