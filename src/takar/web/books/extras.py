"""What some books add to the entry page, by book: one line here, the rest in the book's own folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.utils import DatabaseError

from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.mail.book import Dispositions
from takar.web.activities import pages as activities
from takar.web.cases import pages as cases
from takar.web.documents import pages as documents
from takar.web.finance import pages as finance
from takar.web.goods import pages as goods
from takar.web.mail import pages as mail
from takar.web.personnel import pages as personnel
from takar.web.recorded_so_far import is_disk_full
from takar.web.services import pages as services
from takar.web.survey import pages as survey

_EXTRAS: dict[str, Callable[[Actor, Any], dict[str, Any]]] = {
    "incoming_letter": mail.incoming_letter,
    "outgoing_letter": mail.outgoing_letter,
    "disposition": mail.disposition,
    "archive_item": mail.archive_item,
    "work_document": documents.work_document,
    "dossier_check": documents.dossier_check,
    "service_request": services.service_request,
    "survey_report": survey.survey_report,
    "survey_follow_up": survey.survey_follow_up,
    "attendance_recap": personnel.attendance_recap,
    "proposal": personnel.proposal,
    "list_edition": personnel.list_edition,
    "payment_request": finance.payment_request,
    "cash_entry": finance.cash_entry,
    "cash_closing": finance.cash_closing,
    "accountability_report": finance.accountability_report,
    "financial_report": finance.financial_report,
    "stock_receipt": goods.stock_receipt,
    "stock_issue": goods.stock_issue,
    "stock_adjustment": goods.stock_adjustment,
    "stock_count": goods.stock_count,
    "supply_request": goods.supply_request,
    "procurement": goods.procurement,
    "asset": goods.asset,
    "inventory_report": goods.inventory_report,
    "activity": activities.activity,
    "case": cases.case,
}


def extra_context(actor: Actor, entry: Entry) -> dict[str, Any]:
    extra = _EXTRAS.get(entry.book)
    return extra(actor, entry) if extra else {}


def opened(actor: Actor, entry: Entry) -> None:
    """Some books take note that somebody opened an entry (a disposition becomes read)."""
    if entry.book != "disposition":
        return
    try:
        mail.disposition_opened(actor, Dispositions.detail(entry))
    except DatabaseError as error:
        # A full disk takes no note, but it must not keep anybody from reading.
        if not is_disk_full(error):
            raise
