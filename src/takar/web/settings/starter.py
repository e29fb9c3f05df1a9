"""Bringing in the shipped guidelines, calendar and checklists as a beginning to correct."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from takar.kernel.access import require
from takar.ledger.starters import load_starters
from takar.organisation.models import Position
from takar.web.http import StaffRequest
from takar.web.settings.reference import FORBIDDEN


@require_POST
def load(request: StaffRequest, year: int) -> HttpResponse:
    office = request.actor.office
    require(request.actor, "change", Position, FORBIDDEN)
    assert office is not None
    added = load_starters(office=office)
    if added:
        messages.success(
            request, f"{added} baris awal dimuat. Cocokkan dengan ketentuan kabupaten, lalu tandai diperiksa."
        )
    else:
        messages.info(request, "Data awal sudah ada semua.")
    return redirect("web:settings", year=year)
