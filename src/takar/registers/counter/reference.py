"""The services a new office begins with. They are a start: the office checks each against its decree."""

from __future__ import annotations

from datetime import date

from takar.kernel.sealed_rows import bulk
from takar.kernel.starters import as_model
from takar.kernel.tables import shipped
from takar.organisation.models import Office
from takar.registers.counter.models import ServiceType


def load_starter_services(*, office: Office, valid_from: date) -> int:
    """Give an office without a catalogue the shipped one; returns how many rows were made.

    An office that has any service already keeps its own.
    """
    if ServiceType.objects.filter(office=office).exists():
        return 0
    rows = shipped("takar.registers.counter", "service_types")
    made = [as_model(ServiceType, row, office=office, valid_from=valid_from) for row in rows]
    with bulk(ServiceType, office=office):
        return len(ServiceType.objects.bulk_create(made))
