"""Official papers carry the signed state of the books; closings offer it as a file."""

from __future__ import annotations

import ast
import inspect
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from takar.kernel.notes import Checkpoint
from takar.kernel.period import Period
from takar.ledger import log
from takar.ledger.models import StoredCheckpoint
from takar.measurement.models import Passport
from takar.measurement.numbers.closing import close_period
from takar.reporting import documents
from takar.reporting.writers import stamp
from tests.config.commands import takar
from tests.factories import Cast, letter_of
from tests.ledger.rewriting import rewrite_the_chain
from tests.web.conftest import SignedIn
from tests.web.papers import pdf_text
from tests.web.screen import see

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a telephone would read from the QR codes that are printed."""
    found: list[str] = []
    drawn = stamp.qr_svg

    def note(text: str, **options: Any) -> str:
        found.append(text)
        return drawn(text, **options)

    monkeypatch.setattr(stamp, "qr_svg", note)
    return found


def test_the_code_on_a_paper_is_the_checkpoint_itself(
    cast: Cast, signed_in: SignedIn, scanned: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_of(cast)
    address = reverse("web:entries-print", args=[2026, "surat-masuk"])
    text = pdf_text(signed_in(cast.clerk).get(address).content)
    [code] = scanned
    point = Checkpoint.parse(code)
    assert point == log.head(cast.office)
    assert f"{point.origin}, {point.size} langkah, akar {point.short_root}" in text
    (tmp_path / "kertas.txt").write_text(code, encoding="utf-8")
    letter_of(cast)
    assert takar(capsys, "audit", "verify", "--against", str(tmp_path / "kertas.txt")).status == 0
    rewrite_the_chain(cast.office)
    StoredCheckpoint.objects.all().delete()
    assert takar(capsys, "audit", "verify", "--against", str(tmp_path / "kertas.txt")).status == 1


def test_books_that_cannot_be_signed_are_printed_and_say_so(
    cast: Cast, signed_in: SignedIn, scanned: list[str]
) -> None:
    letter_of(cast)
    log.head(cast.office, keep=True)
    StoredCheckpoint.objects.update(root="ab" * 32)
    response = signed_in(cast.clerk).get(reverse("web:entries-print", args=[2026, "surat-masuk"]))
    assert response.status_code == 200
    assert "Titik periksa buku tidak dapat dibuat" in pdf_text(response.content)
    assert scanned == []


def test_no_official_paper_leaves_the_house_without_it() -> None:
    """By the code: every call of a writer of papers passes the stamp."""
    folder = Path(inspect.getfile(documents)).parent
    calls = [
        (path.name, node)
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id.startswith("render_")
    ]
    unstamped = [
        name
        for name, call in calls
        if not any(keyword.arg == "stamp" for keyword in call.keywords)
        # Stickers on goods are no papers.
        and isinstance(call.func, ast.Name)
        and call.func.id != "render_labels"
    ]
    assert len(calls) >= 10
    assert unstamped == []


@pytest.mark.usefixtures("imported_decree")
def test_a_closing_offers_its_checkpoint(
    cast: Cast, signed_in: SignedIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter_of(cast)
    client = signed_in(cast.camat)
    quarter = Period.of_quarter(2026, 2)
    file = reverse("web:closing-checkpoint", args=[2026, quarter.code])
    assert client.get(file).status_code == 404
    act = close_period(period=quarter, actor=cast.camat.actor)
    letter_of(cast)
    page = see(client, reverse("web:closing", args=[2026, quarter.code]))
    assert file in page.addresses
    response = client.get(file)
    assert response["Content-Disposition"] == 'attachment; filename="titik-periksa-2026-Q2.txt"'
    point = Checkpoint.parse(response.content.decode())
    assert point.size > act.ledger_seq
    assert point.short_root in page.text
    (tmp_path / "titik.txt").write_bytes(response.content)
    assert takar(capsys, "audit", "verify", "--against", str(tmp_path / "titik.txt")).status == 0


@pytest.mark.usefixtures("imported_decree")
def test_a_closing_from_before_there_were_checkpoints_shows_none(cast: Cast, signed_in: SignedIn) -> None:
    close_period(period=Period.of_quarter(2026, 2), actor=cast.camat.actor)
    StoredCheckpoint.objects.all().delete()
    page = see(signed_in(cast.camat), reverse("web:closing", args=[2026, "2026-Q2"]))
    assert page.status == 200
    assert "Titik periksa" not in page.text


QUARTER = Period.of_quarter(2026, 2)


@pytest.mark.usefixtures("imported_decree")
def test_the_paper_of_a_period_carries_code_and_address(
    cast: Cast, signed_in: SignedIn, scanned: list[str]
) -> None:
    close_period(period=QUARTER, actor=cast.camat.actor)
    paper = Passport.objects.get()
    client = signed_in(cast.clerk)
    closing = see(client, reverse("web:closing", args=[2026, QUARTER.code]))
    address = reverse("web:closing-numbers", args=[2026, QUARTER.code])
    assert {address, f"/cek/{paper.code}/"} <= closing.addresses
    response = client.get(address)
    text = pdf_text(response.content)
    assert response["Content-Disposition"] == 'inline; filename="angka-kinerja-2026-q2.pdf"'
    assert f"Paspor angka {paper}, periksa di http://testserver/cek/" in text
    assert "ANGKA KINERJA" in text
    assert "Triwulan II 2026" in text
    assert "Ditutup 15 Jul 2026" in text
    checkpoint, link = scanned
    assert Checkpoint.parse(checkpoint).size >= 1
    assert link == f"http://testserver/cek/{paper.code}/"
    running = client.get(reverse("web:closing-numbers", args=[2026, "2026-Q3"]))
    assert "Masih berjalan" in pdf_text(running.content)
    assert Passport.objects.count() == 2


@pytest.mark.usefixtures("imported_decree")
def test_a_download_names_its_passport(cast: Cast, signed_in: SignedIn) -> None:
    letter_of(cast, occurred_on=date(2026, 5, 4), letter_date=None, area_id="kepegawaian")
    content = signed_in(cast.clerk).get(reverse("web:indicator-export", args=[2026, 39])).content
    paper = Passport.objects.get()
    assert [row["no"] for row in paper.content["numbers"]] == [39]
    about = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(1).to_python()
    assert ["Paspor angka", f"{paper}, periksa di http://testserver/cek/{paper.code}/"] in about
