"""How often a wrong password may be tried, so that guessing is slow and nobody can lock out an owner.

After a few free mistakes the next try must wait: 2 seconds, then 4, 8 and so on up to five minutes.
Nobody sleeps in the server; the answer says how long. Who counts with whom:

- a browser the account has signed in with before counts by itself. A stranger cannot reach it.
- an address from which the account signed in lately counts per account and address.
- everybody else shares one count per account, and one per address, which finds a password tried on
  many accounts.

So at most some 25 guesses an hour reach one account from strangers (OWASP ASVS 2.2.1 allows 100).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from takar.kernel import clock
from takar.sign_in.models import KnownAddress, SignInCounter

FREE_PER_ACCOUNT = 4
"""Mistakes before the first wait, for one account."""
FREE_PER_ADDRESS = 20
"""Mistakes of strangers from one address before everybody unknown there waits."""
FREE_PER_KNOWN_ADDRESS = 60
"""The same among accounts that are at home at the address: a whole office may stand behind one."""
LONGEST_WAIT = 300
"""Seconds."""
FORGIVEN_AFTER = timedelta(hours=1)
"""Without another mistake a count begins anew."""
ADDRESS_DAYS = 30
"""How long an address stays known."""


class TooEarly(Exception):
    """The next try has to wait. ``seconds`` says how long."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class Attempt:
    """One try, counted as a mistake before the password is looked at.

    Counting first is what makes twenty tries in the same instant count as twenty.
    """

    own: tuple[str, ...]
    """Counts of this account and device or address alone: a right password clears them."""
    shared: tuple[str, ...]
    """Counts that others fill too: a right password takes back this try only, or a guesser could clear
    them with an account of their own."""

    def succeeded(self) -> None:
        SignInCounter.objects.filter(key__in=self.own).delete()
        SignInCounter.objects.filter(key__in=self.shared, failures__gt=0).update(failures=F("failures") - 1)


def begin_attempt(*, account: str, address: str, device: str, at_home: bool) -> Attempt:
    """Count a try, or raise :class:`TooEarly`.

    ``account`` is the name as typed, ``address`` the browser's network, ``device`` the number of a
    browser known for this account (else empty), ``at_home`` whether the address is known for it.
    """
    account = account.strip().casefold()
    own: dict[str, int] = {}
    shared: dict[str, int] = {}
    if device:
        own[_key("device", device, account)] = FREE_PER_ACCOUNT
    elif at_home:
        own[_key("account at home", account, address)] = FREE_PER_ACCOUNT
        shared[_key("address at home", address)] = FREE_PER_KNOWN_ADDRESS
    else:
        shared[_key("account", account)] = FREE_PER_ACCOUNT
        shared[_key("address", address)] = FREE_PER_ADDRESS
    _count(own | shared)
    return Attempt(tuple(own), tuple(shared))


def is_at_home(user_id: int | None, address: str) -> bool:
    if user_id is None or not address:
        return False
    since = clock.now() - timedelta(days=ADDRESS_DAYS)
    return KnownAddress.objects.filter(user_id=user_id, address=address, last_at__gte=since).exists()


def remember_address(user_id: int, address: str) -> None:
    """After a complete sign-in; also removes what is too old to matter."""
    now = clock.now()
    if address:
        KnownAddress.objects.update_or_create(user_id=user_id, address=address, defaults={"last_at": now})
    KnownAddress.objects.filter(last_at__lt=now - timedelta(days=ADDRESS_DAYS)).delete()
    SignInCounter.objects.filter(last_at__lt=now - timedelta(days=1)).delete()


def wait_after(failures: int, free: int) -> int:
    """Seconds between the last mistake and the next try."""
    if failures < free:
        return 0
    # The exponent is bounded before it is used: a million failures must not make a million-bit number.
    return min(1 << min(failures - free + 1, 10), LONGEST_WAIT)


@transaction.atomic
def _count(limits: Mapping[str, int]) -> None:
    now = clock.now()
    # Always in the same order: two tries that share two counts must not wait for each other.
    rows = [_locked(key, now) for key in sorted(limits)]
    wait = max(_seconds_left(row, limits[row.key], now) for row in rows)
    if wait > 0:
        raise TooEarly(wait)
    for row in rows:
        row.failures += 1
        row.last_at = now
        row.save()


def _locked(key: str, now: datetime) -> SignInCounter:
    SignInCounter.objects.get_or_create(key=key, defaults={"last_at": now})
    row = SignInCounter.objects.select_for_update().get(key=key)
    if now - row.last_at > FORGIVEN_AFTER:
        row.failures = 0
    return row


def _seconds_left(row: SignInCounter, free: int, now: datetime) -> int:
    due = row.last_at + timedelta(seconds=wait_after(row.failures, free))
    # Never longer than the longest wait, even when the clock was set back.
    return min(-int(-(due - now).total_seconds() // 1), LONGEST_WAIT) if due > now else 0


def _key(*parts: str) -> str:
    return salted_hmac("takar.sign_in.limits", "\x1f".join(parts), algorithm="sha256").hexdigest()
