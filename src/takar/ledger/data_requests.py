"""Requests of people about their own data, and the 72 hours the office has to answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from takar.kernel import clock
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger.privacy_models import DataRequest
from takar.organisation.actor import Actor

TIME_TO_ANSWER = timedelta(hours=72)
"""UU 27/2022 art. 30: 3 x 24 hours from the request, weekends included."""


def may_handle(actor: Actor) -> bool:
    """Leaders and operators: they answer for the office's data."""
    return actor.is_leader or actor.is_operator


def receive_request(
    *, actor: Actor, kind: str, asked_by: str, details: str, contact: str = "", received_at: datetime
) -> DataRequest:
    """Take a request down; its clock runs from when it was received, not from when it was written up."""
    office_id = _require(actor)
    if received_at > clock.now():
        raise DomainError("Waktu diterima belum tiba.", field="received_at")
    if kind not in DataRequest.Kind.values:
        raise DomainError("Pilih permintaannya.", field="kind")
    if not asked_by.strip() or not details.strip():
        raise DomainError("Isi nama pemohon dan datanya.", field="details")
    return DataRequest.objects.create(
        office_id=office_id,
        kind=kind,
        asked_by=asked_by.strip(),
        contact=contact.strip(),
        details=details.strip(),
        received_at=received_at,
        due_at=received_at + TIME_TO_ANSWER,
        recorded_by_name=actor.signature,
    )


def answer_request(*, request: DataRequest, actor: Actor, answer: str) -> DataRequest:
    """Write the office's answer, once. Raises DomainError when it was answered before."""
    _require(actor)
    if request.office_id != actor.office_id:
        raise NotFound("Permintaan ini tidak ada di kantor Anda.")
    if not answer.strip():
        raise DomainError("Tulis jawabannya.", field="answer")
    with transaction.atomic():
        current = DataRequest.objects.select_for_update().get(pk=request.pk)
        if current.answered_at is not None:
            raise DomainError("Permintaan ini sudah dijawab.")
        current.answer = answer.strip()
        current.answered_at = clock.now()
        current.answered_by_name = actor.signature
        current.save()
    return current


def _require(actor: Actor) -> int:
    """The office whose requests the actor handles."""
    if actor.office_id is None or not may_handle(actor):
        raise Refused("Permintaan pemilik data ditangani pimpinan atau pengelola pengaturan.")
    return actor.office_id
