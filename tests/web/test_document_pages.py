"""The pages of documents and dossiers: checking, sending back, new versions, the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from takar.registers.documents.models import DocumentSchedule, Guideline, WorkDocument
from takar.registers.dossiers.models import DossierCheck, DossierChecklist
from tests.factories import Cast, entry_of, ticked_papers, ticked_points
from tests.web.conftest import SignedIn
from tests.web.files import pdf_upload
from tests.web.screen import Screen, see, see_sent_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


def at(entry: WorkDocument | DossierCheck, name: str = "entry", *more: object) -> str:
    return reverse(f"web:{name}", args=[entry.year, entry.pk, *more])


def document(cast: Cast, **values: object) -> WorkDocument:
    made: WorkDocument = entry_of("work_document", cast, **values)
    return made


def test_ticking_every_point_makes_a_document_meet_its_guideline(cast: Cast, signed_in: SignedIn) -> None:
    made = document(cast, kind="lkjip")
    client = signed_in(cast.secretary)
    page = see(client, at(made, "action", "periksa"))
    assert "Pedoman penyusunan LKjIP (PermenPANRB 53/2014; Perpres 29/2014)" in page.text
    assert all(point in page.text for point in ticked_points(made))
    answer = client.post(
        at(made, "action", "periksa"),
        {"ticked": ticked_points(made), "on": "hari ini", "note": ""},
        follow=True,
    )
    shown = Screen(answer)
    assert "sesuai pedoman" in shown.messages
    assert "Setujui" in shown.links
    assert see(signed_in(cast.general_head), at(made)).links.get("Setujui") is None
    assert "sudah diperiksa" in see_sent_on(client, at(made, "action", "periksa")).messages


def test_a_lacking_point_returns_the_document_and_it_waits_for_its_author(
    cast: Cast, signed_in: SignedIn
) -> None:
    made = document(cast)
    points = ticked_points(made)
    client = signed_in(cast.secretary)
    Screen(client.post(at(made, "action", "periksa"), {"ticked": points[1:], "on": "hari ini"}, follow=True))
    made.refresh_from_db()
    assert made.state == "returned"
    again = see(client, at(made, "action", "periksa"))
    ticked = [box["value"] for box in again.soup.select("input[name=ticked][checked]")]
    assert ticked == points[1:]
    today = see(signed_in(cast.document_clerk), reverse("web:today", args=[2026]))
    assert "Dokumen yang dikembalikan" in today.text
    assert made.title in today.text
    assert (
        "Dokumen yang dikembalikan"
        not in see(signed_in(cast.stock_clerk), reverse("web:today", args=[2026])).text
    )


def test_the_author_is_not_offered_what_another_must_do(cast: Cast, signed_in: SignedIn) -> None:
    made = document(cast)
    own = see(signed_in(cast.document_clerk), at(made))
    assert "Periksa menurut pedoman" not in own.links
    assert "Kembalikan kepada penyusun" not in own.links
    assert "Unggah versi baru" in own.links
    others = see(signed_in(cast.general_head), at(made))
    assert {"Periksa menurut pedoman", "Kembalikan kepada penyusun"} <= set(others.links)


def test_a_leader_sends_back_with_words(cast: Cast, signed_in: SignedIn) -> None:
    made = document(cast)
    client = signed_in(cast.camat)
    page = Screen(client.post(at(made, "action", "kembalikan"), {"on": "hari ini", "note": ""}))
    assert page.status == 422
    shown = Screen(
        client.post(
            at(made, "action", "kembalikan"), {"on": "hari ini", "note": "Lengkapi tabel"}, follow=True
        )
    )
    assert "Lengkapi tabel" in shown.text


def test_a_new_version_is_handed_in(cast: Cast, signed_in: SignedIn) -> None:
    made = document(cast)
    client = signed_in(cast.document_clerk)
    empty = Screen(client.post(at(made, "action", "versi"), {"note": "x"}))
    assert empty.status == 422
    file = pdf_upload("naskah kedua", "naskah.pdf")
    shown = Screen(
        client.post(at(made, "action", "versi"), {"note": "Tabel dilengkapi", "file": file}, follow=True)
    )
    assert "Versi 2 · Triwulan II 2026" in shown.text
    assert "Versi 2: Tabel dilengkapi" in shown.text


def test_without_a_list_the_page_says_what_to_do(cast: Cast, signed_in: SignedIn) -> None:
    Guideline.objects.all().delete()
    DossierChecklist.objects.all().delete()
    client = signed_in(cast.camat)
    made, dossier = document(cast), entry_of("dossier_check", cast)
    assert "Belum ada pedoman" in see(client, at(made, "action", "periksa")).text
    assert "Belum ada daftar kelengkapan" in see(client, at(dossier, "action", "kelengkapan")).text


def test_papers_are_ticked_until_the_dossier_is_complete(cast: Cast, signed_in: SignedIn) -> None:
    dossier: DossierCheck = entry_of("dossier_check", cast)
    papers = ticked_papers(dossier)
    client = signed_in(cast.document_clerk)
    url = at(dossier, "action", "kelengkapan")
    shown = Screen(client.post(url, {"ticked": papers[1:], "on": "hari ini"}, follow=True))
    assert "masih 1 kelengkapan" in shown.messages
    listed = see(client, reverse("web:entries", args=[2026, "pemeriksaan-berkas"]))
    assert f"1 kurang: {papers[0]}" in listed.text
    assert shown.links["Catat kekurangan yang dicukupi"] == url
    done = Screen(client.post(url, {"ticked": papers, "on": "hari ini"}, follow=True))
    assert "Berkas lengkap" in done.messages
    assert see_sent_on(client, url).messages


def test_a_day_that_has_not_come_is_told_on_its_field(cast: Cast, signed_in: SignedIn) -> None:
    dossier: DossierCheck = entry_of("dossier_check", cast)
    client = signed_in(cast.document_clerk)
    page = Screen(client.post(at(dossier, "action", "kelengkapan"), {"ticked": [], "on": "besok"}))
    assert page.status == 422
    assert "belum tiba" in page.text


# ---- the calendar -------------------------------------------------------------------------------

CALENDAR = reverse("web:documents-schedule", args=[2026])


def test_the_calendar_says_what_is_missing_and_fills_the_form_in(cast: Cast, signed_in: SignedIn) -> None:
    DocumentSchedule.objects.filter(office=cast.office).exclude(kind="laporan_kegiatan_camat").delete()
    client = signed_in(cast.document_clerk)
    page = see(client, CALENDAR)
    assert len(page.rows) == 12
    assert len(see(client, f"{CALENDAR}?keadaan=lewat").rows) == 7
    assert len(see(client, f"{CALENDAR}?keadaan=nanti").rows) == 5
    form = see(client, page.links["Laporan Kegiatan Camat Januari 2026"])
    assert form.value("title") == "Laporan Kegiatan Camat Januari 2026"
    assert form.value("kind") == "laporan_kegiatan_camat"
    assert (form.value("period_year"), form.value("period_part")) == ("2026", "01")
    assert form.value("due_on") == "10/02/2026"
    reader = see(signed_in(cast.government_clerk), CALENDAR)
    assert "Catat" not in reader.links
    assert len(reader.rows) == 12


def test_a_recorded_document_is_linked_from_the_calendar(cast: Cast, signed_in: SignedIn) -> None:
    made = document(cast, kind="lkjip", area_id="perencanaan", period_year=2025, period_part="tahun")
    page = see(signed_in(cast.document_clerk), CALENDAR)
    assert page.links["Laporan Kinerja (LKjIP) Tahun 2025"] == at(made)


def test_each_sees_what_is_theirs(cast: Cast, signed_in: SignedIn) -> None:
    rows = see(signed_in(cast.planner), f"{CALENDAR}?saya=1").rows
    assert rows
    assert all("Kasubag Perencanaan" in row for row in rows)
    assert see(signed_in(cast.stock_clerk), f"{CALENDAR}?saya=1").rows == []


def test_a_scheduled_document_of_mine_waits_on_my_page(cast: Cast, signed_in: SignedIn) -> None:
    today = reverse("web:today", args=[2026])
    assert "Dokumen terjadwal" in see(signed_in(cast.planner), today).text
    assert "Dokumen terjadwal" not in see(signed_in(cast.stock_clerk), today).text


def test_only_operators_bring_in_the_starter_rows(cast: Cast, signed_in: SignedIn) -> None:
    DocumentSchedule.objects.all().delete()
    load = reverse("web:starter", args=[2026])
    assert load in see(signed_in(cast.planner), CALENDAR).html
    assert load not in see(signed_in(cast.document_clerk), CALENDAR).html
    assert signed_in(cast.document_clerk).post(load).status_code == 403
    assert signed_in(cast.stranger).post(load).status_code == 403
    assert signed_in(cast.planner).get(load).status_code == 405
    assert DocumentSchedule.objects.count() == 0
    shown = Screen(signed_in(cast.planner).post(load, follow=True))
    assert "baris awal dimuat" in shown.messages
    assert set(DocumentSchedule.objects.values_list("office_id", flat=True)) == {cast.office.pk}
    again = Screen(signed_in(cast.planner).post(load, follow=True))
    assert "sudah ada semua" in again.messages


def test_settings_keep_a_list_in_order(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    new = reverse("web:reference-new", args=[2026, "pedoman-dokumen"])
    values = {
        "kind": "sop",
        "name": "SOP baru",
        "valid_from": "1/7/2026",
        "points": "Satu\n\n  Dua  (bila ada)",
    }
    assert Screen(client.post(new, {**values, "points": "Satu\nsatu"})).status == 422
    assert client.post(new, values).status_code == 302
    row = Guideline.objects.get(name="SOP baru")
    assert (row.office, row.valid_from) == (cast.office, date(2026, 7, 1))
    assert [(p.text, p.required) for p in row.checklist()] == [("Satu", True), ("Dua (bila ada)", False)]
