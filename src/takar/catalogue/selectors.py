"""Named reads of the catalogue."""

from __future__ import annotations

from django.db.models import QuerySet

from takar.catalogue.models import Decree, Indicator
from takar.kernel.access import AnyActor, visible
from takar.kernel.errors import NotFound


def active_decree(actor: AnyActor) -> Decree | None:
    return visible(actor, Decree).filter(state=Decree.State.ACTIVE).first()


def active_indicators(actor: AnyActor) -> QuerySet[Indicator]:
    """The indicators of the decree in force, in document order."""
    return (
        visible(actor, Indicator)
        .filter(decree__state=Decree.State.ACTIVE)
        .select_related("objective", "position", "decree")
        .order_by("no")
    )


def indicator_numbered(actor: AnyActor, no: int) -> Indicator:
    """An indicator of the decree in force. Raises NotFound."""
    found = active_indicators(actor).filter(no=no).first()
    if found is None:
        raise NotFound(f"Indikator nomor {no} tidak ada dalam keputusan yang berlaku.")
    return found
