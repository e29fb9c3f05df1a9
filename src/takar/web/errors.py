"""The page of a request that failed: plain, and true about what was stored."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from takar.web.recorded_so_far import is_disk_full, recorded_so_far


def failed(request: HttpRequest) -> HttpResponse:
    """Called while the error is being handled: 507 for a full disk, else 500."""
    error = sys.exc_info()[1]
    full = is_disk_full(error)
    title = "Penyimpanan server penuh" if full else "Terjadi gangguan pada Takar"
    cause = (
        "Server kehabisan ruang; membaca tetap dapat, mencatat belum. Beri tahu pengelola server."
        if full
        else "Beri tahu pengelola server jam kejadiannya bila terulang."
    )
    context = {"title": title, "sentence": f"{cause} {recorded_so_far(request, error)}".strip()}
    # Without the request: no context processor, so no session and no database.
    return HttpResponse(render_to_string("500.html", context), status=507 if full else 500)
