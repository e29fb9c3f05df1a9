"""What a seal says of its parts: shares of what stands, growth, indexes, columns that are empty."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from takar.catalogue.models import Indicator
from takar.kernel.period import Period
from takar.ledger.services import add_milestone, cancel_entry
from takar.measurement.models import Binding, OfficeMeasure
from takar.measurement.numbers.closing import close_period, drifts
from takar.measurement.numbers.entries import Mark, official_entries
from takar.measurement.numbers.official import OfficialValue, official_value
from takar.measurement.services import revise_measure
from takar.organisation.models import Village
from tests.factories import Cast, entry_of, letter_of, own_measure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

YEAR = Period.of_year(2025)
RUNNING = Period.of_year(2026)
MARCH = Period.of_month(2025, 3)
LATE = "Baru ditemukan."


def term(book: str, milestone: str) -> dict[str, Any]:
    return {"book": book, "milestone": milestone, "where": {}}


def bound(cast: Cast, label: str, **definition: Any) -> OfficeMeasure:
    """An own measure that answers the first indicator."""
    made = own_measure(cast.planner.actor, label, **definition)
    Binding.objects.update_or_create(
        indicator=Indicator.objects.get(no=1, decree__office=cast.office), defaults={"measure": made.code}
    )
    return made


def told(cast: Cast, period: Period) -> OfficialValue:
    indicator = Indicator.objects.get(no=1, decree__office=cast.office)
    return official_value(cast.camat.actor, indicator, period=period)


def case_of(cast: Cast, day: date, **values: Any) -> Any:
    return entry_of("case", cast, occurred_on=day, **values)


def received(cast: Cast, day: date) -> Any:
    return letter_of(cast, occurred_on=day, letter_date=None)


def test_a_closed_share_of_villages_has_its_months(cast: Cast) -> None:
    other = Village.objects.create(office=cast.office, code="35.07.29.2002", name="Sidodadi")
    bound(
        cast, "Desa berkasus", unit="persen", aggregate="distinct_ratio", distinct="village", base="villages",
        count=[term("case", "reported")],
    )  # fmt: skip
    case_of(cast, date(2025, 3, 4), village=cast.village)
    case_of(cast, date(2025, 8, 4), village=other)
    close_period(period=YEAR, actor=cast.camat.actor)
    year = told(cast, YEAR)
    assert year.value == 100
    assert [month.value for month in year.months] == [0, 0, 50, 0, 0, 0, 0, 50, 0, 0, 0, 0]
    assert [quarter.value for quarter in year.quarters] == [50, 0, 50, 0]
    # A village that is joined to another later changes nothing of it.
    other.retired_on = date(2026, 2, 1)
    other.save()
    assert told(cast, MARCH).value == 50
    assert drifts(cast.camat.actor, YEAR) == []


def test_closed_growth_has_its_months_and_entries_of_its_own_year(cast: Cast) -> None:
    letters = own_measure(cast.planner.actor, "Surat")
    bound(cast, "Pertumbuhan", unit="persen", aggregate="growth", count=[], parts=[{"measure": letters.code}])
    for day in (date(2024, 3, 5), date(2024, 3, 6), date(2024, 9, 6), date(2025, 3, 7)):
        received(cast, day)
    march, september = received(cast, date(2025, 3, 8)), received(cast, date(2025, 9, 9))
    close_period(period=YEAR, actor=cast.camat.actor)
    cancel_entry(entry=september, actor=cast.clerk.actor, reason="Tercatat dua kali.")
    year = told(cast, YEAR)
    assert year.value == 0
    assert [quarter.value for quarter in year.quarters] == [0, None, 0, None]
    assert told(cast, Period.of_month(2025, 9)).value == 0
    assert told(cast, Period.of_month(2025, 9)).books == -100
    behind = {entry.entry: entry.mark for entry in official_entries(cast.camat.actor, year).entries}
    assert len(behind) == 3
    assert behind[march.pk] is Mark.SEALED
    assert behind[september.pk] is Mark.GONE


def test_an_entry_met_by_two_parts_of_an_index_is_listed_once_on_its_earliest_day(cast: Cast) -> None:
    parts = [
        own_measure(cast.planner.actor, label, count=[term("incoming_letter", step)])
        for label, step in (("Diterima", "received"), ("Didisposisi", "dispositioned"))
    ]
    weighed = [{"measure": part.code, "weight": "50"} for part in parts]
    bound(cast, "Indeks", unit="indeks", aggregate="composite", count=[], parts=weighed)
    both, old = received(cast, date(2025, 3, 4)), received(cast, date(2024, 12, 30))
    for letter, day in ((both, date(2025, 4, 9)), (old, date(2025, 1, 3))):
        add_milestone(entry=letter, what="dispositioned", on=day, actor=cast.camat.actor, by_service=True)
    listed = {both.pk: date(2025, 3, 4), old.pk: date(2025, 1, 3)}
    behind = official_entries(cast.camat.actor, told(cast, YEAR)).entries
    assert {entry.entry: entry.on for entry in behind} == listed
    close_period(period=YEAR, actor=cast.camat.actor)
    behind = official_entries(cast.camat.actor, told(cast, YEAR)).entries
    assert {entry.entry: (entry.on, entry.mark) for entry in behind} == {
        pk: (day, Mark.SEALED) for pk, day in listed.items()
    }
    assert told(cast, YEAR).value == Decimal("1.5")
    assert told(cast, Period.of_quarter(2025, 1)).value == 1


def test_what_came_later_is_not_told_once_another_column_is_added_up(cast: Cast) -> None:
    receipts = {"unit": "rim", "aggregate": "sum", "count": [term("stock_receipt", "received")]}
    made = bound(cast, "Barang", **receipts, number="quantity")
    entry_of(
        "stock_receipt", cast, occurred_on=date(2026, 2, 3), quantity=Decimal(7), unit_price=Decimal(900)
    )
    close_period(period=Period.of_quarter(2026, 1), actor=cast.camat.actor)
    assert told(cast, RUNNING).after_closing == 0
    revise_measure(
        measure=made, label="Barang", definition={**receipts, "unit": "rupiah", "number": "unit_price"},
        reason="Yang dilaporkan harganya.", actor=cast.planner.actor,
    )  # fmt: skip
    year = told(cast, RUNNING)
    assert (year.value, year.after_closing) == (900, None)


def test_a_number_that_became_one_after_the_closing_counts_what_was_sealed(cast: Cast) -> None:
    """Of three letters with nothing to divide them by there was no percentage; they were sealed all the same."""
    bound(
        cast, "Surat per kasus", unit="persen", aggregate="ratio", count=[term("incoming_letter", "received")],
        per=[term("case", "reported")],
    )  # fmt: skip
    letters = [received(cast, date(2026, 2, day)) for day in (2, 3, 4)]
    close_period(period=Period.of_quarter(2026, 1), actor=cast.camat.actor)
    case_of(cast, date(2026, 5, 5))
    quarter, year = told(cast, Period.of_quarter(2026, 1)), told(cast, RUNNING)
    assert (quarter.value, quarter.is_drifted) == (None, False)
    marks = {entry.entry: entry.mark for entry in official_entries(cast.camat.actor, quarter).entries}
    assert marks == {letter.pk: Mark.SEALED for letter in letters}
    assert (year.value, year.after_closing) == (300, 0)


def test_a_period_closes_with_a_column_that_is_empty(cast: Cast) -> None:
    """The same entry is counted and divided by; in one of the two columns nothing is written."""
    bound(
        cast, "Korban", unit="persen", aggregate="ratio_of_sums", number="deaths", per_number="injured",
        count=[term("case", "reported")],
    )  # fmt: skip
    case_of(cast, date(2025, 3, 4), kind="bencana", incident="lain", deaths=None, injured=4)
    case_of(cast, date(2025, 3, 5), kind="bencana", incident="lain", deaths=1, injured=None)
    close_period(period=YEAR, actor=cast.camat.actor)
    assert told(cast, YEAR).value == 25
    assert told(cast, MARCH).value == 25
    assert drifts(cast.camat.actor, YEAR) == []
