"""The demo's office: its people, and who acts for a position on a day."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml
from django.contrib.auth.hashers import make_password

from takar.demo import DEMO_PASSWORD
from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.ledger.models import BookKeeper, NumberFormat
from takar.organisation.actor import Actor, actor_for, system_actor
from takar.organisation.models import CalendarDay, Office, Person, Position, Unit, User, Village
from takar.organisation.selectors import holders_on
from takar.organisation.services import assign


@cache
def read_data(name: str) -> dict[Any, Any]:
    """One of the demo's data files."""
    text = resources.files("takar.demo").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    found: dict[Any, Any] = yaml.safe_load(text)
    return found


def demo_stands() -> bool:
    """Whether the demo is already there; refuses an office of that code which is none of ours."""
    code = read_data("office")["office"]["code"]
    office = Office.objects.filter(code=code).first()
    if office is None:
        return False
    if not User.objects.filter(username="camat", person__office=office).exists():
        raise DomainError(
            f"Kantor {code} sudah ada dan bukan kantor contoh. Arahkan TAKAR_DATA ke folder lain."
        )
    return True


class Cast:
    """Positions by their key in the data, and the actor who holds one on the day it is."""

    def __init__(self, office: Office, positions: dict[str, Position]) -> None:
        self.office = office
        self.positions = positions
        self.villages = {village.name: village for village in Village.objects.filter(office=office)}
        self.staff = [
            person.name.split(",")[0]
            for person in Person.objects.filter(office=office, retired_on=None).order_by("pk")
        ]
        # Who holds what changes on few days; between them an actor serves for every deed.
        held = [row for person in read_data("office")["people"] for row in person["held"]]
        self._changes = sorted(
            {row["from"] for row in held} | {row["until"] for row in held if "until" in row}
        )
        self._known: dict[tuple[str, int], Actor] = {}

    def system(self) -> Actor:
        return system_actor(self.office)

    def actor(self, key: str) -> Actor:
        """Whoever holds the position today, Plt. included."""
        today = clock.today()
        epoch = sum(day <= today for day in self._changes)
        if (key, epoch) not in self._known:
            holder = holders_on(today, office_id=self.office.pk)[self.positions[key].pk]
            self._known[key, epoch] = actor_for(holder.person.user, on=today)
        return self._known[key, epoch]


def make_office() -> Cast:
    """The office with places, units, positions, people, accounts, keepers and number formats."""
    data = read_data("office")
    office = Office.objects.create(**data["office"])
    for number, name in enumerate(data["villages"], start=1):
        Village.objects.create(
            office=office,
            code=f"{office.code}.{2000 + number}",
            bps_code=f"{office.bps_code}{number:03}",
            name=name,
        )
    units: dict[str | None, Unit | None] = {None: None}
    for row in data["units"]:
        unit_row = row if isinstance(row, dict) else {"name": row}
        units[unit_row["name"]] = Unit.objects.create(
            office=office, name=unit_row["name"], parent=units[unit_row.get("parent")]
        )
    positions: dict[str, Position] = {}
    for order, row in enumerate(data["positions"], start=1):
        positions[row["key"]] = Position.objects.create(
            office=office,
            unit=units[row["unit"]],
            title=row["title"],
            level=row["level"],
            reports_to=positions.get(row["above"]),
            order=order * 10,
            operator=row.get("operator", False),
        )
    _make_people(office, positions, data["people"])
    for book, keys in data["keepers"].items():
        for key in keys:
            BookKeeper.objects.create(office=office, book=book, position=positions[key])
    for row in data["number_formats"]:
        NumberFormat.objects.create(office=office, **row)
    for row in data["joint_leave"]:
        CalendarDay.objects.create(office=office, kind=CalendarDay.Kind.JOINT_LEAVE, **row)
    return Cast(office, positions)


def _make_people(office: Office, positions: dict[str, Position], rows: list[dict[str, Any]]) -> None:
    # One hash for all: hashing is slow on purpose, and they share the password anyway.
    shared, nobody = make_password(DEMO_PASSWORD), make_password(None)
    for row in rows:
        person = Person(
            office=office, name=row["name"], nip=row["nip"], rank=row["rank"], retired_on=row.get("retired")
        )
        person.full_clean()
        person.save()
        User.objects.create(
            username=row["username"],
            password=shared if row.get("demo") else nobody,
            person=person,
            is_active="retired" not in row,
        )
        for held in row["held"]:
            assign(
                position=positions[held["position"]],
                person=person,
                starts_on=held["from"],
                ends_on=held.get("until"),
                capacity=held.get("capacity", "definitive"),
                decree_number=held.get("decree", ""),
                actor=system_actor(office),
            )
