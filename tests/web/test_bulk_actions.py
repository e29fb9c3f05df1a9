"""What is done to ticked rows of a list, and the list of what waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from takar.kernel import clock
from takar.ledger.models import Entry
from takar.registers.mail.models import ArchiveItem
from tests.factories import Cast, disposition_of, entry_of, filing_code, letter_of
from tests.web.conftest import SignedIn
from tests.web.screen import Screen, see

pytestmark = pytest.mark.django_db


def many(slug: str, action: str) -> str:
    return reverse("web:action-many", args=[2026, slug, action])


def test_ticked_letters_are_archived_each_with_its_own_words(cast: Cast, signed_in: SignedIn) -> None:
    letters = [letter_of(cast, title=f"Undangan {n}", letter_number=f"{n}") for n in range(3)]
    client = signed_in(cast.clerk)
    address = many("surat-masuk", "arsipkan")
    asked = Screen(client.post(address, {"pilih": [letter.pk for letter in letters]}))
    assert "Arsipkan: 3 surat masuk" in asked.text
    answer = client.post(
        address, {"pilih": [letter.pk for letter in letters], "do": "1", "on": "hari ini",
                  "occurred_on": "hari ini", "filing_code": filing_code().pk, "cabinet": "Lemari 2"}, follow=True,
    )  # fmt: skip
    assert "Arsipkan: 3 surat masuk selesai" in Screen(answer).messages
    filed = ArchiveItem.objects.filter(cabinet="Lemari 2").values_list("title", flat=True)
    assert sorted(filed) == [f"Undangan {n}" for n in range(3)]
    assert {letter.milestones.filter(what="archived").count() for letter in letters} == {1}


def test_what_cannot_be_done_is_named_and_left_out(cast: Cast, signed_in: SignedIn) -> None:
    fresh, filed = letter_of(cast, title="Baru"), letter_of(cast, title="Lama", letter_number="9")
    client = signed_in(cast.clerk)
    one = {"do": "1", "occurred_on": "hari ini", "filing_code": filing_code().pk}
    client.post(many("surat-masuk", "arsipkan"), one | {"pilih": [filed.pk]})
    asked = Screen(client.post(many("surat-masuk", "arsipkan"), {"pilih": [fresh.pk, filed.pk]}))
    assert "Arsipkan: 1 surat masuk" in asked.text
    assert "sudah tercatat" in asked.text


def test_nobody_does_it_to_rows_of_others(cast: Cast, signed_in: SignedIn) -> None:
    letter = letter_of(cast)
    one = {"do": "1", "occurred_on": "hari ini", "filing_code": filing_code().pk, "pilih": [letter.pk]}
    for member in (cast.neighbour_clerk, cast.section_head):
        signed_in(member).post(many("surat-masuk", "arsipkan"), one)
    assert ArchiveItem.objects.filter(title=letter.title).count() == 0


def test_an_action_for_one_entry_is_not_offered_for_many(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.camat).post(many("surat-masuk", "disposisi"), {"pilih": [1]}).status_code == 404
    assert signed_in(cast.camat).post(many("surat-masuk", "tidak-ada"), {"pilih": [1]}).status_code == 404


def test_ticked_rows_are_downloaded_and_no_others(cast: Cast, signed_in: SignedIn) -> None:
    one, other = letter_of(cast, title="Yang ini"), letter_of(cast, title="Bukan ini", letter_number="2")
    address = reverse("web:entries-export", args=[2026, "surat-masuk", "csv"])
    answer = signed_in(cast.clerk).post(address, {"pilih": [one.pk]})
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"Yang ini" in text
    assert b"Bukan ini" not in text
    assert other.title == "Bukan ini"


def test_the_link_of_a_number_opens_exactly_its_set_across_years(cast: Cast, signed_in: SignedIn) -> None:
    """Shown 39 and opened 8, because the list showed one year only."""
    today = clock.today()
    for years_ago in (0, 0, 1):
        letter_of(cast, occurred_on=today - timedelta(days=366 * years_ago), letter_date=None,
                  letter_number=f"n{years_ago}{Entry.objects.count()}")  # fmt: skip
    disposition_of(cast)
    camat = signed_in(cast.camat)
    page = see(camat, reverse("web:today", args=[2026]))
    waiting = f"{reverse('web:entries', args=[today.year, 'surat-masuk'])}?menunggu=dispose"
    listed = see(camat, waiting)
    assert "Surat menunggu disposisi 3" in page.text
    assert len(listed.rows) == 3


def test_the_list_filters_what_waits_for_me(cast: Cast, signed_in: SignedIn) -> None:
    disposition = disposition_of(cast)
    entries = reverse("web:entries", args=[2026, "disposisi"])
    mine = see(signed_in(cast.section_head), f"{entries}?menunggu=saya")
    assert [disposition.title in row for row in mine.rows] == [True]
    assert see(signed_in(cast.clerk), f"{entries}?menunggu=saya").rows == []
    nonsense = see(signed_in(cast.clerk), f"{entries}?menunggu=' or 1=1")
    assert nonsense.rows == []


def test_a_reserved_number_waits_for_whoever_reserved_it(cast: Cast, signed_in: SignedIn) -> None:
    from takar.registers.mail.services import reserve_number

    need = {"kind": "undangan", "filing_code": filing_code(), "occurred_on": clock.today(), "title": "Rapat"}
    reserve_number(actor=cast.clerk.actor, values=need)
    today = reverse("web:today", args=[2026])
    assert "Nomor yang dicadangkan" in see(signed_in(cast.clerk), today).text
    assert "Nomor yang dicadangkan" not in see(signed_in(cast.camat), today).text
    entry_of("outgoing_letter", cast)
