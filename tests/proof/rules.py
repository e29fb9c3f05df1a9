"""What everybody may get, said as rules. A route that no rule knows fails the proof: give it one here."""

from __future__ import annotations

import re

from takar.ledger.models import Entry
from tests.proof.crawling import Address
from tests.proof.offices import Role, takes_part

OPEN = ("/masuk/", "/keluar/", "/sehat", "/siap", "/metrik", "/akun/sandi/lupa/", "/cek/", "/saksi/")
"""Answered without signing in; they say nothing of an office."""
OWN_ACCOUNT = ("/akun/",)
"""Everybody's own account: password, second factor, sessions."""
STAFF = re.compile(r"^/($|<\w+:year>/|menunggu/|bukti/|pilih-kantor/|saya/)")
"""Roots of the pages of an office."""

REFUSED = frozenset({403, 404, 405})
CALM = frozenset({200, 301, 302, 304, 400, 403, 404, 405, 409, 413, 415, 422, 429})
"""Anything but a failure of the program."""


def is_classified(pattern: str) -> bool:
    """Whether one of the rules below speaks about this route."""
    path = f"/{pattern.lstrip('/')}"
    return path.startswith((*OPEN, *OWN_ACCOUNT)) or is_office_page(pattern)


def is_open(address: Address) -> bool:
    return address.path.startswith(OPEN)


def is_own_account(address: Address) -> bool:
    return address.path.startswith(OWN_ACCOUNT)


def belongs_to_office(address: Address) -> bool:
    """Whether the address names a row, or a book that one office declared itself."""
    return bool(address.rows) or address.own_book


def expected(role: Role, address: Address, office: int, entries: dict[int, Entry]) -> frozenset[int]:
    """Statuses that are right for this role at an address found in ``office``."""
    if is_open(address):
        return CALM
    if role.user is None:
        return frozenset({302})
    if is_own_account(address):
        return CALM
    if role.office is None:
        return REFUSED | {302}
    if belongs_to_office(address) and role.office.pk != office:
        return REFUSED
    entry = entries.get(address.rows.get("entry_id", 0))
    if entry is not None and not _may_open(role, entry):
        return REFUSED
    return CALM


def _may_open(role: Role, entry: Entry) -> bool:
    """Upper bound: the product may refuse more."""
    if role.guest:
        return role.leads or not entry.restricted
    if not role.positions:
        return role.person is not None and entry.person_id == role.person.pk
    return not entry.restricted or role.leads or takes_part(role, entry)


def is_office_page(pattern: str) -> bool:
    """Whether the proof must have asked for this route: a page of an office, by its own address."""
    return STAFF.match(f"/{pattern.lstrip('/')}") is not None
