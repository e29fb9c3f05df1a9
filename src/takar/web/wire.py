"""How answers travel: text compressed, and nothing kept by anybody between Takar and the browser."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSED = ("text/", "application/json")
"""Pages shrink to a tenth. PDF, XLSX and pictures are compressed already: again costs time and their length."""


class Wire(GZipMiddleware):
    """Django's GZip hides a page's length behind random bytes, and its CSRF token looks different in every
    answer: so the length of a compressed page gives no secret away (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # What says nothing of its own belongs to whoever asked, and is asked for again each time.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        if response.headers.get("Content-Type", "").startswith(COMPRESSED):
            return super().process_response(request, response)
        return response
