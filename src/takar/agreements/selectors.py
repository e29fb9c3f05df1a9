"""Named reads of agreements and their targets."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet

from takar.agreements.models import AgreedTarget, Agreement
from takar.kernel.access import visible
from takar.organisation.actor import Actor


def agreements_of(actor: Actor, *, year: int) -> QuerySet[Agreement]:
    """The year's agreements that have not been replaced, in the order of the office."""
    return (
        visible(actor, Agreement)
        .filter(year=year)
        .exclude(state=Agreement.State.REVISED)
        .select_related("position", "person", "superior", "superior_position", "office")
        .order_by("position__order", "revision")
    )


def targets_by_indicator(actor: Actor, *, year: int) -> dict[int, AgreedTarget]:
    """Indicator id -> the target that counts: of the signed agreement, else of the newest draft."""
    found: dict[int, AgreedTarget] = {}
    lines = (
        AgreedTarget.objects.filter(agreement__in=agreements_of(actor, year=year), target__isnull=False)
        .select_related("agreement")
        .order_by("agreement__revision", "pk")
    )
    for line in sorted(lines, key=lambda t: t.agreement.state == Agreement.State.SIGNED):
        found[line.indicator_id] = line
    return found


def percent(realisation: int | Decimal | None, target: Decimal | None) -> Decimal | None:
    """Realisation of a higher-is-better target in percent; None where no sensible percent exists.

    Source: R / T x 100 (LKjIP practice, regulations 1.5). A target of nought has no percent.
    """
    if realisation is None or not target:
        return None
    return Decimal(realisation) / target * 100


def awaiting_decision(actor: Actor) -> QuerySet[Agreement]:
    """Proposed agreements that wait for the actor as second party."""
    return (
        visible(actor, Agreement)
        .filter(state=Agreement.State.PROPOSED, superior_position_id__in=actor.position_ids)
        .select_related("position", "person")
    )
