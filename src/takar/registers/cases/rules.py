"""What a case and the land tax may not say, and what a village still owes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Q

from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_date_long, format_rupiah
from takar.ledger.books import Change, Event
from takar.ledger.models import CANCELLED
from takar.registers.cases.models import (
    INCIDENTS,
    Case,
    CaseKind,
    Incident,
    LandTaxAssessment,
    LandTaxPayment,
)

AREA_OF = {
    CaseKind.ORDER: "trantib",
    CaseKind.LAND_TAX: "pbb",
    CaseKind.SOCIAL: "kesejahteraan_sosial",
    CaseKind.DISASTER: "bencana",
}


def complete(case: Case) -> None:
    """The area follows the kind; what happened must belong to it."""
    if case.kind not in INCIDENTS:
        raise DomainError("Pilih jenis masalah.", field="kind")
    if case.incident != Incident.OTHER and case.incident not in INCIDENTS[case.kind]:
        fitting = ", ".join(label for code, label in Incident.choices if code in INCIDENTS[case.kind])
        raise DomainError(f"Kejadian ini bukan jenis tersebut. Pilih: {fitting}, Lainnya.", field="incident")
    if case.happened_on is not None and case.happened_on > case.occurred_on:
        raise DomainError("Kejadian tidak dapat sesudah dilaporkan.", field="happened_on")
    case.area_id = AREA_OF[CaseKind(case.kind)]


def resolved_after_every_step(event: Event) -> None:
    """A case is not resolved before the last thing done about it."""
    if event.change is not Change.ADVANCED or event.what != "resolved" or event.on is None:
        return
    last = max((row.on for row in event.entry.history.all("handled")), default=None)
    if last is not None and event.on < last:
        raise DomainError(
            f"Masih ada penanganan pada {format_date_long(last)}; selesainya tidak dapat sebelum itu.",
            field="on",
        )


def kind_stays(event: Event) -> None:
    """A case handled by one section does not become another section's by a correction."""
    if event.change is not Change.CORRECTED or event.before["kind"] == event.entry.kind:
        return
    if "handled" in event.entry.history:
        raise DomainError("Masalah ini sudah ditangani sebagai jenis semula. Catat yang baru.", field="kind")


# ---- land tax -------------------------------------------------------------------------------------


def one_assessment(row: LandTaxAssessment) -> None:
    """A village has one baku for a tax year; a changed one is a correction of it."""
    if row.village_id is None:
        raise DomainError("Pilih desa.", field="village")
    if row.due_on.year < row.tax_year:
        raise DomainError("Jatuh tempo tidak dapat sebelum tahun pajaknya.", field="due_on")
    row.title = row.title or f"Baku PBB-P2 {row.tax_year} Desa {row.village}"
    other = assessment_of(row.office_id, row.village_id, row.tax_year, apart_from=row.pk)
    if other is not None:
        raise DomainError(
            f"Baku {row.tax_year} untuk desa ini sudah tercatat (nomor {other.number_label}). "
            "Perbaiki entri itu bila berubah.",
            field="village",
        )
    paid = paid_by(row.office_id, row.village_id, row.tax_year)
    if row.pk is not None and row.amount < paid:
        raise DomainError(f"Sudah disetor {format_rupiah(paid)}; baku tidak dapat kurang.", field="amount")


def within_assessment(row: LandTaxPayment) -> None:
    """A payment belongs to a baku and does not exceed what is left of it."""
    if row.village_id is None:
        raise DomainError("Pilih desa.", field="village")
    row.title = row.title or f"Setoran PBB-P2 {row.tax_year} Desa {row.village}"
    baku = assessment_of(row.office_id, row.village_id, row.tax_year)
    if baku is None:
        raise DomainError(
            f"Baku tahun {row.tax_year} untuk desa ini belum dicatat. Catat dahulu di Baku PBB-P2.",
            field="tax_year",
        )
    left = baku.amount - paid_by(row.office_id, row.village_id, row.tax_year, apart_from=row.pk)
    if row.amount > left:
        raise DomainError(
            f"Sisa baku desa ini {format_rupiah(left)}. Periksa jumlahnya; denda ditulis di kolomnya sendiri.",
            field="amount",
        )


def apply_payment(event: Event[LandTaxPayment]) -> None:
    """The same once more under the lock of the baku: two payments of the last rupiah do not both pass.

    A baku is locked by no writer that still waits for a number, so this order cannot block anybody.
    """
    row = event.entry
    if event.change not in {Change.RECORDED, Change.CORRECTED} or row.village_id is None:
        return
    LandTaxAssessment.objects.select_for_update().filter(
        office_id=row.office_id, village_id=row.village_id, tax_year=row.tax_year
    ).order_by("pk").first()
    within_assessment(row)


def apply_assessment(event: Event[LandTaxAssessment]) -> None:
    """Numbers of one book are given one after another, so here a second baku of a village shows."""
    row = event.entry
    if event.change in {Change.RECORDED, Change.CORRECTED}:
        one_assessment(row)
    elif (
        event.change is Change.CANCELLED
        and row.village_id is not None
        and paid_by(row.office_id, row.village_id, row.tax_year)
    ):
        raise DomainError("Atas baku ini sudah ada setoran. Batalkan setorannya dahulu, atau perbaiki baku.")


def assessment_of(
    office_id: int, village_id: int, tax_year: int, *, apart_from: int | None = None
) -> LandTaxAssessment | None:
    rows = LandTaxAssessment.objects.filter(office_id=office_id, village_id=village_id, tax_year=tax_year)
    return rows.exclude(Q(state=CANCELLED) | Q(pk=apart_from)).first()


def paid_by(office_id: int, village_id: int, tax_year: int, *, apart_from: int | None = None) -> Decimal:
    """What a village paid for a tax year. Added here: SQLite would add decimals as floats."""
    rows = LandTaxPayment.objects.filter(office_id=office_id, village_id=village_id, tax_year=tax_year)
    rows = rows.exclude(Q(state=CANCELLED) | Q(pk=apart_from))
    return sum(rows.values_list("amount", flat=True), Decimal(0))


def overpaid(office_id: int) -> Iterator[str]:
    """Villages whose payments exceed their baku, or have none: impossible through the services."""
    due: dict[tuple[int | None, int], Decimal] = {}
    rows = LandTaxAssessment.objects.filter(office_id=office_id).exclude(state=CANCELLED)
    for village, year, amount in rows.values_list("village_id", "tax_year", "amount"):
        if (village, year) in due:
            yield f"Desa {village} mempunyai dua baku PBB-P2 {year}."
        due[village, year] = due.get((village, year), Decimal(0)) + amount
    paid: dict[tuple[int | None, int], Decimal] = {}
    payments = LandTaxPayment.objects.filter(office_id=office_id).exclude(state=CANCELLED)
    for village, year, amount in payments.values_list("village_id", "tax_year", "amount"):
        paid[village, year] = paid.get((village, year), Decimal(0)) + amount
    for key, amount in paid.items():
        if amount > due.get(key, Decimal(0)):
            yield f"Setoran PBB-P2 {key[1]} desa {key[0]} melebihi bakunya."
