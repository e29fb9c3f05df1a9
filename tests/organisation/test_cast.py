from __future__ import annotations

from tests.factories import Cast


def test_the_cast_plays_in_two_offices(cast: Cast) -> None:
    assert cast.office.pk != cast.neighbour_office.pk
    assert cast.camat.actor.is_leader
    assert cast.secretary.actor.is_leader
    assert cast.planner.actor.is_operator
    assert not cast.clerk.actor.is_leader
    assert cast.clerk.position.pk in cast.general_head.actor.below
    assert {entry.office_id for entry in cast.neighbour_entries} == {cast.neighbour_office.pk}


def test_the_sample_decree_is_in_force(cast: Cast, imported_decree: object) -> None:
    from takar.catalogue.selectors import active_indicators

    assert active_indicators(cast.clerk.actor).count() == 67
