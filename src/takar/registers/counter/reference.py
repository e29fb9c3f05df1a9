"""The services a new office begins with. They are a start: the office checks each against its decree."""

from __future__ import annotations

import csv
from datetime import date
from importlib import resources

from takar.organisation.models import Office
from takar.registers.counter.models import ServiceType


def load_starter_services(*, office: Office, active_from: date) -> int:
    """Give an office without a catalogue the shipped one; returns how many rows were made.

    An office that has any service already keeps its own.
    """
    if ServiceType.objects.filter(office=office).exists():
        return 0
    text = resources.files("takar.registers.counter").joinpath("data/service_types.csv").read_text("utf-8")
    rows = [
        ServiceType(
            office=office,
            code=row["code"],
            name=row["name"],
            category=row["category"],
            legal_basis=row["legal_basis"],
            requirements=row["requirements"].replace("|", "\n"),
            promise=int(row["promise"]),
            promise_unit=row["unit"],
            official=row["official"],
            active_from=active_from,
        )
        for row in csv.DictReader(text.splitlines())
    ]
    return len(ServiceType.objects.bulk_create(rows))
