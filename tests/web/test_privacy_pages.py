"""Who read what, why a book keeps what it keeps, and taking it away: as people meet it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from takar.kernel import clock
from takar.ledger import audit
from takar.ledger.importing import read_table
from takar.ledger.models import DataRequest, ProcessingRule, ReadingRecord
from takar.organisation.models import Person
from takar.registers.counter.models import ServiceRequest
from takar.web.addresses import entry_url
from tests.config.commands import takar
from tests.factories import Cast, entry_of
from tests.web.conftest import SignedIn

pytestmark = pytest.mark.django_db

NIK = "3507290108800123"
PHONE = "081234567890"


@pytest.fixture
def asked(cast: Cast, midyear: date) -> ServiceRequest:
    found: ServiceRequest = entry_of("service_request", cast, nik=NIK, phone=PHONE, address="RT 07 RW 02")
    return found


def at(name: str, *words: object) -> str:
    return reverse(f"web:{name}", args=[2026, *words])


def readings(**words: object) -> list[tuple[str, str, int]]:
    rows = ReadingRecord.objects.filter(**words).order_by("pk")
    return [(row.how, row.concern, row.rows) for row in rows]


def opened(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer).decode(errors="replace")


def test_an_entry_a_list_an_export_and_a_print_are_noted(
    cast: Cast, asked: ServiceRequest, signed_in: SignedIn
) -> None:
    client = signed_in(cast.counter_clerk)
    for address in (
        entry_url(asked),
        entry_url(asked),  # again within the hour: the same row
        at("entries", "pelayanan"),
        at("entries-export", "pelayanan", "csv"),
        at("entries-print", "pelayanan"),
        at("queue"),
        f"{at('search')}?q={asked.applicant.split()[0]}",
    ):
        opened(client, address)
    assert readings() == [
        ("halaman", "warga", 1),
        ("daftar", "warga", 1),
        ("ekspor", "warga", 1),
        ("cetakan", "warga", 1),
        ("pencarian", "warga", 1),
    ]
    row = ReadingRecord.objects.get(how="halaman")
    assert (row.reader, row.entry_id, row.book) == (cast.counter_clerk.user, asked.pk, "service_request")


def test_another_hour_is_another_row(cast: Cast, asked: ServiceRequest, signed_in: SignedIn) -> None:
    client = signed_in(cast.counter_clerk)
    opened(client, entry_url(asked))
    with clock.set_to(datetime(2026, 7, 15, 12, 0, tzinfo=ZoneInfo("Asia/Jakarta"))):
        opened(client, entry_url(asked))
    assert len(readings(how="halaman")) == 2


def test_what_holds_no_personal_data_is_not_noted(cast: Cast, midyear: date, signed_in: SignedIn) -> None:
    letter = entry_of("incoming_letter", cast)
    client = signed_in(cast.counter_clerk)
    opened(client, entry_url(letter))
    opened(client, at("entries", "surat-masuk"))
    opened(client, at("entries-export", "surat-masuk", "xlsx"))
    assert readings() == []


def test_a_confidential_letter_is_noted(cast: Cast, midyear: date, signed_in: SignedIn) -> None:
    letter = entry_of("incoming_letter", cast, security="rahasia")
    opened(signed_in(cast.camat), entry_url(letter))
    assert readings() == [("halaman", "terbatas", 1)]


def test_ones_own_proposal_is_not_noted_but_anothers_is(
    cast: Cast, midyear: date, signed_in: SignedIn
) -> None:
    proposal = entry_of("proposal", cast)
    owner = next(m for m in cast.members.values() if m.person.pk == proposal.person_id)
    reader = cast.secretary if owner is cast.camat else cast.camat
    opened(signed_in(owner), entry_url(proposal))
    assert readings() == []
    opened(signed_in(reader), entry_url(proposal))
    assert readings(person=proposal.person) == [("halaman", "pegawai", 1)]
    # Who it is about reads that it was read.
    assert reader.person.name in opened(signed_in(owner), at("readers"))


def test_refused_and_absent_pages_leave_no_row(
    cast: Cast, asked: ServiceRequest, signed_in: SignedIn
) -> None:
    assert signed_in(cast.neighbour_clerk).get(entry_url(asked)).status_code == 404
    assert readings() == []


def test_the_log_is_shortened_by_its_retention_only(
    cast: Cast, asked: ServiceRequest, signed_in: SignedIn, capsys: pytest.CaptureFixture[str]
) -> None:
    client = signed_in(cast.counter_clerk)
    opened(client, entry_url(asked))
    with clock.set_to(clock.now() + timedelta(days=740)):
        client.force_login(cast.counter_clerk.user)
        opened(client, at("entries", "pelayanan"))
        answer = takar(capsys, "forget-readings", "--office", cast.office.code)
    assert (answer.status, readings()) == (0, [("daftar", "warga", 1)])


def test_the_log_cannot_be_changed(cast: Cast, asked: ServiceRequest, signed_in: SignedIn) -> None:
    opened(signed_in(cast.counter_clerk), entry_url(asked))
    row = ReadingRecord.objects.get()
    row.reader_name = "Orang lain"
    for change in (row.save, row.delete, ReadingRecord.objects.all().delete):
        with pytest.raises(TypeError):
            change()
    with pytest.raises(TypeError):
        ReadingRecord.objects.update(reader_name="Orang lain")


def test_the_camat_reads_the_log_and_staff_only_what_concerns_them(
    cast: Cast, asked: ServiceRequest, signed_in: SignedIn
) -> None:
    opened(signed_in(cast.counter_clerk), entry_url(asked))
    page = opened(signed_in(cast.camat), at("readers"))
    assert cast.counter_clerk.person.name in page
    assert str(asked.number_label) in page
    assert cast.counter_clerk.person.name in opened(signed_in(cast.camat), at("readers-csv"))
    assert "Data kepegawaian" not in page
    narrowed = opened(signed_in(cast.camat), f"{at('readers')}?cara=ekspor&dari=1/7/2026&sampai=31/7/2026")
    assert str(asked.number_label) not in narrowed
    own = opened(signed_in(cast.section_head), at("readers"))
    assert str(asked.number_label) not in own
    assert str(asked.number_label) not in opened(signed_in(cast.neighbour_clerk), at("readers"))


def test_phone_and_nik_are_masked_wherever_they_are_shown(
    cast: Cast, asked: ServiceRequest, signed_in: SignedIn
) -> None:
    client = signed_in(cast.counter_clerk)
    page = opened(client, entry_url(asked))
    assert "•••••••••890" in page
    for address in (
        entry_url(asked),
        (entry_url(asked) + "ubah/"),
        at("entries", "pelayanan"),
        at("queue"),
        at("entries-export", "pelayanan", "csv"),
    ):
        text = opened(client, address)
        assert not {NIK, PHONE} & set(re.findall(r"\d{10,}", text)), address
    disclose = reverse("web:action-part", args=[2026, asked.pk, "lengkap", "phone"])
    found = client.post(disclose, {"reason": "Menghubungi pemohon"})
    assert PHONE in found.content.decode()
    assert readings(how="nilai") == [("nilai", "warga", 1)]


def test_an_export_says_who_took_it_when_and_for_what(
    cast: Cast, asked: ServiceRequest, signed_in: SignedIn
) -> None:
    client = signed_in(cast.counter_clerk)
    content = BytesIO(client.get(at("entries-export", "pelayanan", "xlsx")).content)
    sheet = CalamineWorkbook.from_filelike(content).get_sheet_by_name("Tentang berkas ini")
    values = {str(row[0]): str(row[1]) for row in sheet.to_python()}
    assert values["Diunduh oleh"].startswith(cast.counter_clerk.person.name)
    assert values["Waktu"]
    assert values["Saringan"] == "Tahun 2026"
    assert "UU 27/2022" in values["Data pribadi"]
    assert values["Diunduh oleh"] in ZipFile(content).read("docProps/core.xml").decode()
    # Takar reads its own export back: the table is the first sheet and nothing stands above it.
    assert read_table(content.getvalue(), "pelayanan.xlsx")[0][0] == "Nomor urut"
    name = client.get(at("entries-export", "pelayanan", "csv")).headers["Content-Disposition"]
    assert "20260715-1030" in name


def test_purpose_and_retention_are_decided_by_the_office_and_kept(
    cast: Cast, midyear: date, signed_in: SignedIn
) -> None:
    address = at("personal-data-edit", "service_request")
    words = {"purpose": "Melayani pemohon", "contents": "NIK", "legal_basis": "UU 25/2009", "years": "3"}
    assert signed_in(cast.section_head).post(address, words).status_code == 403
    camat = signed_in(cast.camat)
    assert camat.post(address, words | {"years": "0"}).status_code == 422
    assert camat.post(address, words).status_code == 302
    assert camat.post(address, words | {"years": "4"}).status_code == 302
    assert ProcessingRule.objects.count() == 2
    page = opened(camat, at("personal-data"))
    assert "4 tahun" in page
    assert "Melayani pemohon" in page
    assert "usulan Takar" in page
    assert "Melayani pemohon" in opened(signed_in(cast.section_head), at("personal-data-csv"))


def test_personal_data_goes_only_after_its_time_and_by_decision(
    cast: Cast, asked: ServiceRequest, signed_in: SignedIn
) -> None:
    camat, review = signed_in(cast.camat), at("retention-review")
    assert signed_in(cast.counter_clerk).get(review).status_code == 403
    assert "Belum ada data pribadi" in opened(camat, review)
    words = {"entries": [str(asked.pk)], "reason": "BA penyusutan 1/2031", "checked": "on"}
    assert camat.post(review, words).status_code == 422
    with clock.set_to(clock.now() + timedelta(days=366 * 5)):
        camat.force_login(cast.camat.user)
        assert str(asked.number_label) in opened(camat, review)
        assert camat.post(review, words | {"checked": ""}).status_code == 422
        assert camat.post(review, words).status_code == 302
        after = ServiceRequest.objects.get(pk=asked.pk)
        assert {after.nik, after.phone, after.address} == {"[dihapus]"}
        assert (after.number, after.title, after.state) == (asked.number, asked.title, asked.state)
        assert "rt 07" not in after.search_text
        assert list(audit.verify(asked.office_id)) == []
        page = opened(camat, entry_url(after))
        assert "Dihapus" in page
        assert "BA penyusutan 1/2031" in page
        assert "[dihapus]" not in page
        assert str(asked.number_label) not in opened(camat, review)
        # The rest of the entry can still be corrected.
        client = signed_in(cast.counter_clerk)
        form = opened(client, (entry_url(after) + "ubah/"))
        assert 'name="nik"' not in form
        assert 'name="applicant"' in form


def test_the_person_gets_everything_and_the_making_is_noted(
    cast: Cast, asked: ServiceRequest, signed_in: SignedIn
) -> None:
    opened(signed_in(cast.counter_clerk), entry_url(asked))
    address = at("person-report")
    assert signed_in(cast.counter_clerk).get(address).status_code == 403
    camat = signed_in(cast.camat)
    assert camat.post(address, {"nik": NIK}).status_code == 422  # no reason
    assert camat.post(address, {"nik": "3507290108809999", "reason": "Diminta"}).status_code == 422
    answer = camat.post(address, {"nik": NIK, "reason": "Diminta yang bersangkutan"})
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    cells = {str(cell) for row in sheet.to_python() for cell in row}
    assert {NIK, PHONE, "RT 07 RW 02"} <= cells
    assert any(cast.counter_clerk.person.name in cell for cell in cells)
    row = ReadingRecord.objects.get(how="laporan")
    assert (row.entry_id, row.reason) == (asked.pk, "Diminta yang bersangkutan")
    person = Person.objects.get(pk=cast.counter_clerk.person.pk)
    answer = camat.post(address, {"person": person.pk, "reason": "Diminta"})
    assert answer.status_code == 200
    assert ReadingRecord.objects.filter(person=person).exists()


def test_a_request_about_ones_data_has_72_hours(cast: Cast, midyear: date, signed_in: SignedIn) -> None:
    address = at("data-requests")
    words = {
        "kind": "perbaikan",
        "asked_by": "Siti Aminah",
        "details": f"Telepon {PHONE} salah",
        "received_at": "14/7/2026 08.00",
    }
    assert signed_in(cast.counter_clerk).post(address, words).status_code == 403
    camat = signed_in(cast.camat)
    assert camat.post(address, words | {"received_at": "16/7/2026 08.00"}).status_code == 422
    assert camat.post(address, words).status_code == 302
    row = DataRequest.objects.get()
    assert row.due_at - row.received_at == timedelta(hours=72)
    # 15 July 10.30: 45 hours and a half are left.
    assert "45 jam lagi" in opened(camat, address)
    assert "45 jam lagi" in opened(camat, at("today"))
    page = at("data-request", row.pk)
    assert PHONE in opened(camat, page)
    assert signed_in(cast.counter_clerk).get(page).status_code == 403
    assert signed_in(cast.neighbour_camat).get(page).status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("SELECT asked_by, details FROM ledger_datarequest")
        stored = str(cursor.fetchall())
        cursor.execute("SELECT changes FROM auditlog_logentry")
        stored += str(cursor.fetchall())
    assert "Siti Aminah" not in stored
    assert PHONE not in stored
    assert camat.post(page, {"answer": "Diperbaiki, diberitahu lewat telepon"}).status_code == 302
    assert camat.post(page, {"answer": "Lagi"}).status_code == 422
    row.refresh_from_db()
    assert row.answer.startswith("Diperbaiki")
    assert "dijawab" in opened(camat, address)
