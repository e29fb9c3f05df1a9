"""Who holds which position when, and what follows from it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.factories import Cast

from takar.kernel.access import get_visible, may, visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.organisation.actor import Actor, actor_for, system_actor
from takar.organisation.models import Assignment, Office, Person, Position, Unit, Village
from takar.organisation.selectors import active_positions, assignments_on, holders_on
from takar.organisation.services import assign, save_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

Capacity = Assignment.Capacity


def end(cast_member: object, day: date) -> None:
    Assignment.objects.filter(position=cast_member.position).update(ends_on=day)  # type: ignore[attr-defined]


def test_an_actor_is_the_person_with_the_positions_of_the_day(cast: Cast) -> None:
    end(cast.section_head, date(2026, 7, 1))
    assign(
        position=cast.planner.position, person=cast.section_head.person, starts_on=date(2026, 7, 1),
        capacity=Capacity.ACTING, actor=cast.planner.actor,
    )  # fmt: skip
    before = actor_for(cast.section_head.user, on=date(2026, 6, 30))
    after = actor_for(cast.section_head.user, on=date(2026, 7, 1))
    assert before.title == "Kasi Pemerintahan"
    assert not before.is_operator
    assert after.title == "Plt. Kasubag Perencanaan, Evaluasi dan Pelaporan"
    assert after.is_operator
    assert after.position_ids == {cast.planner.position.pk}


def test_the_definitive_position_comes_first(cast: Cast) -> None:
    assign(
        position=cast.camat.position, person=cast.secretary.person, starts_on=date(2026, 7, 1),
        ends_on=date(2026, 8, 1), capacity=Capacity.DAILY, actor=cast.planner.actor,
    )  # fmt: skip
    actor = cast.secretary.fresh()
    assert actor.main is not None
    assert actor.title == "Sekretaris Kecamatan"
    assert len(actor.held) == 2


def test_below_is_everyone_under_however_deep(cast: Cast) -> None:
    office = {m.position.pk for m in cast.members.values()}
    assert cast.camat.actor.below == office - {cast.camat.position.pk}
    assert cast.section_head.actor.below == {cast.government_clerk.position.pk}
    assert cast.clerk.actor.below == frozenset()


def test_a_ring_of_superiors_is_refused_and_would_not_hang(cast: Cast) -> None:
    cast.camat.position.reports_to = cast.clerk.position
    with pytest.raises(ValidationError, match="atasan dirinya"):
        cast.camat.position.clean()
    cast.camat.position.save()
    assert cast.clerk.position.pk in cast.secretary.actor.below


def test_a_stranger_and_the_system(cast: Cast) -> None:
    stranger = actor_for(cast.stranger)
    assert (stranger.office, stranger.held, stranger.is_leader, stranger.is_operator) == (
        None,
        (),
        False,
        False,
    )
    system = system_actor(cast.office)
    assert (system.user_id, system.office_id) == (None, cast.office.pk)


# ---- holding a position -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (date(2019, 1, 1), None),
        (date(2019, 1, 1), date(2020, 1, 2)),
        (date(2026, 6, 30), date(2026, 7, 2)),
        (date(2021, 1, 1), date(2021, 1, 2)),
    ],
)
def test_a_position_has_one_definitive_holder_on_any_day(cast: Cast, starts: date, ends: date | None) -> None:
    end(cast.section_head, date(2026, 7, 1))
    with pytest.raises(DomainError, match="masih dipegang Agus Salim"):
        assign(
            position=cast.section_head.position, person=cast.clerk.person, starts_on=starts, ends_on=ends,
            actor=cast.planner.actor,
        )  # fmt: skip


@pytest.mark.parametrize(("starts", "ends"), [(date(2026, 7, 1), None), (date(2019, 1, 1), date(2020, 1, 1))])
def test_the_next_holder_starts_on_the_day_the_last_one_ends(
    cast: Cast, starts: date, ends: date | None
) -> None:
    end(cast.section_head, date(2026, 7, 1))
    assert assign(
        position=cast.section_head.position, person=cast.clerk.person, starts_on=starts, ends_on=ends,
        actor=cast.planner.actor,
    ).pk  # fmt: skip


def test_an_acting_holder_may_stand_beside_the_definitive_one(cast: Cast) -> None:
    acting = assign(
        position=cast.section_head.position, person=cast.clerk.person, starts_on=date(2026, 7, 1),
        capacity=Capacity.DAILY, actor=cast.planner.actor,
    )  # fmt: skip
    assert acting.title == "Plh. Kasi Pemerintahan"
    day = date(2026, 7, 15)
    assert assignments_on(day, office_id=cast.office.pk).filter(position=acting.position).count() == 2
    assert holders_on(day, office_id=cast.office.pk)[acting.position_id].person == cast.section_head.person
    end_day = date(2026, 7, 10)
    Assignment.objects.filter(position=acting.position, capacity=Capacity.DEFINITIVE).update(ends_on=end_day)
    assert holders_on(day, office_id=cast.office.pk)[acting.position_id] == acting


def test_an_assignment_ends_after_it_starts(cast: Cast) -> None:
    with pytest.raises(DomainError, match="mendahului tanggal mulai"):
        assign(
            position=cast.section_head.position, person=cast.clerk.person, starts_on=date(2019, 1, 1),
            ends_on=date(2019, 1, 1), actor=cast.planner.actor,
        )  # fmt: skip
    row = Assignment.objects.get(position=cast.clerk.position)
    assert row.covers(date(2020, 1, 1))
    assert not row.covers(date(2019, 12, 31))
    row.ends_on = date(2026, 7, 15)
    assert row.covers(date(2026, 7, 14))
    assert not row.covers(date(2026, 7, 15))


def test_people_and_positions_of_two_offices_are_not_mixed(cast: Cast) -> None:
    with pytest.raises(DomainError, match="bukan pegawai kantor"):
        assign(
            position=cast.section_head.position, person=cast.neighbour_clerk.person,
            starts_on=date(2026, 7, 1), capacity=Capacity.ACTING, actor=cast.planner.actor,
        )  # fmt: skip


def test_only_operators_assign_and_only_in_their_own_office(cast: Cast) -> None:
    for who in (cast.camat, cast.clerk, cast.neighbour_clerk):
        with pytest.raises(Refused):
            assign(
                position=cast.section_head.position, person=cast.clerk.person, starts_on=date(2026, 7, 1),
                capacity=Capacity.ACTING, actor=who.actor,
            )  # fmt: skip


# ---- reference data -----------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Office, Unit, Village, Position, Person, Assignment])
def test_everyone_reads_their_own_office_and_nobody_the_next(cast: Cast, model: type) -> None:
    path = {Office: "pk", Assignment: "position__office_id"}.get(model, "office_id")
    ours = set(model.objects.filter(**{path: cast.office.pk}))  # type: ignore[attr-defined]
    assert ours
    assert set(visible(cast.government_clerk.actor, model)) == ours
    assert not ours & set(visible(cast.neighbour_camat.actor, model))
    assert not visible(actor_for(cast.stranger), model).exists()
    with pytest.raises(NotFound):
        get_visible(cast.neighbour_camat.actor, model, pk=next(iter(ours)).pk)


def test_operators_change_reference_data_of_their_own_office(cast: Cast) -> None:
    assert may(cast.planner.actor, "change", Position)
    assert may(cast.planner.actor, "change", cast.clerk.position)
    assert not may(cast.clerk.actor, "change", cast.clerk.position)
    assert not may(cast.neighbour_clerk.actor, "change", cast.clerk.position)
    assert not may(cast.neighbour_clerk.actor, "view", cast.clerk.position)


def test_a_nip_is_stored_as_digits_and_printed_in_groups(cast: Cast) -> None:
    person = Person(office=cast.office, name="Baru", nip="199001012015012003")
    person.full_clean()
    assert person.nip == "199001012015012003"
    assert person.printed_nip == "19900101 201501 2 003"
    nobody = Person(office=cast.office, name="Honorer", nip="")
    nobody.full_clean()
    assert nobody.nip is None
    assert nobody.printed_nip == ""
    with pytest.raises(ValidationError):
        Person(office=cast.office, name="Salah", nip="123").full_clean()


def test_titles_are_unique_in_an_office_and_free_between_offices(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Position.objects.create(office=cast.office, title="Camat", level="head")
    assert Position.objects.filter(title="Camat").count() == 2


def test_a_retired_position_is_not_offered_any_more(cast: Cast) -> None:
    Position.objects.filter(pk=cast.clerk.position.pk).update(retired_on=date(2026, 1, 1))
    assert cast.clerk.position not in active_positions(office_id=cast.office.pk)


def test_reference_rows_are_written_by_whoever_may_change_them(cast: Cast) -> None:
    def save(row: Unit | Assignment, actor: Actor) -> None:
        save_reference(row=row, actor=actor, forbidden="Hanya pengelola.")

    office = cast.office
    with pytest.raises(Refused, match="Hanya pengelola"):
        save(Unit(office=office, name="Seksi Baru"), cast.clerk.actor)
    with pytest.raises(Refused, match="Hanya pengelola"):
        save(Unit(office=cast.neighbour_office, name="Seksi Baru"), cast.planner.actor)
    with pytest.raises(DomainError):
        save(Unit(office=office, name=""), cast.planner.actor)
    save(Unit(office=office, name="Seksi Baru"), cast.planner.actor)
    assert Unit.objects.filter(office=office, name="Seksi Baru").exists()
    own = Assignment(
        position=cast.camat.position,
        person=cast.planner.person,
        starts_on=date(2026, 7, 1),
        capacity=Capacity.DAILY,
    )
    with pytest.raises(Refused, match="menambah wewenang Anda sendiri"):
        save(own, cast.planner.actor)
