"""Three addresses for whoever watches the server: is it alive, can it work, what does it count.

None of them asks for a sign-in, so none tells more than a word or a number.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from takar.config.readiness import free_space, what_hinders
from takar.config.safekeeping.proof import last_proven
from takar.kernel import clock
from takar.web.errors import error_page

_PLAIN = "text/plain; charset=utf-8"


@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers. A supervisor restarts it when it does not."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Ready: database, files and room are there; else 503 with what hinders, one line each."""
    hindered = what_hinders()
    if hindered:
        return HttpResponse("\n".join(hindered), status=503, content_type=_PLAIN)
    return HttpResponse("siap", content_type=_PLAIN)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counters in Prometheus' text format. For whoever may not read them the address does not exist."""
    if not _may_read_metrics(request):
        return error_page(request, 404)
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:  # the server's processes count together
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    text = generate_latest(registry) + generate_latest(_state())
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _may_read_metrics(request: HttpRequest) -> bool:
    """With the token; or from this machine, when no proxy stands between (it would make everybody local)."""
    if settings.METRICS_TOKEN:
        sent = request.headers.get("Authorization", "")
        return constant_time_compare(sent, f"Bearer {settings.METRICS_TOKEN}")
    forwarded = "Forwarded" in request.headers or any(
        name.startswith("X-Forwarded-") or name == "X-Real-Ip" for name in request.headers
    )
    if settings.BEHIND_PROXY or forwarded:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _state() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_State())
    return registry


class _State:
    """What is looked at when asked, instead of counted."""

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("takar_free_bytes", "Room left where the data lies.", value=free_space())
        age = proven_backup_age()
        if age is not None:
            yield GaugeMetricFamily(
                "takar_proven_backup_age_seconds", "Age of the newest backup that was proven.", value=age
            )


def proven_backup_age() -> float | None:
    """Age in seconds of the newest backup that was proven; None when there is none."""
    try:
        proven = last_proven()
        return None if proven is None else (clock.now() - proven.made).total_seconds()
    except (OSError, ValueError):
        return None
