"""Dispositions over the web: from the Camat's tick to the answer that closes the letter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from takar.ledger.models import Entry
from takar.ledger.services import correct_milestone
from takar.organisation.models import Position
from takar.registers.mail.models import Disposition, IncomingLetter
from tests.factories import Cast, letter_of
from tests.web.conftest import SignedIn
from tests.web.files import look
from tests.web.papers import pdf_text
from tests.web.screen import Screen, see, see_sent_on, send, sent, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

TODAY = date(2026, 7, 15)
TODAY_PAGE = "/2026/"


@pytest.fixture
def letter(cast: Cast) -> IncomingLetter:
    return letter_of(cast, title="Rapat RKPD", occurred_on=TODAY - timedelta(days=2), letter_date=None)


def at(entry: Entry, name: str = "entry", *more: object) -> str:
    return reverse(f"web:{name}", args=[entry.year, entry.pk, *more])


def give(*receivers: Position, **more: object) -> dict[str, object]:
    ticked = {"receivers": [str(r.pk) for r in receivers], "instructions": ["proses"], "on": "hari ini"}
    return ticked | more


def test_the_leaders_give_one_sheet_to_several(
    cast: Cast, letter: IncomingLetter, signed_in: SignedIn
) -> None:
    client = signed_in(cast.camat)
    page = sent(
        client, at(letter, "action", "disposisi"),
        **give(cast.section_head.position, cast.planner.position, instruction="Hadiri berdua", due_on="18/7/2026"),
    )  # fmt: skip
    assert "Disposisi diteruskan kepada 2 penerima" in page.messages
    assert words(page.soup.select_one(".page-meta .state")) == "Didisposisi"
    thread = words(page.soup.select_one(".thread"))
    assert "Drs. Suwito, M.Si., Camat kepada Kasi Pemerintahan" in thread
    assert "Proses lebih lanjut. Hadiri berdua" in thread
    assert "paling lambat 18 Jul 2026" in thread
    assert len({d.sheet for d in letter.dispositions.all()}) == 1


def test_the_form_offers_everyone_in_office_but_the_giver(
    cast: Cast, letter: IncomingLetter, signed_in: SignedIn
) -> None:
    page = see(signed_in(cast.camat), at(letter, "action", "disposisi"))
    offered = page.choices("receivers")
    assert offered[str(cast.section_head.position.pk)] == "Kasi Pemerintahan (Agus Salim)"
    assert str(cast.camat.position.pk) not in offered
    assert str(cast.neighbour_clerk.position.pk) not in offered
    assert page.value("on") == "15/07/2026"


def test_a_sheet_that_is_not_complete_comes_back(
    cast: Cast, letter: IncomingLetter, signed_in: SignedIn
) -> None:
    client = signed_in(cast.camat)
    address = at(letter, "action", "disposisi")
    to = cast.section_head.position
    faults = {
        "receivers": give(),
        "instruction": give(to, instructions=[]),
        "due_on": give(to, due_on="14/7/2026"),
        "on": give(to, on="12/7/2026"),
    }
    for name, data in faults.items():
        page = Screen(send(client, address, **data))
        assert (page.status, list(page.faults)) == (422, [name])
    page = Screen(send(client, address, **give(to, due_on="1/1/2020", instruction="Hadiri")))
    assert page.value("instruction") == "Hadiri"
    assert page.soup.select_one(f'[name=receivers][value="{to.pk}"]').has_attr("checked")
    page = Screen(send(client, address, **give(cast.neighbour_clerk.position)))
    assert (page.status, list(page.faults)) == (422, ["receivers"])
    assert letter.dispositions.count() == 0


def test_only_leaders_dispose(cast: Cast, letter: IncomingLetter, signed_in: SignedIn) -> None:
    address = at(letter, "action", "disposisi")
    data = give(cast.section_head.position)
    for name in ("clerk", "general_head", "section_head", "planner"):
        assert signed_in(cast.members[name]).post(address, data).status_code == 403, name
    assert signed_in(cast.neighbour_camat).post(address, data).status_code == 404
    assert signed_in(cast.secretary).post(address, data).status_code == 302


def received_by_head(cast: Cast, letter: IncomingLetter, signed_in: SignedIn, **more: object) -> Disposition:
    sent(signed_in(cast.camat), at(letter, "action", "disposisi"), **give(cast.section_head.position, **more))
    return letter.dispositions.get()


def test_what_waits_goes_from_one_desk_to_the_next(
    cast: Cast, letter: IncomingLetter, signed_in: SignedIn
) -> None:
    camat, head, clerk = signed_in(cast.camat), signed_in(cast.section_head), signed_in(cast.clerk)
    assert "Surat menunggu disposisi 1" in see(camat, TODAY_PAGE).text
    given = received_by_head(cast, letter, signed_in, due_on="17/7/2026")
    assert "Surat menunggu disposisi" not in see(camat, TODAY_PAGE).text
    waiting = see(head, TODAY_PAGE)
    assert "Disposisi untuk saya 1" in waiting.text
    assert "2 hari lagi" in waiting.text
    assert at(given) in waiting.addresses
    page = see(head, at(given))
    assert page.steps[0] == "Laporkan selesai"
    page = sent(head, at(given, "action-part", "langkah", "completed"), note="Sudah dihadiri")
    assert "Tidak ada yang menunggu" in see(head, TODAY_PAGE).text
    page = see(clerk, at(letter))
    assert words(page.soup.select_one(".page-meta .state")) == "Ditindaklanjuti"
    assert "Agus Salim, Kasi Pemerintahan menjawab Sudah dihadiri" in words(page.soup.select_one(".thread"))
    assert any("Semua disposisi selesai dijawab" in step for step in page.timeline)


def test_an_answer_moved_to_another_day_keeps_its_words_and_its_teller(
    cast: Cast, letter: IncomingLetter, signed_in: SignedIn
) -> None:
    given = received_by_head(cast, letter, signed_in, on="13/7/2026")
    sent(
        signed_in(cast.section_head), at(given, "action-part", "langkah", "completed"), note="Sudah dihadiri"
    )
    row = given.history.latest("completed")
    assert row is not None
    correct_milestone(
        milestone=row, on=TODAY - timedelta(days=1), actor=cast.clerk.actor, reason="Salah tanggal"
    )
    found = words(see(signed_in(cast.clerk), at(letter)).soup.select_one(".thread"))
    assert "Agus Salim, Kasi Pemerintahan menjawab Sudah dihadiri" in found
    assert "Salah tanggal" not in found


def test_the_letter_waits_for_the_last_answer(
    cast: Cast, letter: IncomingLetter, signed_in: SignedIn
) -> None:
    to = (cast.section_head, cast.planner)
    sent(signed_in(cast.camat), at(letter, "action", "disposisi"), **give(*(m.position for m in to)))
    for member, state in zip(to, ("Didisposisi", "Ditindaklanjuti"), strict=True):
        given = letter.dispositions.get(position=member.position)
        sent(signed_in(member), at(given, "action-part", "langkah", "completed"), note="Selesai")
        page = see(signed_in(cast.clerk), at(letter))
        assert words(page.soup.select_one(".page-meta .state")) == state


def test_an_answer_needs_words(cast: Cast, letter: IncomingLetter, signed_in: SignedIn) -> None:
    given = received_by_head(cast, letter, signed_in)
    page = Screen(
        send(signed_in(cast.section_head), at(given, "action-part", "langkah", "completed"), note="")
    )
    assert (page.status, list(page.faults)) == (422, ["note"])
    assert "Jawaban atau hasil tindak lanjut" in page.alert


def test_a_disposition_is_passed_on_to_those_below(
    cast: Cast, letter: IncomingLetter, signed_in: SignedIn
) -> None:
    given = received_by_head(cast, letter, signed_in)
    head = signed_in(cast.section_head)
    address = at(given, "action", "teruskan")
    assert list(see(head, address).choices("receivers")) == [str(cast.government_clerk.position.pk)]
    page = Screen(send(head, address, **give(cast.planner.position)))
    assert (page.status, list(page.faults)) == (422, ["receivers"])
    page = sent(head, address, **give(cast.government_clerk.position, instruction="Siapkan bahan"))
    nested = words(page.soup.select_one(".thread .thread"))
    assert "Agus Salim, Kasi Pemerintahan kepada Pengadministrasi Pemerintahan" in nested
    assert "Siapkan bahan" in nested
    below = Disposition.objects.get(parent=given)
    assert at(below) in see(signed_in(cast.government_clerk), TODAY_PAGE).addresses
    for name in ("camat", "planner", "government_clerk", "clerk"):
        other = signed_in(cast.members[name])
        answer = other.post(address, give(cast.government_clerk.position))
        assert (other.get(address).status_code, answer.status_code) == (403, 403), name
    assert signed_in(cast.neighbour_camat).get(address).status_code == 404


def test_what_is_late_says_so(cast: Cast, letter: IncomingLetter, signed_in: SignedIn) -> None:
    given = received_by_head(cast, letter, signed_in, on="14/7/2026", due_on="14/7/2026")
    assert "Lewat 1 hari" in see(signed_in(cast.section_head), TODAY_PAGE).text
    assert "Lewat waktu" in words(see(signed_in(cast.clerk), at(letter)).soup.select_one(".thread"))
    office = see(signed_in(cast.camat), reverse("web:office", args=[2026]))
    assert at(given) in office.addresses
    assert "batas 14 Jul 2026" in office.text


def test_a_confidential_letter_is_opened_to_whoever_receives_it(cast: Cast, signed_in: SignedIn) -> None:
    hidden = letter_of(cast, security="rahasia", title="Pemeriksaan khusus")
    head = signed_in(cast.section_head)
    assert head.get(at(hidden)).status_code == 404
    given = received_by_head(cast, hidden, signed_in)
    assert head.get(at(hidden)).status_code == 200
    assert head.get(at(given)).status_code == 200
    page = sent(head, at(given, "action", "teruskan"), **give(cast.government_clerk.position))
    assert "Pemeriksaan khusus" in page.text
    assert signed_in(cast.government_clerk).get(at(hidden)).status_code == 200
    assert signed_in(cast.planner).get(at(hidden)).status_code == 404


def test_the_sheet_prints_what_was_ticked(cast: Cast, letter: IncomingLetter, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    status, blank = look(client, at(letter, "disposition-sheet"))
    assert status == 200
    assert "LEMBAR DISPOSISI" in pdf_text(blank).upper()
    received_by_head(cast, letter, signed_in, instruction="Hadiri dan laporkan")
    text = pdf_text(look(client, at(letter, "disposition-sheet"))[1])
    for said in (
        "Rapat RKPD",
        letter.sender,
        "Kasi Pemerintahan",
        "Hadiri dan laporkan",
        "KECAMATAN GEDANGAN",
    ):
        assert said in text, said
    assert look(signed_in(cast.neighbour_clerk), at(letter, "disposition-sheet"))[0] == 404


def test_a_cancelled_letter_is_not_disposed(cast: Cast, letter: IncomingLetter, signed_in: SignedIn) -> None:
    sent(signed_in(cast.clerk), at(letter, "action", "batal"), reason="Keliru")
    address = at(letter, "action", "disposisi")
    assert "sudah dibatalkan" in see_sent_on(signed_in(cast.camat), address).messages
    page = Screen(signed_in(cast.camat).post(address, give(cast.section_head.position)))
    assert (page.status, "sudah dibatalkan" in page.alert) == (422, True)


# ---- numbers kept for later, and the archive ----------------------------------------------------


def test_a_number_is_reserved_and_filled_later(cast: Cast, signed_in: SignedIn) -> None:
    from takar.registers.mail.models import OutgoingLetter
    from tests.factories import filing_code

    client = signed_in(cast.clerk)
    page = sent(
        client, reverse("web:letter-reserve", args=[2026]),
        kind="undangan", filing_code=str(filing_code().pk), title="Rapat mendadak",
    )  # fmt: skip
    letter = OutgoingLetter.objects.get(office=cast.office)
    assert f"Nomor {letter.number_label} dicadangkan" in page.messages
    assert page.steps[0] == "Isi suratnya"
    page = Screen(send(client, at(letter, "action", "isi"), recipient=""))
    assert (page.status, list(page.faults)) == (422, ["recipient"])
    page = sent(client, at(letter, "action", "isi"), recipient="Semua kepala desa")
    assert words(page.soup.select_one(".page-meta .state")) == "Dikonsep"
    assert page.facts["Dikirim kepada"] == "Semua kepala desa"
    assert "bukan cadangan" in see_sent_on(client, at(letter, "action", "isi")).messages
    letter.refresh_from_db()
    assert letter.number == 1


def test_reserving_and_filling_are_for_the_keepers(cast: Cast, signed_in: SignedIn) -> None:
    from takar.registers.mail.services import reserve_number
    from tests.factories import filing_code

    need = {"kind": "undangan", "filing_code": filing_code(), "occurred_on": TODAY, "title": "Rapat"}
    letter = reserve_number(actor=cast.clerk.actor, values=need)
    for name in ("planner", "section_head"):
        client = signed_in(cast.members[name])
        assert client.post(reverse("web:letter-reserve", args=[2026]), {}).status_code == 403
        assert client.post(at(letter, "action", "isi"), {}).status_code == 403
    assert signed_in(cast.neighbour_clerk).post(at(letter, "action", "isi"), {}).status_code == 404


def test_a_letter_is_archived_with_what_is_known_of_it(
    cast: Cast, letter: IncomingLetter, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    address = at(letter, "action", "arsipkan")
    form = see(client, address)
    assert form.value("title") == "Rapat RKPD"
    from tests.factories import filing_code

    page = sent(client, address, filing_code=str(filing_code().pk), room="Ruang arsip", cabinet="Rak 2")
    assert words(page.soup.select_one(".page-meta .state")) == "Diarsipkan"
    assert "Surat diarsipkan sebagai berkas nomor 1" in page.messages
    (target,) = [address for text, address in page.links.items() if text == "1 Rapat RKPD"]
    item = see(client, target)
    assert item.facts["Uraian"] == "Rapat RKPD"
    assert at(letter) in item.addresses
    for name in ("planner", "section_head"):
        assert signed_in(cast.members[name]).post(address, {}).status_code == 403
    assert signed_in(cast.neighbour_clerk).post(address, {}).status_code == 404
