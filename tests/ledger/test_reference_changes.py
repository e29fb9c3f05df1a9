"""Rows that numbers rest on become links when they are written, and once when an office is brought up to date."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from takar.kernel.acting import acting
from takar.kernel.sealed_rows import bulk
from takar.ledger import chain
from takar.ledger.audit import verify
from takar.ledger.models import Participant, ReferenceChange
from takar.ledger.reference_changes import adopt
from takar.organisation.models import CalendarDay, Office, Person, Village
from tests.factories import Cast, letter_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


def last_link(office: Office) -> ReferenceChange:
    return ReferenceChange.objects.filter(office=office).latest("seq")


def test_a_saved_row_is_a_link_with_who_saved_it(cast: Cast) -> None:
    with acting(cast.planner.user.pk, "Dewi Lestari"):
        day = CalendarDay.objects.create(office=cast.office, day=date(2026, 7, 17), kind="holiday")
    link = last_link(cast.office)
    assert (link.what, link.table, link.key) == ("saved", "organisation.CalendarDay", str(day.pk))
    assert (link.actor_id, link.actor_name) == (cast.planner.user.pk, "Dewi Lestari")
    assert link.content["organisation.CalendarDay"][str(day.pk)]["kind"] == "holiday"
    key = str(day.pk)
    day.delete()
    removed = last_link(cast.office)
    assert (removed.what, removed.content) == ("removed", {"organisation.CalendarDay": {key: None}})
    assert list(verify(cast.office.pk)) == []


def test_only_what_is_in_the_database_is_sealed(cast: Cast) -> None:
    village = cast.village
    village.name, village.bps_code = "Lain", "99"
    village.save(update_fields=["name"])
    sealed = last_link(cast.office).content["organisation.Village"][str(village.pk)]
    assert (sealed["name"], sealed["bps_code"]) == ("Lain", "")
    assert list(verify(cast.office.pk)) == []


def test_names_and_numbers_of_people_stand_in_no_link(cast: Cast) -> None:
    person = Person.objects.create(office=cast.office, name="Sumarno Widodo", nip="197205141993022009")
    person.rank = "Pangkat rahasia"
    person.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM ledger_referencechange")
        told = str(cursor.fetchall())
    assert "Sumarno" not in told
    assert "197205141993022009" not in told
    assert "Pangkat rahasia" not in told
    assert list(verify(cast.office.pk)) == []


def test_many_rows_are_one_link_and_rows_left_alone_are_in_none(cast: Cast) -> None:
    before = ReferenceChange.objects.filter(office=cast.office).count()
    with bulk(Village, office=cast.office):
        made = [Village(office=cast.office, code=f"35.07.29.21{n:02}", name=f"Desa {n}") for n in range(5)]
        Village.objects.bulk_create(made)
    assert ReferenceChange.objects.filter(office=cast.office).count() == before + 1
    link = last_link(cast.office)
    assert len(link.content["organisation.Village"]) == len(made)
    # What somebody changed in secret is not sealed by a block that does not touch it.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisation_village SET name = 'Diubah' WHERE id = %s", [cast.village.pk])
    with bulk(Village, office=cast.office):
        Village.objects.filter(code="35.07.29.2100").update(name="Lain")
    [told] = last_link(cast.office).content["organisation.Village"].values()
    assert told["name"] == "Lain"
    assert [line for line in verify(cast.office.pk) if f"desa {cast.village.pk} " in line]


def test_rows_of_an_office_from_before_are_adopted_once(cast: Cast) -> None:
    Office.objects.bulk_create([Office(code="35.07.01", name="Lama", regency="Kabupaten Malang")])
    office = Office.objects.get(code="35.07.01")
    Village.objects.bulk_create([Village(office=office, code="35.07.01.2001", name="Desa")])
    assert list(verify(office.pk)) == []
    assert adopt(office.pk) > 0
    assert adopt(office.pk) == 0
    assert list(verify(office.pk)) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisation_village SET name = 'x' WHERE office_id = %s", [office.pk])
    Village.objects.bulk_create([Village(office=office, code="35.07.01.2002", name="Diselipkan")])
    assert adopt(office.pk) == 0
    found = list(verify(office.pk))
    assert [line for line in found if "kolom name" in line]
    assert [line for line in found if "tidak pernah disegel" in line]


def test_participants_from_before_stand_in_the_adoption(cast: Cast) -> None:
    letter = letter_of(cast)
    Participant.objects.create(entry=letter, position=cast.camat.position, role="lama")
    assert [line for line in verify(cast.office.pk) if "tidak tertulis dalam riwayat" in line]
    ReferenceChange.objects.filter(office=cast.office, what="adopted").delete()
    adopt(cast.office.pk)
    assert not [line for line in verify(cast.office.pk) if "tidak tertulis dalam riwayat" in line]


def test_what_all_offices_share_is_sealed_in_each_chain(cast: Cast) -> None:
    from takar.ledger.models import Area

    area = Area.objects.get(code="diklat")
    area.name = "Diklat lain"
    area.save()
    for office in (cast.office, cast.neighbour_office):
        assert last_link(office).content["ledger.Area"]["diklat"]["name"] == "Diklat lain"
        assert [seq for seq, _ in chain.links(office.pk)][-1] == last_link(office).seq
        assert list(verify(office.pk)) == []
