"""Finance adds the cash book by months, the pages that count money, and the month that waits to be closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import path

from takar.ledger.books import Group
from takar.ledger.forms import EntryForm
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.finance.actions.cash import CountAgain
from takar.registers.finance.actions.payments import EnterInCashBook
from takar.registers.finance.book import (
    AccountabilityReports,
    CashClosings,
    CashEntries,
    FinancialReports,
    PaymentRequests,
)
from takar.web.addresses import entry_url
from takar.web.finance import cashbook, closing, pages
from takar.web.forms import sections
from takar.web.plugins import (
    ActionPage,
    MenuEntry,
    action_page,
    entry_routes,
    menu,
    panel,
    waiting_sources,
    year_routes,
)

panel(PaymentRequests)(pages.payment_request)
panel(CashEntries)(pages.cash_entry)
panel(CashClosings)(pages.cash_closing)
panel(AccountabilityReports)(pages.accountability_report)
panel(FinancialReports)(pages.financial_report)

menu.append(MenuEntry(Group.FINANCE, "Kas bulanan", "cash-book", "notebook-text", first=True))
waiting_sources.append(pages.month_to_close)


def _columns(actor: Actor, entry: Entry, form: forms.BaseForm) -> dict[str, Any]:
    assert isinstance(form, EntryForm)
    return {"sections": sections(form.book, form), "book": form.book, "cancel_url": entry_url(entry)}


action_page(EnterInCashBook, ActionPage("web/books/form.html", _columns))
action_page(CountAgain, ActionPage("web/finance/count.html", closing.beside_the_money))

year_routes += [
    path("kas/", cashbook.month, name="cash-book"),
    path("kas/cetak.pdf", cashbook.print_book, name="cash-book-print"),
    path("kas/tutup/", closing.close, name="cash-close"),
]
entry_routes.append(path("penutupan-kas.pdf", closing.print_closing, name="closing-print"))
