"""Importing a spreadsheet over the web: nothing is recorded before every row's fate was seen."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from takar.ledger.books import all_books, book_named
from takar.ledger.importing import template_columns
from takar.ledger.models import ImportBatch
from takar.registers.mail.models import IncomingLetter
from tests.factories import Cast, letter_of
from tests.web.conftest import SignedIn
from tests.web.files import look
from tests.web.papers import cells
from tests.web.screen import Screen, see, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

UPLOAD = "/2026/buku/surat-masuk/impor/"
HEAD = ["Tanggal terima", "Jenis", "Perihal", "Pengirim", "Nomor surat", "Tanggal surat"]
ONE = ["12/3/2026", "Undangan", "Rapat RKPD", "Bappeda", "005/1/2026", "10/3/2026"]
TWO = ["13/3/2026", "Surat dinas", "Data desa", "BPS", "B-12", ""]
WRONG = ["32/3/2026", "Pantun", "", "BPS", "B-13", ""]


def upload(client: Client, *rows: Sequence[str], name: str = "agenda.csv") -> HttpResponse:
    text = "\r\n".join(";".join(row) for row in rows)
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, text.encode())})


def preview_of(client: Client, *rows: Sequence[str]) -> str:
    response = upload(client, HEAD, *rows)
    assert response.status_code == 302, Screen(response).alert
    return str(response["Location"])


def letters(cast: Cast) -> int:
    return IncomingLetter.objects.filter(office=cast.office).count()


# ---- the template -------------------------------------------------------------------------------


def test_the_template_of_every_book_has_the_columns_the_page_names(cast: Cast, signed_in: SignedIn) -> None:
    for book in all_books():
        if not book.recordable:
            continue
        keeper = cast.keeper(book)
        client = signed_in(keeper)
        page = see(client, reverse("web:import", args=[2026, book.slug]))
        address = page.links["Unduh contoh berkas"]
        status, content = look(client, address)
        assert status == 200
        (head,) = cells(content)
        assert head == template_columns(book, keeper.actor)
        assert ", ".join(head) in page.text


def test_a_filled_template_is_taken(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    head = template_columns(book_named("incoming_letter"), cast.clerk.actor)
    values = dict(zip(HEAD, ONE, strict=True))
    response = upload(client, head, [values.get(column, "") for column in head])
    page = see(client, response["Location"])
    assert "1 baris akan dicatat, 0 sudah ada dan dilewati, 0 perlu diperbaiki" in page.text


# ---- preview and confirmation -------------------------------------------------------------------


def test_the_preview_shows_each_rows_fate_and_records_nothing(cast: Cast, signed_in: SignedIn) -> None:
    known = letter_of(cast, sender="Camat Sumbermanjing", letter_number="100/1", title="Sudah ada")
    client = signed_in(cast.clerk)
    twin = ["1/7/2026", "Undangan", "Sudah ada", known.sender, known.letter_number, "15/7/2026"]
    twin[0] = "15/7/2026"
    page = see(client, preview_of(client, ONE, twin, WRONG, TWO))
    assert letters(cast) == 1
    assert "2 baris akan dicatat, 1 sudah ada dan dilewati, 1 perlu diperbaiki" in page.text
    # What needs the clerk's eye stands on top; lines are counted as the spreadsheet counts them.
    lines = [int(row.removeprefix("Baris").split()[0]) for row in page.rows]
    assert lines == [4, 3, 2, 5]
    bad, double, good, _ = page.rows
    for reason in ("Kolom Tanggal terima", "“32/3/2026” bukan tanggal", "Kolom Jenis", "Kolom Perihal"):
        assert reason in bad
    assert f"Sudah ada: nomor {known.number_label}. Dilewati." in double
    assert "Akan dicatat" in good


def test_good_rows_are_recorded_when_confirmed_and_only_once(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    address = preview_of(client, ONE, WRONG, TWO)
    response = client.post(address)
    assert response["Location"] == reverse("web:entries", args=[2026, "surat-masuk"])
    page = see(client, response["Location"])
    assert "2 surat masuk dari agenda.csv tercatat" in page.messages
    assert [row.split()[0] for row in page.rows] == ["2", "1"]
    again = Screen(client.post(address))
    assert (again.status, "Sudah diimpor: 2 entri" in again.text) == (422, True)
    assert letters(cast) == 2
    assert "Sudah diimpor: 2 entri" in see(client, address).text


def test_the_rest_is_uploaded_again_after_mending(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    client.post(preview_of(client, ONE, WRONG))
    corrected = ["14/3/2026", "Laporan", "Laporan bulanan", "BPS", "B-13", "12/3/2026"]
    page = see(client, preview_of(client, ONE, corrected))
    assert "1 baris akan dicatat, 1 sudah ada dan dilewati, 0 perlu diperbaiki" in page.text


def test_a_preview_without_good_rows_offers_no_button(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    page = see(client, preview_of(client, WRONG))
    assert not [b for b in page.soup.select("#isi button") if "Catat" in b.get_text()]


# ---- files that cannot be read ------------------------------------------------------------------


def test_a_file_that_does_not_fit_is_refused_with_the_reason(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    answers = {
        "kolom yang wajib belum ada: Tanggal terima": upload(client, ["Perihal", "Pengirim"], ["a", "b"]),
        "kolom tidak dikenal: Warna": upload(client, [*HEAD, "Warna"], [*ONE, "biru"]),
        "ditulis dua kali": upload(client, [*HEAD, "Perihal"], [*ONE, "a"]),
        "tidak dapat dibaca": upload(client, HEAD, ONE, name="agenda.xlsx"),
        "kosong": client.post(UPLOAD, {"file": SimpleUploadedFile("a.csv", b"\r\n \r\n")}),
        "bukan tabel": client.post(UPLOAD, {"file": SimpleUploadedFile("a.csv", b"\x00\x01\x02 ab")}),
        "lebih besar dari 5 MB": client.post(
            UPLOAD, {"file": SimpleUploadedFile("a.csv", b"x" * (5 * 1024 * 1024 + 1))}
        ),
    }
    for reason, response in answers.items():
        page = Screen(response)
        assert page.status == 422, reason
        assert reason in page.faults["file"]
    assert list(Screen(send(client, UPLOAD)).faults) == ["file"]
    assert ImportBatch.objects.count() == 0


# ---- who ----------------------------------------------------------------------------------------


def test_an_upload_belongs_to_whoever_made_it(cast: Cast, signed_in: SignedIn) -> None:
    address = preview_of(signed_in(cast.clerk), ONE)
    for member, status in ((cast.secretary, 404), (cast.camat, 404), (cast.planner, 403),
                           (cast.neighbour_clerk, 404)):  # fmt: skip
        client = signed_in(member)
        assert (client.get(address).status_code, client.post(address).status_code) == (status, status)
    assert letters(cast) == 0
    wrong_book = re.sub("surat-masuk", "surat-keluar", address)
    assert signed_in(cast.clerk).get(wrong_book).status_code == 404


def test_importing_is_for_the_keepers_of_the_book(cast: Cast, signed_in: SignedIn) -> None:
    for name in ("planner", "section_head", "stock_clerk"):
        assert upload(signed_in(cast.members[name]), HEAD, ONE).status_code == 403, name
    client = signed_in(cast.camat)
    assert client.get(reverse("web:import", args=[2026, "disposisi"])).status_code == 404
