"""The address a request comes from; neither a forged header nor a proxy may hide it.

``X-Forwarded-For`` is believed only when the connection itself comes from a trusted proxy
(``TAKAR_PROXIES``). Then the right-most address that is no trusted proxy counts: whatever stands
further left was sent by the browser and may be invented.
"""

from __future__ import annotations

import ipaddress
import logging

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

logger = logging.getLogger(__name__)

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_PASSED_ON = "sign-in.proxy-passed-on"
_FAULT = "sign-in.proxy-fault"
_HOUR = 3600


def client_address(request: HttpRequest) -> str:
    """The browser's address in its usual writing; the connection's own where the header is unusable.

    Empty only for a request without a connection (made by a program, as in tests).
    """
    peer = _parsed(request.META.get("REMOTE_ADDR", ""))
    if peer is None:
        return ""
    found = peer
    if _is_proxy(peer):
        for named in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            address = _parsed(named)
            if address is None:
                break
            found = address
            if not _is_proxy(address):
                break
    return str(found)


def network_of(address: str) -> str:
    """What is counted together: an IPv4 address, or the /64 that one IPv6 customer has to themselves."""
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False))
    return address


def watch_proxy(request: HttpRequest) -> None:
    """Note whether the proxy passes addresses on; warn in the log, once an hour, when it does not.

    Asked at every attempt to sign in. Without the header everybody has the proxy's address, and the
    mistakes of one are counted against all. A fault stays noted for an hour whatever comes after it: a
    proxy that sets nothing hands on a header that a guesser made up, and that looks like a proxy that does.
    """
    if not settings.HTTPS:
        return
    peer = _parsed(request.META.get("REMOTE_ADDR", ""))
    if peer is None:
        return
    if _is_proxy(peer) and request.META.get("HTTP_X_FORWARDED_FOR"):
        cache.add(_PASSED_ON, "passed on", 7 * 24 * _HOUR)
        return
    fault = "missing" if _is_proxy(peer) else f"unlisted {peer}"
    if cache.get(_FAULT) != fault:
        cache.set(_FAULT, fault, _HOUR)
        logger.warning("the proxy does not tell the browser's address (%s); see takar doctor", fault)


def proxy_state() -> str:
    """``missing`` or ``unlisted ADDRESS`` within the last hour, else ``passed on``; empty when nothing is known."""
    return str(cache.get(_FAULT) or cache.get(_PASSED_ON) or "")


def _parsed(text: str) -> _Address | None:
    text = text.strip()
    if text.startswith("["):  # [2001:db8::1]:443
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # 192.0.2.1:443
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def _is_proxy(address: _Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)
