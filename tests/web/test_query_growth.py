"""Three times as many rows, the same number of questions to the database: on every page.

A list that asks once per row is quick in the demo and slow in November.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takar.agreements.services import draft_agreement, propose, set_targets
from takar.catalogue.models import Indicator
from takar.kernel import clock
from takar.ledger.books import book_named, books_of
from takar.ledger.evidence import attach
from takar.ledger.importing import start_import
from takar.ledger.models import BookKeeper, NumberFormat
from takar.ledger.services import add_milestone, correct_entry, correct_milestone
from takar.organisation.models import Assignment, CalendarDay, Person, Position, Unit, Village
from takar.registers.mail.services import archive_letter, dispose
from takar.sign_in import sessions
from takar.web.reference_kinds import KINDS
from tests import factories
from tests.factories import another_decree, entry_of, filing_code, letter_of, stock_item
from tests.web.conftest import SignedIn, World
from tests.web.files import pdf_upload
from tests.web.test_every_page import KEEPERS, PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


@pytest.fixture(autouse=True)
def nobodys_session_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every two minutes some request notes that its session is in use: by the real clock, so by chance."""
    monkeypatch.setattr(sessions, "NOTED_EVERY", 10**9)


def grow(world: World, start: int, end: int) -> None:
    """Every kind of row once more for each number: entries, steps, files, people, settings."""
    cast = world.cast
    today = clock.today()
    positions = list(
        Position.objects.filter(office=cast.office, pk__in=Indicator.objects.values("position"))
        .exclude(pk=cast.section_head.position.pk)
        .order_by("pk")
    )
    for n in range(start, end):
        for book in books_of(cast.office):
            entry_of(book, cast)
        letter = world.letter
        (given,) = dispose(
            letter=letter, actor=cast.camat.actor, receivers=[cast.section_head.position],
            instructions=["proses"], instruction=f"Ke-{n}", on=today, due_on=today + timedelta(days=1),
        )  # fmt: skip
        dispose(
            letter=letter, actor=cast.section_head.actor, receivers=[cast.government_clerk.position],
            instructions=["proses"], on=today, parent=given,
        )  # fmt: skip
        correct_entry(entry=letter, actor=cast.clerk.actor, values={"title": f"Perihal {n}"}, reason="Ejaan")
        attach(entry=letter, actor=cast.clerk.actor, upload=pdf_upload(f"Bukti {n}" + "x" * n))
        entry_of("outgoing_letter", cast, reply_to=letter)
        overdue = letter_of(cast, occurred_on=today - timedelta(days=9), letter_date=None)
        dispose(letter=overdue, actor=cast.camat.actor, receivers=[cast.section_head.position],
                instructions=["proses"], on=today - timedelta(days=9), due_on=today - timedelta(days=5))  # fmt: skip
        sent = entry_of("outgoing_letter", cast, occurred_on=today - timedelta(days=3))
        step = add_milestone(entry=sent, what="signed", on=today - timedelta(days=2), actor=cast.clerk.actor)
        correct_milestone(milestone=step, on=today - timedelta(days=1), actor=cast.clerk.actor, reason="Cap")
        archive_letter(letter=letter_of(cast), actor=cast.clerk.actor,
                       values=factories.values_for(book_named("archive_item"), cast.office))  # fmt: skip
        stock = stock_item(cast.office, f"Barang {n}")
        entry_of("stock_receipt", cast, item=stock)
        agreement = draft_agreement(position=positions[n], year=today.year, actor=cast.planner.actor)
        lines = {line.pk: (12, line.unit) for line in agreement.targets.all()}
        set_targets(agreement=agreement, actor=cast.planner.actor, targets=lines)
        propose(agreement=agreement, actor=cast.planner.actor)
        person = Person.objects.create(office=cast.office, name=f"Pegawai {n}")
        unit = Unit.objects.create(office=cast.office, name=f"Seksi {n}")
        Unit.objects.create(office=cast.office, name=f"Sub seksi {n}", parent=unit)
        post = Position.objects.create(office=cast.office, title=f"Pelaksana {n}", level="staff",
                                       unit=unit, reports_to=cast.general_head.position)  # fmt: skip
        Assignment.objects.create(position=post, person=person, starts_on=today)
        Village.objects.create(office=cast.office, code=f"35.07.29.3{n:03}", name=f"Desa {n}")
        CalendarDay.objects.create(office=cast.office, day=today + timedelta(days=n), kind="holiday")
        BookKeeper.objects.create(office=cast.office, book="incoming_letter", position=post)
        NumberFormat.objects.create(
            office=cast.office, book="outgoing_letter", kind=f"k{n}", template="{nomor}"
        )
        another_decree(cast)


