"""The offices of the random histories: their people, the measures they declared, what they can do."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from takar.catalogue.models import Decree, Indicator
from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.kernel.period import Period
from takar.ledger import services
from takar.ledger.books import book_named
from takar.ledger.evidence import attach
from takar.ledger.models import Entry
from takar.measurement.models import OfficeMeasure
from takar.measurement.numbers import closing
from takar.measurement.own.measures import measures_of
from takar.measurement.services import bind_indicator, declare_measure, revise_measure
from takar.organisation.actor import Actor
from takar.organisation.models import Assignment, Office, Person, Position, Village
from takar.registers.mail.services import dispose
from tests.factories import SAMPLES, stock_item
from tests.ledger.files import png, upload
from tests.measurement.histories.rule import Ledger

YEARS = (2025, 2026)
AREAS = ("kepegawaian", "keuangan", "persuratan", "perencanaan", None)


def term(book: str, milestone: str, **where: list[str]) -> dict[str, Any]:
    return {"book": book, "milestone": milestone, "where": where}


LETTERS = term("incoming_letter", "received")
SEEN = term("incoming_letter", "dispositioned")
RECEIPTS = term("stock_receipt", "received")
ISSUES = term("stock_issue", "issued")
REPORTS = term("financial_report", "drafted")

MEASURES: Mapping[str, Mapping[str, Any]] = {
    "surat bidang": {
        "unit": "surat",
        "count": [term("incoming_letter", "received", area=["kepegawaian", "persuratan"])],
    },
    "surat atau disposisi": {"unit": "surat", "count": [SEEN, LETTERS]},
    "surat keluar rata-rata": {
        "unit": "surat",
        "over": "average",
        "count": [term("outgoing_letter", "sent"), term("outgoing_letter", "drafted", kind=["surat_tugas"])],
    },
    "surat terbanyak": {"unit": "surat", "over": "max", "count": [LETTERS]},
    "surat bulan terakhir": {"unit": "surat", "over": "last", "count": [LETTERS]},
    "barang berbeda": {"unit": "barang", "aggregate": "distinct", "count": [RECEIPTS]},
    "pegawai tiap bulan": {
        "unit": "pegawai",
        "aggregate": "distinct",
        "over": "sum",
        "count": [term("data_update", "updated")],
    },
    "barang masuk keluar": {
        "unit": "rim", "aggregate": "sum", "number": "quantity", "count": [RECEIPTS, ISSUES],
    },
    "anggaran": {"unit": "rupiah", "aggregate": "sum", "number": "budget", "count": [REPORTS]},
    "harga rata-rata": {
        "unit": "rupiah", "aggregate": "average", "number": "unit_price", "count": [RECEIPTS],
    },
    "harga rata-rata bulanan": {
        "unit": "rupiah", "aggregate": "average", "over": "average", "number": "unit_price", "count": [RECEIPTS],
    },
    "surat terdisposisi": {"unit": "persen", "aggregate": "ratio", "count": [SEEN], "per": [LETTERS]},
    "kasus selesai per surat": {
        "unit": "persen",
        "aggregate": "ratio",
        "over": "last",
        "count": [term("case", "resolved"), term("case", "handled", kind=["sosial"])],
        "per": [LETTERS, term("case", "reported")],
    },
    "disposisi tepat waktu": {
        "unit": "persen", "aggregate": "on_time", "due": "due_on", "count": [term("disposition", "completed")],
    },
    "harga terbaru": {"unit": "rupiah", "aggregate": "index", "number": "unit_price", "count": [RECEIPTS]},
    "nilai dinyatakan": {"unit": "kegiatan", "aggregate": "manual"},
    "indeks dinyatakan": {"unit": "indeks", "aggregate": "manual", "over": "last"},
}  # fmt: skip
"""What each office declares itself: every aggregate, over months in every way."""

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
        """Declare the measures, let each answer an indicator, and begin the clerk's own ledger."""
        for no, (label, definition) in enumerate(MEASURES.items(), start=FIRST):
            data = {"count": [], **definition}
            self.measures[label] = declare_measure(label=label, definition=data, actor=self.operator)
            bind_indicator(
                indicator=self.indicators[no - 1], measure=self.measures[label].code, actor=self.operator
            )
        self.own = [self.indicators[no - 1] for no in range(FIRST, FIRST + len(MEASURES))]

    def begin(self) -> None:
        """A history begins."""
        self.ledger = Ledger(self.office.pk, self.decree.pk)


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
    # One of four things happens next door.
    place = world.places[act.which % 4 == 3]
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
    return {"kind": ("trantib", "sosial")[act.day % 2], "incident": "lain"}


def _report(place: Place, act: Act, day: date) -> dict[str, Any]:
    return {"budget": act.amount * 1000, "realised": act.amount * 313}


def _stated(place: Place, act: Act, day: date) -> dict[str, Any]:
    label = ("nilai dinyatakan", "indeks dinyatakan")[act.day % 2]
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


def link(place: Place, act: Act) -> None:
    entries = list(Entry.objects.filter(office=place.office).order_by("-pk")[:2])
    if len(entries) == 2:
        services.link_entries(source=entries[0], target=entries[1], relation="based_on")


def transfer(place: Place, act: Act) -> None:
    """Somebody takes over a position, or stands in for its holder (Plt, Plh) for some days."""
    day = day_of(act.day)
    someone = Person.objects.create(office=place.office, name=f"Pengganti {day} {act.which}")
    capacity = list(Assignment.Capacity)[act.which // 4 % len(Assignment.Capacity)]
    ends_on = None
    if capacity == Assignment.Capacity.DEFINITIVE:
        held = Assignment.objects.filter(position=place.receiver, capacity=capacity)
        held.filter(starts_on__gte=day).delete()
        held.update(ends_on=day)
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
    place.ledger.close(period, [i.pk for i in place.indicators], clock.today())


def restate(place: Place, act: Act) -> None:
    closed = list(place.ledger.closed)
    if closed:
        period = closed[act.day % len(closed)]
        place.ledger.read()
        expected = place.ledger.drifted(period, clock.today())
        if not expected:
            with pytest.raises(DomainError):
                closing.restate(period=period, actor=place.camat, reason="Uji")
            return
        done = closing.restate(period=period, actor=place.camat, reason="Uji")
        assert {value.indicator_id for value in done.values.all()} == expected
        place.ledger.restate(period, clock.today())


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
    definition = {"count": [], **MEASURES[label]}
    changes: list[dict[str, Any]] = [{}, {"over": ("last", "average", "max", "whole")[act.day % 4]}]
    if definition.get("number") == "unit_price":
        changes.append({"number": "quantity"})
    if definition.get("number") == "budget":
        changes.append({"number": "realised"})
    if LETTERS in definition["count"]:
        narrowed = term("incoming_letter", "received", area=["persuratan"])
        changes.append({"count": [narrowed]})
    revise_measure(
        measure=place.measures[label],
        label=label,
        definition=definition | changes[act.day % len(changes)],
        reason="Uji",
        actor=place.operator,
    )


ACTS: Mapping[str, Callable[[Place, Act], None]] = {
    "record": record,
    "give": give,
    "advance": advance,
    "move": move,
    "withdraw": withdraw,
    "correct": correct,
    "cancel": cancel,
    "link": link,
    "transfer": transfer,
    "close": close,
    "restate": restate,
    "rebind": rebind,
    "revise": revise,
}
