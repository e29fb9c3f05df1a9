"""The counter's and the survey's own pages: queue, papers, the whole NIK, results."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takar.ledger.models import BookReach
from takar.registers.counter.models import ServiceRequest
from takar.registers.survey.models import SurveyReport
from takar.reporting.documents.survey import element_bar
from tests.factories import Cast, entry_of
from tests.ledger.files import png, upload
from tests.web.conftest import SignedIn
from tests.web.papers import pdf_text
from tests.web.screen import Screen, see, see_sent_on, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

NIK = "3507290108800123"


def request_of(cast: Cast, **values: object) -> ServiceRequest:
    found: ServiceRequest = entry_of("service_request", cast, nik=NIK, **values)
    return found


def at(name: str, entry: object, *more: object) -> str:
    return reverse(f"web:{name}", args=[entry.year, entry.pk, *more])  # type: ignore[attr-defined]


def test_the_queue_tells_lateness_in_words(cast: Cast, signed_in: SignedIn) -> None:
    request_of(cast, applicant="Bu Tepat")
    request_of(cast, applicant="Pak Terlambat", occurred_on=date(2026, 7, 6))
    page = see(signed_in(cast.camat), reverse("web:queue", args=[2026]))
    assert [row.split(" ")[1] for row in page.rows] == ["Terlambat", "Tepat"]
    assert "terlambat 5 hari kerja" in page.rows[0]
    assert "2 hari kerja lagi" in page.rows[1]
    narrowed = see(signed_in(cast.camat), reverse("web:queue", args=[2026]) + "?kelompok=perizinan")
    assert narrowed.rows == []
    assert "Antrean kosong" in narrowed.text


def test_the_queue_asks_as_much_for_many_as_for_one(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.camat)
    address = reverse("web:queue", args=[2026])
    asked, shown = [], []
    for more in (1, 11):
        for _ in range(more):
            request_of(cast)
        see(client, address)  # what is kept in memory is known before anything is counted
        with CaptureQueriesContext(connection) as queries:
            page = see(client, address)
        shown.append(len(page.rows))
        asked.append(len(queries))
    assert shown == [1, 12]
    assert asked[0] == asked[1] <= 20


def test_papers_are_ticked_on_their_page(cast: Cast, signed_in: SignedIn) -> None:
    entry, client = request_of(cast), signed_in(cast.counter_clerk)
    assert see(client, at("entry", entry)).steps[0] == "Periksa berkas"
    page = sent(client, at("action", entry, "periksa-berkas"), ticked=["KK lama"], note="Dijelaskan")
    assert "Dikembalikan. Kurang: Formulir F-1.01." in page.messages
    assert page.facts["Kelengkapan berkas"] == "Kurang: Formulir F-1.01"
    assert "Menunggu pemohon" in page.text
    page = sent(client, at("action", entry, "periksa-berkas"), ticked=["KK lama", "Formulir F-1.01"])
    assert "diverifikasi" in page.messages
    assert "Tandai ditandatangani" in page.steps
    again = client.post(at("action", entry, "periksa-berkas"), {"on": "15/7/2026"})
    assert again.status_code == 422
    assert "sudah diputuskan" in Screen(again).alert
    assert "sudah diputuskan" in see_sent_on(client, at("action", entry, "periksa-berkas")).messages


def test_the_nik_is_masked_on_every_page_and_read_whole_with_a_reason(
    cast: Cast, signed_in: SignedIn
) -> None:
    entry, client = request_of(cast), signed_in(cast.counter_clerk)
    book = [2026, "pelayanan"]
    pages = [
        at("entry", entry),
        at("action", entry, "ubah"),
        reverse("web:entries", args=book),
        reverse("web:entries-export", args=[*book, "csv"]),
        reverse("web:queue", args=[2026]),
    ]
    for page in pages:
        assert NIK not in client.get(page).content.decode(), page
    assert see(client, at("entry", entry)).facts["NIK"] == "••••••••••••0123"
    disclose = at("action-part", entry, "lengkap", "nik")
    assert NIK not in see(client, disclose).html
    assert client.post(disclose, {"reason": ""}).status_code == 422
    answer = client.post(disclose, {"reason": "Mengisi formulir F-1.01"})
    assert NIK in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    found = see(client, at("entry", entry))
    assert any("Nilai lengkap dibaca" in step and "Mengisi formulir" in step for step in found.timeline)
    assert NIK not in found.html
    assert client.get(at("action-part", entry, "lengkap", "applicant")).status_code == 404
    # A colleague to whom the office opened the book reads the entry, not the number.
    BookReach.objects.create(office=cast.office, book="service_request", reads="office")
    assert "Lihat NIK lengkap" not in see(signed_in(cast.section_head), at("entry", entry)).steps


def test_a_corrected_nik_stays_masked_in_the_history(cast: Cast, signed_in: SignedIn) -> None:
    entry, client = request_of(cast), signed_in(cast.counter_clerk)
    other = "3507290108800999"
    page = sent(client, at("action", entry, "ubah"), nik=other, reason="Salah ketik")
    assert ServiceRequest.objects.get(pk=entry.pk).nik == other
    assert NIK not in page.html
    assert other not in page.html
    sent(client, at("action", entry, "ubah"), phone="0812", reason="Melengkapi")
    assert ServiceRequest.objects.get(pk=entry.pk).nik == other


def test_the_results_lead_from_answers_to_report_to_plan(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.counter_clerk)
    results = reverse("web:survey", args=[2026]) + "?periode=2026-Q1"
    assert "Belum ada jawaban" in see(client, results).text
    for _ in range(3):
        entry_of("survey_response", cast, occurred_on=date(2026, 2, 3), answers="332343433")
    page = see(client, results)
    assert "Triwulan I 2026" in page.text
    assert "77,78" in page.text
    draft = page.links["Susun laporan periode ini"]
    assert see(client, draft).form()["period"] == "2026-Q1"
    sent(client, draft, population="400")
    report = SurveyReport.objects.get(period="2026-Q1")
    page = see(client, results)
    assert "sampel minimal 196 dari 400" in page.text
    plan = page.links["Susun rencana tindak lanjut"]
    form = see(client, plan).form()
    assert form["report"] == str(report.pk)
    first = see(client, results).soup.select_one(".weak-element h3")
    assert first is not None
    assert "Waktu Penyelesaian" in first.get_text()
    owner = cast.section_head.position
    sent(client, plan, element="waktu", title="Menambah loket", position=str(owner.pk), due_on="1/9/2026")
    assert "Menambah loket" in see(client, results).text
    sent(client, at("action-part", report, "langkah", "published"), note="Laman kecamatan")
    page = see(client, results)
    assert "Hasil yang dipublikasikan: IKM 77,78, mutu B, 3 responden." in page.text
    entry_of("survey_response", cast, occurred_on=date(2026, 2, 4), answers="444444444")
    assert "tidak mengubah hasil yang dipublikasikan" in see(client, results).text


def test_a_period_that_is_none_is_refused_politely(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.camat)
    for query in ("2026-Q9", "2025-S1", "x"):
        response = client.get(reverse("web:survey", args=[2026]) + f"?periode={query}")
        assert response.status_code in (400, 404, 422), query
        assert Screen(response).text


def test_the_report_is_printed_in_its_chapters_and_stays_as_published(
    cast: Cast, signed_in: SignedIn
) -> None:
    for sex, answers, said in (
        ("L", "332343433", "Antrean panjang"),
        ("P", "332343433", "antrean  panjang."),
        ("P", "332343433", ""),
    ):
        entry_of(
            "survey_response", cast, occurred_on=date(2026, 2, 3), answers=answers, sex=sex, suggestion=said
        )
    entry_of("survey_response", cast, occurred_on=date(2025, 11, 3), answers="222222222")
    report = entry_of("survey_report", cast, period="2026-Q1", population=400)
    client = signed_in(cast.counter_clerk)
    address = at("survey-report-print", report)
    draft = pdf_text(client.get(address).content)
    position = -1
    for words in (
        "LAPORAN PELAKSANAAN SURVEI KEPUASAN MASYARAKAT", "TRIWULAN I 2026", "77,78", "Belum dipublikasikan",
        "BAB I PENDAHULUAN", "Dasar hukum", "BAB II METODOLOGI", "400 196 3", "kurang dari sampel minimal (196)",
        "BAB III HASIL SURVEI", "Laki-laki 1 33,33 %", "Perempuan 2 66,67 %", "naik 27,78 dari Triwulan IV 2025",
        "Persyaratan 3,000 0,333", "Waktu Penyelesaian 2,000", "Antrean panjang (2 responden)",
        "BAB IV TINDAK LANJUT", "Rencana tindak lanjut belum disusun", "BAB V KESIMPULAN DAN SARAN",
        "LAMPIRAN 1 KUESIONER", "LAMPIRAN 2 TABULASI JAWABAN",
    ):  # fmt: skip
        found = draft.find(words, position + 1)
        assert found > position, (words, draft)
        position = found
    sent(client, at("action-part", report, "langkah", "published"), note="Laman kecamatan")
    entry_of("survey_response", cast, occurred_on=date(2026, 2, 4), answers="444444444", sex="L")
    published = pdf_text(client.get(address).content)
    assert "Dipublikasikan" in published
    assert "Laman kecamatan" in published
    assert "77,78" in published
    assert "Laki-laki 1 33,33 %" in published
    assert signed_in(cast.neighbour_camat).get(address).status_code == 404


def test_page_and_report_draw_the_same_bar() -> None:
    drawn = element_bar("Waktu <b>", Decimal("62.5"), "D", Decimal(25), "2,5 dari 4")
    assert "Waktu &lt;b&gt;: 2,5 dari 4" in drawn
    assert 'width="150.00"' in drawn  # halfway from 25 to 100
    assert "periode sebelumnya, 25,00" in drawn
    empty = element_bar("Waktu", None, None, None, "belum dijawab")
    assert "meter-none" in empty
    assert "meter-value" not in empty


def test_a_plan_is_reported_as_done_together_with_its_proof(cast: Cast, signed_in: SignedIn) -> None:
    plan = entry_of("survey_follow_up", cast, position=cast.section_head.position)
    client = signed_in(cast.section_head)
    done = at("action-part", plan, "langkah", "done")
    said = {"on": "15/7/2026", "note": "Loket bertambah"}
    without = client.post(done, said)
    assert without.status_code == 422
    assert "Tambahkan dahulu bukti" in Screen(without).alert
    assert client.post(done, said | {"file": upload(png())}).status_code == 302
    page = see(client, at("entry", plan))
    assert any("Selesai" in step and "Loket bertambah" in step for step in page.timeline)
    assert "sudah tercatat" in see_sent_on(client, done).messages
