"""A form's key on the pages: the same words meet their entry, other words are shown beside it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from takar.ledger.books import book_named
from takar.ledger.models import BookKeeper, Entry
from takar.ledger.services import cancel_entry, correct_entry
from takar.registers.mail.models import IncomingLetter, OutgoingLetter
from tests.factories import Cast, letter_of, stock_item, values_for
from tests.web.conftest import SignedIn
from tests.web.files import pdf_upload
from tests.web.screen import Screen, see, send, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

LETTERS = book_named("incoming_letter")
ADDRESS = "/2026/buku/surat-masuk/catat/"


class Sender:
    """A clerk whose browser sends the same form again and again."""

    def __init__(self, cast: Cast, client: Client) -> None:
        self.client = client
        self.form = see(client, ADDRESS).form() | typed(values_for(LETTERS, cast.office))

    def post(self, **changed: Any) -> Any:
        return self.client.post(ADDRESS, self.form | changed)


@pytest.fixture
def sender(cast: Cast, signed_in: SignedIn) -> Sender:
    return Sender(cast, signed_in(cast.clerk))


def titles(cast: Cast) -> list[str]:
    return list(
        IncomingLetter.objects.filter(office=cast.office).order_by("pk").values_list("title", flat=True)
    )


def test_other_words_are_shown_beside_what_was_recorded(cast: Cast, sender: Sender) -> None:
    first = sender.post(title="Surat A")
    page = Screen(sender.post(title="Surat B", sender="Bupati", **{"bukti-file": pdf_upload("B")}))
    assert page.status == 409
    assert titles(cast) == ["Surat A"]
    assert "sudah tercatat dengan isi lain" in page.alert
    assert "Perihal Surat A Surat B" in page.alert
    assert "Pilih lagi berkas buktinya" in page.alert
    assert first["Location"] in page.addresses
    # Nothing typed is lost.
    assert (page.value("title"), page.value("sender")) == ("Surat B", "Bupati")


def test_whoever_means_another_letter_saves_again(cast: Cast, sender: Sender) -> None:
    sender.post(title="Surat A")
    page = Screen(sender.post(title="Surat B"))
    again = page.form() | {"letter_number": "17/B"}
    assert again["client_key"] != sender.form["client_key"]
    for _ in range(2):  # and that form too makes one entry only
        assert sender.client.post(ADDRESS, again).status_code == 302
    assert titles(cast) == ["Surat A", "Surat B"]


def test_whoever_means_to_correct_takes_the_words_along(cast: Cast, sender: Sender) -> None:
    sender.post(title="Surat A")
    page = Screen(sender.post(title="Surat A yang benar"))
    button = page.soup.select_one("button[formaction]")
    assert button is not None
    address = str(button["formaction"])
    opened = Screen(sender.client.post(address, page.form()))
    assert (opened.status, opened.value("title"), opened.faults) == (200, "Surat A yang benar", {})
    answer = sender.client.post(address, opened.form() | {"reason": "Salah ketik"})
    assert answer.status_code == 302
    assert titles(cast) == ["Surat A yang benar"]


def test_a_letter_corrected_by_a_colleague_is_compared_as_it_was_recorded(cast: Cast, sender: Sender) -> None:
    first = sender.post(title="Surat A")
    letter = IncomingLetter.objects.get(office=cast.office)
    correct_entry(entry=letter, actor=cast.general_head.actor, values={"title": "Surat C"}, reason="x")
    assert sender.post(title="Surat A")["Location"] == first["Location"]
    page = Screen(sender.post(title="Surat B"))
    assert "Perihal Surat A Surat B" in page.alert
    assert "sudah diperbaiki sesudah tercatat" in page.alert


def test_a_cancelled_entry_is_not_offered_for_correction(cast: Cast, sender: Sender) -> None:
    sender.post(title="Surat A")
    cancel_entry(entry=IncomingLetter.objects.get(office=cast.office), actor=cast.clerk.actor, reason="x")
    page = Screen(sender.post(title="Surat B"))
    assert page.status == 409
    assert page.soup.select_one("button[formaction]") is None


def test_save_and_record_the_next_does_not_swallow_either(cast: Cast, sender: Sender) -> None:
    assert sender.post(title="Surat A", again="1")["Location"] == ADDRESS
    assert sender.post(title="Surat A", again="1")["Location"] == ADDRESS
    assert sender.post(title="Surat B", again="1").status_code == 409
    assert titles(cast) == ["Surat A"]


def test_a_key_of_another_book_records_in_this_one(cast: Cast, sender: Sender) -> None:
    sender.post()
    values = typed(values_for(book_named("outgoing_letter"), cast.office))
    for _ in range(2):
        answer = send(
            sender.client,
            "/2026/buku/surat-keluar/catat/",
            **values,
            client_key=sender.form["client_key"],
        )
        assert answer.status_code == 302
    assert OutgoingLetter.objects.filter(office=cast.office).count() == 1


def test_a_colleagues_key_shows_nothing_of_the_colleagues_letter(cast: Cast, signed_in: SignedIn) -> None:
    hidden = letter_of(cast, actor=cast.camat.actor, security="rahasia", title="Pemeriksaan khusus")
    key = str(Entry.objects.get(pk=hidden.pk).client_key)
    response = Sender(cast, signed_in(cast.clerk)).post(client_key=key, letter_number="9/9")
    assert response.status_code == 302
    assert titles(cast)[0] == "Pemeriksaan khusus"
    assert len(titles(cast)) == 2


def test_the_question_of_a_double_and_of_a_key_are_two(cast: Cast, sender: Sender) -> None:
    """The same number and sender from another form: asked whether it is another letter."""
    sender.post()
    fresh = see(sender.client, ADDRESS).value("client_key")
    page = Screen(sender.post(client_key=fresh, title="Surat lain"))
    assert (page.status, len(titles(cast))) == (422, 1)
    assert "Mungkin sudah tercatat" in page.alert


def test_an_unchanged_draft_meets_its_entry(cast: Cast, sender: Sender) -> None:
    first = sender.post()
    again = {"client_key": see(sender.client, ADDRESS).value("client_key")}
    again["earlier_key"] = sender.form["client_key"]
    assert sender.post(**again)["Location"] == first["Location"]
    assert sender.post(**again, title="Surat lain", letter_number="1/2").status_code == 302
    assert len(titles(cast)) == 2


def test_a_resend_brings_the_missing_file_once(cast: Cast, sender: Sender) -> None:
    sender.post()
    for _ in range(2):
        assert sender.post(**{"bukti-file": pdf_upload("Undangan")}).status_code == 302
    assert IncomingLetter.objects.get(office=cast.office).evidence.count() == 1


# ---- the other forms with a key -----------------------------------------------------------------


def test_asking_for_goods(cast: Cast, signed_in: SignedIn) -> None:
    paper = stock_item(cast.office)
    client = signed_in(cast.government_clerk)
    address = reverse("web:supply-ask", args=[2026])
    form = see(client, address).form() | {f"q{paper.pk}": "1", "purpose": "Rapat"}
    first = client.post(address, form)
    paper.name = "Kertas HVS F4 70 gram"
    paper.save()
    assert client.post(address, form)["Location"] == first["Location"]
    page = Screen(client.post(address, form | {f"q{paper.pk}": "5"}))
    assert page.status == 409
    assert "1 rim" in page.alert
    assert "5 rim" in page.alert
    assert client.post(address, page.form()).status_code == 302
    assert Entry.objects.filter(office=cast.office, book="supply_request").count() == 2


def test_asking_for_support(cast: Cast, signed_in: SignedIn) -> None:
    BookKeeper.objects.create(office=cast.office, book="support_job", position=cast.planner.position)
    client = signed_in(cast.section_head)
    address = reverse("web:ict", args=[2026])
    form = see(client, address).form() | {"kind": "permintaan", "title": "Pencetak macet"}
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 302]
    page = Screen(client.post(address, form | {"title": "Layar mati"}))
    assert page.status == 409
    assert "Pencetak macet" in page.alert
    assert page.value("title") == "Layar mati"
    assert client.post(address, page.form()).status_code == 302
    assert Entry.objects.filter(office=cast.office, book="support_job").count() == 2
