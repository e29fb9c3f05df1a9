"""Recording and correcting over the form page: nothing typed is lost, nothing is recorded twice."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.urls import reverse

from takar.ledger.books import Book, all_books, book_named
from takar.ledger.forms import form_class
from takar.ledger.models import Entry, Evidence
from takar.ledger.services import correct_entry
from takar.registers.mail.models import IncomingLetter
from tests.factories import Cast, entry_of, letter_of, values_for
from tests.web.conftest import SignedIn
from tests.web.files import pdf_upload
from tests.web.screen import Screen, see, see_sent_on, send, sent, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

RECORDABLE = [book for book in all_books() if book.recordable]
every_book = pytest.mark.parametrize("book", RECORDABLE, ids=lambda book: book.slug)
LETTERS = book_named("incoming_letter")


def blank(book: type[Book], year: int = 2026, kind: str | None = None) -> str:
    address = reverse("web:entry-record", args=[year, book.slug])
    return address if kind is None else f"{address}?kind={kind}"


def forms_of(book: type[Book]) -> list[str | None]:
    """The kinds that have a form of their own; ``None`` stands for the one form of all kinds."""
    return list(book.kinds) if book.by_kind() else [None]


def values_of(book: type[Book], cast: Cast) -> dict[str, object]:
    """Values the keeper may record: what is handed out has come in before."""
    values = values_for(book, cast.office)
    if book.code == "stock_issue":
        entry_of("stock_receipt", cast, item=values["item"], quantity=values["quantity"])
    return values


def newest(book: type[Book]) -> Entry:
    found = book.model._default_manager.order_by("pk").last()
    assert isinstance(found, Entry)
    return found


def stored(book: type[Book]) -> int:
    return book.model._default_manager.count()


# ---- a good form --------------------------------------------------------------------------------


@every_book
def test_every_book_records_what_was_typed(cast: Cast, signed_in: SignedIn, book: type[Book]) -> None:
    values = values_of(book, cast)
    page = sent(signed_in(cast.keeper(book)), blank(book), **typed(values))
    entry = newest(book)
    assert {name: getattr(entry, name) for name in values} == values
    assert entry.recorded_by == cast.keeper(book).user
    assert f"nomor {entry.number_label} tercatat" in page.messages
    assert entry.title in page.text


@every_book
def test_save_and_record_the_next_opens_an_empty_form(
    cast: Cast, signed_in: SignedIn, book: type[Book]
) -> None:
    client = signed_in(cast.keeper(book))
    values = values_of(book, cast)
    # Forms that differ by kind go on with the kind that was recorded.
    address = f"{blank(book)}?kind={values['kind']}" if "kind" in values and book.by_kind() else blank(book)
    first = see(client, address)
    page = sent(client, blank(book), **typed(values), again="1")
    assert page.title == f"Catat {book.entry_label}"
    assert f"nomor {newest(book).number_label} tercatat" in page.messages
    assert page.value("client_key") != first.value("client_key")
    kept = {
        name: page.value(name) for name in first.form() if name not in {"client_key", "csrfmiddlewaretoken"}
    }
    assert kept == {name: first.value(name) for name in kept}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("hari ini", date(2026, 7, 15)),
        ("kemarin", date(2026, 7, 14)),
        ("12/3", date(2026, 3, 12)),
        ("12-3-26", date(2026, 3, 12)),
        ("12 Mar", date(2026, 3, 12)),
        ("3 Februari 2026", date(2026, 2, 3)),
        ("2026-02-03", date(2026, 2, 3)),
    ],
)
def test_dates_are_taken_as_people_say_them(cast: Cast, signed_in: SignedIn, said: str, meant: date) -> None:
    values = typed(values_of(LETTERS, cast)) | {"occurred_on": said, "letter_date": ""}
    sent(signed_in(cast.clerk), blank(LETTERS), **values)
    assert newest(LETTERS).occurred_on == meant


def test_a_day_of_last_year_goes_into_last_years_book(cast: Cast, signed_in: SignedIn) -> None:
    letter_of(cast)
    values = typed(values_of(LETTERS, cast)) | {"occurred_on": "31/12", "letter_date": ""}
    response = send(signed_in(cast.clerk), blank(LETTERS), **values)
    entry = newest(LETTERS)
    assert (entry.year, entry.number) == (2025, 1)
    assert response["Location"] == reverse("web:entry", args=[2025, entry.pk])


def test_the_same_form_sent_twice_makes_one_entry(cast: Cast, signed_in: SignedIn) -> None:
    """The answer of the first try got lost on the way; the clerk presses the button again."""
    client = signed_in(cast.clerk)
    data = see(client, blank(LETTERS)).form() | typed(values_of(LETTERS, cast))
    before = stored(LETTERS)
    first = client.post(blank(LETTERS), data)
    again = client.post(blank(LETTERS), data)
    assert stored(LETTERS) == before + 1
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]


def test_a_form_without_a_key_is_taken_all_the_same(cast: Cast, signed_in: SignedIn) -> None:
    values = typed(values_of(LETTERS, cast))
    values["client_key"] = "bukan kunci"
    assert send(signed_in(cast.clerk), blank(LETTERS), **values).status_code == 302


# ---- a form that comes back ---------------------------------------------------------------------


@every_book
def test_a_wrong_form_comes_back_with_everything_typed(
    cast: Cast, signed_in: SignedIn, book: type[Book]
) -> None:
    values = typed(values_of(book, cast)) | {"occurred_on": "besok pagi", "title": "Uraian yang panjang"}
    before = stored(book)
    response = send(signed_in(cast.keeper(book)), blank(book), **values)
    page = Screen(response)
    assert (page.status, stored(book)) == (422, before)
    assert {name: page.value(name) for name in values} == values
    assert list(page.faults) == ["occurred_on"]
    assert "“besok pagi” bukan tanggal" in page.faults["occurred_on"]
    assert page.control("occurred_on")["aria-invalid"] == "true"
    assert page.alert.startswith("Belum tersimpan.")
    assert book.field_label("occurred_on") in page.alert


@every_book
def test_the_first_missing_field_is_named_first(cast: Cast, signed_in: SignedIn, book: type[Book]) -> None:
    client = signed_in(cast.keeper(book))
    for kind in forms_of(book):
        nothing = dict.fromkeys(see(client, blank(book, kind=kind)).form(), "")
        if kind is not None:
            nothing["kind"] = kind  # chosen above the form: nobody can empty it
        page = Screen(client.post(blank(book), nothing))
        assert page.status == 422
        shown = list(page.faults)
        by_section = [name for name in book.fields(kind) if name in page.faults]
        assert shown == by_section
        assert "occurred_on" in page.faults
        named = [str(item.get_text()) for item in page.soup.select(".form-errors li")]
        assert len(named) == len(shown), kind
        for words, name in zip(named, shown, strict=True):
            assert words.startswith(book.field_label(name)), kind


@every_book
def test_a_day_to_come_is_refused_on_its_field(cast: Cast, signed_in: SignedIn, book: type[Book]) -> None:
    values = typed(values_of(book, cast)) | {"occurred_on": "16/7/2026"}
    page = Screen(send(signed_in(cast.keeper(book)), blank(book), **values))
    assert page.status == 422
    assert "belum tiba" in page.faults["occurred_on"]


def test_a_rule_of_the_book_lands_on_its_field(cast: Cast, signed_in: SignedIn) -> None:
    values = typed(values_of(LETTERS, cast)) | {"occurred_on": "10/7/2026", "letter_date": "11/7/2026"}
    page = Screen(send(signed_in(cast.clerk), blank(LETTERS), **values))
    assert (page.status, list(page.faults)) == (422, ["letter_date"])
    issues = book_named("stock_issue")
    more = typed(values_of(issues, cast)) | {"quantity": "1.000"}
    page = Screen(send(signed_in(cast.stock_clerk), blank(issues), **more))
    assert (page.status, page.faults) == (422, {"quantity": "Persediaan Kertas HVS F4 tinggal 2 rim."})


# ---- doubles ------------------------------------------------------------------------------------


def test_a_possible_double_is_asked_about_and_recorded_when_meant(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    letter = letter_of(cast)
    same = typed({name: getattr(letter, name) for name in values_for(LETTERS, cast.office)})
    page = Screen(send(client, blank(LETTERS), **same))
    assert page.status == 422
    assert "Mungkin sudah tercatat" in page.alert
    assert reverse("web:entry", args=[2026, letter.pk]) in page.addresses
    assert {name: page.value(name) for name in same} == same
    assert IncomingLetter.objects.filter(office=cast.office).count() == 1
    answer = client.post(blank(LETTERS), page.form() | {"double": "on"})
    assert answer.status_code == 302
    assert IncomingLetter.objects.filter(office=cast.office).count() == 2


def test_a_double_of_a_confidential_letter_is_not_told_to_whoever_may_not_read_it(
    cast: Cast, signed_in: SignedIn
) -> None:
    hidden = letter_of(cast, actor=cast.camat.actor, security="rahasia", title="Pemeriksaan khusus")
    same = typed({name: getattr(hidden, name) for name in values_for(LETTERS, cast.office)})
    same["title"] = "Surat serupa"
    response = send(signed_in(cast.clerk), blank(LETTERS), **same)
    assert response.status_code == 302
    assert b"Pemeriksaan khusus" not in response.content


# ---- evidence together with the entry -----------------------------------------------------------


def test_evidence_is_stored_with_the_entry(cast: Cast, signed_in: SignedIn) -> None:
    values = typed(values_of(LETTERS, cast))
    files = {"bukti-file": pdf_upload("Undangan"), "bukti-caption": "Pindaian undangan"}
    page = sent(signed_in(cast.clerk), blank(LETTERS), **values, **files)
    (shown,) = page.evidence
    assert shown.startswith("Pindaian undangan PDF")
    assert Evidence.objects.get().entry_id == newest(LETTERS).pk


def test_bad_evidence_is_refused_together_with_the_entry(cast: Cast, signed_in: SignedIn) -> None:
    """One sending, one answer: nothing is recorded, everything typed comes back."""
    values = typed(values_of(LETTERS, cast))
    before = stored(LETTERS)
    program = SimpleUploadedFile("undangan.pdf", b"MZ\x90\x00 this is no document")
    page = Screen(send(signed_in(cast.clerk), blank(LETTERS), **values, **{"bukti-file": program}))
    assert (page.status, stored(LETTERS)) == (422, before)
    assert "tidak diterima" in page.faults["bukti-file"]
    assert {name: page.value(name) for name in values} == values


def test_form_and_file_with_faults_tell_both_at_once(cast: Cast, signed_in: SignedIn) -> None:
    values = typed(values_of(LETTERS, cast)) | {"title": ""}
    files = {"bukti-file": SimpleUploadedFile("kosong.pdf", b"")}
    page = Screen(send(signed_in(cast.clerk), blank(LETTERS), **values, **files))
    assert (page.status, set(page.faults)) == (422, {"title", "bukti-file"})
    assert "Perihal" in page.alert
    assert "Berkas bukti" in page.alert


# ---- correcting ---------------------------------------------------------------------------------


def correction(entry: Entry) -> str:
    return reverse("web:action", args=[entry.year, entry.pk, "ubah"])


def test_a_correction_needs_a_reason(cast: Cast, signed_in: SignedIn) -> None:
    letter = letter_of(cast, title="Undangn rapat")
    client = signed_in(cast.clerk)
    page = Screen(send(client, correction(letter), title="Undangan rapat"))
    assert (page.status, list(page.faults)) == (422, ["reason"])
    assert page.alert.startswith("Belum tersimpan.")
    assert "Alasan" in page.alert
    assert page.value("title") == "Undangan rapat"
    # The page that came back is good to be sent again, as it stands and with the reason.
    answer = client.post(correction(letter), page.form() | {"reason": "Salah ketik"})
    assert answer.status_code == 302
    letter.refresh_from_db()
    assert letter.title == "Undangan rapat"


def test_the_history_tells_what_it_was_and_became_in_the_offices_words(
    cast: Cast, signed_in: SignedIn
) -> None:
    letter = letter_of(
        cast,
        title="Undangn rapat",
        kind="undangan",
        occurred_on=date(2026, 7, 10),
        letter_date=date(2026, 7, 9),
    )
    page = sent(
        signed_in(cast.clerk), correction(letter), title="Undangan rapat", kind="edaran",
        letter_date="8/7/2026", area="kepegawaian", reason="Salah baca",
    )  # fmt: skip
    (step,) = [step for step in page.timeline if step.startswith("Isian diperbaiki")]
    assert "Rina Astuti" in step
    assert "Salah baca" in step
    assert "Perihal: Undangn rapat → Undangan rapat" in step
    assert "Jenis: Undangan → Surat edaran" in step
    assert "Tanggal surat: 9 Jul 2026 → 8 Jul 2026" in step
    assert "Bidang diubah" in step
    assert page.facts["Perihal"] == "Undangan rapat"


def test_another_date_moves_the_first_step_and_keeps_the_number(cast: Cast, signed_in: SignedIn) -> None:
    letter = letter_of(cast, occurred_on=date(2026, 7, 10), letter_date=None)
    client = signed_in(cast.clerk)
    page = sent(client, correction(letter), occurred_on="9/7/2026", reason="Salah cap")
    assert any("Diperbaiki menjadi 9 Jul 2026" in step for step in page.timeline)
    assert page.facts["Tanggal terima"] == "9 Jul 2026"
    page = Screen(send(client, correction(letter), occurred_on="31/12/2025", reason="Salah tahun"))
    assert page.status == 422
    assert "milik buku tahun 2026" in page.faults["occurred_on"]


def test_two_people_correcting_at_once_learn_of_each_other(cast: Cast, signed_in: SignedIn) -> None:
    letter = letter_of(cast, title="Undangn")
    client = signed_in(cast.clerk)
    opened = see(client, correction(letter)).form()
    correct_entry(entry=letter, actor=cast.secretary.actor, values={"title": "Undangan"}, reason="Ejaan")
    mine = opened | {"title": "Undangan rapat", "reason": "Lengkapi"}
    page = Screen(client.post(correction(letter), mine))
    assert page.status == 422
    assert "baru saja diubah orang lain" in page.alert
    assert page.value("title") == "Undangan rapat"
    letter.refresh_from_db()
    assert letter.title == "Undangan"
    # As the sentence says: having looked, one may save all the same.
    assert client.post(correction(letter), page.form()).status_code == 302
    letter.refresh_from_db()
    assert letter.title == "Undangan rapat"


def test_a_fault_does_not_hide_that_somebody_else_was_faster(cast: Cast, signed_in: SignedIn) -> None:
    letter = letter_of(cast, title="Undangn")
    client = signed_in(cast.clerk)
    opened = see(client, correction(letter)).form()
    correct_entry(entry=letter, actor=cast.secretary.actor, values={"title": "Undangan"}, reason="Ejaan")
    page = Screen(client.post(correction(letter), opened | {"title": "Undangan rapat"}))
    assert list(page.faults) == ["reason"]
    page = Screen(client.post(correction(letter), page.form() | {"reason": "Lengkapi"}))
    assert page.status == 422
    assert "baru saja diubah orang lain" in page.alert


def test_a_cancelled_entry_is_not_corrected(cast: Cast, signed_in: SignedIn) -> None:
    letter = letter_of(cast)
    client = signed_in(cast.clerk)
    sent(client, reverse("web:action", args=[letter.year, letter.pk, "batal"]), reason="Keliru")
    assert "sudah dibatalkan" in see_sent_on(client, correction(letter)).messages
    page = Screen(client.post(correction(letter), {"title": "Lain", "reason": "Coba"}))
    assert page.status == 422
    assert "sudah dibatalkan" in page.alert


# ---- the neighbour's rows -----------------------------------------------------------------------


def references(book: type[Book], cast: Cast, kind: str | None = None) -> dict[str, models.Model]:
    """Field -> a row of the neighbour's office that the field must not take."""
    found = {}
    for name in form_class(book, cast.keeper(book).actor, only=book.fields(kind)).base_fields:
        field = book.model._meta.get_field(name)
        if isinstance(field, models.ForeignKey) and any(
            f.name == "office" for f in field.related_model._meta.get_fields()
        ):
            rows = field.related_model._default_manager.filter(office=cast.neighbour_office)
            row = rows.first()
            assert row is not None, f"the neighbour has nothing for {book.code}.{name}"
            found[name] = row
    return found


