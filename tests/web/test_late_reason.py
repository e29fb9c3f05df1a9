"""Writing into a closed period: a reason is asked wherever it is done, sealed, and told beside the drift."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from takar.kernel.errors import DomainError
from takar.kernel.period import Period
from takar.ledger import late
from takar.ledger.audit import verify
from takar.ledger.books import book_named
from takar.ledger.importing import confirm_import, start_import
from takar.ledger.models import Entry
from takar.ledger.services import (
    add_milestone,
    cancel_entry,
    correct_entry,
    correct_milestone,
    record_entry,
    withdraw_milestone,
)
from takar.measurement.numbers.closing import close_period, drifts
from tests.factories import Cast, entry_of, values_for
from tests.web.conftest import SignedIn
from tests.web.screen import Screen, see, send, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

MARCH, JULY = date(2026, 3, 3), date(2026, 7, 1)
SAID = "Surat tertinggal di meja penerima"
ASKED = r"Triwulan I 2026 sudah ditutup \(15 Jul 2026\)\. Tulis alasan mencatat sesudah penutupan\."


@pytest.fixture
def closed(cast: Cast, midyear: None, imported_decree: object) -> None:
    close_period(period=Period.of_quarter(2026, 1), actor=cast.camat.actor)


def letter(cast: Cast, day: date, **more: Any) -> Entry:
    book = book_named("incoming_letter")
    values = values_for(book, cast.office) | {"occurred_on": day, "letter_date": None, "area": None}
    return record_entry(book=book, actor=cast.clerk.actor, values=values, **more)


@pytest.mark.usefixtures("closed")
def test_recording_asks_and_seals(cast: Cast) -> None:
    for blank in ("", "   "):
        with pytest.raises(DomainError, match=ASKED) as caught:
            letter(cast, MARCH, late_reason=blank)
        assert caught.value.field == "late_reason"
    assert not Entry.objects.filter(occurred_on=MARCH).exists()
    for unfit in ("x" * 501, "a\x00b"):
        with pytest.raises(DomainError, match="paling panjang 500"):
            letter(cast, MARCH, late_reason=unfit)
    first = letter(cast, MARCH, late_reason=f" {SAID} ").milestones.get()
    assert first.note == SAID
    assert first.details["late"] == {"period": "2026-Q1", "words": "Triwulan I 2026", "reason": SAID}
    assert "late" not in letter(cast, JULY, late_reason=SAID).milestones.get().details
    assert list(verify(cast.office.pk)) == []


def test_a_step_asks_too_and_its_own_note_stays(cast: Cast) -> None:
    made = entry_of("outgoing_letter", cast, occurred_on=MARCH)
    close_period(period=Period.of_year(2025), actor=cast.camat.actor)
    close_period(period=Period.of_quarter(2026, 1), actor=cast.camat.actor)
    close_period(period=Period.of_month(2026, 3), actor=cast.camat.actor)
    step = {"entry": made, "what": "signed", "on": MARCH, "actor": cast.clerk.actor}
    with pytest.raises(DomainError, match="Maret 2026 sudah ditutup"):
        add_milestone(**step)
    signed = add_milestone(**step, note="Asli di map", late_reason=SAID)
    assert (signed.note, signed.details["late"]["reason"]) == ("Asli di map", SAID)


def test_acts_with_a_reason_of_their_own_seal_the_period(cast: Cast) -> None:
    made = entry_of("outgoing_letter", cast, occurred_on=MARCH)
    step = add_milestone(entry=made, what="signed", on=MARCH, actor=cast.clerk.actor)
    close_period(period=Period.of_quarter(2026, 1), actor=cast.camat.actor)
    who = cast.clerk.actor
    correct_entry(entry=made, actor=who, values={"title": "Lain"}, reason="Salah tulis")
    moved = correct_milestone(milestone=step, on=date(2026, 3, 4), actor=who, reason="Salah hari")
    withdraw_milestone(milestone=moved, actor=who, reason="Belum ditandatangani")
    cancel_entry(entry=made.detail(), actor=who, reason="Ganda")
    rows = made.milestones.filter(details__has_key="late")
    assert [row.note for row in rows] == ["Salah tulis", "Salah hari", "Belum ditandatangani", "Ganda"]
    assert {row.details["late"]["period"] for row in rows} == {"2026-Q1"}


@pytest.mark.usefixtures("closed")
def test_moving_into_a_closed_period_counts_as_late(cast: Cast) -> None:
    made = letter(cast, JULY)
    correct_entry(entry=made, actor=cast.clerk.actor, values={"occurred_on": MARCH}, reason="Salah bulan")
    late_rows = made.milestones.filter(details__has_key="late")
    assert [row.what for row in late_rows] == ["corrected", "received"]


@pytest.mark.usefixtures("closed")
def test_the_drift_tells_the_reason(cast: Cast) -> None:
    with late.because(SAID):  # as a page or a whole import gives it
        entry_of("incoming_letter", cast, occurred_on=MARCH, letter_date=None, area_id="kepegawaian")
    told = {
        reason for drift in drifts(cast.camat.actor, Period.of_quarter(2026, 1)) for reason in drift.reasons
    }
    assert told == {SAID}


@pytest.mark.usefixtures("closed")
def test_an_import_gives_one_reason_for_all_rows(cast: Cast, signed_in: SignedIn) -> None:
    head = "Tanggal terima;Jenis;Perihal;Pengirim\n"
    content = (
        head + "3/3/2026;Undangan;Rapat;BPS\n4/3/2026;Undangan;Rapat dua;BPS\n1/7/2026;Undangan;Tiga;BPS\n"
    )
    batch = start_import(
        book=book_named("incoming_letter"), actor=cast.clerk.actor, content=content.encode(), filename="a.csv"
    )
    with pytest.raises(DomainError, match="Triwulan I 2026 sudah ditutup") as caught:
        confirm_import(batch=batch, actor=cast.clerk.actor)
    assert caught.value.field == "late_reason"
    assert not Entry.objects.filter(title="Rapat").exists()
    address = reverse("web:import-preview", args=[2026, "surat-masuk", batch.pk])
    client = signed_in(cast.clerk)
    page = see(client, address)
    assert "2 baris jatuh pada masa yang sudah ditutup" in page.text
    assert page.soup.select_one("textarea[name=late_reason]")
    sent(client, address, late_reason=SAID)
    notes = [
        entry.milestones.all()[0].note
        for entry in Entry.objects.filter(title__in=["Rapat", "Rapat dua", "Tiga"])
    ]
    assert sorted(notes) == ["", SAID, SAID]


@pytest.mark.usefixtures("closed")
def test_the_form_comes_back_with_the_field_and_all_that_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    address = reverse("web:entry-record", args=[2026, "surat-masuk"])
    assert not see(client, address).soup.select("[name=late_reason]")
    typed = {"occurred_on": "3/3/2026", "kind": "undangan", "title": "Tertinggal", "sender": "BPS"}
    answer = send(client, address, **typed)
    assert answer.status_code == 422
    page = Screen(answer)
    assert "Triwulan I 2026 sudah ditutup" in page.alert
    assert page.form()["title"] == "Tertinggal"
    assert "Pilih lagi berkasnya" not in page.alert
    photo = SimpleUploadedFile("surat.png", b"x", "image/png")
    with_file = Screen(client.post(address, page.form() | {"bukti-file": photo}))
    assert "Pilih lagi berkasnya" in with_file.alert, "a browser sends no file twice"
    # Another fault does not lose the reason that was already written.
    again = Screen(client.post(address, page.form() | {"late_reason": SAID, "title": ""}))
    assert again.form()["late_reason"] == SAID
    made = client.post(address, again.form() | {"title": "Tertinggal"})
    assert made.status_code == 302
    entry = Entry.objects.get(title="Tertinggal")
    assert entry.milestones.get().note == SAID
    assert "Dicatat sesudah Triwulan I 2026 ditutup" in see(client, made["Location"]).text


def test_a_step_of_many_rows_asks_once(cast: Cast, signed_in: SignedIn) -> None:
    letters = [entry_of("incoming_letter", cast, occurred_on=MARCH, letter_date=None) for _ in range(2)]
    from tests.factories import filing_code

    close_period(period=Period.of_quarter(2026, 1), actor=cast.camat.actor)
    client = signed_in(cast.clerk)
    address = reverse("web:action-many", args=[2026, "surat-masuk", "arsipkan"])
    asked = {"do": "1", "on": "3/3/2026", "occurred_on": "3/3/2026", "filing_code": filing_code().pk,
             "pilih": [letter.pk for letter in letters]}  # fmt: skip
    page = Screen(client.post(address, asked))
    assert "Triwulan I 2026 sudah ditutup" in page.alert
    assert page.soup.select_one("textarea[name=late_reason]")
    assert client.post(address, asked | {"late_reason": SAID}).status_code == 302
    assert {letter.milestones.filter(what="archived").count() for letter in letters} == {1}


@pytest.mark.usefixtures("closed")
def test_an_open_month_asks_no_query(cast: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert late.closed_around(cast.office.pk, [JULY]) is None
    with django_assert_num_queries(1):
        found = late.closed_around(cast.office.pk, [MARCH, JULY])
    assert found is not None
    assert (found.code, found.closed_on) == ("2026-Q1", date(2026, 7, 15))
