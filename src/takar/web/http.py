"""The request as staff pages know it."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from takar.organisation.actor import Actor


class StaffRequest(HttpRequest):
    """A signed-in request: ``actor`` is set by the StaffOnly middleware."""

    actor: Actor
    htmx: HtmxDetails
