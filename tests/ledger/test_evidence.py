"""Files that prove an entry."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from takar.kernel.access import visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger.evidence import MAX_BYTES, PREVIEW_EDGE, attach, preview_of, sniff, withdraw
from takar.ledger.models import Evidence, EvidenceFile
from takar.ledger.services import cancel_entry
from tests.factories import Cast, entry_of, letter_of
from tests.ledger import files
from tests.ledger.files import upload


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (files.pdf(), "pdf"), (files.jpeg(), "jpg"), (files.png(), "png"), (files.webp(), "webp"),
        (files.docx(), "docx"), (files.xlsx(), "xlsx"),
    ],
)  # fmt: skip
def test_the_kind_of_a_file_is_read_from_its_bytes(content: bytes, extension: str) -> None:
    assert sniff(content)[0] == extension


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + b"\0" * 200,
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"hanya teks",
        b"%!PS-Adobe-3.0",
        files.archive(),
        b"PK\x03\x04rusak",
        b"GIF89a" + b"\0" * 40,
    ],
    ids=["exe", "html", "svg", "text", "postscript", "zip", "broken-zip", "gif"],
)
def test_other_files_are_refused_whatever_their_name_says(content: bytes) -> None:
    with pytest.raises(DomainError, match="Jenis berkas ini tidak diterima") as caught:
        sniff(content)
    assert caught.value.field == "file"


@given(st.binary(max_size=400))
def test_no_bytes_break_the_sniffer(content: bytes) -> None:
    with contextlib.suppress(DomainError):
        assert sniff(content)


def test_a_preview_is_a_small_picture_of_the_file() -> None:
    for content, media_type in ((files.jpeg(), "image/jpeg"), (files.pdf(), "application/pdf")):
        preview = preview_of(content, media_type)
        assert preview is not None
        with Image.open(io.BytesIO(preview)) as picture:
            assert picture.format == "JPEG"
            assert max(picture.size) == PREVIEW_EDGE


def test_a_photo_taken_upright_is_shown_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    preview = preview_of(files.jpeg((400, 200), exif=exif.tobytes()), "image/jpeg")
    assert preview is not None
    with Image.open(io.BytesIO(preview)) as picture:
        assert picture.width < picture.height


def test_documents_have_no_preview() -> None:
    assert preview_of(files.docx(), sniff(files.docx())[1]) is None


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.4\nrusak", "application/pdf"),
        (files.pdf()[:200], "application/pdf"),
        (files.jpeg()[:300], "image/jpeg"),
        (files.png()[:40], "image/png"),
        (files.webp()[:30], "image/webp"),
        (b"", "image/png"),
    ],
)
def test_a_broken_file_has_no_preview_and_breaks_nothing(content: bytes, media_type: str) -> None:
    assert preview_of(content, media_type) is None


@pytest.mark.parametrize("make", [files.png, files.webp, files.pdf, lambda: files.jpeg((40, 30))])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_never_breaks_the_preview(make: Callable[[], bytes], data: st.DataObject) -> None:
    whole = bytearray(make())
    _, media_type = sniff(bytes(whole))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=6)):
        whole[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(10, len(whole)))
    preview_of(bytes(whole[:cut]), media_type)


def test_a_pdf_page_without_size_breaks_nothing() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 0 0]>>"
    content = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj" + page + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    preview_of(content, "application/pdf")
    preview_of(content.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[]/Count 0"), "application/pdf")
    preview_of(content.replace(b"[0 0 0 0]", b"[0 0 9 0]"), "application/pdf")


# ---- on entries ---------------------------------------------------------------------------------

on_entries = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


def content_of(stored: EvidenceFile) -> bytes:
    with stored.file.open("rb") as file:
        found: bytes = file.read()
    return found


class TestOnEntries:
    pytestmark = on_entries

    def test_evidence_is_stored_with_its_preview_and_told(self, cast: Cast) -> None:
        letter = letter_of(cast)
        evidence = attach(
            entry=letter,
            actor=cast.clerk.actor,
            upload=upload(files.pdf(), "Surat.PDF"),
            caption=" Pindaian ",
        )
        stored = evidence.file
        assert (evidence.name, evidence.caption, stored.media_type) == (
            "Surat.PDF",
            "Pindaian",
            "application/pdf",
        )
        assert stored.file.name.startswith(f"{cast.office.pk}/{stored.sha256[:2]}/{stored.sha256}")
        assert content_of(stored) == files.pdf()
        assert stored.preview
        milestone = letter.milestones.last()
        assert milestone.what == "evidence_added"
        assert milestone.details["sha256"] == stored.sha256
        assert letter.state == "received"

    def test_a_name_that_lies_does_not_choose_the_stored_name(self, cast: Cast) -> None:
        evidence = attach(
            entry=letter_of(cast), actor=cast.clerk.actor, upload=upload(files.png(), "../../surat.exe")
        )
        assert evidence.file.file.name.endswith(".png")
        assert ".." not in evidence.file.file.name
        with pytest.raises(DomainError):
            attach(
                entry=letter_of(cast), actor=cast.clerk.actor, upload=upload(b"MZ" + b"\0" * 99, "surat.pdf")
            )

    def test_a_broken_pdf_is_kept_without_a_preview(self, cast: Cast) -> None:
        evidence = attach(
            entry=letter_of(cast), actor=cast.clerk.actor, upload=upload(b"%PDF-1.4 rusak" * 20)
        )
        assert not evidence.file.preview

    def test_one_file_under_several_entries_is_stored_once(self, cast: Cast) -> None:
        first, second = letter_of(cast), entry_of("archive_item", cast)
        one = attach(entry=first, actor=cast.clerk.actor, upload=upload(files.pdf(), "a.pdf"))
        two = attach(entry=second, actor=cast.clerk.actor, upload=upload(files.pdf(), "b.pdf"))
        assert one.file == two.file
        assert EvidenceFile.objects.count() == 1

    def test_two_offices_never_share_a_stored_file(self, cast: Cast) -> None:
        one = attach(entry=letter_of(cast), actor=cast.clerk.actor, upload=upload(files.pdf()))
        two = attach(
            entry=cast.neighbour_letter, actor=cast.neighbour_clerk.actor, upload=upload(files.pdf())
        )
        assert one.file != two.file

    def test_the_same_file_twice_on_one_entry_is_refused(self, cast: Cast) -> None:
        letter = letter_of(cast)
        first = attach(entry=letter, actor=cast.clerk.actor, upload=upload(files.pdf()))
        with pytest.raises(DomainError, match="sudah menjadi bukti"):
            attach(entry=letter, actor=cast.clerk.actor, upload=upload(files.pdf(), "lain.pdf"))
        withdraw(evidence=first, actor=cast.clerk.actor, reason="Salah surat")
        attach(entry=letter, actor=cast.clerk.actor, upload=upload(files.pdf()))
        assert letter.evidence.count() == 2

    def test_twenty_megabytes_are_the_limit(self, cast: Cast) -> None:
        letter = letter_of(cast)
        whole = files.pdf() + b"\0" * (MAX_BYTES - len(files.pdf()))
        with pytest.raises(DomainError, match="lebih besar dari 20 MB"):
            attach(entry=letter, actor=cast.clerk.actor, upload=upload(whole + b"x"))
        assert attach(entry=letter, actor=cast.clerk.actor, upload=upload(whole)).file.size == MAX_BYTES

    def test_an_empty_file_is_refused(self, cast: Cast) -> None:
        with pytest.raises(DomainError, match="kosong"):
            attach(entry=letter_of(cast), actor=cast.clerk.actor, upload=SimpleUploadedFile("a.pdf", b""))

    def test_a_cancelled_entry_takes_no_more_evidence(self, cast: Cast) -> None:
        letter = letter_of(cast)
        cancelled = cancel_entry(entry=letter, actor=cast.clerk.actor, reason="x")
        with pytest.raises(DomainError, match="tidak menerima bukti"):
            attach(entry=cancelled, actor=cast.clerk.actor, upload=upload(files.pdf()))
        with pytest.raises(DomainError, match="tidak menerima bukti"):
            attach(entry=letter, actor=cast.clerk.actor, upload=upload(files.pdf()))  # opened before

    def test_keepers_and_the_responsible_add_evidence_and_others_do_not(self, cast: Cast) -> None:
        given = entry_of("disposition", cast)
        attach(entry=given, actor=cast.section_head.actor, upload=upload(files.pdf()))
        for name in ("planner", "stock_clerk", "government_clerk"):
            with pytest.raises(Refused):
                attach(entry=given, actor=cast.members[name].actor, upload=upload(files.png()))
        with pytest.raises(NotFound):
            attach(entry=given, actor=cast.neighbour_clerk.actor, upload=upload(files.png()))

    def test_withdrawn_evidence_leaves_who_when_and_why(self, cast: Cast) -> None:
        letter = letter_of(cast)
        evidence = attach(entry=letter, actor=cast.clerk.actor, upload=upload(files.pdf()))
        with pytest.raises(DomainError, match="alasan"):
            withdraw(evidence=evidence, actor=cast.clerk.actor, reason=" ")
        with pytest.raises(Refused):
            withdraw(evidence=evidence, actor=cast.planner.actor, reason="x")
        with pytest.raises(NotFound):
            withdraw(evidence=evidence, actor=cast.neighbour_clerk.actor, reason="x")
        withdraw(evidence=evidence, actor=cast.clerk.actor, reason="Salah surat")
        assert Evidence.objects.get(pk=evidence.pk).withdrawn_at is not None
        assert letter.milestones.last().note == "Salah surat"
        assert content_of(EvidenceFile.objects.get(pk=evidence.file_id)) == files.pdf()
        with pytest.raises(DomainError, match="sudah ditarik"):
            withdraw(evidence=evidence, actor=cast.clerk.actor, reason="lagi")

    def test_evidence_of_a_confidential_entry_is_as_hidden_as_the_entry(self, cast: Cast) -> None:
        letter = letter_of(cast, security="rahasia")
        evidence = attach(entry=letter, actor=cast.clerk.actor, upload=upload(files.pdf()))
        readers = {
            name for name, member in cast.members.items()
            if visible(member.actor, Evidence).filter(pk=evidence.pk).exists()
        }  # fmt: skip
        assert readers == {"camat", "secretary", "clerk"}
        assert not visible(cast.neighbour_camat.actor, Evidence).filter(pk=evidence.pk).exists()
