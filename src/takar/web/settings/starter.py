"""Bringing in the shipped guidelines, calendar and checklists as a beginning to correct."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from takar.kernel.access import require
from takar.registers.documents import services as documents
from takar.registers.documents.models import DocumentSchedule
from takar.registers.dossiers import services as dossiers
from takar.registers.finance import reference as finance
from takar.web.http import StaffRequest
from takar.web.settings.reference import FORBIDDEN


@require_POST
def load(request: StaffRequest, year: int) -> HttpResponse:
    office = request.actor.office
    require(request.actor, "change", DocumentSchedule, FORBIDDEN)
    assert office is not None
    added = documents.load_starter(office=office) + dossiers.load_starter(office=office)
    added += finance.load_starter(office=office)
    if added:
        messages.success(
            request, f"{added} baris awal dimuat. Cocokkan dengan ketentuan kabupaten, lalu tandai diperiksa."
        )
    else:
        messages.info(request, "Jadwal, pedoman dan kelengkapan awal sudah ada semua.")
    return redirect("web:documents-schedule", year=year)
