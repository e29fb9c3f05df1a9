"""Numbers at the edges of the language: very long ones, deep nesting, and what is judged after a closing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from takar.catalogue.models import Indicator
from takar.kernel.errors import DomainError
from takar.kernel.period import Period
from takar.ledger import late
from takar.ledger.audit import verify
from takar.ledger.evidence import attach
from takar.ledger.fields import OfficeDecimalField
from takar.ledger.services import add_milestone, cancel_entry, correct_entry, withdraw_milestone
from takar.measurement.models import Binding, StatedValue
from takar.measurement.numbers.closing import close_period, drifts, official_values
from takar.measurement.own.drafting import Faulty
from takar.measurement.services import bind_indicator
from tests.factories import WHY_LATE, Cast, entry_of, letter_of, own_measure
from tests.web.files import pdf_upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

QUARTER = Period.of_quarter(2026, 1)
NO = 52


def stated(cast: Cast, value: str) -> StatedValue:
    measure = own_measure(cast.planner.actor, "Nilai", unit="dokumen", aggregate="manual", count=[])
    indicator = Indicator.objects.filter(no=NO, decree__office=cast.office).first()
    if indicator is not None:
        bind_indicator(indicator=indicator, measure=measure.code, actor=cast.planner.actor)
    values = {"value": Decimal(value), "measure": measure, "occurred_on": date(2026, 1, 5)}
    entry: StatedValue = entry_of("stated_value", cast, **values)
    attach(entry=entry, actor=cast.keeper("stated_value").actor, upload=pdf_upload("bukti"))
    return entry


@pytest.mark.usefixtures("imported_decree")
def test_a_verdict_that_moves_a_closed_number_asks_for_a_reason_on_whatever_day_it_is_given(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = stated(cast, "5")
    close_period(period=QUARTER, actor=cast.camat.actor)
    given: dict[str, Any] = {"entry": entry, "what": "verified", "on": date(2026, 7, 10)}
    with late.because(""), pytest.raises(DomainError, match="sudah ditutup"):
        add_milestone(**given, actor=cast.camat.actor)
    step = add_milestone(**given, actor=cast.camat.actor, late_reason=WHY_LATE)
    assert step.details["late"]["period"] == "2026-Q1"
    drift = next(d for d in drifts(cast.camat.actor, QUARTER) if d.indicator.no == NO)
    assert (drift.number, drift.reasons) == (5, (WHY_LATE,))
    entry.refresh_from_db()
    back = withdraw_milestone(milestone=step, actor=cast.keeper("stated_value").actor, reason="Keliru")
    assert back.details["late"]["period"] == "2026-Q1"
    assert list(verify(cast.office.pk)) == []


@pytest.mark.parametrize("number", ["99999999999999.99", "12345678901234.57"])
def test_a_number_that_a_database_would_give_back_changed_is_refused(cast: Cast, number: str) -> None:
    with pytest.raises(DomainError, match="15 angka"):
        stated(cast, number)
    form = OfficeDecimalField(max_digits=18, decimal_places=2)
    with pytest.raises(Exception, match="15 angka"):
        form.clean(number.replace(".", ","))


@pytest.mark.parametrize("number", ["9999999999999.99", "12345678901234.5", "10000000000000"])
def test_the_longest_number_stays_what_it_is(cast: Cast, number: str) -> None:
    entry = stated(cast, number)
    entry.refresh_from_db()
    assert entry.value == Decimal(number)
    assert list(verify(cast.office.pk)) == []


@pytest.mark.usefixtures("imported_decree")
def test_a_number_too_long_to_be_sealed_is_named_and_may_come_after_a_closing(cast: Cast) -> None:
    receipts = {"book": "stock_receipt", "milestone": "received", "where": {}}
    columns = {"number": "quantity", "per_number": "unit_price", "scale": 100_000}
    code = own_measure(
        cast.planner.actor, "R", unit="per 100.000", aggregate="ratio_of_sums", count=[receipts], **columns
    ).code
    Binding.objects.filter(indicator__no=NO).update(measure=code)
    day, slip = date(2026, 1, 5), {"quantity": Decimal("9999999999.99"), "unit_price": Decimal("0.01")}
    close_period(period=Period.of_month(2026, 1), actor=cast.camat.actor)
    entry_of("stock_receipt", cast, occurred_on=day, **slip)
    with pytest.raises(DomainError, match=f"Angka indikator {NO} .* terlalu panjang"):
        close_period(period=QUARTER, actor=cast.camat.actor)
    assert official_values(cast.camat.actor, QUARTER) == {}
    assert NO in {drift.indicator.no for drift in drifts(cast.camat.actor, Period.of_month(2026, 1))}


def test_an_index_of_indexes_has_an_end(cast: Cast) -> None:
    """Two that each take the two below would double the work with every storey."""

    def index(name: str, parts: list[dict[str, Any]]) -> str:
        values = {"unit": "indeks", "aggregate": "composite", "count": [], "parts": parts}
        return own_measure(cast.planner.actor, name, **values).code

    pair = [own_measure(cast.planner.actor, name, unit="nilai").code for name in ("A", "B")]
    for storey in range(6):
        parts = [{"measure": code, "weight": 50} for code in pair]
        pair = [index(f"{name}{storey}", parts) for name in ("A", "B")]
    with pytest.raises(Faulty, match="128 hitungan, paling banyak 100"):
        index("A6", [{"measure": code, "weight": 50} for code in pair])


def test_a_number_worked_out_of_others_is_refused_when_no_column_holds_it(cast: Cast) -> None:
    measure = own_measure(cast.planner.actor, "P", unit="persen", aggregate="manual", count=[])
    numbers = {"numerator": Decimal("9999999999999.99"), "denominator": Decimal("0.01")}
    values = {"measure": measure, "kind": "fraction", "value": None, "occurred_on": date(2026, 1, 5)}
    with pytest.raises(DomainError, match="Nilai menjadi"):
        entry_of("stated_value", cast, **values, **numbers)
    entry = entry_of("stated_value", cast, **values, numerator=Decimal(1), denominator=Decimal("0.01"))
    with pytest.raises(DomainError, match="Nilai menjadi"):
        correct_entry(
            entry=entry,
            actor=cast.keeper("stated_value").actor,
            values={"numerator": numbers["numerator"]},
            reason="Salah",
        )
    assert StatedValue.objects.get(pk=entry.pk).numerator == 1


def test_stock_that_would_be_worth_more_than_a_column_holds_is_refused(cast: Cast) -> None:
    slip = {"quantity": Decimal(9_999_999_999), "unit_price": Decimal(999_999_999_999)}
    with pytest.raises(DomainError, match="Periksa banyaknya dan harga"):
        entry_of("stock_receipt", cast, occurred_on=date(2026, 1, 5), **slip)


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
@pytest.mark.usefixtures("imported_decree")
def test_words_that_no_database_holds_are_refused_wherever_a_reason_is_sealed(cast: Cast, sign: str) -> None:
    said, who = f"a{sign}b", cast.clerk.actor
    letter = letter_of(cast, occurred_on=date(2026, 2, 3), letter_date=None)
    period = Period.of_month(2026, 3)
    with pytest.raises(DomainError, match="tidak dapat disimpan"):
        correct_entry(entry=letter, actor=who, values={"title": "Lain"}, reason=said)
    with pytest.raises(DomainError, match="tidak dapat disimpan"):
        cancel_entry(entry=letter, actor=who, reason=said)
    with pytest.raises(DomainError, match="tidak dapat disimpan"):
        close_period(period=period, actor=cast.camat.actor, note=said)
    close_period(period=period, actor=cast.camat.actor)
    with late.because(said), pytest.raises(DomainError, match="tanpa huruf kendali"):
        letter_of(cast, occurred_on=date(2026, 3, 3), letter_date=None)
