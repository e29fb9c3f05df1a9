"""What finance add to the pages (takar.web.plugins)."""

from __future__ import annotations

from takar.ledger.books import Group
from takar.organisation.actor import Actor
from takar.registers.finance.book import (
    AccountabilityReports,
    CashClosings,
    CashEntries,
    FinancialReports,
    PaymentRequests,
)
from takar.web.finance import pages
from takar.web.plugins import MenuEntry, WaitingGroup, menu, panel, waiting_sources
from takar.web.waiting import from_dicts

panel(PaymentRequests)(pages.payment_request)
panel(CashEntries)(pages.cash_entry)
panel(CashClosings)(pages.cash_closing)
panel(AccountabilityReports)(pages.accountability_report)
panel(FinancialReports)(pages.financial_report)

menu.extend(
    [
        MenuEntry(Group.FINANCE, "Kas bulanan", "cash-book", "notebook-text", first=True),
    ]
)


def _waiting(actor: Actor, year: int) -> list[WaitingGroup]:
    return from_dicts(pages.waiting(actor))


waiting_sources.append(_waiting)
