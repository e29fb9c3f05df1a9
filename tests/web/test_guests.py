"""Inspectors and the regency: one granted office at a time, reading only, personal columns masked."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from takar.kernel.access import may, visible
from takar.kernel.errors import Refused
from takar.kernel.reach import Reach
from takar.ledger.access import involved
from takar.ledger.models import Entry, Evidence, Milestone
from takar.organisation.actor import actor_for, system_actor
from takar.organisation.granting import end_grant, give_grant
from takar.organisation.models import AccessGrant, Office, User
from takar.registers.personnel.models import Employee
from tests.config.commands import takar
from tests.factories import PASSWORD, Cast
from tests.web.conftest import SignedIn, World
from tests.web.files import look
from tests.web.screen import Screen, see
from tests.web.test_every_page import EVERYONE, PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


def guest(scope: str, *offices: Office, code: str = "", starts: date = date(2026, 7, 1)) -> User:
    user = User(username=f"tamu{User.objects.count()}", first_name="Irban II")
    user.set_password(PASSWORD)
    user.save()
    give_grant(
        user=user, scope=scope, offices=offices, regency_code=code, starts_on=starts, ends_on=date(2026, 8, 1),
        reason="Surat tugas 700/12", actor=system_actor(None),
    )  # fmt: skip
    return user


def test_an_inspector_reads_everything_and_writes_nothing(world: World, signed_in: SignedIn) -> None:
    cast = world.cast
    client = signed_in(guest("inspector", cast.office))
    failed, wrote = [], []
    before = Milestone.objects.count()
    for page in PAGES:
        address = page.address(world)
        status, _ = look(client, address)
        reading = page.opens == EVERYONE and page.route not in {"leave", "own-record", "supply-ask"}
        if reading and status != 200:
            failed.append(f"{page.route}: {status}")
        # Ticked rows are downloaded with a button: a read that is sent as a form.
        if page.route != "entries-export" and client.post(address).status_code != 403:
            wrote.append(page.route)
    assert failed == []
    assert wrote == []
    assert Milestone.objects.count() == before


def test_personal_columns_stay_masked_for_an_inspector(world: World, signed_in: SignedIn) -> None:
    cast, case = world.cast, world.entries["case"]
    user = guest("inspector", cast.office)
    actor = actor_for(user)
    assert actor.reach is Reach.INSPECTOR
    assert set(visible(actor, Entry)) == set(Entry.objects.filter(office=cast.office))
    assert visible(actor, Evidence).exists()
    assert not involved(actor, case)
    assert not visible(actor, Employee).exists()
    client = signed_in(user)
    request = world.entries["service_request"]
    assert client.get(reverse("web:entry", args=[request.year, request.pk])).status_code == 200
    assert (
        client.get(reverse("web:action-part", args=[request.year, request.pk, "lengkap", "nik"])).status_code
        == 403
    )
    assert "196608011988031001" not in see(client, reverse("web:reference", args=[2026, "pegawai"])).html
    assert not may(actor, "change", cast.village)


def test_the_regency_reads_open_books_only(world: World) -> None:
    cast = world.cast
    actor = actor_for(guest("regency", code="35.07"), office_id=cast.office.pk)
    assert actor.reach is Reach.REGENCY
    books = set(visible(actor, Entry).values_list("book", flat=True))
    assert "incoming_letter" in books
    assert not books & {"service_request", "case", "proposal", "list_edition"}
    assert not visible(actor, Entry).filter(restricted=True).exists()


def test_one_office_is_chosen_at_a_time(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(guest("regency", code="35.07"))
    assert client.get("/2026/")["Location"] == reverse("web:choose-office")
    page = see(client, reverse("web:choose-office"))
    assert "Kecamatan Gedangan" in page.text
    assert "Kecamatan Kepanjen" in page.text
    client.post(reverse("web:choose-office"), {"office": cast.neighbour_office.pk})
    shown = see(client, f"/2026/entri/{cast.neighbour_letter.pk}/")
    assert "Anda membaca Kecamatan Kepanjen" in shown.text
    foreign = client.post(reverse("web:choose-office"), {"office": "999999"})
    assert foreign.status_code == 404


def test_no_office_but_the_granted_one(world: World, signed_in: SignedIn) -> None:
    client = signed_in(guest("inspector", world.cast.neighbour_office))
    assert client.get(reverse("web:entry", args=[world.letter.year, world.letter.pk])).status_code == 404
    assert client.post(reverse("web:choose-office"), {"office": world.cast.office.pk}).status_code == 404


def test_a_grant_has_days_and_can_be_ended(cast: Cast, signed_in: SignedIn) -> None:
    early = signed_in(guest("inspector", cast.office, starts=date(2026, 7, 16)))
    assert early.get("/2026/", follow=True).status_code == 403
    user = guest("inspector", cast.office)
    client = signed_in(user)
    assert client.get("/2026/").status_code == 200
    end_grant(grant=AccessGrant.objects.get(user=user), actor=system_actor(None), reason="selesai")
    assert client.get("/2026/", follow=True).status_code == 403


def test_no_office_opens_itself_and_no_employee_becomes_a_guest(cast: Cast) -> None:
    values = {
        "offices": [cast.office],
        "starts_on": date(2026, 7, 1),
        "ends_on": date(2026, 8, 1),
        "reason": "x",
    }
    with pytest.raises(Refused):
        give_grant(user=cast.stranger, scope="inspector", actor=cast.camat.actor, **values)
    with pytest.raises(Refused):
        give_grant(user=cast.clerk.user, scope="inspector", actor=system_actor(None), **values)


def test_the_camat_sees_who_reads_from_outside(cast: Cast, signed_in: SignedIn) -> None:
    guest("inspector", cast.office)
    guest("regency", code="35.07")
    for member in (cast.camat, cast.neighbour_camat):
        page = see(signed_in(member), reverse("web:accounts", args=[2026]))
        assert ("Pemeriksa" in page.text, "Pembina kabupaten" in page.text) == (member is cast.camat, True)


def test_grants_come_from_the_command_line(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    made = takar(capsys, "user", "add", "--guest", "--person", "Irban II", "--username", "irban")
    password = next(line for line in made.out.splitlines() if "sandi awal:" in line).split(": ")[1]
    given = takar(
        capsys, "grant", "inspector", "irban", "--office", cast.office.code, "--until", "2026-08-01",
        "--reason", "Surat tugas 700/12",
    )  # fmt: skip
    assert given.status == 0
    number = str(AccessGrant.objects.get().pk)
    listed = takar(capsys, "grant", "list").out
    assert "irban" in listed
    assert "2026-08-01" in listed
    assert AccessGrant.objects.get().ends_on == date(2026, 8, 2)  # the day named is the last one
    client = Client()
    client.post("/masuk/", {"login": "irban", "password": password})
    assert Screen(client.get("/", follow=True)).title == "Ganti kata sandi"
    assert takar(capsys, "grant", "end", number, "--reason", "selesai").status == 0
    assert takar(capsys, "grant", "end", number, "--reason", "selesai").status == 2
    assert takar(capsys, "grant", "regency", "irban", "--until", "besok", "--reason", "x").status == 2
