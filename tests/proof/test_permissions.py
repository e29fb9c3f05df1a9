"""Every route as every role in two offices: what may be opened, read and written (decision 0039).

Routes, addresses and forms are found in the running program; what is right is said as rules. CI
tries every route as every role with some of its addresses; ``TAKAR_PROOF=long`` tries all addresses.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

import pytest
from django.test import Client

from takar.ledger.models import Entry
from takar.organisation.models import Office
from tests.proof import rules
from tests.proof.canaries import Canaries, plant_everywhere
from tests.proof.crawling import Address, Form, Found, client_of, crawl, routes, try_unlinked
from tests.proof.offices import Offices, Role, furnish
from tests.proof.posting import filled, post, undone
from tests.proof.reading import body_of, words_of
from tests.web.conftest import World

LONG = os.environ.get("TAKAR_PROOF") == "long"
FEW = 2
"""Addresses of a route that each role tries, others than the confidential ones; which, goes round."""
FORMS = 1


@dataclass
class Tried:
    """What came out, for the table at the end."""

    requests: Counter[str] = field(default_factory=Counter)
    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    faults: list[str] = field(default_factory=list)
    leaks: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    routes: set[str] = field(default_factory=set)

    def answer(self, what: str, role: Role, address: Address, status: int) -> None:
        self.requests[what] += 1
        self.statuses[role.name][status] += 1
        self.routes.add(address.route)
        if status >= 500:
            self.faults.append(f"{what} {address.url} as {role.name}: {status}")

    def table(self) -> str:
        lines = [f"{'role':<28}{'answered':>9}{'refused':>9}{'sent on':>9}{'5xx':>5}"]
        for role, found in self.statuses.items():
            refused = sum(found[status] for status in rules.REFUSED)
            failed = sum(count for status, count in found.items() if status >= 500)
            moved = found[302] + found[301]
            rest = sum(found.values()) - refused - failed - moved
            lines.append(f"{role:<28}{rest:>9}{refused:>9}{moved:>9}{failed:>5}")
        kinds = ("open", "reference", "confidential", "veiled", "masked")
        lines.append(f"routes {len(self.routes)}, requests {dict(self.requests)}, roles {len(self.statuses)}")
        lines += [
            f"words of kind {kind}: read {self.read[kind]}, leaked {self.leaks[kind]}" for kind in kinds
        ]
        return "\n".join(lines)


@pytest.fixture
def offices(world: World) -> Offices:
    return furnish(world)


def explore(offices: Offices) -> dict[int, Found]:
    """Addresses and forms of both offices, found by those who may open most."""
    found: dict[int, Found] = {office.pk: Found() for office in offices.both}
    for name in ("camat", "operator", "camat next door", "keeper next door"):
        role = offices.role(name)
        assert role.office is not None
        seen = crawl(role, [*offices.starts[role.office.pk], "/"])
        assert not seen.broken, seen.broken
        # The operator opens the same pages and some more; the first finder's are kept.
        found[role.office.pk].merge(seen)
    for name in ("camat", "operator", "camat next door"):
        role = offices.role(name)
        assert role.office is not None
        known = list(found[role.office.pk].addresses.values())
        missing = sorted(set(routes()) - {address.route for address in known})
        found[role.office.pk].merge(try_unlinked(role, missing, known))
    return found


def test_nobody_reads_or_writes_what_is_not_theirs(offices: Offices) -> None:
    canaries = plant_everywhere(offices)
    assert canaries.masked, "no masked value is there to be leaked"
    found = explore(offices)
    tried = Tried()
    entries = Entry.objects.in_bulk()
    _every_role_opens(offices, canaries, found, tried, entries)
    _every_role_sends(offices, found, tried, entries)
    print(f"\n{tried.table()}")
    assert tried.faults == []
    _nothing_was_forgotten(tried)


def _every_role_opens(
    offices: Offices, canaries: Canaries, found: dict[int, Found], tried: Tried, entries: dict[int, Entry]
) -> None:
    for turn, role in enumerate(offices.roles):
        client = client_of(role)
        for office in offices.both:
            for address in _some_of(found[office.pk], turn, role, office, entries):
                response = client.get(address.url)
                body = body_of(response)
                tried.answer("GET", role, address, response.status_code)
                if response.status_code not in rules.expected(role, address, office.pk, entries):
                    tried.faults.append(f"GET {address.url} as {role.name}: {response.status_code}")
                if response.status_code in rules.REFUSED and b"zq" not in body:
                    continue
                asked_with = {word for word, _ in canaries.found_in(unquote_plus(address.url))}
                for word, planted in canaries.found_in(words_of(response, body)):
                    if word in asked_with:
                        continue  # the page repeats its own address
                    if canaries.allows(role, word, planted):
                        tried.read[planted.kind] += 1
                    else:
                        tried.leaks[planted.kind] += 1
                        tried.faults.append(f"{address.url} tells {role.name} {planted.kind} {planted.where}")


def _some_of(
    found: Found, turn: int, role: Role, office: Office, entries: dict[int, Entry]
) -> Iterator[Address]:
    """Some addresses of every route; all that name a confidential or a veiled entry."""
    by_route: dict[str, list[Address]] = defaultdict(list)
    for address in found.addresses.values():
        by_route[address.route].append(address)
    at_home = role.office is None or role.office.pk == office.pk
    for route, addresses in sorted(by_route.items()):
        if route == "account_logout":
            continue
        if not at_home:
            addresses = [address for address in addresses if rules.belongs_to_office(address)]
        delicate = [address for address in addresses if _delicate(address, entries)]
        others = [address for address in addresses if address not in delicate]
        if route == "web:entry":
            # There are few, and taking turns could pass everybody by who may read what is veiled.
            yield from (address for address in delicate if _is_veiled(address, entries))
        yield from _round_robin(delicate, turn, FEW)
        yield from _round_robin(others, turn, FEW if at_home else 1)


def _delicate(address: Address, entries: dict[int, Entry]) -> bool:
    entry = entries.get(address.rows.get("entry_id", 0))
    return entry is not None and (entry.restricted or bool(entry.declaration.marked("veiled")))


def _is_veiled(address: Address, entries: dict[int, Entry]) -> bool:
    entry = entries.get(address.rows.get("entry_id", 0))
    return entry is not None and bool(entry.declaration.marked("veiled"))


def _round_robin(things: list[Address], turn: int, few: int) -> list[Address]:
    if LONG or len(things) <= few:
        return things
    start = turn * few % len(things)
    return (things + things)[start : start + few]


def _every_role_sends(
    offices: Offices, found: dict[int, Found], tried: Tried, entries: dict[int, Entry]
) -> None:
    accepted = 0
    for turn, role in enumerate(offices.roles):
        client = client_of(role)
        client.handler.enforce_csrf_checks = True
        for office in offices.both:
            at_home = role.office is not None and role.office.pk == office.pk
            for form in _some_forms(found[office.pk], turn):
                opened = client.get(form.address.url).status_code
                with undone() as written:
                    status = post(client, form, filled(form)).status_code
                    wrote = set(written)
                tried.answer("POST", role, form.address, status)
                accepted += bool(wrote) and status == 302
                if status not in rules.expected(role, form.address, office.pk, entries):
                    tried.faults.append(f"POST {form.address.url} as {role.name}: {status}")
                foreign = rules.belongs_to_office(form.address) and not at_home
                own = rules.is_own_account(form.address) or rules.is_open(form.address)
                idle = not role.positions and not own
                if wrote and (foreign or idle or opened in {403, 404}):
                    tried.faults.append(f"POST {form.address.url} as {role.name} wrote {sorted(wrote)}")
    assert accepted > 50, "hardly any form was accepted: then being refused proves nothing"


def _some_forms(found: Found, turn: int) -> Iterator[Form]:
    by_route: dict[str, list[Form]] = defaultdict(list)
    for form in found.forms.values():
        if form.method == "post" and form.address.route != "account_logout":
            by_route[form.address.route].append(form)
    for _, forms in sorted(by_route.items()):
        if LONG or len(forms) <= FORMS:
            yield from forms
        else:
            yield forms[turn % len(forms)]


NOT_FURNISHED = {"web:choose-office", "web:emergency-views", "web:data-request"}
"""Pages of rows that the two offices here do not have: a guest of several offices, an emergency, a request
about one's data. Who may open them is tried in tests/web (test_guests, test_emergency, test_privacy_pages)."""


def _nothing_was_forgotten(tried: Tried) -> None:
    """The proof can fail, and it spoke about every route."""
    assert tried.read["open"] > 500
    assert tried.read["confidential"] > 20
    assert tried.read["veiled"] > 3
    office_routes = {name for name, pattern in routes().items() if rules.is_office_page(pattern)}
    assert office_routes - tried.routes <= NOT_FURNISHED, (
        "no address of these routes was found: link or furnish them"
    )


def test_every_route_has_a_rule() -> None:
    unknown = {name: path for name, path in routes().items() if not rules.is_classified(path)}
    assert unknown == {}, "say in tests/proof/rules.py who may open these"


def test_no_form_is_taken_without_its_token(offices: Offices) -> None:
    role = offices.role("camat")
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    assert role.user is not None
    client.force_login(role.user)
    found = crawl(role, limit=160)
    forms = [form for form in found.forms.values() if form.method == "post"]
    assert len(forms) > 10
    for form in forms:
        with undone() as written:
            response = post(client, form, filled(form), with_token=False)
            assert (response.status_code, written) == (403, []), form.address.url
