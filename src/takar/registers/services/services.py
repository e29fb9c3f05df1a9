"""Named writes of the counter beyond recording: checking the papers of a request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from takar.kernel.errors import DomainError, Refused
from takar.ledger import access
from takar.ledger import services as ledger
from takar.ledger.models import Entry
from takar.ledger.projection import standing
from takar.organisation.actor import Actor
from takar.registers.services.book import ServiceRequests
from takar.registers.services.models import ServiceRequest
from takar.registers.services.promises import promised_day


def check_papers(
    *, request: ServiceRequest, have: Sequence[str], on: date, actor: Actor, note: str = ""
) -> ServiceRequest:
    """Tick the papers that are there: complete is verified, incomplete goes back with its reason.

    The promise runs from complete papers: a request that was returned gets its promise anew on the
    day it is verified.
    """
    if not access.may_record(actor, ServiceRequests):
        raise Refused(f"Buku {ServiceRequests.label} dipegang jabatan lain di kantor Anda.")
    asked = request.service.papers
    if unknown := set(have) - set(asked):
        raise DomainError(f"Bukan syarat layanan ini: {', '.join(sorted(unknown))}.", field="have")
    with transaction.atomic():
        Entry.objects.select_for_update().get(pk=request.pk)
        days = standing(request.milestones.all())
        if "verified" in days or "rejected" in days:
            raise DomainError("Berkas permohonan ini sudah diputuskan.")
        missing = [paper for paper in asked if paper not in have]
        if missing or "returned" in days:
            # What is lacking stands on the request itself, so that the counter can tell the applicant.
            values: dict[str, Any] = {"papers": list(have), "missing": missing}
            if not missing:
                values["promised_on"] = promised_day(request.service, on)
            reason = f"Pemeriksaan berkas. {note}".strip()
            ledger.correct_entry(entry=request, actor=actor, values=values, reason=reason, by_service=True)
        if not missing:
            ledger.add_milestone(
                entry=request,
                what="verified",
                on=on,
                actor=actor,
                note=note,
                details={"papers": asked},
                by_service=True,
            )
        elif "returned" not in days:
            lacking = f"Kurang: {', '.join(missing)}. {note}".strip()
            ledger.add_milestone(
                entry=request, what="returned", on=on, actor=actor, note=lacking, by_service=True
            )
    return ServiceRequest.objects.select_related("service").get(pk=request.pk)
