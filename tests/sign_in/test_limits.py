"""Guessing is slow from everywhere, and nobody's guessing keeps an owner out."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from takar.kernel import clock
from takar.sign_in import limits
from takar.sign_in.models import KnownAddress, SignInCounter
from tests.conftest import MIDYEAR
from tests.factories import Cast
from tests.sign_in.conftest import ELSEWHERE, OFFICE, Knock, at
from tests.web.screen import Screen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """The clock stands still, so that a slow machine does not use up a wait."""
    with clock.set_to(MIDYEAR):
        yield


def guess(knock: Knock, client: Client, name: str, times: int) -> int:
    """Wrong passwords; how many were looked at."""
    return sum(knock(client, name, f"salah {n}").status_code != 429 for n in range(times))


# ---- the arithmetic -----------------------------------------------------------------------------


def test_waits_double_up_to_five_minutes() -> None:
    free = limits.FREE_PER_ACCOUNT
    waits = [limits.wait_after(failures, free) for failures in range(free + 10)]
    assert waits == [0] * free + [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert limits.wait_after(10**9, free) == limits.LONGEST_WAIT


def test_twenty_tries_in_the_same_instant_are_four_guesses() -> None:
    """Each is counted before its password is looked at, so none of them can slip through."""
    begun = 0
    for _ in range(20):
        try:
            limits.begin_attempt(account="umum", address=ELSEWHERE, device="", at_home=False)
            begun += 1
        except limits.TooEarly:
            pass
    assert begun == limits.FREE_PER_ACCOUNT


def test_an_hour_of_guessing_from_everywhere_is_some_twenty_guesses(cast: Cast) -> None:
    """OWASP ASVS 2.2.1 allows one hundred."""
    looked_at, waited, addresses = 0, 0, count(1)
    while waited < 3600:
        with clock.set_to(MIDYEAR + timedelta(seconds=waited)):
            address = str(ipaddress.ip_address("203.0.113.0") + next(addresses))
            try:
                limits.begin_attempt(account="umum", address=address, device="", at_home=False)
                looked_at += 1
            except limits.TooEarly as early:
                waited += early.seconds
    assert 10 < looked_at <= 25


def test_a_count_is_forgiven_after_a_quiet_hour() -> None:
    for _ in range(limits.FREE_PER_ACCOUNT):
        limits.begin_attempt(account="umum", address=ELSEWHERE, device="", at_home=False)
    later = MIDYEAR + limits.FORGIVEN_AFTER + timedelta(seconds=1)
    with clock.set_to(later):
        limits.begin_attempt(account="umum", address=ELSEWHERE, device="", at_home=False)


def test_the_counts_name_nobody() -> None:
    limits.begin_attempt(account="umum", address=ELSEWHERE, device="", at_home=False)
    kept = " ".join(SignInCounter.objects.values_list("key", flat=True))
    assert "umum" not in kept
    assert ELSEWHERE not in kept


# ---- through the form ---------------------------------------------------------------------------


def test_too_many_wrong_passwords_are_answered_with_a_wait(cast: Cast, knock: Knock) -> None:
    stranger = at(ELSEWHERE)
    assert guess(knock, stranger, "umum", 10) == limits.FREE_PER_ACCOUNT
    answer = knock(stranger, "umum", "salah")
    assert (answer.status_code, answer["Retry-After"]) == (429, "2")
    page = Screen(answer)
    assert "terlalu banyak percobaan" in page.alert.casefold()
    assert "2 detik" in page.alert
    assert page.soup.select_one("[data-countdown]")["data-countdown"] == "2"  # type: ignore[index]
    with clock.set_to(MIDYEAR + timedelta(seconds=2)):
        assert knock(stranger, "umum").status_code == 302


def test_the_owners_device_passes_whatever_strangers_do(cast: Cast, knock: Knock) -> None:
    own = at(OFFICE)
    assert knock(own, "umum").status_code == 302
    own.post("/keluar/")
    # The same address, even: a stranger behind the same proxy, or one who shares the office's network.
    guess(knock, at(OFFICE), "umum", 30)
    guess(knock, at(ELSEWHERE), "umum", 30)
    for n in range(80):
        knock(at(OFFICE), f"orang{n}", "salah")
    assert knock(own, "umum").status_code == 302


def test_a_known_address_passes_a_strangers_lock_on_the_account(cast: Cast, knock: Knock) -> None:
    knock(at(OFFICE), "umum")
    guess(knock, at(ELSEWHERE), "umum", 30)
    assert knock(at(ELSEWHERE), "umum").status_code == 429
    new_browser = at(OFFICE)
    assert knock(new_browser, "umum").status_code == 302


def test_a_strangers_flood_of_names_does_not_shut_the_office_behind_the_same_address(
    cast: Cast, knock: Knock
) -> None:
    knock(at(OFFICE), "umum")
    for n in range(60):
        knock(at(OFFICE), f"orang{n}", "salah")
    assert knock(at(OFFICE), "orang-lain", "salah").status_code == 429
    assert knock(at(OFFICE), "umum").status_code == 302


def test_one_password_tried_on_many_accounts_is_found(cast: Cast, knock: Knock) -> None:
    stranger = at(ELSEWHERE)
    looked_at = sum(knock(stranger, f"orang{n}", "Rahasia2026").status_code != 429 for n in range(60))
    assert looked_at == limits.FREE_PER_ADDRESS


def test_many_accounts_guessed_inside_the_office_are_found_too(cast: Cast, knock: Knock) -> None:
    for member in cast.members.values():
        KnownAddress.objects.create(user=member.user, address=OFFICE, last_at=clock.now())
    colleague = at(OFFICE)
    names = [member.user.username for member in cast.members.values()]
    looked_at = 0
    # Slowly enough for each account's own count, until the address itself is slowed down.
    for hour in range(20):
        with clock.set_to(MIDYEAR + timedelta(minutes=hour * 10)):
            looked_at += sum(knock(colleague, name, "salah").status_code != 429 for name in names)
    assert limits.FREE_PER_KNOWN_ADDRESS <= looked_at < 20 * len(names)


def test_an_account_of_ones_own_does_not_clear_the_count_of_guesses(cast: Cast, knock: Knock) -> None:
    guesser = at(ELSEWHERE)
    looked_at = 0
    for n in range(40):
        looked_at += knock(guesser, f"orang{n}", "salah").status_code != 429
        fresh = at(ELSEWHERE)
        if knock(fresh, "camat").status_code == 302:
            fresh.post("/keluar/")
        KnownAddress.objects.all().delete()  # as from ever new addresses: the account is never at home
    assert looked_at <= limits.FREE_PER_ADDRESS


def test_a_device_cookie_of_one_account_helps_no_guess_at_another(cast: Cast, knock: Knock) -> None:
    guesser = at(ELSEWHERE)
    assert knock(guesser, "camat").status_code == 302
    guesser.post("/keluar/")
    assert guess(knock, guesser, "umum", 20) == limits.FREE_PER_ACCOUNT
    assert guess(knock, at("203.0.113.99"), "umum", 20) == 0


def test_an_invented_device_cookie_is_none(cast: Cast, knock: Knock) -> None:
    guess(knock, at(ELSEWHERE), "umum", 10)
    for cookie in ("x", "WyJkIixbMV1d:1abc:sig", ""):
        client = at(ELSEWHERE)
        client.cookies["takar_device"] = cookie
        assert knock(client, "umum").status_code == 429


@pytest.mark.parametrize("header", [None, "garbage", "2001:db8::1, x", "9.9.9.9"])
def test_no_header_of_a_browser_moves_the_count(
    cast: Cast, knock: Knock, settings: Settings, header: str | None
) -> None:
    """As nginx passes it on with the documented settings: the true address last, or alone."""
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("127.0.0.0/8")]
    looked_at = 0
    for n in range(60):
        found = ELSEWHERE if header is None else f"{header}, {n}.1.1.1, {ELSEWHERE}"
        looked_at += knock(Client(), f"orang{n}", "salah", HTTP_X_FORWARDED_FOR=found).status_code != 429
    assert looked_at == limits.FREE_PER_ADDRESS
    assert knock(Client(), "umum", HTTP_X_FORWARDED_FOR=OFFICE).status_code == 302


@pytest.mark.parametrize("header", ["garbage", "", ",", "\x00", "1.2.3.4.5", "::::", "a" * 8000])
def test_a_garbled_header_is_no_failure(cast: Cast, knock: Knock, settings: Settings, header: str) -> None:
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("127.0.0.0/8")]
    assert knock(Client(), "umum", HTTP_X_FORWARDED_FOR=header).status_code == 302


def test_addresses_and_counts_do_not_stay(cast: Cast, knock: Knock) -> None:
    guess(knock, at(ELSEWHERE), "umum", 2)
    knock(at(ELSEWHERE), "umum")
    with clock.set_to(MIDYEAR + timedelta(days=limits.ADDRESS_DAYS + 1)):
        knock(at(OFFICE), "camat")
    assert list(KnownAddress.objects.values_list("user__username", "address")) == [("camat", OFFICE)]
    assert not SignInCounter.objects.filter(last_at__lte=MIDYEAR).exists()


def test_a_password_beyond_the_bound_is_never_hashed(cast: Cast, knock: Knock) -> None:
    page = Screen(knock(at(OFFICE), "umum", "x" * 20_000))
    assert "paling panjang 128" in page.faults["password"]
    assert SignInCounter.objects.count() == 0


def test_a_name_beyond_the_bound_is_never_looked_up(cast: Cast, knock: Knock) -> None:
    assert "login" in Screen(knock(at(OFFICE), "u" * 151)).faults
    assert SignInCounter.objects.count() == 0
