"""Which address counts, behind which proxy, whatever the header says."""

from __future__ import annotations

import ipaddress
import logging

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from takar.config.cli.doctor_data import check_proxy
from takar.sign_in.addresses import client_address, network_of, proxy_state, watch_proxy

LOCAL = [ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("10.1.0.0/16")]


@pytest.mark.parametrize(
    ("peer", "header", "found"),
    [
        # No trusted proxy in front: the header is whatever the browser likes to say.
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        # nginx sets the header itself, or appends to what the browser sent.
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "1.1.1.1, 198.51.100.1, 10.1.2.3", "198.51.100.1"),
        # Unusable: the connection's own address, never a failure.
        ("127.0.0.1", "garbage", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1, <script>", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", ",,,", "127.0.0.1"),
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
        # Ports, brackets, mapped and scoped writings.
        ("127.0.0.1", "198.51.100.1:5123", "198.51.100.1"),
        ("127.0.0.1", "[2001:db8::5]:443", "2001:db8::5"),
        ("127.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_the_rightmost_address_that_is_no_proxy_counts(
    settings: Settings, peer: str, header: str, found: str
) -> None:
    settings.TRUSTED_PROXIES = LOCAL
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=header)
    assert client_address(request) == found


def test_one_ipv6_customer_is_one_network() -> None:
    assert network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2:bbbb::9")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")
    assert network_of("198.51.100.1") == "198.51.100.1"


@pytest.mark.django_db
def test_a_proxy_that_hides_the_browsers_is_noted_and_told_once(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    cache.clear()
    settings.HTTPS, settings.TRUSTED_PROXIES = True, LOCAL
    bare = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")
    with caplog.at_level(logging.WARNING, logger="takar.sign_in.addresses"):
        watch_proxy(bare)
        watch_proxy(bare)
    assert proxy_state() == "missing"
    assert len(caplog.records) == 1
    # A made-up header, handed on by a proxy that sets none, does not hide the fault.
    watch_proxy(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="9.9.9.9"))
    assert proxy_state() == "missing"
    watch_proxy(RequestFactory().get("/", REMOTE_ADDR="172.17.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1"))
    assert proxy_state() == "unlisted 172.17.0.1"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("peer", "header", "remedy"),
    [
        ("127.0.0.1", "", "X-Forwarded-For"),
        ("172.17.0.1", "198.51.100.1", "TAKAR_PROXIES"),
        ("127.0.0.1", "198.51.100.1", ""),
    ],
)
def test_the_doctor_tells_what_the_server_saw(
    settings: Settings, peer: str, header: str, remedy: str
) -> None:
    cache.clear()
    settings.HTTPS, settings.TRUSTED_PROXIES = True, LOCAL
    assert "belum ada yang mencoba" in check_proxy().state
    more = {"HTTP_X_FORWARDED_FOR": header} if header else {}
    watch_proxy(RequestFactory().get("/", REMOTE_ADDR=peer, **more))
    found = check_proxy()
    assert remedy in found.remedy
    assert bool(found.remedy) == bool(remedy)
    settings.HTTPS = False
    assert check_proxy().remedy == ""
