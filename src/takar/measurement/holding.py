"""Whoever answers for a number reads what it was counted from, also in a closed book."""

from __future__ import annotations

from takar.catalogue.models import Decree
from takar.measurement.models import Binding
from takar.measurement.own.measures import measures_named
from takar.organisation.actor import Actor


def books_of_own_indicators(actor: Actor) -> frozenset[str]:
    """Books that the indicators of the actor's positions are counted from. Two queries at most."""
    if actor.office_id is None or not actor.held:
        return frozenset()
    bound = Binding.objects.filter(
        indicator__position_id__in=actor.position_ids,
        indicator__decree__office_id=actor.office_id,
        indicator__decree__state=Decree.State.ACTIVE,
    ).exclude(measure="")
    codes = list(bound.values_list("measure", flat=True))
    if not codes:
        return frozenset()
    known = measures_named(actor.office_id, codes)
    measures = [known[code] for code in codes if code in known]
    return frozenset(term.book for measure in measures for term in (*measure.terms, *measure.per))
