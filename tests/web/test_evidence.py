"""Evidence over the web: who adds it, who opens it, and that a file can do nothing but be looked at."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from takar.ledger.evidence import MAX_BYTES
from takar.ledger.models import Entry, Evidence, EvidenceFile
from tests.factories import Cast, disposition_of, letter_of
from tests.ledger.files import docx
from tests.web.conftest import SignedIn
from tests.web.files import look, pdf_bytes, pdf_upload
from tests.web.screen import Screen, see, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


def place(entry: Entry) -> str:
    return reverse("web:action", args=[entry.year, entry.pk, "bukti"])


def page_of(entry: Entry) -> str:
    return reverse("web:entry", args=[entry.year, entry.pk])


def add(client: Client, entry: Entry, upload: SimpleUploadedFile, caption: str = "") -> Evidence:
    response = client.post(place(entry), {"file": upload, "caption": caption})
    assert response.status_code == 302, Screen(response).alert
    found = Evidence.objects.order_by("pk").last()
    assert found is not None
    return found


def withdrawal_of(evidence: Evidence) -> str:
    args = [evidence.entry.year, evidence.entry_id, "tarik-bukti", evidence.pk]
    return reverse("web:action-part", args=args)


def file_of(evidence: Evidence, name: str = "evidence") -> str:
    return reverse(f"web:{name}", args=[evidence.pk])


# ---- adding -------------------------------------------------------------------------------------


def test_evidence_is_added_and_shown_with_its_caption(cast: Cast, signed_in: SignedIn) -> None:
    letter = letter_of(cast)
    client = signed_in(cast.clerk)
    response = client.post(place(letter), {"file": pdf_upload("Undangan"), "caption": "Pindaian asli"})
    assert response["Location"] == f"{page_of(letter)}#bukti"
    page = see(client, page_of(letter))
    (shown,) = page.evidence
    assert shown.startswith("Pindaian asli PDF, ")
    (step,) = [step for step in page.timeline if step.startswith("Bukti ditambahkan")]
    assert "Rina Astuti" in step
    assert "surat.pdf" in step
    add(client, letter, pdf_upload("Lampiran", "lampiran.pdf"))
    assert len(see(client, page_of(letter)).evidence) == 2


def test_who_may_add_evidence(cast: Cast, signed_in: SignedIn) -> None:
    """The keepers of the book, those above them, and whoever the entry is addressed to."""
    letter, given = letter_of(cast), disposition_of(cast)
    expected = {
        letter: {"clerk": 302, "general_head": 302, "secretary": 302, "camat": 302, "section_head": 403,
                 "planner": 403, "stock_clerk": 403, "government_clerk": 403},
        given: {"section_head": 302, "clerk": 302, "government_clerk": 403, "planner": 403},
    }  # fmt: skip
    for entry, by_role in expected.items():
        for name, status in by_role.items():
            upload = pdf_upload(f"Bukti {name}")
            client = signed_in(cast.members[name])
            assert client.post(place(entry), {"file": upload}).status_code == status, name
            offered = b"Tambah bukti" in client.get(page_of(entry)).content
            assert offered == (status == 302), name
    for member in (cast.neighbour_camat, cast.neighbour_clerk):
        answer = signed_in(member).post(place(letter), {"file": pdf_upload("Tetangga")})
        assert answer.status_code == 404


def test_what_is_no_document_is_refused_with_the_reason(cast: Cast, signed_in: SignedIn) -> None:
    letter = letter_of(cast)
    client = signed_in(cast.clerk)
    refused = {
        "tidak diterima": SimpleUploadedFile("foto.jpg", b"<html><script>alert(1)</script></html>"),
        "kosong": SimpleUploadedFile("kosong.pdf", b""),
        "lebih besar dari 20 MB": SimpleUploadedFile("besar.pdf", b"%PDF-1.4 " + b"0" * MAX_BYTES),
    }
    for reason, upload in refused.items():
        page = Screen(client.post(place(letter), {"file": upload, "caption": "Keterangan"}))
        assert page.status == 422, reason
        assert reason in page.faults["file"]
        assert page.value("caption") == "Keterangan"
    page = Screen(client.post(place(letter), {}))
    assert (page.status, list(page.faults)) == (422, ["file"])
    assert Evidence.objects.count() == 0


def test_the_same_file_proves_an_entry_once_and_is_stored_once(cast: Cast, signed_in: SignedIn) -> None:
    letter, other = letter_of(cast), letter_of(cast)
    client = signed_in(cast.clerk)
    add(client, letter, pdf_upload("Satu"))
    page = Screen(client.post(place(letter), {"file": pdf_upload("Satu", "nama lain.pdf")}))
    assert "sudah menjadi bukti" in page.faults["file"]
    add(client, other, pdf_upload("Satu"))
    assert EvidenceFile.objects.filter(office=cast.office).count() == 1


def test_a_cancelled_entry_takes_no_more_evidence(cast: Cast, signed_in: SignedIn) -> None:
    letter = letter_of(cast)
    client = signed_in(cast.clerk)
    sent(client, reverse("web:action", args=[letter.year, letter.pk, "batal"]), reason="Keliru")
    page = Screen(client.post(place(letter), {"file": pdf_upload("Terlambat")}))
    assert page.status == 422
    assert "sudah dibatalkan" in page.alert
    assert "Tambah bukti" not in see(client, page_of(letter)).text


# ---- opening ------------------------------------------------------------------------------------


def test_a_stored_file_comes_back_as_it_was_and_can_run_nothing(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    evidence = add(client, letter_of(cast), pdf_upload("Surat", 'a"b\r\nc.pdf'))
    response = client.get(file_of(evidence))
    assert b"".join(response) == pdf_bytes("Surat")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Content-Disposition"].startswith("inline")


def test_office_files_are_downloaded_never_opened(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    content = docx()  # made once: an archive holds the second it was made in
    evidence = add(client, letter_of(cast), SimpleUploadedFile("konsep.docx", content))
    response = client.get(file_of(evidence))
    assert b"".join(response) == content
    assert response["Content-Disposition"] == 'attachment; filename="konsep.docx"'
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert look(client, file_of(evidence, "evidence-preview"))[0] == 404
    (shown,) = see(client, page_of(evidence.entry)).evidence
    assert shown.startswith("konsep.docx Dokumen, ")


def test_the_type_is_told_by_the_bytes_not_by_the_name(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    evidence = add(client, letter_of(cast), SimpleUploadedFile("page.html", pdf_bytes("x"), "text/html"))
    response = client.get(file_of(evidence))
    assert response["Content-Type"] == "application/pdf"
    response.close()


def test_a_preview_is_a_small_picture(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    photo = io.BytesIO()
    Image.new("RGB", (2000, 1500), "teal").save(photo, "JPEG")
    for upload in (pdf_upload("Surat"), SimpleUploadedFile("foto.jpg", photo.getvalue())):
        evidence = add(client, letter_of(cast), upload)
        response = client.get(file_of(evidence, "evidence-preview"))
        with Image.open(io.BytesIO(b"".join(response))) as picture:
            assert max(picture.size) == 640
        assert response["Content-Type"] == "image/jpeg"
        assert response["Cache-Control"].startswith("private")
        assert response["X-Content-Type-Options"] == "nosniff"


def test_files_of_another_office_do_not_exist(cast: Cast, signed_in: SignedIn) -> None:
    evidence = add(signed_in(cast.clerk), letter_of(cast), pdf_upload("Surat"))
    for member in (cast.neighbour_camat, cast.neighbour_clerk):
        client = signed_in(member)
        for name in ("evidence", "evidence-preview"):
            assert look(client, file_of(evidence, name))[0] == 404
    response = signed_in(None).get(file_of(evidence))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/masuk/")


# ---- withdrawing --------------------------------------------------------------------------------


def test_withdrawn_evidence_leaves_the_page_and_stays_with_the_keepers(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    letter = letter_of(cast)
    evidence = add(client, letter, pdf_upload("Salah lampir"), "Kartu keluarga")
    page = sent(client, withdrawal_of(evidence), reason="Bukan berkas surat ini")
    assert page.evidence == []
    assert "Kartu keluarga" not in page.links
    (step,) = [step for step in page.timeline if step.startswith("Bukti ditarik")]
    assert "Bukan berkas surat ini" in step
    assert "surat.pdf" in step
    for name, status in {
        "clerk": 200,
        "secretary": 200,
        "camat": 200,
        "planner": 404,
        "section_head": 404,
    }.items():
        reader = signed_in(cast.members[name])
        assert look(reader, file_of(evidence))[0] == status, name
        assert look(reader, file_of(evidence, "evidence-preview"))[0] == status, name


def test_evidence_is_withdrawn_by_keepers_with_a_reason_and_once(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    evidence = add(client, letter_of(cast), pdf_upload("Surat"))
    withdraw = withdrawal_of(evidence)
    for name in ("planner", "section_head", "stock_clerk"):
        other = signed_in(cast.members[name])
        assert (other.get(withdraw).status_code, other.post(withdraw, {"reason": "x"}).status_code) == (
            403,
            403,
        )
    assert signed_in(cast.neighbour_clerk).post(withdraw, {"reason": "x"}).status_code == 404
    page = Screen(client.post(withdraw, {"reason": "  "}))
    assert (page.status, list(page.faults)) == (422, ["reason"])
    assert client.post(withdraw, {"reason": "Keliru"}).status_code == 302
    again = Screen(client.post(withdraw, {"reason": "Sekali lagi"}))
    assert again.status == 422
    assert "sudah ditarik" in again.text


def test_withdrawn_evidence_may_be_added_again(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    letter = letter_of(cast)
    evidence = add(client, letter, pdf_upload("Surat"))
    sent(client, withdrawal_of(evidence), reason="Ragu")
    again = add(client, letter, pdf_upload("Surat"))
    assert again.pk != evidence.pk
    assert len(see(client, page_of(letter)).evidence) == 1
