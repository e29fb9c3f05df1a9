"""Whoever keeps every book but one writes nothing in that one, by no way there is.

A guard that asks for the keeper of another book lets exactly this person in, even where one member of
the cast keeps both books. :func:`ways_to_write` says what is tried: every page, every service.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

import takar.registers
from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger import evidence, importing, recording, services
from takar.ledger.actions import Action, actions_of
from takar.ledger.actions.general import Disclose, MoveMilestone, WithdrawEvidence
from takar.ledger.books import Book, all_books, book_named
from takar.ledger.models import BookKeeper, Entry, Milestone
from takar.organisation.actor import Actor
from takar.registers.personnel.models import Employee
from takar.web.addresses import action_url
from tests.factories import Cast, Member, entry_of, letter_of, values_for
from tests.own_books import own_book
from tests.web.conftest import SignedIn, World
from tests.web.files import look, pdf_upload
from tests.web.test_every_page import PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

OPEN_TO_ALL = {"mark_read", "see_answer"}
"""Does nothing unless the actor received the disposition, or asked for the leave."""

WRITES_IN = {
    "archive": "archive_item",
    "archive_letter": "archive_item",
    "enter_in_cash_book": "cash_entry",
}
"""What is done to an entry of one book and written into another, whose keeper is asked."""


@dataclass(frozen=True)
class Way:
    name: str
    attempt: Callable[[], HttpResponse | object]


# ---- what is tried --------------------------------------------------------------------------------


def ways_to_write(entry: Entry, cast: Cast, who: Member, client: Client) -> Iterator[Way]:
    """Every way to write in the book of the entry, as ``who``."""
    yield from _pages(entry, client)
    yield from _actions(entry, entry.book, client)
    yield from _ledger(entry, cast, who.fresh())
    yield from _family(entry, entry.book, who.fresh())
    if entry.book == "archive_item":
        letter = letter_of(cast)
        yield from _actions(letter, entry.book, client)
        yield from _family(letter, entry.book, who.fresh())


def _pages(entry: Entry, client: Client) -> Iterator[Way]:
    book, year = entry.declaration, entry.year
    for name in ("entry-record", "import"):
        yield _post(client, f"web:{name}", [year, book.slug])


def _actions(entry: Entry, writes_in: str, client: Client) -> Iterator[Way]:
    """Every declared action of the entry, also those on its parts, that writes in the book."""
    book = entry.declaration
    first = entry.milestones.earliest("pk")
    parts: list[Action[Any]] = [MoveMilestone(book, str(first.pk))]
    parts += [Disclose(book, name) for name in book.marked("masked")]
    parts += [WithdrawEvidence(book, str(file.pk)) for file in entry.evidence.all()]
    for action in [*actions_of(book), *parts]:
        if WRITES_IN.get(action.code, entry.book) == writes_in:
            address = action_url(entry, action)
            yield Way(f"POST {address}", functools.partial(_send, client, address))


def _send(client: Client, address: str) -> HttpResponse:
    answer: Any = client.post(address, {"reason": "Coba", "file": pdf_upload("x")})
    found: HttpResponse = answer
    return found


def _post(client: Client, name: str, args: list[Any]) -> Way:
    address = reverse(name, args=args)
    return Way(f"POST {address}", functools.partial(_send, client, address))


def _ledger(entry: Entry, cast: Cast, actor: Actor) -> Iterator[Way]:
    book, today = entry.declaration, clock.today()
    values = values_for(book, cast.office) if book.recordable else {}
    yield Way("record", lambda: services.record_entry(book=book, actor=actor, values=values))
    yield Way(
        "record with files",
        lambda: recording.record_with_files(book=book, actor=actor, values=values, uploads=[]),
    )
    yield Way(
        "correct", lambda: services.correct_entry(entry=entry, actor=actor, values={"title": "x"}, reason="x")
    )
    yield Way("cancel", lambda: services.cancel_entry(entry=entry, actor=actor, reason="x"))
    for spec in book.milestones:
        yield Way(
            f"milestone {spec.code}",
            lambda what=spec.code: services.add_milestone(
                entry=entry, what=what, on=today, actor=actor, note="x"
            ),
        )
    recorded = entry.milestones.earliest("pk")
    yield Way(
        "move", lambda: services.correct_milestone(milestone=recorded, on=today, actor=actor, reason="x")
    )  # fmt: skip
    yield Way("take back", lambda: services.withdraw_milestone(milestone=recorded, actor=actor, reason="x"))
    yield Way("attach", lambda: evidence.attach(entry=entry, actor=actor, upload=pdf_upload("y")))
    for file in entry.evidence.all():
        yield Way("withdraw", lambda file=file: evidence.withdraw(evidence=file, actor=actor, reason="x"))
    yield Way(
        "import",
        lambda: importing.start_import(
            book=book, actor=actor, content=b"Tanggal\n1/7/2026", filename="a.csv"
        ),
    )


def _family(entry: Entry, writes_in: str, actor: Actor) -> Iterator[Way]:
    """Services of the books themselves; what else they ask for matters only behind the guard."""
    for function in _services():
        known = typing.get_type_hints(function)
        known.pop("return")
        given = {
            name: entry for name, kind in known.items() if inspect.isclass(kind) and isinstance(entry, kind)
        }
        here = WRITES_IN.get(function.__name__, entry.book) == writes_in
        if given and here and function.__name__ not in OPEN_TO_ALL:
            for name, parameter in inspect.signature(function).parameters.items():
                if parameter.default is parameter.empty and name not in {*given, "actor"}:
                    given[name] = _anything(known[name])
            yield Way(
                f"{function.__module__}.{function.__name__}",
                functools.partial(function, actor=actor, **given),
            )


def _services() -> list[Callable[..., object]]:
    """Public functions of the families that are told who acts by keyword: that is what a write looks like."""
    return [
        function
        for module in _modules(takar.registers)
        if ".custom." not in module.__name__  # an office's own books are declared by its operator
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
        if (found := inspect.signature(function).parameters.get("actor")) and found.kind is found.KEYWORD_ONLY
    ]


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".migrations" not in found.name:
            yield importlib.import_module(found.name)


def _anything(kind: Any) -> object:
    origin = typing.get_origin(kind) or kind
    if origin is datetime:
        return clock.now()
    samples: dict[Any, Callable[[], object]] = {
        date: clock.today,
        str: lambda: "x",
        Decimal: Decimal,
        UploadedFile: lambda: pdf_upload("z"),
    }
    for known, make in samples.items():
        if origin is known:
            return make()
    return {} if "Mapping" in str(origin) else []


# ---- the tests ------------------------------------------------------------------------------------


@pytest.fixture
def outsider(cast: Cast) -> Member:
    return cast.government_clerk


def keeps_all_but(book: type[Book], who: Member) -> None:
    office = who.position.office
    held = [b for b in all_books() if b is not book]
    BookKeeper.objects.filter(office=office, position=who.position).delete()
    BookKeeper.objects.bulk_create(
        BookKeeper(office=office, book=b.code, position=who.position) for b in held
    )


def refused(way: Way) -> str:
    """Empty when the way is shut; else what happened instead."""
    try:
        with transaction.atomic():
            found = way.attempt()
            transaction.set_rollback(True)
    except (Refused, NotFound):
        return ""
    except DomainError as error:
        return f"{way.name}: {error}"
    status = getattr(found, "status_code", 200)
    return "" if status in {403, 404, 405} else f"{way.name}: {status}"


@pytest.mark.parametrize("book", [*all_books(), None], ids=lambda b: b.code if b else "own_book")
def test_who_keeps_every_other_book_writes_nothing(
    cast: Cast, signed_in: SignedIn, outsider: Member, book: type[Book] | None
) -> None:
    declared = book or own_book(cast)
    entry = entry_of(declared, cast).detail()
    evidence.attach(entry=entry, actor=cast.camat.actor, upload=pdf_upload("Bukti"))
    keeps_all_but(declared, outsider)
    ways = list(ways_to_write(entry, cast, outsider, signed_in(outsider)))
    before = Milestone.objects.count(), Entry.objects.count()
    assert [fault for way in ways if (fault := refused(way))] == []
    assert (Milestone.objects.count(), Entry.objects.count()) == before


def test_who_keeps_every_other_book_opens_none_of_its_pages(
    world: World, signed_in: SignedIn, outsider: Member
) -> None:
    client = signed_in(outsider)
    opened = []
    for page in PAGES:
        if page.keeper_of:
            keeps_all_but(book_named(page.keeper_of), outsider)
            status, _ = look(client, page.address(world))
            if status not in {403, 404}:
                opened.append(f"{page.route}: {status}")
    assert opened == []


def test_who_keeps_every_book_but_proposals_reads_their_own_record_only(cast: Cast, outsider: Member) -> None:
    keeps_all_but(book_named("proposal"), outsider)
    assert [row.person for row in visible(outsider.fresh(), Employee)] == [outsider.person]
