"""What the server understands of a date while it is being written: the script beside a date field asks."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse

from takar.kernel.formatting import format_date_long
from takar.kernel.spans import FAR, LONG_PAST, PAST, PLAN
from takar.ledger.fields import OfficeDateField
from takar.web import asked
from takar.web.http import StaffRequest

SPANS = {span.code: span for span in (PAST, LONG_PAST, PLAN, FAR)}


def understood(request: StaffRequest, year: int) -> HttpResponse:
    """The day in figures and in words, or why it is none: judged by the very field of the forms."""
    span = SPANS.get(asked.text(request, "rentang"))
    field = OfficeDateField(ahead="ke-depan" in request.GET, span=span)
    try:
        day = field.clean(asked.text(request, "tanggal"))
    except ValidationError as error:
        return JsonResponse({"fault": error.messages[0]})
    return JsonResponse({"value": f"{day:%d/%m/%Y}", "words": format_date_long(day, weekday=True)})
