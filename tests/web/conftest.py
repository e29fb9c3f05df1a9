"""A browser for each member of the cast, and a world where every page has something to show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client

from takar.agreements.models import Agreement
from takar.agreements.services import draft_agreement
from takar.catalogue.models import Decree
from takar.kernel import clock
from takar.kernel.period import Period
from takar.ledger.books import Book, books_of
from takar.ledger.evidence import attach
from takar.ledger.models import Entry, Evidence
from takar.ledger.services import add_milestone
from takar.measurement.models import OfficeMeasure
from takar.measurement.numbers.closing import close_period
from takar.organisation.models import User
from takar.registers.mail.models import Disposition, IncomingLetter, OutgoingLetter
from takar.registers.mail.services import dispose, reserve_number
from tests import factories
from tests.factories import Cast, Member, filing_code, own_measure
from tests.own_books import own_book
from tests.web.files import pdf_upload

SignedIn = Callable[[Member | User | None], Client]


@pytest.fixture
def signed_in() -> SignedIn:
    """``signed_in(cast.clerk)`` is signed in as the clerk, ``signed_in(None)`` not at all."""

    def open_as(who: Member | User | None) -> Client:
        client = Client()
        if who is not None:
            client.force_login(who.user if isinstance(who, Member) else who)
        return client

    return open_as


@dataclass(frozen=True)
class World:
    """One of everything that has a page."""

    cast: Cast
    decree: Decree
    entries: dict[str, Entry]
    letter: IncomingLetter
    disposition: Disposition
    reserved: OutgoingLetter
    agreement: Agreement
    evidence: Evidence
    year: int
    measure: OfficeMeasure
    closed: str
    """Code of a closed period of the year: a month that is over."""

    @property
    def own_book(self) -> type[Book]:
        """The book that the office declared itself."""
        return next(book for book in books_of(self.cast.office) if book.slug.startswith("khas-"))

    def book_entry(self, book: type[Book]) -> Entry:
        return self.entries[book.code]


@pytest.fixture
def world(cast: Cast, imported_decree: Decree) -> World:
    own_book(cast)
    entries = {book.code: factories.entry_of(book, cast) for book in books_of(cast.office)}
    verified = entries["payment_request"]
    add_milestone(entry=verified, what="verified", on=clock.today(), actor=cast.general_head.actor)
    letter = factories.letter_of(cast, sender="Dinas Pendidikan")
    (disposition,) = dispose(
        letter=letter,
        actor=cast.camat.actor,
        receivers=[cast.section_head.position],
        instructions=["proses"],
        on=clock.today(),
        due_on=clock.today() + timedelta(days=3),
    )
    reserved = reserve_number(
        actor=cast.clerk.actor,
        values={
            "kind": "undangan",
            "filing_code": filing_code(),
            "occurred_on": clock.today(),
            "title": "Cadangan rapat",
        },
    )
    evidence = attach(entry=letter, actor=cast.clerk.actor, upload=pdf_upload("Undangan rapat"))
    agreement = draft_agreement(
        position=cast.section_head.position, year=clock.today().year, actor=cast.planner.actor
    )
    measure = own_measure(cast.planner.actor, "Surat masuk dan naskah")
    january = Period.of_month(clock.today().year, 1)
    close_period(period=january, actor=cast.secretary.actor)
    return World(
        cast, imported_decree, entries, letter, disposition, reserved, agreement, evidence, clock.today().year,
        measure, january.code,
    )  # fmt: skip
