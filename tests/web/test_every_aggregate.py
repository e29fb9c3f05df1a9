"""Every way of counting, over months in every way, answers in a year that has nothing to count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from takar.catalogue.models import Indicator
from takar.catalogue.units import quantity_of
from takar.kernel.formatting import json_number
from takar.kernel.period import Period
from takar.ledger import late
from takar.ledger.services import add_milestone
from takar.measurement.language import aggregates
from takar.measurement.language.aggregates import Aggregate, Need, all_aggregates
from takar.measurement.language.amounts import Amounts, Fact, Number
from takar.measurement.language.loading import read
from takar.measurement.language.over import Over
from takar.measurement.models import Binding, FrozenValue, MeasureVersion
from takar.measurement.numbers.closing import close_period, official_values
from takar.measurement.numbers.entries import Mark, official_entries
from takar.measurement.numbers.official import Status, all_official_values
from takar.measurement.own import measures
from takar.measurement.selectors import realisations
from tests.config.commands import takar
from tests.factories import Cast, disposition_of, entry_of, letter_of, own_measure
from tests.web.conftest import SignedIn
from tests.web.screen import Screen, see, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

EMPTY, TO_COME, CLOSED, RUNNING = 2024, 2027, 2025, 2026
LETTERS = {"book": "incoming_letter", "milestone": "received", "where": {}}
RECEIPTS = {"book": "stock_receipt", "milestone": "received", "where": {}}
UPDATES = {"book": "data_update", "milestone": "updated", "where": {}}
ACTIVITIES = {"book": "activity", "milestone": "held", "where": {}}
SHEETS = {"book": "disposition", "milestone": "completed", "where": {}}
DEFINITIONS: tuple[dict[str, Any], ...] = (
    {"aggregate": "count", "count": [RECEIPTS]},
    {"aggregate": "distinct", "count": [UPDATES]},
    {"aggregate": "sum", "count": [RECEIPTS], "number": "quantity"},
    {"aggregate": "average", "count": [RECEIPTS], "number": "quantity"},
    {"aggregate": "ratio", "count": [RECEIPTS], "per": [LETTERS]},
    {
        "aggregate": "ratio_of_sums",
        "count": [RECEIPTS],
        "number": "quantity",
        "per": [RECEIPTS],
        "per_number": "quantity",
    },
    {"aggregate": "distinct_ratio", "count": [ACTIVITIES], "distinct": "village", "base": "villages"},
    {"aggregate": "on_time", "count": [SHEETS], "due": "due_on"},
    {"aggregate": "mean_time", "count": [SHEETS], "since": "given", "time": "hours"},
    {"aggregate": "within_time", "count": [SHEETS], "since": "column:due_on", "within": "5"},
    {"aggregate": "index", "count": [RECEIPTS], "number": "quantity"},
    {"aggregate": "growth", "parts": [{"measure": "laporan_skm"}]},
    {
        "aggregate": "composite",
        "parts": [{"measure": "draft_skm", "weight": "40"}, {"measure": "laporan_skm", "weight": "60"}],
    },
    {"aggregate": "manual", "count": []},
)


def combinations() -> list[tuple[dict[str, Any], Over]]:
    """Every aggregate over months in every way that it allows."""
    return [
        (definition, over)
        for definition in DEFINITIONS
        for over in Over
        if over not in read({"code": "x", "label": "X", "unit": "x", **definition}, "uji").aggregate.no_over
    ]


OFFICE_PAGES = ("today", "indicators", "office", "agreements", "measures")


@pytest.mark.parametrize("over", ["average", "last"])
def test_a_count_over_months_has_no_number_before_its_year_begins(
    cast: Cast, signed_in: SignedIn, over: str
) -> None:
    """An average of no month is no number, so every page says "belum diukur" instead of falling."""
    client = signed_in(cast.planner)
    values = {"act": "save", "label": "Surat sebulan", "unit": "surat", "aggregate": "count", "over": over}
    row = {"count-rows": "1", "count-0-book": "incoming_letter", "count-0-milestone": "received"}
    saved = client.post(reverse("web:measure-new", args=[2026]), values | row)
    assert saved.status_code == 302
    code = saved["Location"].rstrip("/").rsplit("/", 1)[1]
    assert send(client, reverse("web:indicator-bind", args=[2026, 1]), measure=code).status_code == 302
    for name in OFFICE_PAGES:
        see(client, reverse(f"web:{name}", args=[TO_COME]))
    page = see(client, reverse("web:indicator", args=[TO_COME, 1]))
    assert "Belum diukur. Tahun 2027 belum mulai." in page.text
    page = see(client, reverse("web:measure", args=[TO_COME, code]))
    assert "Tahun 2027 belum mulai." in page.text


@pytest.fixture
def bound(cast: Cast) -> dict[int, str]:
    """Number of an indicator -> code of its measure: every aggregate over months in every way."""
    found = {}
    for no, (definition, over) in enumerate(combinations(), start=1):
        label = f"{definition['aggregate']} {over}"
        refused = aggregates.aggregate_named(definition["aggregate"]).no_units
        unit = next(unit for unit in ("surat", "persen", "jam") if quantity_of(unit) not in refused)
        found[no] = own_measure(cast.planner.actor, label, **definition, unit=unit, over=over.value).code
    bind(found)
    return found


def indicator(no: int) -> Indicator:
    return Indicator.objects.get(no=no)


def bind(measures: Mapping[int, str]) -> None:
    for indicator in Indicator.objects.filter(no__in=measures):
        Binding.objects.update_or_create(indicator=indicator, defaults={"measure": measures[indicator.no]})


def test_every_aggregate_is_tried() -> None:
    assert [definition["aggregate"] for definition in DEFINITIONS] == [a.code for a in all_aggregates()]


def everything_answers(
    client: Client, capsys: pytest.CaptureFixture[str], bound: Mapping[int, str], year: int
) -> None:
    """Every page with these numbers, and the commands that print them; each failure is named."""
    addresses = [reverse(f"web:{name}", args=[year]) for name in OFFICE_PAGES]
    addresses += [reverse("web:indicator", args=[year, no]) for no in bound]
    addresses += [reverse("web:measure", args=[year, code]) for code in bound.values()]
    client.raise_request_exception = False
    assert {a: status for a in addresses if (status := client.get(a).status_code) != 200} == {}
    office = ("--office", "35.07.29", "--year", str(year), "--json")
    answer = takar(capsys, "measure", *office)
    assert answer.status == 0, answer.err
    assert len(answer.document["indicators"]) == 67
    assert takar(capsys, "measure", *office[:-1]).status == 0
    for no in bound:
        answer = takar(capsys, "entries", "--indicator", str(no), *office)
        assert (answer.status, answer.document["entries"]) == (0, []), answer.err


@pytest.mark.parametrize("year", [EMPTY, RUNNING, TO_COME])
def test_a_year_without_entries_answers(
    cast: Cast,
    signed_in: SignedIn,
    capsys: pytest.CaptureFixture[str],
    bound: Mapping[int, str],
    year: int,
) -> None:
    everything_answers(signed_in(cast.planner), capsys, bound, year)
    for no, found in enumerate(realisations(cast.camat.actor, year=year), start=1):
        if no in bound:
            assert (found.total is None) == bool(found.why_not), found.measure
            assert found.total in (None, 0)


def test_a_closed_year_without_entries_answers(
    cast: Cast, signed_in: SignedIn, capsys: pytest.CaptureFixture[str], bound: Mapping[int, str]
) -> None:
    closing = close_period(period=Period.of_year(CLOSED), actor=cast.camat.actor)
    client = signed_in(cast.planner)
    everything_answers(client, capsys, bound, CLOSED)
    see(client, reverse("web:closing", args=[CLOSED, closing.period]))


def happens(cast: Cast, *days: date) -> None:
    """Something for every measure on each of these days; the amounts differ from day to day."""
    for day in days:
        entry_of("stock_receipt", cast, occurred_on=day, quantity=Decimal(day.day) + Decimal("0.5"))
        entry_of("data_update", cast, occurred_on=day)
        letter = letter_of(cast, occurred_on=day, letter_date=None)
        sheet = disposition_of(cast, letter=letter, occurred_on=day, due_on=day)
        done = day + timedelta(days=0 if day.month in {3, 4, 5} else 1)
        add_milestone(entry=sheet, what="completed", on=done, note="Selesai", actor=cast.section_head.actor)


def test_every_aggregate_keeps_what_was_closed(
    cast: Cast, bound: Mapping[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Parts of a seal give what the books gave, and what came later is told in full."""
    actor, year, quarter = cast.camat.actor, Period.of_year(RUNNING), Period.of_quarter(RUNNING, 1)
    happens(cast, date(2026, 1, 9), date(2026, 2, 4), date(2026, 4, 7))
    before = all_official_values(actor, period=year)
    close_period(period=quarter, actor=actor)
    with late.because("Baru ditemukan."):
        happens(cast, date(2026, 2, 5), date(2026, 3, 3))
    told = {row["no"]: row for row in measured_by(capsys, RUNNING)}
    moved = 0
    for then, now in zip(before, all_official_values(actor, period=year), strict=True):
        if now.indicator.no not in bound:
            continue
        code = f"{now.measure}: {now.measure and (now.measure.aggregate.code, now.measure.over)}"
        assert now.over(quarter).value == then.over(quarter).value, code
        assert [m.value for m in now.months[:3]] == [m.value for m in then.months[:3]], code
        assert now.value == now.books == now.realised.total, code
        if then.value is not None and now.value is not None:
            assert now.after_closing == now.value - then.value, code
            moved += now.after_closing != 0
        row = told[now.indicator.no]
        assert row["total"] == json_number(now.value)
        assert row["after_closing"] == json_number(now.after_closing)
        assert row["months"] == [json_number(month.value) for month in now.months]
        entries = official_entries(actor, now.over(quarter))
        assert entries.sizes[Mark.GONE] == 0
    # Those that take the last or the highest month stand, and nobody stated a value.
    assert moved > 15


