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
from takar.organisation.actor import Actor
from takar.registers.counter.book import ServiceRequests
from takar.registers.counter.models import ServiceRequest
from takar.registers.counter.rules import promised_day


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
        history = request.history
        if "verified" in history or "rejected" in history:
            raise DomainError("Berkas permohonan ini sudah diputuskan.")
        missing = [paper for paper in asked if paper not in have]
        if missing or "returned" in history:
            # What is lacking stands on the request itself, so that the counter can tell the applicant.
            values: dict[str, Any] = {"papers": list(have), "missing": missing}
            if not missing:
                values["promised_on"] = promised_day(request.service, on)
            told_as, reason = _story(request, have, missing, again="returned" in history, note=note)
            ledger.correct_entry(
                entry=request, actor=actor, values=values, reason=reason, told_as=told_as, by_service=True
            )
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
        elif "returned" not in history:
            lacking = f"Kurang: {', '.join(missing)}. {note}".strip()
            ledger.add_milestone(
                entry=request, what="returned", on=on, actor=actor, note=lacking, by_service=True
            )
    return ServiceRequest.objects.select_related("service").get(pk=request.pk)


def _story(
    request: ServiceRequest, have: Sequence[str], missing: Sequence[str], *, again: bool, note: str
) -> tuple[str, str]:
    """What the history calls a check of the papers, and what it says of it.

    A request is returned once as a milestone; that it went back again is told here.
    """
    if not again:
        return "Berkas diperiksa", f"{len(have)} dari {len(have) + len(missing)} berkas ada."
    brought = [paper for paper in have if paper not in request.papers]
    said = f"Dibawa: {', '.join(brought)}." if brought else "Tidak ada berkas baru."
    if not missing:
        return "Berkas dilengkapi", f"{said} Waktu janji dihitung sejak berkas lengkap. {note}".strip()
    return "Dikembalikan lagi", f"{said} Masih kurang: {', '.join(missing)}. {note}".strip()
