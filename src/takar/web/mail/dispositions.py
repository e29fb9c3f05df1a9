"""The sheet of a disposition on paper."""

from __future__ import annotations

from django.http import HttpResponse

from takar.kernel.access import get_visible
from takar.registers.mail.models import IncomingLetter
from takar.reporting.documents.dispositions import disposition_pdf
from takar.web.http import StaffRequest
from takar.web.responses import pdf_response


def sheet(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    letter = get_visible(request.actor, IncomingLetter, pk=entry_id)
    return pdf_response(disposition_pdf(request.actor, letter), f"disposisi-{letter.number}-{letter.year}")
