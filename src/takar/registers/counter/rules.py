"""What follows from the catalogue when a request is taken in: standard, promise, ticket."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from math import ceil

from takar.kernel.dated import in_force
from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_date_long
from takar.kernel.identifiers import Nik
from takar.kernel.period import Period
from takar.ledger.sealing import REMOVED
from takar.organisation.calendar import after_working_days, count_working_days
from takar.registers.counter.models import ServiceRequest, ServiceType

ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
"""Letters and digits that nobody takes for another one on paper or on the telephone."""

MINUTES_A_DAY = 450
"""37,5 working hours in five days (Perpres 21/2023)."""


def new_ticket() -> str:
    """``K7QX-M3RT``: eight signs out of 23, some 78 thousand million, so that none is guessed."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(2))


def standard_on(service: ServiceType, day: date) -> ServiceType:
    """The row of this service that holds on a day; refuses a service that did not exist then."""
    if service.holds_on(day):
        return service
    held = in_force(ServiceType.objects.filter(office_id=service.office_id, code=service.code), day)
    if held is None:
        raise DomainError(f"{service.name} tidak berlaku pada {format_date_long(day)}.", field="service")
    return held


def promised_day(service: ServiceType, complete_on: date) -> date:
    """The day by which the service is promised, counted from the day the papers were complete.

    Minutes and hours that fit into a working day end that day; received on a day off, the next
    working day counts as the first.
    """
    match service.promise_unit:
        case ServiceType.Unit.WORKING_DAYS:
            return after_working_days(service.office_id, complete_on, service.promise)
        case ServiceType.Unit.HOURS:
            minutes = service.promise * 60
        case _:
            minutes = service.promise
    further = ceil(minutes / MINUTES_A_DAY) - 1
    if not count_working_days(service.office_id, Period(complete_on, complete_on + timedelta(days=1))):
        further += 1
    return after_working_days(service.office_id, complete_on, further)


def take_in(request: ServiceRequest) -> None:
    """Fill in what the standard says. A promise once given moves only with the service or the day."""
    if request.nik.strip() and request.nik != REMOVED:
        request.nik = Nik.parse(request.nik).digits
    if request.village_id is None and not request.address.strip():
        raise DomainError("Isi alamat atau pilih desa pemohon.", field="address")
    request.service = standard_on(request.service, request.occurred_on)
    request.category = request.service.category
    if request.fee is None:
        request.fee = request.service.fee
    request.title = request.title or f"{request.service.name}: {request.applicant}"
    request.ticket = request.ticket or new_ticket()
    before = (
        ServiceRequest.objects.filter(pk=request.pk).values_list("service_id", "occurred_on").first()
        if request.pk
        else None
    )
    if before != (request.service_id, request.occurred_on):
        request.promised_on = promised_day(request.service, request.occurred_on)
