"""Whoever answers for a number reads what it was counted from, also in a closed book."""

from __future__ import annotations

from takar.catalogue.models import Decree
from takar.kernel import clock
from takar.measurement.models import Binding
from takar.measurement.own.measures import measures_named
from takar.measurement.readings import reading_in_force, with_choice
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
    rows = list(with_choice(bound, clock.today().year))
    if not rows:
        return frozenset()
    known = measures_named(actor.office_id, [row.measure for row in rows])
    measures = [reading_in_force(known[row.measure], row) for row in rows if row.measure in known]
    return frozenset(term.book for measure in measures for term in (*measure.terms, *measure.per))
