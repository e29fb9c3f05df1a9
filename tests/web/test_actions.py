"""Promises that every declared action keeps, tried over all of them: books, people and entries of the cast."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from takar.kernel.access import visible
from takar.kernel.errors import DomainError
from takar.ledger.actions import Action, Sent, actions_of, offered, waiting_for, waiting_in
from takar.ledger.actions.forms import cleaned
from takar.ledger.actions.registry import action_at
from takar.ledger.books import Book, all_books
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.web.addresses import action_url
from tests.web.conftest import World
from tests.web.screen import Screen, see

pytestmark = pytest.mark.django_db


def entries_seen(actor: Actor) -> Iterator[Entry]:
    """One entry of every book and state that this actor reads."""
    seen = set()
    for entry in visible(actor, Entry).order_by("pk"):
        if (entry.book, entry.state) not in seen:
            seen.add((entry.book, entry.state))
            yield entry.detail()


@pytest.mark.parametrize("book", all_books(), ids=lambda book: book.code)
def test_the_names_of_a_books_actions_are_its_own(book: type[Book]) -> None:
    actions = actions_of(book)
    places = [(action.slug, action.part) for action in actions]
    assert len(set(places)) == len(places)
    codes = [(action.code, action.part) for action in actions]
    assert len(set(codes)) == len(codes)
    for action in actions:
        assert type(action_at(book, action.slug, action.part)) is type(action)
        assert action.label, action
        assert not action.waits_in or action.waits_as, action
        for state in action.waits_in:
            assert book.spec(state), f"{action.code} waits in a state that {book.code} does not have"


@pytest.mark.parametrize("name", ["camat", "secretary", "section_head", "planner", "clerk"])
def test_what_waits_for_somebody_is_never_refused_to_them(world: World, name: str) -> None:
    actor = world.cast.members[name].actor
    for waiting in waiting_for(actor):
        for entry in waiting.rows:
            assert waiting.action.refusal(actor, entry) == "", (waiting.action.code, entry)


@pytest.mark.parametrize("name", ["camat", "secretary", "section_head", "planner", "clerk"])
def test_a_number_of_what_waits_is_the_length_of_its_list(world: World, name: str) -> None:
    actor = world.cast.members[name].actor
    for waiting in waiting_for(actor):
        book = waiting.action.book
        listed = visible(actor, book.model).filter(waiting_in(actor, book, waiting.action.code))
        assert waiting.rows.count() == listed.count()


@pytest.mark.parametrize("name", ["camat", "section_head", "clerk"])
def test_what_is_offered_opens_and_what_is_not_is_refused(world: World, name: str, signed_in: object) -> None:
    actor, client = world.cast.members[name].actor, Client()
    client.force_login(world.cast.members[name].user)
    for entry in entries_seen(actor):
        offers = {(action.slug, action.part) for action in offered(actor, entry)}
        for action in actions_of(entry.declaration):
            status = client.get(action_url(entry, action)).status_code
            if (action.slug, action.part) in offers:
                assert status == 200, (action.code, entry)
            else:
                assert status in (302, 403), (action.code, entry)


@pytest.mark.parametrize("name", ["section_head", "neighbour_camat"])
def test_whoever_may_not_is_refused_by_the_service_too(world: World, name: str) -> None:
    """The page's guard is not the only one: the same call from elsewhere ends the same way."""
    member = getattr(world.cast, name)
    tried = 0
    for entry in entries_seen(world.cast.camat.actor):
        for action in actions_of(entry.declaration):
            reason = action.forbidden(member.actor, entry)
            said = _said(action, world.cast.camat.actor, entry)
            if not reason or said is None:
                continue
            tried += 1
            with pytest.raises(DomainError), transaction.atomic():
                action.perform(member.actor, entry, said)
    assert tried > 20


def _said(action: Action, actor: Actor, entry: Entry) -> dict[str, object] | None:
    """What the form would give for its own beginnings; None where it needs words of a person."""
    if action.refusal(actor, entry):
        return None
    form = action.form(actor, entry)
    if form is None or form.is_multipart():
        return None
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    if any(value is None and form.fields[name].required for name, value in data.items()):
        return None
    # A form may give on more than its fields (quantities by item), so it is sent as it stands.
    sent = action.form(actor, entry, Sent(data))
    return cleaned(sent) if sent is not None and sent.is_valid() else data


def test_an_entry_page_shows_one_primary_button_at_most(world: World, client: Client) -> None:
    client.force_login(world.cast.camat.user)
    for entry in entries_seen(world.cast.camat.actor):
        page = see(client, f"/{entry.year}/entri/{entry.pk}/")
        assert len(page.soup.select(".next-step .btn-primary")) <= 1


def test_an_unknown_action_is_not_there(world: World, client: Client) -> None:
    client.force_login(world.cast.camat.user)
    for path in ("tidak-ada/", "langkah/tidak-ada/", "riwayat/99999999/", "lengkap/title/", "tarik-bukti/x/"):
        answer = client.get(f"/{world.letter.year}/entri/{world.letter.pk}/{path}")
        assert answer.status_code == 404, (path, Screen(answer).text)
