"""How often a stranger may ask: the public pages are open to everybody, and counting costs the server.

Counted per network in the shared cache. Two requests at the same instant may count as one; what matters is that
nobody asks thousands of times.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from takar.kernel import clock
from takar.sign_in.addresses import client_address, network_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

SECONDS = 60
MOST = 30
"""Requests of one network in that time, counted anew every full minute."""


def limited(refusal: Callable[[HttpRequest], HttpResponse]) -> Callable[[View[P]], View[P]]:
    """A view that answers with ``refusal`` and 429 when it is asked too often."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **more: P.kwargs) -> HttpResponse:
            if _asked_too_often(network_of(client_address(request))):
                response = refusal(request)
                response.status_code = 429
                response["Retry-After"] = str(SECONDS)
                return response
            return view(request, *args, **more)

        return guarded

    return wrap


def _asked_too_often(network: str) -> bool:
    # The minute is a part of the key: counting up would otherwise prolong the time of the count.
    key = f"public.asked.{int(clock.now().timestamp()) // SECONDS}.{network}"
    cache.add(key, 0, 2 * SECONDS)
    try:
        return cache.incr(key) > MOST
    except ValueError:  # it ran out between the two lines
        return False
