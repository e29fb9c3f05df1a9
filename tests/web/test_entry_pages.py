"""The page of one entry: what can be done next and by whom, what happened, what it counts for.

The second half is the promise about confidential letters: nowhere read, everywhere counted.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from takar.catalogue.models import Decree
from takar.ledger.evidence import attach
from takar.ledger.models import Entry, Milestone
from takar.ledger.services import add_milestone, correct_entry
from takar.measurement.models import Binding
from takar.registers.mail.models import Disposition, IncomingLetter
from takar.registers.mail.services import dispose, reserve_number
from tests.factories import Cast, disposition_of, entry_of, filing_code, letter_of
from tests.web.conftest import SignedIn
from tests.web.files import look, pdf_upload
from tests.web.screen import Screen, see, see_sent_on, send, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

TODAY = date(2026, 7, 15)


def at(entry: Entry, name: str = "entry", *more: object) -> str:
    return reverse(f"web:{name}", args=[entry.year, entry.pk, *more])


def received(cast: Cast, days_ago: int = 5, **values: object) -> IncomingLetter:
    day = TODAY - timedelta(days=days_ago)
    return letter_of(cast, occurred_on=day, letter_date=None, **values)


def disposed(cast: Cast, **values: object) -> tuple[IncomingLetter, Disposition]:
    letter = received(cast, **values)
    (given,) = dispose(
        letter=letter,
        actor=cast.camat.actor,
        receivers=[cast.section_head.position],
        instructions=["proses"],
        on=TODAY - timedelta(days=4),
    )
    return letter, given


def number_of(measure: str) -> int:
    """The indicator that a shipped measure answers in the sample decree."""
    return Binding.objects.get(measure=measure).indicator.no


# ---- what can be done next ----------------------------------------------------------------------


def test_each_role_is_offered_its_own_next_steps(cast: Cast, signed_in: SignedIn) -> None:
    fresh, given_to_head = received(cast), disposed(cast)
    letter, disposition = given_to_head
    draft = entry_of("outgoing_letter", cast)
    need = {"kind": "undangan", "filing_code": filing_code(), "occurred_on": TODAY, "title": "Rapat"}
    reserved = reserve_number(actor=cast.clerk.actor, values=need)
    archived = entry_of("archive_item", cast)
    offered = {
        (name, thing): see(signed_in(cast.members[name]), at(entry)).steps
        for name in ("camat", "section_head", "clerk", "planner")
        for thing, entry in {
            "fresh": fresh, "letter": letter, "disposition": disposition,
            "draft": draft, "reserved": reserved, "archived": archived,
        }.items()
    }  # fmt: skip
    sheet, correction, more = "Cetak lembar disposisi", "Perbaiki isian", "Disposisi tambahan"
    assert offered == {
        ("camat", "fresh"): ["Disposisikan", sheet, "Arsipkan", correction],
        ("camat", "letter"): ["Tandai ditindaklanjuti", "Arsipkan", sheet, more, correction],
        ("camat", "disposition"): [],
        ("camat", "draft"): ["Tandai ditandatangani", correction],
        ("camat", "reserved"): ["Isi suratnya", correction],
        ("camat", "archived"): ["Pindahkan ke inaktif", correction],
        ("section_head", "fresh"): [sheet],
        ("section_head", "letter"): [sheet],
        ("section_head", "disposition"): ["Laporkan selesai", "Teruskan kepada bawahan"],
        ("section_head", "draft"): [],
        ("section_head", "reserved"): [],
        ("section_head", "archived"): [],
        ("clerk", "fresh"): [sheet, "Arsipkan", correction],
        ("clerk", "letter"): ["Tandai ditindaklanjuti", "Arsipkan", sheet, correction],
        ("clerk", "disposition"): [],
        ("clerk", "draft"): ["Tandai ditandatangani", correction],
        ("clerk", "reserved"): ["Isi suratnya", correction],
        ("clerk", "archived"): ["Pindahkan ke inaktif", correction],
        ("planner", "fresh"): [sheet],
        ("planner", "letter"): [sheet],
        ("planner", "disposition"): [],
        ("planner", "draft"): [],
        ("planner", "reserved"): [],
        ("planner", "archived"): [],
    }


def test_every_offered_step_opens(cast: Cast, signed_in: SignedIn) -> None:
    letter, disposition = disposed(cast)
    draft = entry_of("outgoing_letter", cast)
    for member, entry in ((cast.clerk, letter), (cast.camat, received(cast)), (cast.clerk, draft),
                          (cast.section_head, disposition)):  # fmt: skip
        client = signed_in(member)
        page = see(client, at(entry))
        for link in page.soup.select(".next-step a"):
            assert look(client, str(link["href"]))[0] == 200, link


# ---- taking a step ------------------------------------------------------------------------------


def test_a_letter_goes_out_step_by_step(cast: Cast, signed_in: SignedIn) -> None:
    letter = entry_of("outgoing_letter", cast, occurred_on=TODAY - timedelta(days=3))
    client = signed_in(cast.clerk)
    page = sent(client, at(letter, "action-part", "langkah", "signed"), on="13/7")
    assert "“Ditandatangani” tercatat" in page.messages
    assert page.steps[0] == "Tandai terkirim"
    page = sent(client, at(letter, "action-part", "langkah", "sent"), on="kemarin", note="Lewat pos")
    assert page.steps[0] == "Arsipkan"
    (step,) = [step for step in page.timeline if step.startswith("Terkirim")]
    assert "14 Jul 2026" in step
    assert "Rina Astuti" in step
    assert "Lewat pos" in step


def test_a_step_keeps_its_order_of_days(cast: Cast, signed_in: SignedIn) -> None:
    letter = entry_of("outgoing_letter", cast, occurred_on=TODAY - timedelta(days=3))
    client = signed_in(cast.clerk)
    page = Screen(send(client, at(letter, "action-part", "langkah", "signed"), on="11/7", note="Coba"))
    assert (page.status, list(page.faults)) == (422, ["on"])
    assert "tidak dapat mendahului" in page.faults["on"]
    assert (page.value("on"), page.value("note")) == ("11/7", "Coba")
    page = Screen(send(client, at(letter, "action-part", "langkah", "signed"), on="16/7/2026"))
    assert "belum tiba" in page.faults["on"]
    address = at(letter, "action-part", "langkah", "sent")
    page = see_sent_on(client, address)
    assert "baru dapat dicatat setelah “Ditandatangani”" in page.messages
    page = Screen(client.post(address, {"on": "hari ini"}))
    assert page.status == 422
    assert "baru dapat dicatat setelah “Ditandatangani”" in page.alert
    assert Milestone.objects.filter(entry=letter).count() == 1


def test_a_step_that_must_be_explained_asks_for_it(cast: Cast, signed_in: SignedIn) -> None:
    letter, _ = disposed(cast)
    client = signed_in(cast.clerk)
    page = Screen(send(client, at(letter, "action-part", "langkah", "followed_up"), on="hari ini", note=" "))
    assert (page.status, list(page.faults)) == (422, ["note"])
    assert "Tindak lanjut" in page.alert


def test_steps_are_refused_to_whoever_they_are_not_for(cast: Cast, signed_in: SignedIn) -> None:
    letter, disposition = disposed(cast)
    data = {"on": "hari ini", "note": "Sudah"}
    for name in ("section_head", "planner", "stock_clerk"):
        answer = signed_in(cast.members[name]).post(at(letter, "action-part", "langkah", "followed_up"), data)
        assert answer.status_code == 403, name
    for name in ("clerk", "planner", "government_clerk"):
        answer = signed_in(cast.members[name]).post(
            at(disposition, "action-part", "langkah", "completed"), data
        )
        assert answer.status_code == 403, name
    answer = signed_in(cast.neighbour_camat).post(at(letter, "action-part", "langkah", "followed_up"), data)
    assert answer.status_code == 404


def test_steps_with_pages_of_their_own_or_written_by_the_program_have_none_here(
    cast: Cast, signed_in: SignedIn
) -> None:
    letter, disposition = disposed(cast)
    draft = entry_of("outgoing_letter", cast)
    client = signed_in(cast.camat)
    for entry, what in ((letter, "dispositioned"), (letter, "archived"), (letter, "received"),
                        (letter, "tidak_ada"), (disposition, "read"), (draft, "reserved")):  # fmt: skip
        answer = client.post(at(entry, "action-part", "langkah", what), {"on": "hari ini"})
        assert answer.status_code == 404, what


# ---- putting a step right -----------------------------------------------------------------------


def signed_letter(cast: Cast) -> tuple[Entry, Milestone]:
    letter = entry_of("outgoing_letter", cast, occurred_on=TODAY - timedelta(days=5))
    return letter, add_milestone(
        entry=letter, what="signed", on=TODAY - timedelta(days=2), actor=cast.clerk.actor
    )


def test_a_step_is_told_again_with_another_day_and_the_old_one_stays(cast: Cast, signed_in: SignedIn) -> None:
    letter, signed = signed_letter(cast)
    client = signed_in(cast.clerk)
    correction = at(letter, "action-part", "riwayat", signed.pk)
    assert correction in see(client, at(letter)).addresses
    assert see(client, correction).value("on") == "13/07/2026"
    page = sent(client, correction, on="12/7", reason="Salah baca cap")
    old, new = (step for step in page.timeline if step.startswith("Ditandatangani"))
    assert "13 Jul 2026" in old
    assert "Diperbaiki menjadi 12 Jul 2026 oleh Rina Astuti, Pengadministrasi Umum: Salah baca cap" in old
    assert "12 Jul 2026" in new
    # The row that was replaced is history; the new one may be put right again.
    assert correction not in page.addresses
    assert "sudah diperbaiki" in see_sent_on(client, correction).messages
    answer = client.post(correction, {"on": "11/7", "reason": "Lagi"})
    assert "sudah diperbaiki" in Screen(answer).alert


def test_a_step_that_did_not_happen_is_taken_back(cast: Cast, signed_in: SignedIn) -> None:
    letter, signed = signed_letter(cast)
    correction = at(letter, "action-part", "riwayat", signed.pk)
    page = sent(signed_in(cast.clerk), correction, withdraw="on", reason="Belum ditandatangani")
    (step,) = [step for step in page.timeline if step.startswith("Ditandatangani")]
    assert "Ditarik oleh Rina Astuti" in step
    assert "Belum ditandatangani" in step
    assert page.steps[0] == "Tandai ditandatangani"


def test_putting_right_asks_for_reason_and_day(cast: Cast, signed_in: SignedIn) -> None:
    letter, signed = signed_letter(cast)
    page = Screen(send(signed_in(cast.clerk), at(letter, "action-part", "riwayat", signed.pk), on=""))
    assert (page.status, set(page.faults)) == (422, {"on", "reason"})
    page = Screen(
        send(signed_in(cast.clerk), at(letter, "action-part", "riwayat", signed.pk), on="1/7", reason="x")
    )
    assert (page.status, list(page.faults)) == (422, ["on"])


def test_steps_are_put_right_by_the_keepers_of_the_book(cast: Cast, signed_in: SignedIn) -> None:
    letter, signed = signed_letter(cast)
    correction = at(letter, "action-part", "riwayat", signed.pk)
    data = {"on": "12/7/2026", "reason": "Coba"}
    for name in ("section_head", "planner", "stock_clerk", "personnel_clerk"):
        client = signed_in(cast.members[name])
        assert correction not in see(client, at(letter)).addresses
        assert (client.get(correction).status_code, client.post(correction, data).status_code) == (
            403,
            403,
        ), name
    for name in ("clerk", "general_head", "secretary", "camat"):
        assert signed_in(cast.members[name]).get(correction).status_code == 200, name
    for member in (cast.neighbour_camat, cast.neighbour_clerk):
        client = signed_in(member)
        assert (client.get(correction).status_code, client.post(correction, data).status_code) == (404, 404)


def test_the_step_must_belong_to_the_entry(cast: Cast, signed_in: SignedIn) -> None:
    letter, signed = signed_letter(cast)
    other = entry_of("outgoing_letter", cast)
    theirs = cast.neighbour_letter.milestones.get(what="dispositioned")
    client = signed_in(cast.clerk)
    assert client.get(at(other, "action-part", "riwayat", signed.pk)).status_code == 404
    assert client.get(at(letter, "action-part", "riwayat", theirs.pk)).status_code == 404
    assert client.get(at(cast.neighbour_letter, "action-part", "riwayat", theirs.pk)).status_code == 404


# ---- cancelling ---------------------------------------------------------------------------------


def test_a_cancelled_entry_keeps_its_number_and_stays_in_sight(cast: Cast, signed_in: SignedIn) -> None:
    letter = received(cast, title="Surat salah alamat")
    client = signed_in(cast.clerk)
    page = Screen(send(client, at(letter, "action", "batal"), reason=""))
    assert (page.status, list(page.faults)) == (422, ["reason"])
    page = sent(client, at(letter, "action", "batal"), reason="Untuk kecamatan lain")
    assert "Entri 1 dibatalkan; nomornya tetap" in page.messages
    assert page.steps == ["Cetak lembar disposisi"]
    assert "Perbaiki isian" not in page.links
    assert "Batalkan entri ini" not in page.links
    assert "Untuk kecamatan lain" in page.timeline[-1]
    (row,) = see(client, reverse("web:entries", args=[2026, "surat-masuk"])).rows
    assert row.startswith("1 ")
    assert "Surat salah alamat" in row
    assert "Dibatalkan" in row
    assert letter_of(cast).number == 2
    cancelling = at(letter, "action", "batal")
    assert "sudah dibatalkan" in see_sent_on(client, cancelling).messages
    again = Screen(client.post(cancelling, {"reason": "Sekali lagi"}))
    assert (again.status, "sudah dibatalkan" in again.alert) == (422, True)


def test_cancelling_is_the_keepers_work(cast: Cast, signed_in: SignedIn) -> None:
    letter = received(cast)
    for name in ("planner", "section_head", "stock_clerk"):
        answer = signed_in(cast.members[name]).post(at(letter, "action", "batal"), {"reason": "Coba"})
        assert answer.status_code == 403, name
    answer = signed_in(cast.neighbour_clerk).post(at(letter, "action", "batal"), {"reason": "Coba"})
    assert answer.status_code == 404
    letter.refresh_from_db()
    assert not letter.is_cancelled


# ---- counted for --------------------------------------------------------------------------------


def test_an_entry_names_the_indicators_that_count_it(
    cast: Cast, imported_decree: Decree, signed_in: SignedIn
) -> None:
    def indicator(measure: str) -> str:
        return reverse("web:indicator", args=[2026, number_of(measure)])

    client = signed_in(cast.clerk)
    plain = received(cast)
    assert see(client, at(plain)).counted == []
    about_people = received(cast, area_id="diklat")
    assert see(client, at(about_people)).counted == [indicator("surat_masuk_kepegawaian")]
    letter, _ = disposed(cast, area_id="kepegawaian")
    assert set(see(client, at(letter)).counted) == {
        indicator("surat_masuk_kepegawaian"),
        indicator("surat_masuk_terdisposisi"),
        indicator("tata_usaha_diselenggarakan"),
    }
    item = entry_of("archive_item", cast)
    assert set(see(client, at(item)).counted) == {
        indicator("dokumen_diarsipkan"),
        indicator("tata_usaha_diselenggarakan"),
    }
    page = sent(client, at(about_people, "action", "batal"), reason="Keliru")
    assert page.counted == []


def test_what_happened_in_another_year_counts_there(
    cast: Cast, imported_decree: Decree, signed_in: SignedIn
) -> None:
    letter = letter_of(cast, occurred_on=date(2025, 12, 30), letter_date=None, area_id="kepegawaian")
    dispose(letter=letter, actor=cast.camat.actor, receivers=[cast.section_head.position],
            instructions=["proses"], on=date(2026, 1, 2))  # fmt: skip
    page = see(signed_in(cast.clerk), at(letter))
    assert set(page.counted) == {
        reverse("web:indicator", args=[2025, number_of("surat_masuk_kepegawaian")]),
        reverse("web:indicator", args=[2026, number_of("surat_masuk_terdisposisi")]),
        reverse("web:indicator", args=[2026, number_of("tata_usaha_diselenggarakan")]),
    }


# ---- an address that is not quite right ---------------------------------------------------------


def test_an_entry_lives_in_its_own_year(cast: Cast, signed_in: SignedIn) -> None:
    letter = received(cast)
    answer = signed_in(cast.clerk).get(reverse("web:entry", args=[2025, letter.pk]))
    assert (answer.status_code, answer["Location"]) == (302, at(letter))


# ---- confidential letters -----------------------------------------------------------------------

SECRET = "Pemeriksaan khusus bendahara"


@pytest.fixture
def secret(cast: Cast, imported_decree: Decree) -> IncomingLetter:
    """Recorded by the clerk, disposed to the Kasi, with evidence, counted by two indicators."""
    letter, _ = disposed(
        cast, title=SECRET, sender="Inspektorat Rahasia", area_id="kepegawaian", security="rahasia"
    )
    attach(entry=letter, actor=cast.clerk.actor, upload=pdf_upload("Surat tugas pemeriksa"))
    return letter


OUTSIDERS = ("planner", "stock_clerk", "personnel_clerk", "government_clerk")
READERS = ("camat", "secretary", "clerk", "section_head")


def test_a_confidential_letter_is_nowhere_for_colleagues(
    cast: Cast, secret: IncomingLetter, signed_in: SignedIn
) -> None:
    given = secret.dispositions.get()
    evidence = secret.evidence.get()
    book, words = [2026, "surat-masuk"], "?q=pemeriksaan"
    lists = [
        reverse("web:entries", args=book),
        reverse("web:entries", args=book) + words,
        reverse("web:entries-export", args=[*book, "csv"]),
        reverse("web:entries", args=[2026, "disposisi"]),
        reverse("web:entries-export", args=[2026, "disposisi", "csv"]),
        reverse("web:search", args=[2026]) + words,
        reverse("web:today", args=[2026]),
        reverse("web:office", args=[2026]),
        reverse("web:indicator", args=[2026, number_of("surat_masuk_terdisposisi")]),
        reverse("web:entry-record", args=[2026, "surat-keluar"]),
    ]
    things = [
        at(secret), at(given), at(secret, "disposition-sheet"), at(secret, "action", "disposisi"),
        at(secret, "action", "ubah"), at(secret, "action", "arsipkan"),
        reverse("web:evidence", args=[evidence.pk]), reverse("web:evidence-preview", args=[evidence.pk]),
        at(secret, "action-part", "tarik-bukti", evidence.pk),
    ]  # fmt: skip
    for name in OUTSIDERS:
        client = signed_in(cast.members[name])
        for address in lists:
            status, body = look(client, address)
            assert status in {200, 403}, (name, address)
            assert SECRET.encode() not in body, (name, address)
            assert b"Inspektorat Rahasia" not in body, (name, address)
        assert {look(client, address)[0] for address in things} == {404}, name
        assert see(client, lists[0]).summary in {"", "Tidak ada surat masuk"}
        assert "Belum ada" in see(client, lists[0]).text


def test_the_confidential_letter_is_not_in_a_colleagues_files(
    cast: Cast, secret: IncomingLetter, signed_in: SignedIn
) -> None:
    from tests.web.papers import cells, pdf_text

    letter_of(cast, title="Undangan terbuka")
    book = [2026, "surat-masuk"]
    for name, expected in (("planner", 1), ("clerk", 2)):
        client = signed_in(cast.members[name])
        table = cells(look(client, reverse("web:entries-export", args=[*book, "xlsx"]))[1])
        assert len(table) - 1 == expected, name
        assert any(SECRET in row for row in table) == (expected == 2), name
        printed = pdf_text(look(client, reverse("web:entries-print", args=book))[1])
        assert ("khusus bendahara" in printed) == (expected == 2), name
        assert "Undangan terbuka" in printed


def test_the_confidential_letter_is_there_for_whoever_must_read_it(
    cast: Cast, secret: IncomingLetter, signed_in: SignedIn
) -> None:
    evidence = secret.evidence.get()
    for name in READERS:
        client = signed_in(cast.members[name])
        assert "Terbatas" in see(client, at(secret)).text, name
        (row,) = see(client, reverse("web:entries", args=[2026, "surat-masuk"])).rows
        assert SECRET in row
        assert look(client, reverse("web:evidence", args=[evidence.pk]))[0] == 200, name


def test_the_confidential_letter_counts_and_the_number_says_so(
    cast: Cast, secret: IncomingLetter, signed_in: SignedIn
) -> None:
    page = see(
        signed_in(cast.planner), reverse("web:indicator", args=[2026, number_of("surat_masuk_terdisposisi")])
    )
    assert page.soup.select_one(".explain strong").get_text() == "1 surat"
    assert "1 entri terbatas ikut dihitung" in page.text
    assert page.rows == []


def test_an_open_reply_does_not_tell_what_the_confidential_letter_is_about(
    cast: Cast, secret: IncomingLetter, signed_in: SignedIn
) -> None:
    reply = entry_of("outgoing_letter", cast, title="Jawaban", reply_to=secret)
    export = reverse("web:entries-export", args=[2026, "surat-keluar", "csv"])
    outsider = signed_in(cast.planner)
    assert SECRET not in see(outsider, at(reply)).html
    assert SECRET.encode() not in look(outsider, export)[1]
    reader = signed_in(cast.clerk)
    assert SECRET in see(reader, at(reply)).html


def test_a_letter_that_becomes_confidential_disappears_with_what_hangs_on_it(
    cast: Cast, signed_in: SignedIn
) -> None:
    letter, given = disposed(cast, title=SECRET)
    outsider = signed_in(cast.planner)
    assert outsider.get(at(letter)).status_code == 200
    correct_entry(entry=letter, actor=cast.camat.actor, values={"security": "rahasia"}, reason="Peka")
    assert outsider.get(at(letter)).status_code == 404
    assert outsider.get(at(given)).status_code == 404
    assert SECRET not in see(outsider, reverse("web:entries", args=[2026, "disposisi"])).html


def test_a_disposition_read_by_its_receiver_says_so_once(cast: Cast, signed_in: SignedIn) -> None:
    given = disposition_of(cast)
    see(signed_in(cast.camat), at(given))
    assert given.milestones.filter(what="read").count() == 0
    client = signed_in(cast.section_head)
    see(client, at(given))
    see(client, at(given))
    assert given.milestones.filter(what="read").count() == 1
