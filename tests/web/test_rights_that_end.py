"""Without a position today: one's own record and nothing else, through every route and every service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from takar.agreements.models import Agreement
from takar.agreements.services import parties_of, propose
from takar.kernel.access import visible
from takar.kernel.errors import Refused
from takar.kernel.reach import Reach
from takar.ledger.books import book_named
from takar.ledger.evidence import attach
from takar.ledger.models import Entry, Evidence
from takar.ledger.services import add_milestone, correct_entry, record_entry
from takar.organisation.models import Assignment, Person, Position, User
from takar.registers.mail.models import IncomingLetter
from takar.registers.personnel import services
from takar.registers.personnel.models import Employee, LeaveType
from takar.web.gate import is_own_page
from tests import factories
from tests.factories import PASSWORD, Cast, Member
from tests.web.conftest import SignedIn, World
from tests.web.files import pdf_upload
from tests.web.screen import Screen, see

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

TODAY = date(2026, 7, 15)


def _end(member: Member, day: date) -> None:
    Assignment.objects.filter(person=member.person).update(ends_on=day)


def _without_position(cast: Cast) -> dict[str, User]:
    """Everybody whom the office's books are closed to, by what is the matter."""
    _end(cast.clerk, TODAY)
    Assignment.objects.filter(person=cast.section_head.person).update(starts_on=date(2026, 7, 16))
    Person.objects.filter(pk=cast.stock_clerk.person.pk).update(retired_on=TODAY)
    Position.objects.filter(pk=cast.personnel_clerk.position.pk).update(retired_on=TODAY)
    nobody = User(username="baru", person=Person.objects.create(office=cast.office, name="Wati Baru"))
    nobody.set_password(PASSWORD)
    nobody.save()
    return {
        "ended today": cast.clerk.user,
        "not yet begun": cast.section_head.user,
        "retired with position": cast.stock_clerk.user,
        "position no longer used": cast.personnel_clerk.user,
        "no position": nobody,
    }


def _addresses(world: World) -> Iterator[tuple[str, str]]:
    """Every route of the pages with the office's own things in it, taken from the resolver itself."""
    values = {
        "year": world.year, "slug": "surat-masuk", "format": "csv", "entry_id": world.letter.pk, "no": 43,
        "batch_id": 1, "what": "followed_up", "field": "nik", "milestone_id": 1, "evidence_id": world.evidence.pk,
        "item_id": world.entries["stock_receipt"].item_id, "room_id": 1, "pk": world.cast.camat.person.pk,
        "row_id": 1, "key": "tanpa-bukti", "code": world.closed, "decree_id": world.decree.pk,
        "agreement_id": world.agreement.pk, "part": "archived", "action_slug": "arsipkan", "seq": 1,
    }  # fmt: skip

    def walk(resolver: URLResolver) -> Iterator[URLPattern]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern)
            else:
                yield pattern

    web = next(p for p in get_resolver().url_patterns if isinstance(p, URLResolver) and p.namespace == "web")
    for pattern in walk(web):
        name = f"web:{pattern.name}"
        variants = [params for _, forms, *_ in [get_web(web, pattern.name)] for params in forms]
        for params in variants:
            yield name, reverse(name, kwargs={key: values[key] for key in params})


def get_web(web: URLResolver, name: str) -> tuple[str, list[list[str]]]:
    """The parameters a route takes, from the resolver's own reverse table."""
    found = web.reverse_dict.getlist(name)
    return name, [params for possibilities, *_ in found for _, params in possibilities]


def _counts() -> dict[str, int]:
    """How many rows every table of ours holds, the change history included."""
    models = [m for m in apps.get_models() if m.__module__.startswith(("takar.", "auditlog."))]
    return {model.__name__: model._default_manager.count() for model in models}


def test_every_route_is_closed_and_nothing_is_written(world: World, signed_in: SignedIn) -> None:
    cast = world.cast
    people = _without_position(cast)
    addresses = sorted(set(_addresses(world)))
    assert len({name for name, _ in addresses}) > 90
    before = _counts()
    wrong = []
    for why, user in people.items():
        client = signed_in(User.objects.get(pk=user.pk))
        for name, address in addresses:
            for send in (client.get, client.post):
                response = send(address)
                body = b"" if response.streaming else response.content
                found = b"Akses Anda berakhir" in body or b"Belum ada jabatan" in body
                if not is_own_page(name) and (response.status_code != 403 or not found):
                    wrong.append(f"{name} as {why}: {response.status_code}")
                if any(word in body for word in (b"Dinas Pendidikan", b"196608011988031001", b"Suwito")):
                    wrong.append(f"{name} tells {why} about others")
    assert wrong == []
    assert _counts() == before