def measured_by(capsys: pytest.CaptureFixture[str], year: int) -> list[dict[str, Any]]:
    found = takar(capsys, "measure", "--office", "35.07.29", "--year", str(year), "--json").document
    rows: list[dict[str, Any]] = found["indicators"]
    return rows


@pytest.mark.parametrize("day", [date(2025, 2, 5), date(2025, 12, 31)])
def test_every_aggregate_of_a_closed_year_adds_up_as_it_did(
    cast: Cast, bound: Mapping[int, str], day: date
) -> None:
    actor, year = cast.camat.actor, Period.of_year(CLOSED)
    happens(cast, date(2025, 1, 9), date(2025, 2, 4), date(2025, 11, 7))
    before = all_official_values(actor, period=year)
    close_period(period=year, actor=actor)
    with late.because("Baru ditemukan."):
        happens(cast, day)
    for then, now in zip(before, all_official_values(actor, period=year), strict=True):
        for figures in ("months", "quarters"):
            values = [[part.value for part in getattr(official, figures)] for official in (then, now)]
            assert values[0] == values[1], now.measure
        assert now.value == then.value
        assert now.parts_note == then.parts_note
        assert now.status is Status.CLOSED


def test_a_sealed_definition_nobody_can_read_any_more_leaves_the_number(
    cast: Cast, signed_in: SignedIn, capsys: pytest.CaptureFixture[str], bound: Mapping[int, str]
) -> None:
    happens(cast, date(2025, 1, 9))
    close_period(period=Period.of_year(CLOSED), actor=cast.camat.actor)
    before = measured_by(capsys, CLOSED)
    for value in FrozenValue.objects.exclude(definition=None):
        value.definition = value.definition | {"aggregate": "of_another_version"}
        value.save()
    after = measured_by(capsys, CLOSED)
    assert [row["total"] for row in after] == [row["total"] for row in before]
    assert all(row["months"] == [None] * 12 for row in after)
    client = signed_in(cast.planner)
    for no in (1, 13):
        see(client, reverse("web:indicator", args=[CLOSED, no]))
    assert {client.get(reverse(f"web:{name}", args=[CLOSED])).status_code for name in OFFICE_PAGES} == {200}


