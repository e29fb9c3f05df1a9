"""What is known of a request while it runs: an id that page and log share, who asks, and for what.

Whoever sees an error page reads the id to the operator, who finds the lines in the log by it. The log
names the route, never the address as it was typed: what people search for stands there.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from takar.kernel.metrics import REQUEST_SECONDS, REQUESTS
from takar.kernel.security_log import SecurityEvent, log_event

HEADER = "X-Request-ID"
UNKNOWN_ROUTE = "-"
"""For addresses that lead to no page: everything strangers try counts as one route."""

_GIVEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Signs that are not mistaken for one another when somebody reads an id out on the telephone."""

logger = logging.getLogger("takar.request")

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestTrace:
    """Stands first, so that a request refused by any other middleware has its id and its log lines too.

    What is bound stays bound until the request is finished (:func:`forget`): Django writes its own line
    about a refused request after the last middleware.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        trace = _trace_id(request)
        request.request_id = trace  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=trace, method=request.method)
        response = self.get_response(request)
        response[HEADER] = trace
        self._log(request, response, time.perf_counter() - begun)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Called when the route is found and the middlewares below have found out who asks."""
        structlog.contextvars.bind_contextvars(route=route_of(request), **_who(request))

    def _log(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        route = route_of(request)
        REQUESTS.labels(_method(request), route, str(response.status_code)).inc()
        REQUEST_SECONDS.labels(route).observe(seconds)
        if response.status_code == 403 or (response.status_code == 404 and route != UNKNOWN_ROUTE):
            # A page that exists was refused: a thing of another office looks like one that is absent.
            why = getattr(request, "refused_for", "policy")
            log_event(
                SecurityEvent.REFUSED, status=response.status_code, why=why, route=route, **_who(request)
            )
        if settings.LOG_REQUESTS:
            facts = {"status": response.status_code, "duration_ms": round(seconds * 1000)}
            logger.info("request", extra={**facts, "route": route, **_who(request)})


def forget(**signal: Any) -> None:
    """The request is answered; what the thread logs next belongs to nobody."""
    structlog.contextvars.clear_contextvars()


def request_id(request: HttpRequest) -> str:
    """The id of this request; empty where no middleware ran (a test that calls a view itself)."""
    return str(getattr(request, "request_id", ""))


def route_of(request: HttpRequest) -> str:
    """The name of the page that was asked for."""
    match = request.resolver_match
    return (match.view_name or UNKNOWN_ROUTE) if match else UNKNOWN_ROUTE


def _method(request: HttpRequest) -> str:
    return request.method if request.method in ("GET", "POST", "HEAD", "OPTIONS") else "other"


def _who(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", None)
    return {} if actor is None else {"user_id": actor.user_id, "office_id": actor.office_id}


def _trace_id(request: HttpRequest) -> str:
    """The proxy's id when it is a plain short word, else a new one: what came in reaches page and log."""
    given = request.headers.get(HEADER, "")
    if _GIVEN.fullmatch(given):
        return given
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))
