"""SPJ and financial reports: who did not write them approves them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from takar.ledger.actions import for_book, turns
from takar.ledger.actions.general import Advance
from takar.organisation.actor import Actor
from takar.registers.finance.book import AccountabilityReports, CashClosings, FinancialReports


class _Approve(Advance[Any]):
    code = "approve"
    milestones = ("approved",)
    waits_in = ("drafted",)

    def turn(self, actor: Actor) -> Q | None:
        return turns.leaders(actor)


@for_book(AccountabilityReports)
class ApproveAccountability(_Approve):
    bulk = True
    waits_as = "SPJ menunggu persetujuan"
    due = "due_on"


@for_book(FinancialReports)
class ApproveReport(_Approve):
    waits_as = "Laporan keuangan menunggu persetujuan"
    due = "due_on"


@for_book(CashClosings)
class ApproveClosing(_Approve):
    waits_in = ("closed",)
    waits_as = "Penutupan kas menunggu pengesahan"
