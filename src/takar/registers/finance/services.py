"""Named writes beyond recording: SPM and SP2D of a request, closing a month, counting again."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from takar.kernel.errors import DomainError, Refused
from takar.ledger import services as ledger
from takar.ledger.access import may_advance, may_record, require_own
from takar.ledger.models import Entry, Milestone
from takar.organisation.actor import Actor
from takar.registers.finance.book import CashClosings, CashEntries, PaymentRequests
from takar.registers.finance.calculation import cash_of
from takar.registers.finance.models import DENOMINATIONS, CashClosing, CashEntry, PaymentRequest
from takar.registers.finance.rules import papers


def issue_order(*, request: PaymentRequest, actor: Actor, number: str, on: date, note: str = "") -> Milestone:
    """Tell that the SPM was issued, with its number in SIPD."""
    return _numbered(request, "issued", "spm_number", "Nomor SPM", actor, number, on, note)


def pay(*, request: PaymentRequest, actor: Actor, number: str, on: date, note: str = "") -> Milestone:
    """Tell that the SP2D came out, with its number in SIPD."""
    return _numbered(request, "paid", "sp2d_number", "Nomor SP2D", actor, number, on, note)


def _numbered(
    request: PaymentRequest,
    what: str,
    column: str,
    label: str,
    actor: Actor,
    number: str,
    on: date,
    note: str,
) -> Milestone:
    require_own(actor, request)
    spec = PaymentRequests.spec(what)
    if not may_advance(actor, request, spec):
        raise Refused(f"Anda tidak bertugas mencatat “{spec.label}” pada {PaymentRequests.entry_label} ini.")
    if not number.strip():
        raise DomainError(f"Isi {label} dari SIPD.", field="number")
    with transaction.atomic():
        Entry.objects.select_for_update().get(pk=request.pk)
        milestone = ledger.add_milestone(
            entry=request, what=what, on=on, actor=actor, note=note, by_service=True
        )
        current = PaymentRequest.objects.get(pk=request.pk)
        if getattr(current, column) != number.strip():
            ledger.correct_entry(
                entry=current,
                actor=actor,
                values={column: number.strip()},
                reason=f"{spec.label}.",
                by_service=True,
            )
    return milestone


def enter_in_cash_book(*, request: PaymentRequest, actor: Actor, values: Mapping[str, Any]) -> CashEntry:
    """The row of the cash book for an SP2D that came out; once, also when two people write it."""
    require_own(actor, request)
    with transaction.atomic():
        Entry.objects.select_for_update().get(pk=request.pk)
        if reason := papers.not_bookable(PaymentRequest.objects.get(pk=request.pk)):
            raise DomainError(reason)
        row = ledger.record_entry(book=CashEntries, actor=actor, values={**values, "request": request})
    assert isinstance(row, CashEntry)
    return row


def close_month(
    *,
    actor: Actor,
    month: str,
    counts: Mapping[int, int],
    bank: Decimal,
    explanation: str = "",
    on: date,
    client_key: uuid.UUID | None = None,
) -> CashClosing:
    """Close a month of the BKU (``2026-03``): the book's figures are frozen beside the money counted.

    ``counts`` tells how many notes and coins of each denomination lie in the safe.
    """
    counted = _counts(counts)
    return ledger.record_entry(
        book=CashClosings,
        actor=actor,
        values={
            "occurred_on": on,
            "month": month,
            "title": "",
            "counts": counted,
            "cash": cash_of(counted),
            "bank": bank,
            "explanation": explanation.strip(),
        },
        client_key=client_key,
    )


def count_again(
    *,
    closing: CashClosing,
    actor: Actor,
    counts: Mapping[int, int],
    bank: Decimal,
    explanation: str,
    reason: str,
) -> CashClosing:
    """Correct what was counted, until the superior has signed. The book's figures stay frozen."""
    require_own(actor, closing)
    if not may_record(actor, CashClosings):
        raise Refused(f"Buku {CashClosings.label} dipegang jabatan lain di kantor Anda.")
    counted = _counts(counts)
    return ledger.correct_entry(
        entry=closing,
        actor=actor,
        values={
            "counts": counted,
            "cash": cash_of(counted),
            "bank": bank,
            "explanation": explanation.strip(),
        },
        reason=reason,
    )


def _counts(counts: Mapping[int, int]) -> dict[str, int]:
    unknown = set(counts) - set(DENOMINATIONS)
    if unknown or any(many < 0 for many in counts.values()):
        raise DomainError("Jumlah lembar atau keping tidak boleh kurang dari nol.")
    return {str(worth): many for worth, many in sorted(counts.items(), reverse=True) if many}
