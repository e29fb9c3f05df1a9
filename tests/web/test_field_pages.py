"""Activities and cases in the browser: a photo from a village, a plan that is held, names that stay veiled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from takar.ledger.evidence import attach
from takar.ledger.models import BookReach, Evidence
from takar.registers.activities.book import Activities
from takar.registers.activities.models import Activity
from takar.registers.cases.models import Case
from tests.factories import Cast, entry_of, values_for
from tests.ledger.files import png
from tests.web.conftest import SignedIn
from tests.web.files import look
from tests.web.screen import Screen, see, see_sent_on, send, sent, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

NAME = "Supardi Wiryawan"


def blank(slug: str) -> str:
    return reverse("web:entry-record", args=[2026, slug])


def at(entry: object, name: str = "entry") -> str:
    return reverse(f"web:{name}", args=[2026, entry.pk])  # type: ignore[attr-defined]


def act(entry: object, slug: str, *part: str) -> str:
    name = "action-part" if part else "action"
    return reverse(f"web:{name}", args=[2026, entry.pk, slug, *part])  # type: ignore[attr-defined]


def photo(name: str = "IMG_2044.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png(), content_type="image/png")


# ---- activities ---------------------------------------------------------------------------------


def test_a_clerk_records_an_activity_with_a_photo_from_a_village(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.field_clerk)
    camera = see(client, blank("kegiatan")).control("bukti-photo")
    assert (camera["type"], camera["capture"]) == ("file", "environment")
    assert "image/jpeg" in str(camera["accept"])
    values = typed(values_for(Activities, cast.office)) | {"scheduled_on": "", "bukti-photo": photo()}
    page = sent(client, blank("kegiatan"), **values)
    made = Activity.objects.filter(office=cast.office).latest("pk")
    assert made.state == "held"
    assert Evidence.objects.filter(entry=made).count() == 1
    assert "Dilaksanakan" in page.text
    letter = see(signed_in(cast.clerk), blank("surat-masuk"))
    assert not any("capture" in str(box) for box in letter.soup.select("input"))


def test_a_plan_is_held_from_its_page_with_people_and_photo(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.field_clerk)
    made = entry_of("activity", cast, occurred_on=date(2026, 7, 1), scheduled_on=date(2026, 7, 10))
    page = see(client, act(made, "pelaksanaan"))
    assert page.value("on") == "10/07/2026"
    page = sent(client, act(made, "pelaksanaan"), present="31", cost="750.000", photo=photo())
    stored = Activity.objects.get(pk=made.pk)
    assert (stored.state, stored.present, stored.cost) == ("held", 31, Decimal(750_000))
    assert stored.villages == [str(cast.village.pk)]
    assert Evidence.objects.filter(entry=made).count() == 1
    assert "sudah tercatat" in see_sent_on(client, act(made, "pelaksanaan")).messages
    twice = client.post(act(made, "pelaksanaan"), {"on": "15/7/2026", "file": photo()})
    assert twice.status_code == 422
    assert Evidence.objects.filter(entry=made).count() == 1
    refused = entry_of("activity", cast, occurred_on=date(2026, 7, 6), scheduled_on=date(2026, 7, 6))
    again = Screen(send(client, act(refused, "pelaksanaan"), on="1/7/2026", present="9"))
    assert (again.status, again.value("present")) == (422, "9")
    assert "on" in again.faults


def test_the_calendar_leads_to_the_neighbouring_months_across_the_year(
    cast: Cast, signed_in: SignedIn
) -> None:
    entry_of("activity", cast, title="Pembinaan Januari", scheduled_on=None, occurred_on=date(2026, 1, 5))
    client = signed_in(cast.camat)
    calendar = reverse("web:activities-calendar", args=[2026])
    january = see(client, f"{calendar}?bulan=1")
    assert "Pembinaan Januari" in january.text
    assert f"{reverse('web:activities-calendar', args=[2025])}?bulan=12" in january.addresses
    assert "Pembinaan Januari" not in see(client, f"{calendar}?bulan=2").text
    assert "Pembinaan Januari" not in see(client, f"{calendar}?bulan=1&bidang=keuangan").text
    assert see(client, f"{calendar}?bulan=x").status == 200
    assert "Pembinaan Januari" not in see(signed_in(cast.neighbour_camat), f"{calendar}?bulan=1").text


def test_the_map_names_every_village_and_those_that_had_nothing(cast: Cast, signed_in: SignedIn) -> None:
    page = see(signed_in(cast.camat), reverse("web:activities-coverage", args=[2026]))
    assert "Belum ada kegiatan yang dilaksanakan di: Gedangan" in page.text
    entry_of("activity", cast, scheduled_on=None)
    page = see(signed_in(cast.camat), reverse("web:activities-coverage", args=[2026]))
    picture = page.soup.select_one("svg.tile-map")
    assert picture is not None
    assert picture.title is not None
    assert picture.desc is not None
    assert picture.desc.get_text() == "Gedangan: 1"
    assert "Semua desa sudah mendapat kegiatan." in page.text
    assert "skematis" in page.text


# ---- cases --------------------------------------------------------------------------------------


def test_names_are_read_by_those_involved_and_by_nobody_else(cast: Cast, signed_in: SignedIn) -> None:
    # Also where the office opens the book to everybody.
    BookReach.objects.create(office=cast.office, book="case", reads="office")
    made = entry_of("case", cast, concerned=NAME)
    evidence = attach(entry=made, actor=cast.field_clerk.actor, upload=photo("wajah.png"))
    file = reverse("web:evidence", args=[evidence.pk])
    for member in (cast.field_clerk, cast.camat):
        client = signed_in(member)
        assert NAME in see(client, at(made)).text
        assert look(client, file)[0] == 200
    listing = reverse("web:entries", args=[2026, "masalah"])
    for member in (cast.general_head, cast.planner, cast.government_clerk):
        client = signed_in(member)
        page = see(client, at(made))
        assert NAME not in page.html
        assert "Disamarkan" in page.text
        assert look(client, file)[0] == 404
        assert NAME not in see(client, f"{listing}?q=supardi").html
    correcting = see(signed_in(cast.general_head), act(made, "ubah"))
    assert NAME not in correcting.html
    assert 'name="concerned"' not in correcting.html
    assert signed_in(cast.neighbour_camat).get(at(made)).status_code == 404


def test_a_corrected_name_is_not_told_by_the_history(cast: Cast, signed_in: SignedIn) -> None:
    made = entry_of("case", cast, concerned=NAME)
    page = sent(signed_in(cast.field_clerk), act(made, "ubah"), concerned="Orang Lain", reason="Keliru")
    assert "Orang Lain" in page.text
    # Who corrects the book without a part in this case reads the history, not the name.
    other = see(signed_in(cast.general_head), at(made))
    assert NAME not in other.html
    assert "Orang Lain" not in other.html


def test_steps_are_told_from_the_page_with_who_helped(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.field_clerk)
    made = entry_of("case", cast)
    helper = str(cast.government_clerk.position.pk)
    page = sent(client, act(made, "penanganan"), action="Mediasi", helpers="Babinsa", positions=[helper])
    assert "Pengadministrasi Pemerintahan; Babinsa" in page.text
    form = see(client, act(made, "penanganan")).form() | {"action": "Pemantauan"}
    for _ in range(2):  # the answer of the first sending was lost
        assert client.post(act(made, "penanganan"), form).status_code == 302
    page = see(client, at(made))
    assert "Pemantauan" in page.text
    assert Case.objects.get(pk=made.pk).milestones.filter(what="handled").count() == 2
    assert "Supardi" in see(signed_in(cast.government_clerk), at(made)).text
    empty = Screen(send(client, act(made, "penanganan"), action=""))
    assert (empty.status, "action" in empty.faults) == (422, True)
    sent(client, act(made, "langkah", "resolved"), note="Damai")
    assert "tidak dapat dicatat" in see_sent_on(client, act(made, "penanganan")).messages


def test_disaster_columns_are_told_of_disasters_only(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.field_clerk)
    assert "Mengungsi" not in see(client, at(entry_of("case", cast))).text
    flood = entry_of("case", cast, kind="bencana", incident="banjir", displaced=12)
    assert "Mengungsi 12" in see(client, at(flood)).text


# ---- land tax -----------------------------------------------------------------------------------


def test_the_land_tax_page_tells_what_is_overdue_and_links_to_paying(cast: Cast, signed_in: SignedIn) -> None:
    entry_of(
        "land_tax_assessment",
        cast,
        tax_year=2025,
        amount=Decimal(1_000_000),
        due_on=date(2025, 9, 30),
        title="",
    )
    entry_of("land_tax_payment", cast, tax_year=2025, amount=Decimal(250_000), occurred_on=date(2025, 4, 1))
    client = signed_in(cast.field_clerk)
    page = see(client, reverse("web:land-tax", args=[2025]))
    assert "Lewat jatuh tempo" in page.text
    assert "Rp750.000" in page.text
    paying = next(a for a in page.addresses if "tax_year=2025" in a and "village=" in a)
    form = see(client, paying)
    assert (form.value("tax_year"), form.value("village")) == ("2025", str(cast.village.pk))
    assert client.get(reverse("web:land-tax-export", args=[2025])).content[:2] == b"PK"
    assert "Rp750.000" not in see(signed_in(cast.neighbour_camat), reverse("web:land-tax", args=[2025])).text
