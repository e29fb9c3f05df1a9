"""A file that would take the server down is a sentence on the page, and the next page comes as ever."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from takar.ledger.importing import template_columns
from takar.ledger.models import Evidence, EvidenceFile, ImportBatch
from takar.registers.mail.book import IncomingLetters
from takar.registers.personnel.models import AttendanceRecap
from tests.factories import Cast, entry_of, letter_of
from tests.hostile import archives, pictures
from tests.web.conftest import SignedIn
from tests.web.files import look, pdf_bytes
from tests.web.screen import Screen, see

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

IMPORT = "/2026/buku/surat-masuk/impor/"


def test_an_import_of_far_cells_is_told_where_they_are(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    honest = archives.stray_space(template_columns(IncomingLetters, cast.clerk.actor), [])
    for content, cell in ((archives.two_far_cells(), "XFD200000"), (honest, "GR1048576")):
        page = Screen(client.post(IMPORT, {"file": SimpleUploadedFile("contoh.xlsx", content)}))
        assert page.status == 422
        assert f"di sel {cell}, jauh di luar tabel" in page.faults["file"]
    assert not ImportBatch.objects.exists()
    assert see(client, IMPORT).status == 200


def test_a_recap_of_far_cells_or_of_many_megabytes_is_refused(cast: Cast, signed_in: SignedIn) -> None:
    recap: AttendanceRecap = entry_of("attendance_recap", cast, month="2026-06")
    address = reverse("web:action", args=[2026, recap.pk, "rincian"])
    client = signed_in(cast.personnel_clerk)
    for content, sentence in (
        (archives.two_far_cells(), "di sel XFD200000"),
        (bytes(6 * 1024 * 1024), "lebih besar dari 5 MB"),
    ):
        page = Screen(client.post(address, {"baca": "1", "file": SimpleUploadedFile("a.xlsx", content)}))
        assert page.status == 422
        assert sentence in page.text


@pytest.mark.parametrize("name", ["makro.docm", "surat.docx"])
def test_evidence_with_macros_is_refused(name: str, cast: Cast, signed_in: SignedIn) -> None:
    letter = letter_of(cast)
    address = reverse("web:action", args=[letter.year, letter.pk, "bukti"])
    upload = SimpleUploadedFile(name, archives.with_macro("docx"))
    page = Screen(signed_in(cast.clerk).post(address, {"file": upload}))
    assert page.status == 422
    assert "memuat makro" in page.faults["file"]
    assert not EvidenceFile.objects.exists()


def test_evidence_whose_preview_fails_is_kept_without_one(cast: Cast, signed_in: SignedIn) -> None:
    letter = letter_of(cast)
    address = reverse("web:action", args=[letter.year, letter.pk, "bukti"])
    content = pictures.pdf_slow_page()
    client = signed_in(cast.clerk)
    assert client.post(address, {"file": SimpleUploadedFile("peta.pdf", content)}).status_code == 302
    evidence = Evidence.objects.get()
    assert not evidence.file.preview
    assert look(client, reverse("web:evidence", args=[evidence.pk])) == (200, content)


def test_a_file_is_given_back_under_the_name_of_what_it_is(cast: Cast, signed_in: SignedIn) -> None:
    letter = letter_of(cast)
    address = reverse("web:action", args=[letter.year, letter.pk, "bukti"])
    client = signed_in(cast.clerk)
    client.post(address, {"file": SimpleUploadedFile("poly.html", pdf_bytes("Surat"))})
    evidence = Evidence.objects.get()
    assert evidence.name == "poly.pdf"
    # What was stored before names were judged is given back rightly as well.
    Evidence.objects.update(name="lama.exe")
    response = client.get(reverse("web:evidence", args=[evidence.pk]))
    response.close()
    assert response["Content-Disposition"] == 'inline; filename="lama.pdf"'
