"""Shares of sums, of different subjects and villages, and of numbers that stand on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from takar.kernel.formatting import rounded
from takar.kernel.period import Period
from takar.measurement.engine import counting
from takar.measurement.engine.calculation import amounts, value
from takar.measurement.language.aggregates import RATIO, RATIO_OF_SUMS
from takar.measurement.language.loading import read, written
from takar.measurement.language.measure import Measure, Term
from takar.measurement.language.rules import faults
from takar.measurement.models import BaseFigure, Binding
from takar.measurement.numbers.closing import close_period, drifts, official_values
from takar.measurement.numbers.explaining import explain
from takar.measurement.numbers.seals import facts_of, measure_of_seal
from takar.organisation.models import Village
from tests.factories import Cast, entry_of, letter_of, own_measure
from tests.measurement.both_ways import by_hand, by_month, made, months, of_year

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

RECEIPTS = {"book": "stock_receipt", "milestone": "received"}
REPORTS = {"book": "financial_report", "milestone": "drafted"}
LETTERS = {"book": "incoming_letter", "milestone": "received"}
CASES = {"book": "case", "milestone": "reported"}
COLUMNS = {"aggregate": "ratio_of_sums", "count": [RECEIPTS], "number": "quantity"}


def bought(cast: Cast, day: date, quantity: str, price: str = "1") -> None:
    entry_of("stock_receipt", cast, occurred_on=day, quantity=Decimal(quantity), unit_price=Decimal(price))


def villages(cast: Cast, *names: str) -> list[Village]:
    first = Village.objects.get(office=cast.office)
    more = [
        Village.objects.create(office=cast.office, code=f"35.07.29.20{n:02}", name=name)
        for n, name in enumerate(names, start=2)
    ]
    return [first, *more]


def about(cast: Cast, day: date, village: Village | None) -> None:
    letter_of(cast, occurred_on=day, letter_date=None, village=village)


def test_two_columns_of_the_same_entries_are_added_before_they_are_divided(cast: Cast) -> None:
    for day, quantity, price in (
        (date(2026, 1, 5), "1", "10"),
        (date(2026, 1, 6), "3", "10"),
        (date(2026, 3, 2), "5", "5"),
    ):
        bought(cast, day, quantity, price)
    measure = made(**COLUMNS, per_number="unit_price")
    assert by_month(measure, cast) == {1: 20, 3: 100}
    # 9 of 25, and not the mean of 20 and 100.
    assert of_year(measure, cast) == 36
    (found,) = by_hand(
        "SELECT SUM(quantity) * 100.0 / SUM(unit_price) FROM goods_stockreceipt r"
        " JOIN ledger_entry e ON e.id = r.entry_ptr_id WHERE e.office_id = %s",
        cast.office.pk,
    )
    assert round(Decimal(str(found[0])), 2) == 36


def test_columns_of_two_books_meet_in_the_month_of_each(cast: Cast) -> None:
    bought(cast, date(2026, 1, 5), "40")
    bought(cast, date(2026, 2, 5), "10")
    receipt_of_quarter = made(
        **COLUMNS,
        per=[{"book": "archive_item", "milestone": "archived"}],
        per_number="quantity",
    )
    entry_of("archive_item", cast, occurred_on=date(2026, 1, 31), quantity=80)
    assert by_month(receipt_of_quarter, cast) == {1: 50}
    assert of_year(receipt_of_quarter, cast) == Decimal("62.5")


def test_villages_are_told_apart_and_divided_by_all_there_are(cast: Cast) -> None:
    first, second, third, _ = villages(cast, "Bulu", "Candi", "Duren")
    for day, village in (
        (date(2026, 1, 2), first),
        (date(2026, 1, 9), first),
        (date(2026, 1, 9), None),
        (date(2026, 2, 3), second),
        (date(2026, 2, 3), third),
    ):
        about(cast, day, village)
    measure = made(aggregate="distinct_ratio", count=[LETTERS], distinct="village", base="villages")
    assert by_month(measure, cast) == {1: 25, 2: 50, **dict.fromkeys(range(3, 8), 0)}
    # Months that have not begun have no villages yet; the year is three of four.
    assert of_year(measure, cast) == 75
    plain = made(aggregate="distinct", count=[LETTERS], distinct="village")
    assert of_year(plain, cast) == 3
    (found,) = by_hand(
        "SELECT COUNT(DISTINCT village_id) FROM ledger_entry WHERE office_id = %s AND book = 'incoming_letter'",
        cast.office.pk,
    )
    assert found[0] == 3


def test_a_village_counts_while_it_is_there_and_never_makes_more_than_all(cast: Cast) -> None:
    first, second = villages(cast, "Bulu")
    about(cast, date(2025, 3, 1), first)
    about(cast, date(2026, 1, 5), second)
    about(cast, date(2026, 2, 5), first)
    second.retired_on = date(2026, 2, 1)
    second.save()
    measure = made(aggregate="distinct_ratio", count=[LETTERS], distinct="village", base="villages")
    assert by_month(measure, cast, 2025)[3] == 50
    assert of_year(measure, cast, 2025) == 50
    assert by_month(measure, cast) == {1: 50, 2: 100, **dict.fromkeys(range(3, 8), 0)}
    assert of_year(measure, cast) == 100


def test_subjects_are_a_share_of_other_subjects(cast: Cast) -> None:
    entry = entry_of("data_update", cast, occurred_on=date(2026, 4, 1))
    entry_of("data_update", cast, occurred_on=date(2026, 5, 1), employee=entry.employee)
    updates = {"book": "data_update", "milestone": "updated"}
    narrow = {**updates, "where": {"kind": [entry.kind]}}
    measure = made(aggregate="distinct_ratio", count=[narrow], per=[updates])
    assert of_year(measure, cast) == 100


def test_so_many_for_each_thousand_inhabitants_of_that_time(cast: Cast) -> None:
    for value_, since in (("20000", date(2025, 1, 1)), ("25000", date(2026, 3, 1))):
        BaseFigure.objects.create(
            office=cast.office, name="Jumlah penduduk", unit="jiwa", value=Decimal(value_),
            valid_from=since, source="Dukcapil",
        )  # fmt: skip
    for day in (date(2026, 1, 2), date(2026, 1, 3), date(2026, 4, 1)):
        entry_of("case", cast, occurred_on=day)
    measure = made(aggregate="ratio", count=[CASES], base="figure:Jumlah penduduk", scale=1000)
    found = by_month(measure, cast)
    assert (found[1], found[2], found[4]) == (Decimal("0.1"), 0, Decimal("0.04"))
    # The number in force at the end: three of 25.000.
    assert of_year(measure, cast) == Decimal("0.12")
    assert by_month(measure, cast, 2024) == {}
    hundred_thousand = made(aggregate="ratio", count=[CASES], base="figure:JUMLAH PENDUDUK", scale=100_000)
    assert of_year(hundred_thousand, cast) == 12


def test_people_are_those_who_held_a_position_on_the_last_day(cast: Cast) -> None:
    letter_of(cast, occurred_on=date(2026, 1, 5), letter_date=None)
    measure = made(aggregate="ratio", count=[LETTERS], base="employees")
    (found,) = by_hand(
        "SELECT COUNT(DISTINCT a.person_id) FROM organisation_assignment a"
        " JOIN organisation_position p ON p.id = a.position_id WHERE p.office_id = %s"
        " AND a.starts_on <= '2026-01-31' AND (a.ends_on IS NULL OR a.ends_on > '2026-01-31')",
        cast.office.pk,
    )
    assert by_month(measure, cast)[1] == rounded(Decimal(100) / found[0])
    (found,) = by_hand("SELECT COUNT(*) FROM organisation_position WHERE office_id = %s", cast.office.pk)
    positions = made(aggregate="ratio", count=[LETTERS], base="positions")
    assert by_month(positions, cast)[1] == rounded(Decimal(100) / found[0])


@pytest.mark.usefixtures("imported_decree")
@pytest.mark.parametrize(
    "definition",
    [
        {**COLUMNS, "per_number": "unit_price"},
        {"aggregate": "distinct_ratio", "count": [LETTERS], "distinct": "village", "base": "villages"},
        {"aggregate": "ratio", "count": [LETTERS], "base": "figure:Jumlah keluarga", "scale": 1000},
    ],
)
def test_a_sealed_share_is_worked_out_from_what_was_sealed(cast: Cast, definition: dict[str, Any]) -> None:
    first, second, _ = villages(cast, "Bulu", "Candi")
    figure = BaseFigure.objects.create(
        office=cast.office, name="Jumlah keluarga", unit="keluarga", value=Decimal(800),
        valid_from=date(2025, 1, 1), source="DTSEN",
    )  # fmt: skip
    for day, village in ((date(2026, 1, 9), first), (date(2026, 2, 9), second)):
        about(cast, day, village)
        bought(cast, day, "7", "9")
    made_here = own_measure(cast.planner.actor, "Bagian", unit="persen", **definition)
    Binding.objects.update_or_create(indicator_id=_indicator().pk, defaults={"measure": made_here.code})
    quarter = Period.of_quarter(2026, 1)
    close_period(period=quarter, actor=cast.camat.actor)
    sealed = official_values(cast.camat.actor, quarter)[_indicator().pk]
    measure = measure_of_seal(sealed)
    assert measure is not None
    again = value(measure, amounts(measure, facts_of(sealed)))
    assert again is not None
    assert sealed.value is not None
    assert rounded(again) == rounded(sealed.value)
    assert drifts(cast.camat.actor, quarter) == []
    # Another base behind the closed number is a drift of it.
    second.retired_on = date(2026, 2, 1)
    second.save()
    figure.value = Decimal(400)
    figure.save()
    assert len(drifts(cast.camat.actor, quarter)) == bool(measure.base)


def _indicator() -> Any:
    from takar.catalogue.models import Indicator

    return Indicator.objects.get(no=1)


def test_words_tell_what_is_divided_by_what(cast: Cast) -> None:
    year = Period.of_year(2026)
    measure = made(aggregate="distinct_ratio", count=[LETTERS], distinct="village", base="villages")
    told = explain(cast.camat.actor, measure, year)
    assert "entri tanpa desa tidak ikut" in told.how
    assert told.per == (
        "seluruh desa kantor ini pada akhir masa itu, atau hari ini selama masa itu berjalan",
    )
    told = explain(cast.camat.actor, made(**COLUMNS, per_number="unit_price"), year)
    assert told.how.startswith("Jumlah “Banyaknya”, dibagi jumlah pembaginya")
    assert told.per[0].startswith("“Harga satuan (Rp)” dari penerimaan barang")


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (COLUMNS, "no number column ''"),
        ({**COLUMNS, "per_number": "sender"}, "no number column 'sender'"),
        ({**COLUMNS, "per_number": "quantity", "base": "villages"}, "does not use"),
        ({"aggregate": "ratio", "count": [LETTERS]}, "needs “per”"),
        ({"aggregate": "ratio", "count": [LETTERS], "per": [LETTERS], "base": "villages"}, "by a base"),
        ({"aggregate": "ratio", "count": [LETTERS], "base": "moon"}, "knows no base"),
        ({"count": [LETTERS], "base": "villages"}, "needs “per”"),
        ({"count": [LETTERS], "scale": 1000}, "has a scale"),
        ({"count": [LETTERS], "distinct": "village"}, "says what is distinct"),
        ({"aggregate": "distinct", "count": [RECEIPTS], "distinct": "village"}, "declares no village"),
        (
            {"aggregate": "distinct_ratio", "count": [LETTERS], "base": "villages"},
            "divides subjects by villages",
        ),
        ({"aggregate": "ratio", "count": [LETTERS], "per": [LETTERS], "over": "sum"}, "never adds up"),
        ({"aggregate": "index", "count": [RECEIPTS], "number": "quantity", "over": "sum"}, "never adds up"),
    ],
)
def test_a_share_that_lacks_something_is_faulted(values: dict[str, Any], says: str) -> None:
    measure = read({"code": "coba", "label": "Coba", "unit": "x", **values}, "uji")
    assert any(says in fault for fault in faults(measure)), list(faults(measure))


def test_a_definition_is_written_as_it_is_read() -> None:
    measure = made(aggregate="ratio", count=[LETTERS], base="figure:Jumlah penduduk", scale=1000)
    assert read(written(measure), "uji").fingerprint == measure.fingerprint


def test_shares_take_as_many_queries_however_many_there_are(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    letters, receipts = (Term("incoming_letter", "received"),), (Term("stock_receipt", "received"),)
    many = [
        Measure(f"{base}{n}", "X", "x", RATIO, letters, base=base, scale=1000)
        for base in ("villages", "positions", "employees", "figure:x", "figure:y")
        for n in range(4)
    ]
    many += [
        Measure(f"s{n}", "X", "x", RATIO_OF_SUMS, receipts, number="quantity", per_number="unit_price")
        for n in range(4)
    ]
    # The tally, the entries, and one for each kind of base.
    with django_assert_num_queries(6):
        counting.amounts_by_month(many, office_ids=[cast.office.pk, cast.neighbour_office.pk], year=2026)
    assert months(many[0], cast)
