"""Hostile values into every form and query, as everybody: sentences come back, never a failure.

A fixed seed, so that a failure comes again. ``TAKAR_PROOF_POSTS`` asks for more than CI's
(``TAKAR_PROOF_POSTS=20000``), ``TAKAR_PROOF_SEED`` for others.
"""

from __future__ import annotations

import os
import random
import re
from collections import Counter, defaultdict
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlencode

import pytest
from django.test import Client

from takar.ledger.audit import verify
from takar.ledger.models import Entry
from tests.proof import hostile
from tests.proof.crawling import Address, Form, Found, client_of, crawl
from tests.proof.offices import Offices, Role, furnish
from tests.proof.posting import filled, post
from tests.proof.reading import body_of
from tests.web.conftest import World

POSTS = int(os.environ.get("TAKAR_PROOF_POSTS", "500"))
QUERIES = POSTS * 3 // 5
SEED = int(os.environ.get("TAKAR_PROOF_SEED", "8"))
STRANGE_BODIES = (
    b"",
    b"{}",
    b'{"title": ["\x00"]}',
    b"title=%00&title=%ff",
    b"--x\r\nContent-Disposition: form-data\r\n",
)
UNFIT = re.compile(
    r"object at 0x[0-9a-f]|Traceback \(most|Internal Server Error|Bad Request|Server Error|This field|Enter a |"
    r"Ensure this|Select a valid|not a valid|CSRF verification|matching query|Exception|&lt;class &|\bOverflowError\b"
)
"""What a program says to its makers, and Django's own English."""

# A failed statement ends the transaction around the whole test on PostgreSQL, so there it has none.
pytestmark = pytest.mark.django_db(transaction=bool(os.environ.get("TAKAR_TEST_POSTGRESQL")))


def test_hostile_values_get_sentences_and_harm_nothing(world: World) -> None:
    offices, dice = furnish(world), random.Random(SEED)
    found = Found()
    for name in ("camat", "operator"):
        found.merge(crawl(offices.role(name)))
    assert found.broken == []
    fuzzer = Fuzzer(offices, dice)
    forms = _by_route([form for form in found.forms.values() if form.method == "post"])
    for _ in range(POSTS):
        fuzzer.send(dice.choice(forms[dice.choice(sorted(forms))]))
    asked = _queries(found)
    for _ in range(QUERIES):
        fuzzer.ask(*dice.choice(asked))
    result = ", ".join(f"{status}: {count}" for status, count in sorted(fuzzer.statuses.items()))
    print(f"\nposts {POSTS} to {len(forms)} routes, queries {QUERIES}, seed {SEED}; answers {result}")
    _books_are_whole(offices)
    assert fuzzer.faults == []


class Fuzzer:
    def __init__(self, offices: Offices, dice: random.Random) -> None:
        self.offices, self.dice = offices, dice
        self.clients: dict[str, Client] = {}
        self.statuses: Counter[int] = Counter()
        self.faults: list[str] = []

    def send(self, form: Form) -> None:
        role = self._somebody()
        client, dice = self._client(role), self.dice
        data = hostile.spoiled(filled(form), dict(form.kinds), dice)
        if dice.random() < 0.05:
            kind = dice.choice(["application/json", "text/plain", "multipart/form-data", "x/y", ""])
            response = client.post(form.address.url, dice.choice(STRANGE_BODIES), content_type=kind)
        elif _has_surrogates(data):
            # No browser writes these, a program does: three bytes that are no UTF-8.
            body = urlencode(_pairs(data), errors="surrogatepass")
            kind = "application/x-www-form-urlencoded"
            response = client.post(form.address.url, body, content_type=kind)
        else:
            response = post(client, form, data)
        self._judge(f"POST {form.address.url} as {role.name} {_short(data)}", response)

    def ask(self, address: Address, names: tuple[str, ...]) -> None:
        role, dice = self._somebody(), self.dice
        chosen = dice.sample(names, k=min(len(names), dice.randint(1, 3)))
        words = {name: dice.choice(hostile.VALUES)[:2000] for name in chosen}
        query = "&".join(
            f"{name}={quote_plus(value, errors='surrogatepass')}" for name, value in words.items()
        )
        response = self._client(role).get(f"{address.path}?{query}")
        self._judge(f"GET {address.path} as {role.name} {_short(words)}", response)

    def _somebody(self) -> Role:
        """Mostly people who are let in: a refusal tries nothing."""
        if self.dice.random() < 0.75:
            return self.offices.role(self.dice.choice(["camat", "camat", "operator", "secretary"]))
        return self.dice.choice(self.offices.roles)

    def _client(self, role: Role) -> Client:
        if role.name not in self.clients:
            self.clients[role.name] = client_of(role)
        return self.clients[role.name]

    def _judge(self, what: str, response: Any) -> None:
        self.statuses[response.status_code] += 1
        body = body_of(response)
        if response.status_code >= 500:
            self.faults.append(f"{response.status_code} {what}")
        elif "html" in response.get("Content-Type", ""):
            unfit = UNFIT.search(body.decode("utf-8", "replace"))
            if unfit:
                self.faults.append(f"“{unfit[0]}” {what}")
        if response.status_code == 302 and "/masuk/" in response["Location"]:
            self.clients.clear()  # signed out by its own form: signs in again


def _pairs(data: dict[str, list[Any]]) -> list[tuple[str, str]]:
    return [(name, value) for name, values in data.items() for value in values if isinstance(value, str)]


def _has_surrogates(data: dict[str, list[Any]]) -> bool:
    return any("\ud800" <= sign <= "\udfff" for _, value in _pairs(data) for sign in value)


def _by_route(forms: list[Form]) -> dict[str, list[Form]]:
    found: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        if form.address.route != "account_logout":
            found[form.address.route].append(form)
    return found


def _queries(found: Found) -> list[tuple[Address, tuple[str, ...]]]:
    """Pages with the words their links and search forms put into the address."""
    names: dict[str, set[str]] = defaultdict(set)
    pages: dict[str, Address] = {}
    for address in found.addresses.values():
        if address.query:
            names[address.path] |= {name for name, _ in parse_qsl(address.query, keep_blank_values=True)}
            pages[address.path] = address
    for form in found.forms.values():
        if form.method == "get":
            names[form.address.path] |= {name for name, _ in form.kinds}
            pages[form.address.path] = form.address
    return [(pages[path], tuple(sorted(result))) for path, result in sorted(names.items()) if result]


def _short(data: dict[str, Any]) -> str:
    return repr({name: str(value)[:40] for name, value in data.items() if name != "csrfmiddlewaretoken"})[
        :400
    ]


def _books_are_whole(offices: Offices) -> None:
    for office in offices.both:
        assert list(verify(office.pk)) == []
        series: dict[tuple[str, str, int], list[int]] = defaultdict(list)
        rows = Entry.objects.filter(office=office, number__isnull=False)
        for book, name, year, number in rows.values_list("book", "series", "year", "number"):
            series[book, name, year].append(number)
        wrong = {
            key: numbers
            for key, numbers in series.items()
            if sorted(numbers) != list(range(1, len(numbers) + 1))
        }
        assert wrong == {}, "numbers doubled or skipped"
        for name in ("village", "position", "person"):
            named = Entry.objects.filter(office=office).exclude(**{f"{name}__isnull": True})
            foreign = named.exclude(**{f"{name}__office": office})
            assert not foreign.exists(), f"an entry names a {name} of another office"