def holders(world: World, count: int) -> None:
    """Whoever the decree's positions need to be held by, so that agreements can be drafted."""
    held = Assignment.objects.values("position")
    for post in Position.objects.filter(office=world.cast.office).exclude(pk__in=held)[:count]:
        person = Person.objects.create(office=world.cast.office, name=f"Pemegang {post}")
        Assignment.objects.create(position=post, person=person, starts_on=clock.today())


def addresses(world: World) -> dict[str, tuple[str, str]]:
    """What is asked -> (as whom, address)."""
    year = world.year
    found = {}
    for page in PAGES:
        who = next(
            n for n in ("clerk", *sorted(KEEPERS), "camat", "section_head", "planner") if n in page.opens
        )
        address = page.address(world)
        found[f"{page.route} {address}"] = (who, address)
    for book in books_of(world.cast.office):
        for name, more in (("entries", []), ("entries-print", []), ("entries-export", ["xlsx"]),
                           ("entry-record", []), ("import", [])):  # fmt: skip
            if book.recordable or name.startswith("entries"):
                found[f"{name} {book.slug}"] = (
                    "camat",
                    reverse(f"web:{name}", args=[year, book.slug, *more]),
                )
        entry = world.book_entry(book)
        found[f"entry {book.slug}"] = ("camat", reverse("web:entry", args=[year, entry.pk]))
    for who in ("camat", "secretary", "section_head", "planner", "government_clerk"):
        for name in ("today", "indicators", "agreements", "office", "stock"):
            found[f"{name} as {who}"] = (who, reverse(f"web:{name}", args=[year]))
        found[f"letter as {who}"] = (who, reverse("web:entry", args=[year, world.letter.pk]))
        found[f"indicator as {who}"] = (who, reverse("web:indicator", args=[year, 43]))
    for slug in KINDS:
        found[f"reference {slug}"] = ("planner", reverse("web:reference", args=[year, slug]))
    found["search"] = ("clerk", reverse("web:search", args=[year]) + "?q=perihal")
    found["search all"] = ("clerk", reverse("web:search", args=[year]) + "?q=a")
    return found


def queries(client: Client, address: str) -> int:
    # Many pages fill the log; what it drops could not be counted.
    connection.queries_log.clear()
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
        if response.streaming:
            b"".join(response)
    assert response.status_code == 200, address
    return len(asked)


def test_no_page_asks_more_when_there_is_more_to_show(world: World, signed_in: SignedIn) -> None:
    holders(world, 9)
    grow(world, 0, 2)
    wanted = addresses(world)
    clients = {who: signed_in(world.cast.members[who]) for who, _ in wanted.values()}
    for client in clients.values():  # sessions and caches are warm from here on
        for name in ("today", "office", "indicators", "stock", "agreements"):
            queries(client, reverse(f"web:{name}", args=[world.year]))
    before = {name: queries(clients[who], address) for name, (who, address) in wanted.items()}
    grow(world, 2, 6)
    after = {name: queries(clients[who], address) for name, (who, address) in wanted.items()}
    grown = {name: (before[name], after[name]) for name in wanted if after[name] > before[name]}
    assert grown == {}
    # Whose year is looked at all day: the office's page, the list of indicators and one of them. Two of
    # the questions tell which books are closed to the reader, one reads the sealed entries of a closed part.
    # The download is no page of every day: it carries the passport of all the numbers.
    daily = {
        name: count
        for name, count in after.items()
        if name.startswith(("office as", "indicator")) and not name.startswith("indicator-export")
    }
    assert {name: count for name, count in daily.items() if count > 18} == {}
    # "Hari ini" asks every room what waits and judges the person's own indicators: some fifty questions.
    most = {name: count for name, count in after.items() if count > 60}
    assert most == {}


def test_a_preview_asks_no_more_than_three_questions_for_each_row(world: World, signed_in: SignedIn) -> None:
    """Its references and its number are looked up row by row; it must not become more than that."""
    book = book_named("outgoing_letter")
    head = ["Jenis", "Tanggal surat", "Perihal", "Dikirim kepada", "Klasifikasi arsip"]
    row = ["Undangan", "1/7/2026", "Rapat", "Semua desa", str(filing_code())]
    client = signed_in(world.cast.clerk)
    counted = []
    for size in (3, 30):
        text = "\r\n".join(";".join(line) for line in [head, *[row] * size])
        batch = start_import(book=book, actor=world.cast.clerk.actor, content=text.encode(), filename="a.csv")
        address = reverse("web:import-preview", args=[world.year, book.slug, batch.pk])
        queries(client, address)
        counted.append(queries(client, address))
    few, many = counted
    assert (many - few) / 27 <= 3