def test_ones_own_record_stays_readable(world: World, signed_in: SignedIn) -> None:
    cast = world.cast
    leave = _leave_of(cast.clerk)
    parties = parties_of(world.agreement, on=TODAY)
    Agreement.objects.filter(pk=world.agreement.pk).update(state="signed", signed_on=TODAY, parties=parties)
    _end(cast.clerk, TODAY)
    _end(cast.section_head, TODAY)
    client = signed_in(cast.clerk)
    page = see(client, reverse("web:own-record"))
    assert leave.title in page.text
    assert "berakhir 14 Juli 2026" in page.text
    assert see(client, reverse("web:entry", args=[leave.year, leave.pk])).status == 200
    assert client.get(reverse("web:leave-form", args=[leave.year, leave.pk])).status_code == 200
    assert client.get(reverse("web:employee", args=[2026, cast.clerk.person.pk])).status_code == 200
    # What they once recorded about others is not theirs any more.
    assert client.get(reverse("web:entry", args=[world.letter.year, world.letter.pk])).status_code == 404
    assert client.get(reverse("web:evidence", args=[world.evidence.pk])).status_code == 404
    assert client.get(reverse("web:employee", args=[2026, cast.camat.person.pk])).status_code == 404
    head = signed_in(cast.section_head)
    assert head.get(reverse("web:agreement", args=[2026, world.agreement.pk])).status_code == 200
    assert head.get(reverse("web:agreement-print", args=[2026, world.agreement.pk])).status_code == 200
    assert client.get(reverse("web:agreement", args=[2026, world.agreement.pk])).status_code == 404


def _leave_of(member: Member) -> Entry:
    Employee.objects.filter(pk=member.person.pk).update(appointed_on=date(2015, 1, 1))
    return services.request_leave(
        actor=member.actor,
        values={
            "leave_type": LeaveType.objects.get(pk="tahunan"),
            "leave_from": date(2026, 8, 3),
            "leave_until": date(2026, 8, 4),
            "leave_address": "Gedangan",
            "leave_phone": "",
        },
    )


def test_services_refuse_whoever_holds_nothing(cast: Cast) -> None:
    """The page is not the lock: each of these decides by itself, without asking who keeps the book."""
    letter = factories.letter_of(cast)
    assert isinstance(letter, IncomingLetter)
    employee = factories.employee(cast.office)
    _end(cast.clerk, TODAY)
    actor = cast.clerk.fresh()
    assert actor.reach is Reach.OWN
    book = book_named("incoming_letter")
    before = _counts()
    with pytest.raises(Refused):
        services.request_leave(actor=actor, values={})
    with pytest.raises(Refused):
        record_entry(book=book, actor=actor, values={}, keepers_only=False)
    with pytest.raises(Refused):
        add_milestone(entry=letter, what="followed_up", on=TODAY, actor=actor, note="x", by_service=True)
    with pytest.raises(Refused):
        correct_entry(entry=letter, actor=actor, values={"title": "x"}, reason="x", by_service=True)
    with pytest.raises(Refused):
        attach(entry=letter, actor=actor, upload=pdf_upload("x"), by_service=True)
    assert _counts() == before
    assert not visible(actor, Entry).exists()
    assert not visible(actor, Evidence).exists()
    assert not visible(actor, Employee).filter(pk=employee.pk).exists()


def test_a_party_without_position_does_not_move_its_agreement(world: World) -> None:
    _end(world.cast.section_head, TODAY)
    with pytest.raises(Refused):
        propose(agreement=world.agreement, actor=world.cast.section_head.fresh())


def test_the_next_request_after_the_end_is_closed(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    assert client.get("/2026/").status_code == 200
    _end(cast.clerk, TODAY)
    page = Screen(client.get("/2026/"))
    assert (page.status, page.title) == (403, "Akses Anda berakhir")
    assert page.links["Buka data saya"] == reverse("web:own-record")


def test_retiring_a_person_ends_their_sessions(cast: Cast, signed_in: SignedIn) -> None:
    client, operator = signed_in(cast.clerk), signed_in(cast.planner)
    address = reverse("web:reference-edit", args=[2026, "pegawai", cast.clerk.person.pk])
    form = see(operator, address).form()
    assert operator.post(address, form | {"retired_on": "15/07/2026"}).status_code == 302
    assert client.get("/2026/")["Location"].startswith("/masuk/")


def test_ordinary_staff_see_no_nip_of_others_in_the_settings(cast: Cast, signed_in: SignedIn) -> None:
    address = reverse("web:reference", args=[2026, "pegawai"])
    assert "196608011988031001" in see(signed_in(cast.planner), address).text
    page = see(signed_in(cast.government_clerk), address)
    assert "Drs. Suwito" in page.text
    assert "196608011988031001" not in page.html
    assert "Penata Tingkat I" not in page.html


def test_a_nip_or_village_code_of_another_office_is_free_and_untold(cast: Cast, signed_in: SignedIn) -> None:
    """Who moves is recorded at both offices, and a refusal would tell that a number exists elsewhere."""
    client = signed_in(cast.neighbour_clerk)
    address = reverse("web:reference-new", args=[2026, "pegawai"])
    assert (
        client.post(address, {"name": "Drs. Suwito, M.Si.", "nip": "196608011988031001"}).status_code == 302
    )
    page = Screen(client.post(address, {"name": "Sekali lagi", "nip": "196608011988031001"}))
    assert page.status == 422
    assert "di kantor Anda" in page.text
    desa = reverse("web:reference-new", args=[2026, "desa"])
    assert client.post(desa, {"name": "Gedangan", "code": "35.07.29.2001"}).status_code == 302


def test_a_signed_out_browser_learns_nothing_new(client: Client) -> None:
    assert client.get(reverse("web:own-record"))["Location"].startswith("/masuk/")
