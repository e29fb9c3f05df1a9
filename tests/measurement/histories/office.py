"""The offices of the random histories: their people, the measures they declared, what they can do."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from takar.agreements.services import agree, draft_agreement, propose, set_targets, sign
from takar.catalogue.models import Decree, Indicator
from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.kernel.period import Period
from takar.ledger import late, services
from takar.ledger.books import book_named
from takar.ledger.evidence import attach
from takar.ledger.models import Entry
from takar.measurement.models import BaseFigure, OfficeMeasure
from takar.measurement.numbers import closing
from takar.measurement.own.measures import measures_of
from takar.measurement.services import bind_indicator, declare_measure, revise_measure
from takar.organisation.actor import Actor, system_actor
from takar.organisation.models import Assignment, Office, Person, Position, Village
from takar.registers.mail.services import archive_letter, archive_values, dispose
from tests.factories import SAMPLES, filing_code, stock_item
from tests.ledger.files import png, upload
from tests.measurement.histories.measures import LETTERS, MEASURES, term
from tests.measurement.histories.rule import Ledger

YEARS = (2025, 2026)
AREAS = ("kepegawaian", "keuangan", "persuratan", "perencanaan", None)


FIRST = 3
"""The number of the indicator that the first own measure answers; those after it follow."""


class Place:
    """An office in a history, with what its own clerk wrote down beside it."""

    ledger: Ledger

    def __init__(
        self,
        decree: Decree,
        *,
        camat: Actor,
        operator: Actor,
        receiver: Position,
        keeper: Callable[[str], Actor],
    ) -> None:
        assert camat.office is not None
        self.office: Office = camat.office
        self.decree, self.camat, self.operator = decree, camat, operator
        self.receiver, self.keeper = receiver, keeper
        rows = Indicator.objects.filter(decree=decree).select_related("objective__holder__decree")
        self.indicators = list(rows.order_by("no"))
        self.measures: dict[str, OfficeMeasure] = {}

    def __repr__(self) -> str:
        return self.office.name

    def settle(self) -> None:
        """Villages, inhabitants, and the measures the office declares, each answering an indicator."""
        for number in (2, 3):
            code = f"{self.office.code}.200{number}"
            Village.objects.create(office=self.office, code=code, name=f"Desa {number}")
        for year, value in ((2024, 41_207), (2026, 42_911)):
            BaseFigure.objects.create(
                office=self.office, name="Jumlah penduduk", unit="jiwa", source="Uji",
                value=Decimal(value), valid_from=date(year, 1, 1),
            )  # fmt: skip
        for no, label in enumerate(MEASURES, start=FIRST):
            self.measures[label] = declare_measure(
                label=label, definition=self.definition(label), actor=self.operator
            )
            bind_indicator(
                indicator=self.indicators[no - 1], measure=self.measures[label].code, actor=self.operator
            )
        self.own = self.indicators[FIRST - 1 : FIRST - 1 + len(MEASURES)]

    def promise(self, position: Position, target: Decimal) -> None:
        """The holder signs the same target for every indicator of the position, in each year."""
        actor = system_actor(self.office)
        for year in YEARS:
            agreement = draft_agreement(position=position, year=year, actor=actor)
            lines = agreement.targets.all()
            set_targets(
                agreement=agreement, actor=actor, targets={line.pk: (target, line.unit) for line in lines}
            )
            propose(agreement=agreement, actor=actor)
            agree(agreement=agreement, actor=actor)
            sign(agreement=agreement, actor=actor, signed_on=clock.today(), place="Gedangan")

    def definition(self, label: str) -> dict[str, Any]:
        """With the codes of the office's own measures that it is made of."""
        data = {"count": [], **MEASURES[label]}
        if "parts" in data:
            data["parts"] = [
                part | {"measure": self.measures[part["measure"]].code} for part in data["parts"]
            ]
        return data

    def begin(self) -> None:
        """A history begins."""
        self.ledger = Ledger(self.office.pk, self.decree.pk, YEARS, clock.today())


@dataclass(frozen=True)
class Act:
    """One thing that happens. The numbers choose among what there is to choose from then."""

    what: str
    which: int
    day: int
    amount: Decimal


