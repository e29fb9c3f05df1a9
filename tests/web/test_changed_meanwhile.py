"""What changed between opening a page and sending it, and forms that come back with other words."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from takar.ledger.models import ReadingRecord
from takar.registers.documents.services import add_version
from takar.registers.mail.models import Disposition
from takar.registers.mail.services import archive_letter
from tests import factories
from tests.factories import Cast, entry_of, filing_code, letter_of
from tests.web.conftest import SignedIn, World
from tests.web.files import pdf_upload
from tests.web.screen import Screen, see

pytestmark = pytest.mark.django_db


def test_a_verdict_does_not_land_on_a_version_that_was_not_shown(cast: Cast, signed_in: SignedIn) -> None:
    document = entry_of("work_document", cast)
    client = signed_in(cast.general_head)
    address = reverse("web:action", args=[document.year, document.pk, "periksa"])
    form = see(client, address).form()
    add_version(
        document=document, actor=cast.document_clerk.actor, upload=pdf_upload("dua"), note="Semua diganti"
    )
    page = Screen(client.post(address, form | {"on": "hari ini"}))
    assert page.status == 422
    assert "baru saja diubah orang lain" in page.alert
    assert not document.milestones.filter(what__in=["checked", "returned"]).exists()


def test_a_form_that_comes_back_with_other_words_is_asked_about(cast: Cast, signed_in: SignedIn) -> None:
    letter = letter_of(cast)
    client = signed_in(cast.camat)
    address = reverse("web:action", args=[letter.year, letter.pk, "disposisi"])
    form = see(client, address).form() | {"instructions": ["proses"], "on": "hari ini"}
    client.post(address, form | {"receivers": [cast.section_head.position.pk]})
    client.post(address, form | {"receivers": [cast.section_head.position.pk]})
    assert Disposition.objects.filter(letter=letter).count() == 1
    page = Screen(client.post(address, form | {"receivers": [cast.planner.position.pk]}))
    assert "dengan isi lain" in page.alert
    client.post(address, page.form() | {"receivers": [cast.planner.position.pk]})
    assert Disposition.objects.filter(letter=letter).count() == 2


def test_somebody_elses_key_is_nobodys(cast: Cast, signed_in: SignedIn) -> None:
    letter, key = letter_of(cast), str(uuid.uuid4())
    address = reverse("web:action", args=[letter.year, letter.pk, "disposisi"])
    form = {"instructions": ["proses"], "on": "hari ini", "client_key": key}
    form |= {"receivers": [cast.section_head.position.pk]}
    signed_in(cast.camat).post(address, form)
    page = Screen(signed_in(cast.secretary).post(address, form))
    assert "dengan isi lain" in page.alert
    assert Disposition.objects.filter(letter=letter).count() == 1


def test_bulk_work_names_what_became_impossible(cast: Cast, signed_in: SignedIn) -> None:
    one, other = letter_of(cast), letter_of(cast, letter_number="lain")
    values = factories.values_for(entry_of("archive_item", cast).declaration, cast.office)
    archive_letter(letter=one, actor=cast.clerk.actor, values=values)
    answer = signed_in(cast.clerk).post(
        reverse("web:action-many", args=[2026, "surat-masuk", "arsipkan"]),
        {"do": "1", "occurred_on": "hari ini", "filing_code": filing_code().pk, "pilih": [one.pk, other.pk]},
        follow=True,
    )
    assert "1 surat masuk selesai" in Screen(answer).messages
    assert "sudah tercatat" in Screen(answer).messages


def test_a_page_answers_no_method_that_leaves_no_trace(world: World, client: Client) -> None:
    client.force_login(world.cast.camat.user)
    entry = world.entries["service_request"]
    address = reverse("web:entry", args=[entry.year, entry.pk])
    for ask in (client.options, client.put, client.patch, client.delete, client.trace):
        assert ask(address).status_code == 405
    before = ReadingRecord.objects.count()
    bulk = reverse("web:action-many", args=[entry.year, entry.declaration.slug, "signed"])
    client.post(bulk, {"pilih": [entry.pk]})
    assert ReadingRecord.objects.count() >= before


def test_an_action_lies_in_the_year_of_its_entry(world: World, client: Client) -> None:
    client.force_login(world.cast.camat.user)
    wrong = f"/1999/entri/{world.letter.pk}/batal/"
    assert client.get(wrong).status_code in (302, 404)
    assert client.post(wrong, {"reason": "x"}).status_code in (302, 404)
    world.letter.refresh_from_db()
    assert not world.letter.is_cancelled
