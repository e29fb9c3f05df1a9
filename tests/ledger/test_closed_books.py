"""A closed book: read by those who keep it and those it concerns, counted for everybody."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from takar.kernel.access import visible
from takar.kernel.reach import Reach
from takar.ledger.access import closed_books
from takar.ledger.books import all_books, book_named
from takar.ledger.evidence import attach
from takar.ledger.models import BookKeeper, BookReach, Entry, Evidence
from takar.ledger.selectors import entries_per_month, search_everywhere, unread
from takar.ledger.services import add_participants
from takar.organisation.models import Position, Unit
from tests import factories
from tests.factories import Cast, Member
from tests.ledger.files import png, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

CLOSED = {
    "service_request", "case", "proposal", "list_edition", "staff_development", "data_update",
}  # fmt: skip


@pytest.fixture
def request_entry(cast: Cast) -> Entry:
    return factories.entry_of(book_named("service_request"), cast)


def reads(member: Member, entry: Entry) -> bool:
    return visible(member.fresh(), Entry).filter(pk=entry.pk).exists()


def test_books_with_data_of_residents_or_staff_are_closed() -> None:
    assert {book.code for book in all_books() if book.privacy.reads is Reach.SECTION} == CLOSED


def test_keepers_those_above_and_leaders_read_it_and_others_do_not(cast: Cast, request_entry: Entry) -> None:
    reading = {name for name, member in cast.members.items() if reads(member, request_entry)}
    assert reading == {"camat", "secretary", "general_head", "counter_clerk"}


def test_the_keepers_unit_reads_it(cast: Cast, request_entry: Entry) -> None:
    unit = Unit.objects.create(office=cast.office, name="Seksi Pelayanan")
    both = [cast.counter_clerk.position.pk, cast.government_clerk.position.pk]
    Position.objects.filter(pk__in=both).update(unit=unit)
    assert reads(cast.government_clerk, request_entry)
    assert not reads(cast.section_head, request_entry)


def test_a_participant_reads_the_one_entry(cast: Cast, request_entry: Entry) -> None:
    other = factories.entry_of(book_named("service_request"), cast)
    add_participants(entry=request_entry, positions=[cast.section_head.position.pk], role="pembantu")
    assert reads(cast.section_head, request_entry)
    assert not reads(cast.section_head, other)


def test_the_office_opens_and_closes_books_itself(cast: Cast, request_entry: Entry) -> None:
    letter = factories.letter_of(cast)
    BookReach.objects.create(office=cast.office, book="service_request", reads="office")
    BookReach.objects.create(office=cast.office, book="incoming_letter", reads="section")
    assert reads(cast.section_head, request_entry)
    assert not reads(cast.section_head, letter)
    assert "incoming_letter" not in closed_books(cast.neighbour_clerk.actor)


def test_everywhere_the_same_rows(cast: Cast, request_entry: Entry, client: Client) -> None:
    """List, search, export and print of somebody outside; the count says what is not shown."""
    outside = cast.section_head
    actor = outside.fresh()
    applicant = request_entry.detail().applicant
    assert search_everywhere(actor, applicant) == []
    assert search_everywhere(cast.counter_clerk.actor, applicant) != []
    assert unread(book_named("service_request"), actor, year=2026) == 1
    assert unread(book_named("service_request"), cast.counter_clerk.fresh(), year=2026) == 0
    assert entries_per_month(actor, year=2026) == entries_per_month(cast.camat.actor, year=2026)
    client.force_login(outside.user)
    page = client.get(reverse("web:entries", args=[2026, "pelayanan"]))
    assert applicant not in page.content.decode()
    assert "1 entri ikut dihitung tetapi tidak ditampilkan" in page.content.decode()
    export = client.get(reverse("web:entries-export", args=[2026, "pelayanan", "csv"]))
    assert applicant not in export.content.decode()
    assert "Angka dan daftar di sini" in client.get(reverse("web:queue", args=[2026])).content.decode()
    assert client.get(reverse("web:entry", args=[2026, request_entry.pk])).status_code == 404
    assert not visible(actor, Evidence).filter(entry=request_entry).exists()


@pytest.mark.usefixtures("imported_decree")
def test_whoever_answers_for_the_number_reads_what_it_counts(cast: Cast, request_entry: Entry) -> None:
    from takar.catalogue.models import Indicator
    from takar.measurement.models import Binding

    assert "service_request" in closed_books(cast.section_head.fresh())
    indicator = Indicator.objects.filter(decree__office=cast.office).first()
    assert indicator is not None
    Indicator.objects.filter(pk=indicator.pk).update(position=cast.section_head.position)
    Binding.objects.update_or_create(
        indicator=indicator, defaults={"measure": "pelayanan_umum_dan_kependudukan"}
    )
    assert "service_request" not in closed_books(cast.section_head.fresh())
    assert reads(cast.section_head, request_entry)


def test_a_closed_book_without_keeper_is_still_the_leaders(cast: Cast, request_entry: Entry) -> None:
    BookKeeper.objects.filter(office=cast.office, book="service_request").delete()
    assert reads(cast.camat, request_entry)
    assert not reads(cast.section_head, request_entry)


def test_files_of_the_attendance_recap_are_for_its_keepers(cast: Cast) -> None:
    """The page shows everybody their own line; the scan shows all."""
    recap = factories.entry_of(book_named("attendance_recap"), cast)
    attach(entry=recap, actor=cast.personnel_clerk.actor, upload=upload(png(), "absen.png"))
    reading = {
        name
        for name, member in cast.members.items()
        if visible(member.fresh(), Evidence).filter(entry=recap).exists()
    }
    assert reading == {"camat", "secretary", "general_head", "personnel_clerk"}
    assert reads(cast.government_clerk, recap)