@dataclass
class World:
    """Two offices and the time it is."""

    places: list[Place]
    now: datetime

    @contextlib.contextmanager
    def time(self) -> Iterator[date]:
        with clock.set_to(self.now):
            yield self.now.date()


EDGES = [
    day
    for year in YEARS
    for month in range(1, 13)
    for period in [Period.of_month(year, month)]
    for day in (period.start, period.last_day)
]
"""First and last days of months; every third pair is one of a quarter."""


def day_of(number: int) -> date:
    """An edge of a month, or so many days back from today; never to come."""
    today = clock.today()
    if number < len(EDGES):
        return min(EDGES[number], today)
    return today - timedelta(days=(number - len(EDGES)) * 3)


def periods(year: int) -> list[Period]:
    return [
        Period.of_year(year),
        *(Period.of_semester(year, n) for n in (1, 2)),
        *(Period.of_quarter(year, n) for n in (1, 2, 3, 4)),
        *(Period.of_month(year, n) for n in range(1, 13)),
    ]


PERIODS = [period for year in YEARS for period in periods(year)]


# ---- what can happen --------------------------------------------------------------------------------


def happen(world: World, act: Act) -> None:
    """Let it happen at one of the offices; a rule of the product may refuse it."""
    if act.what == "wait":
        # To the first days of the quarter after next at most: something can be closed then.
        quarter = Period.of_quarter(world.now.year, (world.now.month - 1) // 3 + 1)
        days = (quarter.end - world.now.date()).days + act.which % 9
        if (world.now + timedelta(days=days)).year <= YEARS[-1] + 1:
            world.now += timedelta(days=days)
        return
    # One of four things happens next door. Without a reason nothing is written into a closed period.
    place = world.places[act.which % 4 == 3]
    with late.because("" if act.which % 7 == 0 else "Baru ditemukan."):
        ACTS[act.what](place, act)


def record(place: Place, act: Act) -> None:
    books = list(RECORDED)
    code = books[act.which % len(books)]
    day = day_of(act.day)
    values = {**SAMPLES[code](place.office), "occurred_on": day, **RECORDED[code](place, act, day)}
    entry = services.record_entry(book=book_named(code), actor=place.keeper(code), values=values)
    if code == "stated_value" and act.which % 3:
        attach(entry=entry, actor=place.keeper(code), upload=upload(png(), "bukti.png"))


def _no(place: Place, act: Act, day: date) -> dict[str, Any]:
    return {}


def _letter(place: Place, act: Act, day: date) -> dict[str, Any]:
    return {"letter_date": None, "area_id": AREAS[act.day % len(AREAS)]}


def _goods(place: Place, act: Act, day: date) -> dict[str, Any]:
    item = stock_item(place.office, ("Kertas HVS F4", "Tinta", "Map")[act.day % 3])
    return {"item": item, "quantity": act.amount}


def _receipt(place: Place, act: Act, day: date) -> dict[str, Any]:
    return _goods(place, act, day) | {"unit_price": act.amount * 7}


def _case(place: Place, act: Act, day: date) -> dict[str, Any]:
    villages = list(Village.objects.filter(office=place.office).order_by("pk"))
    kind = ("trantib", "sosial")[act.day % 2]
    return {"kind": kind, "incident": "lain", "village": villages[act.day % len(villages)]}


def _report(place: Place, act: Act, day: date) -> dict[str, Any]:
    return {"budget": act.amount * 1000, "realised": act.amount * 313}


def _stated(place: Place, act: Act, day: date) -> dict[str, Any]:
    label = ("nilai dinyatakan", "indeks dinyatakan", "persen dinyatakan")[act.day % 3]
    if label == "persen dinyatakan":
        fraction = {
            "kind": "pecahan",
            "value": None,
            "numerator": act.amount,
            "denominator": act.amount * 3 + 1,
        }
        return {"measure": place.measures[label], **fraction}
    return {"measure": place.measures[label], "value": act.amount}


def _document(place: Place, act: Act, day: date) -> dict[str, Any]:
    return {"area_id": AREAS[act.day % len(AREAS)], "category": ("evaluasi", "perencanaan")[act.day % 2]}


def _activity(place: Place, act: Act, day: date) -> dict[str, Any]:
    village = Village.objects.filter(office=place.office).first()
    return {"scheduled_on": None, "villages": [str(village.pk)] if village else [], "topics": ["apbdes"]}


RECORDED: Mapping[str, Callable[[Place, Act, date], dict[str, Any]]] = {
    "incoming_letter": _letter,
    "outgoing_letter": _no,
    "stock_receipt": _receipt,
    "stock_issue": _goods,
    "stated_value": _stated,
    "case": _case,
    "financial_report": _report,
    "service_request": _no,
    "data_update": _no,
    "work_document": _document,
    "activity": _activity,
    "archive_item": _no,
}


def _entry(place: Place, act: Act) -> Entry | None:
    rows = list(Entry.objects.filter(office=place.office).exclude(book="cash_entry").order_by("-pk")[:12])
    return rows[act.which // 4 % len(rows)].detail() if rows else None


def give(place: Place, act: Act) -> None:
    """A disposition, with a day by which it is to be done."""
    letters = list(Entry.objects.filter(office=place.office, book="incoming_letter").order_by("-pk")[:6])
    if letters:
        letter = letters[act.which // 4 % len(letters)].detail()
        on = max(day_of(act.day), letter.occurred_on)
        due = on + timedelta(days=act.which % 40)
        dispose(
            letter=letter,
            actor=place.camat,
            receivers=[place.receiver],
            instructions=["proses"],
            on=on,
            due_on=due,
        )


def advance(place: Place, act: Act) -> None:
    entry = _entry(place, act)
    if entry is None:
        return
    to_come = [spec for spec in entry.declaration.milestones if spec.code not in entry.history.days]
    if to_come:
        spec = to_come[act.amount.as_tuple().digits[0] % len(to_come)]
        on = max(day_of(act.day), entry.occurred_on)
        services.add_milestone(
            entry=entry, what=spec.code, on=on, actor=place.camat, note="Uji", by_service=True
        )


def move(place: Place, act: Act) -> None:
    entry = _entry(place, act)
    if entry and (rows := [row for row in entry.history.in_force if row.what in _steps(entry)]):
        row = rows[act.day % len(rows)]
        services.correct_milestone(
            milestone=row, on=day_of(act.day), actor=place.keeper(entry.book), reason="Uji"
        )


def withdraw(place: Place, act: Act) -> None:
    entry = _entry(place, act)
    if entry and (rows := [row for row in entry.history.in_force if row.what in _steps(entry)]):
        services.withdraw_milestone(milestone=rows[-1], actor=place.keeper(entry.book), reason="Uji")


def _steps(entry: Entry) -> set[str]:
    return {spec.code for spec in entry.declaration.milestones}


def correct(place: Place, act: Act) -> None:
    entry = _entry(place, act)
    if entry is None:
        return
    number = act.amount
    columns: dict[str, dict[str, Any]] = {
        "incoming_letter": {"area_id": AREAS[act.day % len(AREAS)]},
        "work_document": {"area_id": AREAS[act.day % len(AREAS)]},
        "stock_receipt": {"quantity": number, "unit_price": number * 3},
        "stock_issue": {"quantity": number},
        "financial_report": {"budget": number * 900},
        "stated_value": {"value": number},
        "disposition": {"due_on": entry.occurred_on + timedelta(days=act.which % 60)},
    }
    values = columns.get(entry.book, {})
    if act.day % 2:
        values["occurred_on"] = day_of(act.day)
    services.correct_entry(entry=entry, actor=place.keeper(entry.book), values=values, reason="Uji")


def cancel(place: Place, act: Act) -> None:
    if entry := _entry(place, act):
        services.cancel_entry(entry=entry, actor=place.keeper(entry.book), reason="Uji")


def transfer(place: Place, act: Act) -> None:
    """Somebody takes over a position, or stands in for its holder (Plt, Plh) for some days."""
    day = day_of(act.day)
    someone = Person.objects.create(office=place.office, name=f"Pengganti {day} {act.which}")
    capacity = list(Assignment.Capacity)[act.which // 4 % len(Assignment.Capacity)]
    ends_on = None
    if capacity == Assignment.Capacity.DEFINITIVE:
        for held in Assignment.objects.filter(position=place.receiver, capacity=capacity):
            # Row by row, as the settings do it: every change of an assignment is sealed.
            if held.starts_on >= day:
                held.delete()
            else:
                held.ends_on = day
                held.save()
    else:
        ends_on = day + timedelta(days=1 + act.which % 60)
    Assignment.objects.create(
        position=place.receiver, person=someone, starts_on=day, ends_on=ends_on, capacity=capacity
    )


def close(place: Place, act: Act) -> None:
    # What is not over is refused; longer periods are tried as often as the many months.
    choices = [*PERIODS, *(period for period in PERIODS if len(period.months) > 1)]
    period = choices[act.day % len(choices)]
    closing.close_period(period=period, actor=place.camat)
    place.ledger.read(clock.today())
    place.ledger.close(period, [indicator.pk for indicator in place.indicators])


def restate(place: Place, act: Act) -> None:
    closed = list(place.ledger.closed)
    if closed:
        period = closed[act.day % len(closed)]
        place.ledger.read(clock.today())
        expected = place.ledger.drifted(period)
        if not expected:
            with pytest.raises(DomainError):
                closing.restate(period=period, actor=place.camat, reason="Uji")
            return
        done = closing.restate(period=period, actor=place.camat, reason="Uji")
        assert {value.indicator_id for value in done.values.all()} == expected
        place.ledger.restate(period)


def rebind(place: Place, act: Act) -> None:
    """Another measure, own or shipped, or none, answers an indicator from now on."""
    indicator = place.own[act.which // 4 % len(place.own)]
    codes = ["", *(code for code in measures_of(place.office.pk))]
    own = [measure.code for measure in place.measures.values()]
    choices = own if act.day % 3 else codes
    bind_indicator(indicator=indicator, measure=choices[act.day % len(choices)], actor=place.operator)


def revise(place: Place, act: Act) -> None:
    """An own measure counts otherwise from now on."""
    labels = list(MEASURES)
    label = labels[act.which // 4 % len(labels)]
    definition = place.definition(label)
    changes: list[dict[str, Any]] = [{}, {"over": ("last", "average", "max", "whole")[act.day % 4]}]
    if definition.get("number") == "unit_price":
        changes.append({"number": "quantity"})
    if definition.get("within"):
        changes.append({"within": "1"})
    if LETTERS in definition["count"]:
        changes.append({"count": [term("incoming_letter", "received", area=["persuratan"])]})
    revise_measure(
        measure=place.measures[label],
        label=label,
        definition=definition | changes[act.day % len(changes)],
        reason="Uji",
        actor=place.operator,
    )


def archive(place: Place, act: Act) -> None:
    """A letter is put into the archive: two entries, one matter."""
    letters = list(Entry.objects.filter(office=place.office, book="incoming_letter").order_by("-pk")[:6])
    if letters:
        letter = letters[act.which // 4 % len(letters)].detail()
        on = max(day_of(act.day), letter.occurred_on)
        values = archive_values(letter) | {"filing_code": filing_code("000.1.5"), "occurred_on": on}
        values |= {"room": "Ruang arsip", "cabinet": "Rak 2"}
        archive_letter(letter=letter, actor=place.keeper("archive_item"), values=values)


def stand(place: Place, act: Act) -> None:
    """What shares are taken of changes: a village is joined to another, inhabitants are counted anew."""
    if act.day % 2:
        village = Village.objects.filter(office=place.office).order_by("-pk").first()
        assert village is not None
        village.retired_on = day_of(act.day)
        village.save()
    else:
        BaseFigure.objects.update_or_create(
            office=place.office, name="Jumlah penduduk", valid_from=day_of(act.day),
            defaults={"value": act.amount + 40_000, "unit": "jiwa", "source": "Uji"},
        )  # fmt: skip


ACTS: Mapping[str, Callable[[Place, Act], None]] = {
    "record": record,
    "give": give,
    "advance": advance,
    "move": move,
    "withdraw": withdraw,
    "correct": correct,
    "cancel": cancel,
    "transfer": transfer,
    "close": close,
    "restate": restate,
    "rebind": rebind,
    "revise": revise,
    "archive": archive,
    "stand": stand,
}