def test_measures_of_a_book_that_is_gone_answer(
    cast: Cast, signed_in: SignedIn, capsys: pytest.CaptureFixture[str], bound: Mapping[int, str]
) -> None:
    """A later release may take a book away that an office's own measures count."""
    for version in MeasureVersion.objects.all():
        version.definition["count"] = [{"book": "gone", "milestone": "received", "where": {}}]
        version.save()
    everything_answers(signed_in(cast.planner), capsys, bound, TO_COME)


def test_shipped_measures_of_a_book_that_is_not_open_yet_answer(
    cast: Cast, signed_in: SignedIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = [{"book": "later", "milestone": "received"}]
    shipped = {
        (code := f"{definition['aggregate']}_{over}"): read(
            {"code": code, "label": code, "unit": "x", **definition, "count": later, "over": over.value},
            "uji",
        )
        for definition, over in combinations()
    }
    monkeypatch.setattr(measures, "shipped_measures", lambda: shipped)
    bound = dict(enumerate(shipped, start=1))
    bind(bound)
    everything_answers(signed_in(cast.planner), capsys, bound, TO_COME)
    found = realisations(cast.camat.actor, year=RUNNING)[0]
    assert found.why_not == "Buku yang menjadi sumbernya belum dibuka di Takar."


# ---- a way of counting that is not there yet ----------------------------------------------------------


class PerSubject(Aggregate):
    """All that a new way of counting has to say."""

    code = "per_subject"
    label = "Rata-rata tiap barang"
    needs = frozenset({Need.NUMBER, Need.SUBJECT})
    empty = "Belum ada barang yang diterima."
    note = "Jumlah angka dibagi banyaknya barang yang berbeda."

    def amount(self, fact: Fact) -> Amounts:
        return Amounts(1, 1, fact.value or Decimal(0), frozenset([fact.subject]))

    def value(self, found: Amounts) -> Number | None:
        return found.total / len(found.subjects) if found.subjects else None

    def sentence(self, column: str) -> str:
        return f"Jumlah {column} dibagi banyaknya barang."


def test_a_new_aggregate_is_one_class(
    cast: Cast, signed_in: SignedIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Form, rules, number, explanation, forecast and empty years need nothing but the class."""
    monkeypatch.setitem(aggregates._known, PerSubject.code, PerSubject())
    receipt = entry_of("stock_receipt", cast, occurred_on=date(2026, 2, 3), quantity=Decimal(4))
    entry_of("stock_receipt", cast, item=receipt.item, occurred_on=date(2026, 3, 3), quantity=Decimal(5))
    client = signed_in(cast.planner)
    new = reverse("web:measure-new", args=[RUNNING])
    assert PerSubject.label in see(client, new).choices("aggregate").values()
    given = {"act": "save", "label": "Penerimaan", "unit": "buah", "aggregate": PerSubject.code}
    row = {"count-rows": "1", "count-0-book": "stock_receipt", "count-0-milestone": "received"}
    page = Screen(client.post(new, given | row))
    assert page.faults == {"number": "Pilih kolom angkanya."}
    assert PerSubject.note in page.text
    saved = client.post(new, given | row | {"number": "quantity"})
    page = see(client, saved["Location"])
    assert "9 buah" in page.text
    assert "Jumlah “Banyaknya” dibagi banyaknya barang." in page.text
    assert PerSubject.label in page.text
    code = saved["Location"].rstrip("/").rsplit("/", 1)[1]
    bind({1: code})
    assert PerSubject.empty in see(client, reverse("web:measure", args=[EMPTY, code])).text
    assert "Bila bertahan seperti sekarang" in see(client, reverse("web:indicator", args=[RUNNING, 1])).text
    for year in (EMPTY, TO_COME):
        everything_answers(client, capsys, {1: code}, year)
    close_period(period=Period.of_month(RUNNING, 3), actor=cast.camat.actor)
    assert official_values(cast.camat.actor, Period.of_month(RUNNING, 3))[indicator(1).pk].value == 5