@every_book
def test_rows_of_another_office_are_neither_offered_nor_taken(
    cast: Cast, signed_in: SignedIn, book: type[Book]
) -> None:
    client = signed_in(cast.keeper(book))
    values = typed(values_of(book, cast))
    for kind in forms_of(book):
        foreign = references(book, cast, kind)
        page = see(client, blank(book, kind=kind))
        for name, row in foreign.items():
            assert str(row.pk) not in page.choices(name), name
        sent_values = values | {name: str(row.pk) for name, row in foreign.items()}
        if kind is not None:
            sent_values["kind"] = kind
        answer = Screen(send(client, blank(book, kind=kind), **sent_values))
        assert not foreign or answer.status == 422
        assert set(foreign) <= set(answer.faults)


def test_every_reference_to_an_office_is_tried(cast: Cast) -> None:
    tried = {
        f"{book.code}.{name}"
        for book in RECORDABLE
        for kind in forms_of(book)
        for name in references(book, cast, kind)
    }
    assert {"incoming_letter.village", "outgoing_letter.signer", "outgoing_letter.reply_to"} <= tried
    assert {"stock_receipt.item", "stock_issue.item"} <= tried
    assert {"asset.room", "asset.holder", "vehicle_renewal.vehicle"} <= tried


# ---- who may ------------------------------------------------------------------------------------


def test_recording_is_refused_to_whoever_does_not_keep_the_book(cast: Cast, signed_in: SignedIn) -> None:
    values = typed(values_of(LETTERS, cast))
    before = stored(LETTERS)
    for name in ("planner", "section_head", "stock_clerk", "government_clerk"):
        response = signed_in(cast.members[name]).post(blank(LETTERS), values)
        assert response.status_code == 403, name
    letter = letter_of(cast)
    assert signed_in(cast.stock_clerk).post(correction(letter), values).status_code == 403
    assert signed_in(cast.neighbour_clerk).post(correction(letter), values).status_code == 404
    assert stored(LETTERS) == before + 1


def test_books_filled_by_others_have_no_form(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.camat)
    assert client.post(reverse("web:entry-record", args=[2026, "disposisi"]), {}).status_code == 404
    assert client.get(reverse("web:entry-record", args=[2026, "tidak-ada"])).status_code == 404
