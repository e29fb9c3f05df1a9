"""What people do with assets, the papers of vehicles and the reports of the inventory."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Q

from takar.kernel import clock
from takar.kernel.formatting import format_date_long
from takar.kernel.months import add_years
from takar.ledger.actions import Action, Outcome, for_book, turns
from takar.ledger.actions.general import Advance
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.goods import services
from takar.registers.goods.actions.forms import PayForm
from takar.registers.goods.book import Assets, InventoryReports, VehicleRenewals
from takar.registers.goods.models import Asset, InventoryReport, VehicleRenewal
from takar.registers.goods.rules import reports


@for_book(Assets)
class ProposeDisposal(Advance[Entry]):
    """One proposal names many assets."""

    code = "propose"
    milestones = ("proposed",)
    bulk = True


@for_book(Assets)
class DisposeOfAsset(Advance[Asset]):
    """The decision comes from the regency; the keepers ask after it and write it down."""

    code = "dispose"
    milestones = ("disposed",)
    bulk = True
    waits_in = ("proposed",)
    waits_as = "Aset menunggu keputusan penghapusan"

    def turn(self, actor: Actor) -> Q | None:
        return turns.keepers(actor, self.book)

    def about(self, entry: Asset) -> str:
        return entry.label_code


@for_book(VehicleRenewals)
class PayRenewal(Action[VehicleRenewal]):
    code = "pay"
    slug = "bayar"
    label = "Catat pembayaran"
    milestones = ("paid",)
    form_class = PayForm
    waits_in = ("submitted",)
    waits_as = "Perpanjangan surat kendaraan menunggu pembayaran"
    due = "due_on"

    def turn(self, actor: Actor) -> Q | None:
        return turns.keepers(actor, self.book)

    def no_right(self, actor: Actor, entry: VehicleRenewal) -> str:
        return super().no_right(actor, entry) and self.kept_by_others

    def lead(self, actor: Actor, entry: VehicleRenewal) -> str:
        return "Jatuh tempo berikutnya dihitung dari tanggal berlaku yang baru."

    def submit(self, entry: VehicleRenewal) -> str:
        return "Simpan pembayaran"

    def form_options(self, actor: Actor, entry: VehicleRenewal) -> dict[str, Any]:
        due = entry.due_on or entry.occurred_on
        start = {
            "tax": entry.tax or None,
            "levy": entry.levy or None,
            "fees": entry.fees or None,
            "valid_until": add_years(due, 1 if entry.kind == "tahunan" else 5),
        }
        return {"initial": start}

    def perform(self, actor: Actor, entry: VehicleRenewal, cleaned: dict[str, Any]) -> Outcome:
        services.pay_renewal(
            renewal=entry,
            actor=actor,
            on=cleaned["on"],
            valid_until=cleaned["valid_until"],
            amounts={
                "tax": cleaned["tax"],
                "levy": cleaned["levy"],
                "fees": cleaned["fees"] or Decimal(0),
            },
            note=cleaned["note"],
        )
        return Outcome(f"Dibayar; berlaku sampai {format_date_long(cleaned['valid_until'])}.")


@for_book(InventoryReports)
class ApproveReport(Advance[InventoryReport]):
    code = "approve"
    milestones = ("approved",)
    waits_in = ("drafted",)
    waits_as = "Laporan barang menunggu persetujuan"

    def turn(self, actor: Actor) -> Q | None:
        return turns.superiors(actor, self.book)

    def waiting(self, actor: Actor) -> Q | None:
        mine = super().waiting(actor)
        return None if mine is None else mine & reports.over_on(clock.today())

    def not_now(self, actor: Actor, entry: InventoryReport) -> str:
        return super().not_now(actor, entry) or reports.not_over(entry, clock.today())


@for_book(InventoryReports)
class SendReport(Advance[Entry]):
    """One covering letter may carry several reports."""

    code = "send"
    milestones = ("sent",)
    bulk = True
    waits_in = ("approved",)
    waits_as = "Laporan barang menunggu disampaikan"

    def turn(self, actor: Actor) -> Q | None:
        return turns.keepers(actor, self.book)
